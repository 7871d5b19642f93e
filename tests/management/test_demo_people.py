"""The demo's people: made once, worth looking at, and never in production."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings, settings
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from lindra.access import PatientSession, staff_session, treatments_supervised
from lindra.exchange.statistics import statistics
from lindra.models import (
    AccessLog,
    Answer,
    Commission,
    Draft,
    Event,
    LegalHold,
    Patient,
    Role,
    RoleKind,
    Treatment,
    Unit,
)
from lindra.programme.registry import programme
from lindra.queries.life import phase_of
from lindra.queries.statistics import Chosen
from lindra.queries.worklist import ended, mine
from lindra.rules.calendar import local_date
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import Phase
from lindra.rules.unit_statistics import years
from tests.tables import empty
from tests.web.browser import Browser

MINA = {"TST-UPPDRAG-1001-1": 10, "TST-UPPDRAG-1002-1": 3, "TST-UPPDRAG-1003-1": 2}


def run(*arguments: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("demo_people", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo's people are there for all of this file; what the command said."""
    with django_db_blocker.unblock():
        said = run()
    yield said
    with django_db_blocker.unblock():
        empty()


@pytest.fixture
def demo(made: str, db: None) -> str:
    """The same, and what a test writes is undone."""
    return made


def lived() -> QuerySet[Treatment]:
    """Those of today: not the many of last year, nor who are practised on."""
    before = clock.now() - timedelta(days=30)
    return Treatment.objects.exclude(ended_at__lt=before).filter(unit__training=False)


def session(commission: str):
    found = Commission.objects.get(hsa_id=commission)
    return staff_session(found.pk, local_date(clock.wall()))


def test_three_units_their_staff_and_fourteen_patients_of_today_are_there(demo: str) -> None:
    assert demo == "Påhittade människor är på plats.\n"
    assert (Unit.objects.count(), Commission.objects.count()) == (3, 12)
    assert (lived().count(), Treatment.objects.count()) == (14, 97)
    assert Patient.objects.count() == Treatment.objects.count()
    assert Counter(treatment.unit.name for treatment in Treatment.objects.all()) == {
        "Smärtenheten": 93,
        "Rehabmottagningen Ekbacken": 2,
        "Övningsenheten": 2,
    }


def test_every_role_has_somebody_and_something_to_look_at(demo: str) -> None:
    held = set(Role.objects.values_list("kind", flat=True))
    assert held == set(RoleKind.values)
    today = local_date(clock.now())
    siv = session("TST-UPPDRAG-1010-1")
    assert {t.patient.given_name for t in treatments_supervised(siv, today)} == {"Astrid", "Jamal"}
    tom = session("TST-UPPDRAG-1011-1")
    assert len(mine(tom, clock.now())) == 2


@pytest.mark.row("F15")
def test_last_year_is_worth_a_look_in_the_statistics(demo: str) -> None:
    unit, today = Unit.objects.get(name="Smärtenheten"), local_date(clock.now())
    chosen = Chosen(unit, programme("smartskolan"), years(today)[0])
    found = statistics(chosen)
    months = [count for _, count in found.months]
    assert (found.began or 0) >= 81
    assert (None in months, len([count for count in months if count]) > 8) == (True, True)


@pytest.mark.row("M21")
def test_there_is_something_to_purge_and_one_that_is_held_back(demo: str) -> None:
    long_ago = clock.now() - timedelta(days=365)
    over = Treatment.objects.filter(ended_at__lt=long_ago)
    assert over.count() > 10
    assert over.filter(patient=LegalHold.objects.get().patient).count() == 1


def test_they_are_between_ten_days_before_and_a_year(demo: str) -> None:
    today = local_date(clock.now())
    days = sorted((today - t.starts_on).days for t in lived())
    assert (days[:2], days[-2:]) == ([-10, 0], [340, 366])
    left = sorted((t.ends_on - today).days for t in lived())
    assert (left[0], left[1] > 1) == (1, True)


def test_every_phase_but_over_is_there(demo: str) -> None:
    today = local_date(clock.now())
    phases = Counter(phase_of(t, today) for t in lived())
    assert phases == {
        Phase.PLANNED: 1,
        Phase.RUNNING: 11,
        Phase.MAINTAINED: 1,
        Phase.ENDED: 1,
    }
    (only,) = ended(session("TST-UPPDRAG-1001-1"), clock.now())
    assert (only.name, only.treatment.end_reason) == ("Dragan Ilić", "Genomfört enligt plan")


def test_every_kind_of_flag_is_on_somebodys_list(demo: str) -> None:
    rows = [row for key in MINA for row in mine(session(key), clock.now())]
    assert {flag.kind for row in rows for flag in row.flags} == set(FlagKind)
    assert any(not row.flags for row in rows)


def test_each_therapist_has_her_patients(demo: str) -> None:
    lists = {key: mine(session(key), clock.now()) for key in MINA}
    assert {key: len(rows) for key, rows in lists.items()} == MINA


def test_nothing_is_later_than_now_or_earlier_than_its_treatment(demo: str) -> None:
    now = clock.now()
    for model, field in ((Answer, "sent_at"), (Event, "at"), (Draft, "saved_at")):
        for row in model.objects.select_related("treatment"):
            assert row.treatment.started_at <= getattr(row, field) <= now


def test_the_demo_writes_no_access_log(demo: str) -> None:
    assert AccessLog.objects.count() == 0


def test_a_second_run_changes_nothing(demo: str) -> None:
    before = Answer.objects.count()
    assert (run(), Answer.objects.count()) == ("", before)


@pytest.mark.parametrize("name", ["manage", "timeline", "results"])
def test_every_patients_page_can_be_looked_at(name: str, demo: str) -> None:
    tail = {"manage": "", "timeline": "tidslinje/", "results": "formular/"}[name]
    for key in MINA:
        browser = Browser(session(key))
        for row in [*mine(session(key), clock.now()), *ended(session(key), clock.now())]:
            browser.open(f"/moment/{row.treatment.pk}/{tail}")
            assert (browser.status, row.name in browser.text) == (200, True)


def test_every_patient_can_look_at_her_pages(demo: str) -> None:
    closed = {Phase.PLANNED: {"moduler/"}, Phase.ENDED: {"moduler/"}}
    for treatment in lived().select_related("patient"):
        browser = Browser(PatientSession(treatment.patient))
        shut = closed.get(phase_of(treatment, local_date(clock.now())), set())
        for page in ("", "moduler/", "dagbok/", "svar/", "om/"):
            browser.open(f"/program/{treatment.pk}/{page}")
            found = treatment.patient.name, page, browser.status
            assert found == (treatment.patient.name, page, 422 if page in shut else 200)


def test_hello_says_whom_to_log_in_as(demo: str) -> None:
    words = run("--hello")
    assert "Karin Ek, fysioterapeut på Smärtenheten" in words
    assert "195701149873" in words
    assert "Göran Åkerblom" in words
    assert not Patient.objects.filter(personal_number="195701149873").exists()


def test_the_demo_refuses_production(settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="finns inte i drift"):
        run()


def test_the_files_of_the_demo_are_there() -> None:
    assert settings.POPULATION_FILE.exists()
    assert settings.STAFF_FILE.exists()
