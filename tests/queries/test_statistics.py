"""What is counted of a year, as it was when it was over, and never of a training unit."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import send_answer, withdraw_answer
from lindra.actions.drafts import open_draft
from lindra.actions.handover import accept_handover, offer_handover
from lindra.actions.lifecycle import end_treatment
from lindra.actions.reading import finish_module, reopen_module
from lindra.models import Commission, ModuleDone, PageRead, RoleKind, Treatment, Unit
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import Module
from lindra.queries.life import seen_of
from lindra.queries.statistics import OTHER, Chosen, counts, programmes_of
from lindra.rules.lifecycle import END_REASONS
from lindra.rules.refused import Refused
from lindra.rules.unit_statistics import Counts
from tests.cast import PROGRAMME, Cast, at, start
from tests.rules.numbers import invented
from tests.samples import UNSHRUNK, sampled

pytestmark = pytest.mark.row("F15")

NEW_YEAR = at("2026-12-31 23:00")  # in Sweden
FEBRUARY = at("2027-02-01 08:00")  # when 2026 is first shown
WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@pytest.fixture
def chosen(cast: Cast) -> Chosen:
    """Smärtenheten's year 2026."""
    return Chosen(cast.smartenheten, programme(PROGRAMME), 2026)


def another(cast: Cast, n: int, day: str = "2026-11-23 08:00") -> Treatment:
    return start(invented(date(1980, 1, 1), 901 + n), "Eva", f"Ek {n}", cast.bo, at(day))


def end(treatment: Treatment, reason: str, when: str) -> None:
    Treatment.objects.filter(pk=treatment.pk).update(
        state="ended", ended_at=at(when), ended_from="active", end_reason=reason
    )


def told(chosen: Chosen) -> dict[str, int]:
    """Where they stand, by words."""
    standing = counts(chosen).standing
    return {words: n for words, n in zip(("", *chosen.reasons), standing, strict=True) if n}


def test_those_that_began_in_the_year_are_counted_by_month(cast, chosen):
    another(cast, 1, "2026-12-31 22:59")
    another(cast, 2, "2026-12-31 23:01")  # next year in Sweden
    found = counts(chosen)
    assert (found.began, found.months[10], found.months[11]) == (2, 1, 1)
    next_year = Chosen(cast.smartenheten, programme(PROGRAMME), 2027)
    assert counts(next_year).months == [1, *[0] * 11]


def test_other_units_and_programmes_are_not_counted(cast, chosen):
    Treatment.objects.filter(pk=cast.treatment.pk).update(programme="another")
    assert counts(chosen).began == 0


def test_they_stand_by_reason_as_of_the_years_last_day(cast, chosen):
    end(cast.treatment, "Avliden", "2026-12-31 22:59")
    end(another(cast, 1), "Avliden", "2026-12-31 23:00")  # next year in Sweden
    assert told(chosen) == {"": 1, "Avliden": 1}


def test_a_reason_that_has_left_the_list_counts_as_another(cast, chosen):
    end(cast.treatment, "Flyttat till Kiruna", "2026-12-01 12:00")
    assert told(chosen) == {OTHER: 1}
    own = Unit(end_reasons=["Klar"])
    assert Chosen(own, chosen.programme, 2026).reasons == ("Klar", OTHER)
    assert chosen.reasons == END_REASONS


def test_carried_out_is_what_the_patient_said_and_has_not_taken_back(cast, chosen):
    answer = cast.send("genomfort", {"klar": True, **WEEK})
    found = counts(chosen)
    assert found.completed == 1
    withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + timedelta(days=1))
    assert counts(chosen).completed == 0


def test_the_form_that_says_so_and_private_ones_are_not_told_twice_or_at_all(chosen):
    assert [form.id for form in chosen.forms if form.completes or form.private] == []
    assert len(chosen.forms) > 5


def test_a_module_is_begun_by_a_page_and_done_by_the_patients_word(cast, chosen):
    first, second = chosen.programme.modules[:2]
    for page in first.pages[:3]:
        PageRead.objects.create(treatment=cast.treatment, page=page.id, read_at=cast.now)
    assert counts(chosen).modules[:2] == [(1, 0), (0, 0)]
    ModuleDone.objects.create(treatment=cast.treatment, module=first.id, done_at=cast.now)
    ModuleDone.objects.create(treatment=another(cast, 1), module=second.id, done_at=cast.now)
    assert counts(chosen).modules[:2] == [(0, 1), (0, 1)]
    PageRead.objects.update(read_at=NEW_YEAR)
    ModuleDone.objects.update(done_at=NEW_YEAR)
    assert set(counts(chosen).modules) == {(0, 0)}


def test_a_form_has_users_and_fillings_that_stand(cast, chosen):
    old = cast.send("reflektion-1", {"nytt": "ord"})
    cast.send("reflektion-1", {"nytt": "ord"}, replaces=old)
    cast.send("veckokollen", WEEK)
    cast.send("veckokollen", WEEK)
    used = dict(zip([form.id for form in chosen.forms], counts(chosen).forms, strict=True))
    assert {name: n for name, n in used.items() if n != (0, 0)} == {
        "reflektion-1": (1, 1),
        "veckokollen": (1, 2),
    }


@pytest.mark.row("F14")
def test_nothing_of_a_training_unit_is_counted(cast, chosen):
    Unit.objects.filter(pk=cast.smartenheten.pk).update(training=True)
    assert counts(chosen).began == 0


def test_a_unit_has_the_programmes_that_it_uses_or_has_used(cast):
    Unit.objects.update(programmes=[])
    assert [each.id for each in programmes_of(cast.smartenheten)] == [PROGRAMME]
    assert programmes_of(Unit(pk=0)) == []


def test_it_asks_as_often_for_many_as_for_one(cast, chosen):
    asked = []
    for n in range(2):
        if n:
            used(cast, [another(cast, n, "2026-11-22 08:00") for n in range(4)])
        with CaptureQueriesContext(connection) as captured:
            counts(chosen)
        asked.append(len(captured))
    assert asked == [6, 6]


def used(cast: Cast, treatments: list[Treatment]) -> None:
    """Each of them has sent a form."""
    for treatment in treatments:
        cast.treatment, cast.astrid = treatment, PatientSession(treatment.patient)
        cast.send("reflektion-1", {"nytt": "ord"})


def live(treatment: Treatment, now: datetime) -> None:
    """A module is done and two forms are sent."""
    do_module(treatment, now)
    for form, values in (("reflektion-1", {"nytt": "ord"}), ("genomfort", {"klar": True, **WEEK})):
        write(treatment, form, values, now)


def do_module(treatment: Treatment, now: datetime) -> None:
    by, module = PatientSession(treatment.patient), first_module()
    read = [PageRead(treatment=treatment, page=page.id, read_at=now) for page in module.pages]
    PageRead.objects.bulk_create(read, ignore_conflicts=True)
    finish_module(treatment=treatment, module=module, by=by, now=now)


def undo_module(treatment: Treatment, now: datetime) -> None:
    by = PatientSession(treatment.patient)
    reopen_module(treatment=treatment, module=first_module(), by=by, now=now)


def first_module() -> Module:
    return programme(PROGRAMME).modules[1]


def write(treatment, form_id, values, now, replaces=None) -> None:
    by, form = PatientSession(treatment.patient), programme(PROGRAMME).form(form_id)
    same = {"treatment": treatment, "form": form, "by": by, "now": now, "correction_days": 400}
    draft = open_draft(entry_date=None, replaces=replaces, **same)
    send_answer(draft_id=draft.pk, values=values, revision=draft.revision, **same)


def write_more(treatment: Treatment, now: datetime) -> None:
    write(treatment, "veckokollen", WEEK, now)


def change(treatment: Treatment, now: datetime) -> None:
    for answer in treatment.answers.filter(CURRENT, form="reflektion-1"):
        write(treatment, "reflektion-1", {"nytt": "nya ord"}, now, answer)


def take_back(treatment: Treatment, now: datetime) -> None:
    by = PatientSession(treatment.patient)
    for answer in treatment.answers.filter(CURRENT):
        withdraw_answer(answer=answer, by=by, now=now, correction_days=400)


def finish(treatment: Treatment, now: datetime) -> None:
    by, seen = responsible(treatment), seen_of(treatment)
    end_treatment(treatment=treatment, reason=END_REASONS[0], seen=seen, by=by, now=now)


def move(treatment: Treatment, now: datetime) -> None:
    """To the other unit; another time, back."""
    here = Unit.objects.get(pk=treatment.unit_id)
    there = Unit.objects.exclude(pk=here.pk).get()
    by, to = responsible(treatment), Commission.objects.filter(unit=there, roles__kind="therapist")
    offer_handover(treatment=treatment, to=there, agreed=True, by=by, now=now)
    taker = StaffSession(to.order_by("pk")[0], by.roles)
    accept_handover(treatment=treatment, by=taker, now=now + timedelta(minutes=1))


def responsible(treatment: Treatment) -> StaffSession:
    staff = treatment.team.get(part="responsible", last_day=None).staff
    return StaffSession(staff.commissions.get(), frozenset({RoleKind.THERAPIST}))


ACTS = (do_module, undo_module, write_more, change, take_back, finish, move)


@pytest.fixture
def lived(cast: Cast) -> list[UUID]:
    """Two of Smärtenheten's and Ekbacken's one, who have done something, and one who has not."""
    found = [cast.treatment, cast.fatimas, another(cast, 1), another(cast, 2)]
    for treatment in found[:3]:
        live(treatment, at("2026-12-20 08:00"))
    return [each.pk for each in found]


def counted() -> dict[str, Counts]:
    """What is counted of each unit's year 2026."""
    units = Unit.objects.all()
    return {each.name: counts(Chosen(each, programme(PROGRAMME), 2026)) for each in units}


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), min_size=1, max_size=8))
@sampled(12, phases=UNSHRUNK)
def test_what_is_done_undone_or_moved_after_the_year_changes_nothing_that_was_shown_of_it(
    lived, later
):
    first = counted()
    with transaction.atomic():
        for n, (act, whose) in enumerate(later):
            with suppress(Refused):
                act(Treatment.objects.get(pk=lived[whose]), FEBRUARY + timedelta(hours=12 * n))
        assert counted() == first
        transaction.set_rollback(True)
    assert {name: each.completed for name, each in first.items()} == {
        "Smärtenheten": 2,
        "Ekbacken": 1,
    }
