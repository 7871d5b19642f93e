"""What is counted of a year, as of the last whole month, and never of a training unit."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindra.access import PatientSession
from lindra.actions.answers import withdraw_answer
from lindra.models import ModuleDone, PageRead, Treatment, Unit
from lindra.programme.registry import programme
from lindra.queries.statistics import OTHER, Chosen, counts, programmes_of
from lindra.rules.lifecycle import END_REASONS
from tests.cast import PROGRAMME, Cast, at, start
from tests.rules.numbers import invented

pytestmark = pytest.mark.row("F15")

LATER = date(2027, 3, 15)  # counted until 28 February 2027
WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@pytest.fixture
def chosen(cast: Cast) -> Chosen:
    """Smärtenheten's year 2026."""
    return Chosen.of(cast.smartenheten, programme(PROGRAMME), 2026, LATER)


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
    next_year = Chosen.of(cast.smartenheten, programme(PROGRAMME), 2027, LATER)
    assert counts(next_year).months == [1, 0]


def test_other_units_and_programmes_are_not_counted(cast, chosen):
    Treatment.objects.filter(pk=cast.treatment.pk).update(programme="another")
    assert counts(chosen).began == 0


def test_they_stand_by_reason_as_of_the_last_whole_month(cast, chosen):
    end(cast.treatment, "Avliden", "2027-02-28 22:59")
    end(another(cast, 1), "Avliden", "2027-02-28 23:00")  # in March in Sweden
    assert told(chosen) == {"": 1, "Avliden": 1}


def test_a_reason_that_has_left_the_list_counts_as_another(cast, chosen):
    end(cast.treatment, "Flyttat till Kiruna", "2027-01-01 12:00")
    assert told(chosen) == {OTHER: 1}
    own = Unit(end_reasons=["Klar"])
    assert Chosen(own, chosen.programme, 2026, LATER).reasons == ("Klar", OTHER)
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
    before = Chosen(chosen.unit, chosen.programme, 2026, date(2026, 11, 21))
    assert set(counts(before).modules) == {(0, 0)}


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
    assert asked == [5, 5]


def used(cast: Cast, treatments: list[Treatment]) -> None:
    """Each of them has sent a form."""
    for treatment in treatments:
        cast.treatment, cast.astrid = treatment, PatientSession(treatment.patient)
        cast.send("reflektion-1", {"nytt": "ord"})
