"""Every table says what it holds about people, and says it truly."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import CASCADE, ForeignKey

from lindra.access import PatientSession
from lindra.models import (
    Draft,
    Event,
    Message,
    PageRead,
    PatientChannels,
    Place,
    PurgeRun,
    Treatment,
)
from lindra.privacy import DECLARATIONS, Goes, Holds
from lindra.rules.calendar import local_date
from tests.cast import Cast

# Held by Django: whose a session is, until it is over. Nothing of it is given out or exported.
OTHERS = {
    "sessions.Session",
    # The queue: the ids of notices, exports and purges, and nothing else.
    "procrastinate.ProcrastinateEvent",
    "procrastinate.ProcrastinateJob",
    "procrastinate.ProcrastinatePeriodicDefer",
    "procrastinate.ProcrastinateWorker",
}
# What tells how the system works and not what it holds about the patient.
NEVER_GIVEN = {
    "Answer": {
        "id",
        "treatment",
        "one_per_date",
        "completes",
        "lifted",
        "key",
        "replaced_at",
        "read_by",
        "marked_at",
        "marked_by",
    },
    "Acknowledgement": {"id", "treatment"},
    "Conversation": {"id", "treatment"},
    "Draft": {"id", "treatment", "replaces", "revision", "page"},
    "Disclosure": {"id", "patient", "made_by"},
    "EmergencyOpening": {"id", "treatment", "seen_at", "seen_by"},
    "Event": {"id", "treatment", "answer"},
    "FollowUp": {"id", "treatment"},
    "Handover": {"id", "treatment", "offered_by", "answered_by"},
    "LegalHold": {"id", "patient", "placed_by", "lifted_by"},
    "Message": {
        "id",
        "conversation",
        "staff",
        "key",
        "notice",
        "answers_until",
        "read_by",
        "waived_at",
        "waived_by",
        "misdirected_by",
    },
    "MessageDraft": {"id", "treatment", "conversation", "staff", "revision", "page"},
    "ModuleDone": {"id", "treatment"},
    "Notice": {
        "id",
        "key",
        "patient",
        "staff",
        "treatment",
        "due_at",
        "tries",
        "next_try_at",
        "fault",
    },
    "PageRead": {"id", "treatment"},
    "Patient": {"id", "name_typed", "mismatch_at"},
    "PatientChannels": {"id", "patient"},
    "Place": {"id", "treatment"},
    "TeamMember": {"id", "treatment", "added_at", "opened_at"},
    "PurgeItem": {"id", "run", "treatment"},
    "RecordNote": {"id", "treatment", "staff"},
    "Treatment": {
        "id",
        "patient",
        "unit",
        "opened_by_patient_at",
        "previous_active_at",
        "more_questions",
        "ended_from",
    },
    "WorkNote": {"id", "treatment", "staff", "key", "struck_by"},
}
ABOUT_PATIENTS = [each for each in DECLARATIONS if each.holds in (Holds.PATIENT, Holds.TREATMENT)]


def names(declaration) -> str:
    return declaration.model.__name__


def fields(declaration) -> set[str]:
    return {field.name for field in declaration.model._meta.fields}


def test_every_table_is_declared_once():
    declared = [each.model._meta.label for each in DECLARATIONS]
    assert sorted([*declared, *OTHERS]) == sorted(model._meta.label for model in apps.get_models())


@pytest.mark.parametrize("declaration", ABOUT_PATIENTS, ids=names)
def test_what_the_patient_is_given_exists_and_the_rest_is_named(declaration):
    given, kept = set(declaration.given), NEVER_GIVEN[names(declaration)]
    assert (given | kept, given & kept) == (fields(declaration), set())
    assert len(declaration.given) == len(given)


@pytest.mark.parametrize(
    "declaration", [each for each in DECLARATIONS if each not in ABOUT_PATIENTS], ids=names
)
def test_a_table_that_is_not_the_patients_gives_nothing_and_leads_nowhere(declaration):
    assert (declaration.given, declaration.path) == ((), "")


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=names)
def test_how_a_table_goes_fits_whose_it_is(declaration):
    ways = {
        Holds.TREATMENT: {Goes.WITH_TREATMENT},
        Holds.PATIENT: {Goes.WITH_PATIENT, Goes.WITH_UNIT},
        Holds.LOG: {Goes.KEPT_AT_LEAST_FIVE_YEARS},
        Holds.STAFF: {Goes.STAYS},
        Holds.COPY: {Goes.WHEN_FETCHED},
        Holds.NOBODY: {Goes.STAYS, Goes.KEPT_AT_LEAST_FIVE_YEARS},
    }
    assert declaration.goes in ways[declaration.holds]


def test_what_a_unit_has_noted_of_a_patient_goes_with_her_last_treatment_there():
    of_units = [each for each in DECLARATIONS if each.holds is Holds.PATIENT]
    noted = {names(each) for each in of_units if "unit" in fields(each)}
    assert noted == {names(each) for each in of_units if each.goes is Goes.WITH_UNIT}
    assert noted == {"Disclosure", "LegalHold"}


def leads_to_people(model) -> bool:
    """Whether a foreign key of the table leads to a patient or a treatment."""
    keys = [field for field in model._meta.fields if isinstance(field, ForeignKey)]
    return any(key.related_model.__name__ in ("Patient", "Treatment") for key in keys)


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=names)
def test_a_table_that_leads_to_a_patient_says_so(declaration):
    if leads_to_people(declaration.model):
        assert declaration.holds in (Holds.TREATMENT, Holds.PATIENT)


def everything(cast: Cast, treatment: Treatment) -> None:
    """A row in every table that a treatment has."""
    by = cast.astrid if treatment == cast.treatment else cast.fatima
    answer = cast.send("reflektion-1", {"nytt": "ord"}, by=by)
    Draft.objects.create(
        treatment=treatment, form="start", version=1, replaces=answer, saved_at=cast.now
    )
    PageRead.objects.create(treatment=treatment, page="m1-01", read_at=cast.now)
    Place.objects.create(treatment=treatment, module="m1", page="m1-01", opened_at=cast.now)
    treatment.modules_done.create(module="m1", done_at=cast.now)
    treatment.acknowledgements.create(page="s-02", at=cast.now)
    _care(cast, treatment, by)


def _care(cast: Cast, treatment: Treatment, by: PatientSession) -> None:
    """What the team and the patient do beside answering."""
    person, now = cast.bo.staff, cast.now
    thread = treatment.conversations.create(title="Min konversation", started_at=now)
    thread.messages.create(
        author="patient", author_name=by.name, text="Hej", key=uuid4(), sent_at=now
    )
    treatment.message_drafts.create(conversation=thread, text="Jag", saved_at=now)
    treatment.follow_ups.create(at=now, staff=person)
    treatment.work_notes.create(text="Ring.", written_at=now, staff=person, key=uuid4())
    units = cast.smartenheten, cast.ekbacken
    treatment.handovers.create(
        from_unit=units[0], to_unit=units[1], offered_at=now, offered_by=person
    )
    treatment.notices.create(
        key=str(uuid4()),
        kind="message",
        channel="sms",
        patient=by.patient,
        made_at=now,
        due_at=now,
        day=local_date(now),
        next_try_at=now,
    )
    PatientChannels.objects.create(patient=by.patient, inbox=True, chosen_at=now)
    _records(cast, treatment)


def _records(cast: Cast, treatment: Treatment) -> None:
    """What is done with the record."""
    person, now, unit = cast.doris.staff, cast.now, cast.smartenheten
    treatment.emergency_openings.create(
        staff=person, reason="Larm", opened_at=now, day=local_date(now)
    )
    treatment.record_notes.create(text="Anteckning", until=now, approved_at=now, staff=person)
    treatment.patient.legal_holds.create(
        unit=unit, reason="Tillsyn", placed_at=now, placed_by=person
    )
    treatment.patient.disclosures.create(
        unit=unit,
        recipient="IVO",
        purpose="Tillsyn",
        grounds="10 kap. 28 § OSL",
        reviewed_by="Lova Lind",
        made_at=now,
        made_by=person,
    )
    proposed = {"decision": "1", "shown": [], "total": 2, "proposed_at": now, "proposed_by": person}
    run, _ = PurgeRun.objects.get_or_create(unit=unit, defaults=proposed)
    run.items.create(treatment=treatment)


@pytest.mark.parametrize("declaration", ABOUT_PATIENTS, ids=names)
def test_the_path_leads_to_the_treatments_rows_and_to_no_others(cast, declaration):
    for treatment in (cast.treatment, cast.fatimas):
        everything(cast, treatment)
    rows = declaration.model.objects.all()
    own = rows.filter(**{declaration.path: cast.treatment.pk})
    hers = rows.filter(**{declaration.path: cast.fatimas.pk})
    assert own.exists()
    assert set(own) | set(hers) == set(rows)
    assert not set(own) & set(hers)


def test_what_goes_with_the_treatment_is_gone_when_it_is(cast):
    everything(cast, cast.treatment)
    everything(cast, cast.fatimas)
    with_it = [each for each in DECLARATIONS if each.goes is Goes.WITH_TREATMENT]
    before = {names(each): each.model.objects.count() for each in with_it}
    cast.fatimas.delete()
    left = {names(each): each.model.objects.count() for each in with_it}
    assert left == {name: count / 2 for name, count in before.items()}
    assert Event.objects.filter(treatment=cast.treatment).exists()


def test_a_table_of_a_treatment_hangs_on_it_and_never_survives_it():
    for each in DECLARATIONS:
        if each.goes is Goes.WITH_TREATMENT and each.model not in (Treatment, Message):
            key = each.model._meta.get_field(each.path)
            assert (key.related_model, key.remote_field.on_delete) == (Treatment, CASCADE)
