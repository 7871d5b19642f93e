"""What the database itself holds to, whatever the code above it does."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction

from lindra.models import (
    AccessLogSeal,
    Acknowledgement,
    Answer,
    Commission,
    Draft,
    Event,
    ModuleDone,
    PageRead,
    Part,
    Patient,
    Place,
    Role,
    RoleKind,
    Staff,
    TeamMember,
    TimeTravel,
    Treatment,
    Unit,
)
from tests.actions.care_rows import BROKEN_CARE, DAY, ONE, SUNDAY, UNIQUE_CARE, twice
from tests.actions.record_rows import BROKEN_RECORDS
from tests.cast import ASTRID, LONG_AGO, Cast


def answer(cast: Cast, **more) -> Answer:
    """A row of the table, straight into it."""
    filled = {"form": "f", "version": 1, "values": {}, "key": uuid4(), "sent_at": cast.now}
    return Answer.objects.create(treatment=cast.treatment, **{**filled, **more})


def night(cast: Cast, **more) -> Answer:
    return answer(cast, **{"entry_date": SUNDAY, "one_per_date": True, **more})


def changed(row: Answer, **values) -> None:
    with transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(**values)


FIXED = {
    "id": ONE,
    "treatment": lambda cast: cast.fatimas,
    "form": "another",
    "version": 2,
    "entry_date": SUNDAY,
    "one_per_date": True,
    "completes": True,
    "values": {"nytt": "något annat"},
    "lifted": ["Vill ha kontakt"],
    "key": ONE,
    "sent_at": lambda cast: cast.now + DAY,
    "replaces": answer,
}
DONE_TO_IT = {"read_at", "read_by", "marked_at", "marked_by", "withdrawn_at", "replaced_at"}


def test_every_column_of_an_answer_is_either_fixed_or_something_that_is_done_to_it():
    assert {field.name for field in Answer._meta.fields} == set(FIXED) | DONE_TO_IT


@pytest.mark.row("M5c")
@pytest.mark.parametrize("column", FIXED)
def test_what_was_sent_never_changes(cast, column):
    row, value = answer(cast), FIXED[column]
    value = value(cast) if callable(value) else value
    with pytest.raises(DatabaseError, match="a sent answer never changes"):
        changed(row, **{column: value})


@pytest.mark.row("M5c")
def test_an_answer_that_is_saved_whole_is_not_changed_either(cast):
    row = answer(cast)
    row.values = {"nytt": "något annat"}
    with pytest.raises(DatabaseError, match="a sent answer never changes"):
        row.save()


@pytest.mark.row("M15")
def test_an_answer_can_be_read_marked_and_unmarked_and_then_replaced_or_withdrawn(cast):
    row = answer(cast)
    changed(row, marked_at=cast.now, marked_by=cast.bo.staff)
    changed(row, marked_at=None, marked_by=None)
    changed(row, read_at=cast.now, read_by=cast.bo.staff)
    changed(row, withdrawn_at=cast.now)
    changed(other := answer(cast), replaced_at=cast.now)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.read_by, row.withdrawn_at) == (cast.bo.staff, cast.now)
    assert (row.marked_at, other.replaced_at) == (None, cast.now)


@pytest.mark.row("M14b")
@pytest.mark.parametrize(
    ("done", "undone"),
    [
        ("read", {"read_at": None, "read_by": None}),
        ("read", {"read_at": lambda cast: cast.now + DAY}),
        ("read", {"read_by": lambda cast: cast.erik.staff}),
        ("withdrawn_at", {"withdrawn_at": None}),
        ("withdrawn_at", {"withdrawn_at": lambda cast: cast.now + DAY}),
        ("replaced_at", {"replaced_at": None}),
        ("replaced_at", {"replaced_at": lambda cast: cast.now + DAY}),
    ],
)
def test_what_has_been_done_to_an_answer_is_not_undone(cast, done, undone):
    at = {"read_at": cast.now, "read_by": cast.bo.staff} if done == "read" else {done: cast.now}
    row = answer(cast, **at)
    with pytest.raises(DatabaseError, match="what has been done to an answer is not undone"):
        changed(row, **{k: v(cast) if callable(v) else v for k, v in undone.items()})
    changed(row, marked_at=cast.now, marked_by=cast.bo.staff)


def treatment(cast: Cast, **more) -> Treatment:
    filled = {"programme": "p", "starts_on": SUNDAY, "ends_on": SUNDAY, "started_at": cast.now}
    made = {"patient": cast.astrid.patient, "unit": cast.smartenheten, **filled, **more}
    return Treatment.objects.create(**made)


def member(cast: Cast, who="erik", part=Part.CO_THERAPIST, **more) -> TeamMember:
    return TeamMember.objects.create(
        treatment=cast.treatment,
        staff=getattr(cast, who).staff,
        part=part,
        **{"first_day": SUNDAY, "added_at": cast.now, **more},
    )


def draft(cast: Cast) -> Draft:
    return Draft.objects.create(treatment=cast.treatment, form="f", version=1, saved_at=cast.now)


def event(cast: Cast, **more) -> Event:
    filled = {"kind": "sent", "at": cast.now, "actor": "patient", "actor_name": "Astrid Alm"}
    return Event.objects.create(treatment=cast.treatment, **{**filled, **more})


def role(cast: Cast, kind: str, first: date = LONG_AGO, last: date | None = None) -> Role:
    return Role.objects.create(
        commission=cast.bo.commission, kind=kind, first_day=first, last_day=last
    )


def commission(cast: Cast, number="C", last: date | None = None) -> Commission:
    return Commission.objects.create(
        hsa_id=number, staff=cast.bo.staff, unit=cast.ekbacken, first_day=SUNDAY, last_day=last
    )


def replaces_itself(cast: Cast) -> None:
    answer(cast, id=ONE, replaces_id=ONE)


BROKEN = {
    "one_draft": twice(draft),
    "one_current_answer_a_date": twice(night),
    "a_date_when_one_per_date": lambda cast: night(cast, entry_date=None),
    "answer_read_at_and_by": lambda cast: answer(cast, read_at=cast.now),
    "answer_marked_at_and_by": lambda cast: answer(cast, marked_by=cast.bo.staff),
    "answer_replaces_another": replaces_itself,
    "answer_withdrawn_or_replaced": lambda cast: answer(
        cast, withdrawn_at=cast.now, replaced_at=cast.now
    ),
    "event_kind_known": lambda cast: event(cast, kind="vanished"),
    "event_actor_known": lambda cast: event(cast, actor="somebody"),
    "staff_identity": twice(lambda _: Staff.objects.create(issuer="test", hsa_id="X")),
    "commission_days_in_order": lambda cast: commission(cast, last=SUNDAY - DAY),
    "role_days_in_order": lambda cast: role(cast, RoleKind.SUPERVISOR, SUNDAY, SUNDAY - DAY),
    "role_kind_known": lambda cast: role(cast, "king"),
    "role_given_once_a_day": twice(lambda cast: role(cast, RoleKind.SUPERVISOR)),
    "personal_number_is_twelve_digits": lambda _: Patient.objects.create(
        personal_number="7804129802"
    ),
    "page_read_once": twice(
        lambda cast: PageRead.objects.create(treatment=cast.treatment, page="a", read_at=cast.now)
    ),
    "module_done_once": twice(
        lambda cast: ModuleDone.objects.create(
            treatment=cast.treatment, module="a", done_at=cast.now
        )
    ),
    "acknowledged_once": twice(
        lambda cast: Acknowledgement.objects.create(treatment=cast.treatment, page="a", at=cast.now)
    ),
    "one_time_travel": lambda _: TimeTravel.objects.create(id=2),
    "one_running_treatment": twice(treatment),
    "treatment_days_in_order": lambda cast: treatment(cast, ends_on=SUNDAY - DAY),
    "treatment_state_known": lambda cast: treatment(cast, state="asleep"),
    "one_responsible_therapist": lambda cast: member(cast, part=Part.RESPONSIBLE),
    "in_a_team_once": twice(member),
    "team_days_in_order": lambda cast: member(cast, last_day=SUNDAY - DAY),
    "team_part_known": lambda cast: member(cast, part="friend"),
    "treatment_ended_with_a_reason": lambda cast: treatment(cast, state="ended", ended_at=cast.now),
    **BROKEN_CARE,
    **BROKEN_RECORDS,
}


def test_every_constraint_is_tried_here():
    models = list(apps.get_app_config("lindra").get_models())
    held = [each.name for model in models for each in model._meta.constraints]
    of_the_log = {each.name for each in AccessLogSeal._meta.constraints}
    assert sorted(BROKEN) == sorted(set(held) - of_the_log)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast, name):
    with pytest.raises(IntegrityError, match=f'constraint "{name}"'):
        BROKEN[name](cast)


UNIQUE = {
    "lindra_answer_key_": twice(lambda cast: answer(cast, key=ONE)),
    "lindra_answer_replaces_id_": lambda cast: [
        answer(cast, replaces=each) for each in [answer(cast)] * 2
    ],
    "lindra_place_treatment_id_": twice(
        lambda cast: Place.objects.create(
            treatment=cast.treatment, module="a", page="a", opened_at=cast.now
        )
    ),
    "lindra_patient_personal_number_": lambda _: Patient.objects.create(personal_number=ASTRID),
    "lindra_commission_hsa_id_": twice(commission),
    "lindra_unit_hsa_id_": lambda cast: Unit.objects.create(
        hsa_id="SE-E1", care_provider=cast.ekbacken.care_provider
    ),
    **UNIQUE_CARE,
}


@pytest.mark.parametrize("name", UNIQUE)
def test_there_is_only_one(cast, name):
    with pytest.raises(IntegrityError, match=f'unique constraint "{name}'):
        UNIQUE[name](cast)


@pytest.mark.row("M5c")
def test_a_night_that_was_replaced_or_withdrawn_leaves_its_date_free(cast):
    night(cast, replaced_at=cast.now)
    night(cast, withdrawn_at=cast.now)
    night(cast)
    night(cast, entry_date=SUNDAY - DAY)
    answer(cast, entry_date=SUNDAY)
    answer(cast, entry_date=SUNDAY)
    assert Answer.objects.count() == 6


@pytest.mark.row("M9")
def test_an_ended_treatment_leaves_room_for_a_new_one(cast):
    ended = {"state": "ended", "ended_at": cast.now, "end_reason": "Annan orsak"}
    treatment(cast, **ended)
    treatment(cast, **ended)
    treatment(cast)
    treatment(cast, unit=cast.ekbacken)
    assert cast.astrid.patient.treatments.count() == 5


def test_a_draft_of_a_change_stands_beside_a_new_filling(cast):
    old = answer(cast)
    draft(cast)
    Draft.objects.create(
        treatment=cast.treatment, form="f", version=1, replaces=old, saved_at=cast.now
    )
    assert Draft.objects.count() == 2
