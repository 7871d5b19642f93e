"""Many of the patients are purged while the worker is killed again and again: none of it is left.

A quarter of them are treated at another unit, too. What that has, and the rest, is byte for byte as
it was (BEHAVIOUR M21, N11; SECURITY L7).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from lindra.actions.access_log import Activity, log_access
from lindra.actions.purge import approve_purge, propose_purge
from lindra.models import AccessLog, ExportJob, Notice, PurgeRun, Treatment
from lindra.queries.purge import preview, rows_in_log
from lindra.queries.sessions import sessions_of
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.drills import tokens
from tests.drills.mail_worker import PATIENCE, KeptWorker, wait_for
from tests.tables import empty

pytestmark = pytest.mark.row("M21", "N11")
NOBODY_LISTENS = 9  # the port of a mail server that is never asked
SLOWLY = 0.1  # seconds more that each treatment takes, so that a kill falls within one
SLOW = f"""
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep({SLOWLY}); RETURN OLD; END $$;
CREATE TRIGGER slow BEFORE DELETE ON lindra_treatment FOR EACH ROW EXECUTE FUNCTION slow();
"""


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that really commits, empty afterwards, the queue with it."""
    with django_db_blocker.unblock():
        yield
        empty()
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE procrastinate_jobs, procrastinate_workers, django_session CASCADE"
            )


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast.create()


@pytest.fixture
def slow(transactional_db: None) -> Iterator[None]:
    """Deleting a treatment takes a while, in the tests' database."""
    with connection.cursor() as cursor:
        cursor.execute(SLOW)
        yield
        cursor.execute("DROP FUNCTION slow CASCADE")


@pytest.mark.parametrize(
    ("patients", "purged", "kills"),
    [(6, 4, 2), pytest.param(200, 100, 50, marks=pytest.mark.drill)],
)
def test_what_is_purged_is_nowhere_and_the_rest_as_it_was(
    cast: Cast, slow, settings, tmp_path: Path, monkeypatch, patients: int, purged: int, kills: int
) -> None:
    long_ago, lately = (clock.wall() - timedelta(days=days) for days in (500, 100))
    made = tokens.make_patients(cast, patients, long_ago)
    going, staying = made[:purged], made[purged:]
    elsewhere = tokens.treat_elsewhere(cast, going[: purged // 4], lately)
    gone = going[len(elsewhere) :]
    Treatment.objects.filter(pk__in=[each.pk for each in staying]).update(ended_at=lately)
    words = [tokens.word(number) for number in range(purged)]
    _read_and_exported(cast, going, words)
    notices = Notice.objects.filter(treatment__in=going).values_list("pk", flat=True)
    marks = [each.patient.personal_number for each in gone] + [str(each) for each in notices]
    held = tokens.columns_with([*words, *marks])
    assert tokens.text_columns() - held == tokens.OURS - {"lindra_patient.personal_number"}
    assert held >= {"lindra_exportpart.data", "django_session.decoded", "procrastinate_jobs.args"}
    staying += elsewhere
    before = tokens.rows_of(staying), tokens.tables_that_stay()
    run = _approved(cast, purged)
    monkeypatch.setenv("LINDRA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LINDRA_SECRET_KEY", settings.SECRET_KEY)
    killed = _killed_again_and_again(run, tmp_path, kills)
    run.refresh_from_db()
    assert (run.total, run.purged, rows_in_log(run)) == (purged, purged, purged)
    assert killed == kills
    columns = tokens.columns_with([*words, *marks])
    assert columns == {f"{tokens.LOG}.patients"}
    assert len(_erased(run)) == purged
    assert tokens.in_dump([*words, *marks], but=tokens.LOG) == set()
    assert _in_files(tmp_path, [*words, *marks]) == set()
    assert (tokens.rows_of(staying), tokens.tables_that_stay()) == before
    assert [len(sessions_of(each.patient)) for each in staying] == [1] * len(staying)


def _read_and_exported(cast: Cast, going: list[Treatment], words: list[str]) -> None:
    """Their names stand in the access log, and all their words in a file that waits."""
    for each in going:
        log_access(
            by=cast.bo,
            wall=clock.wall(),
            activity=Activity.READ,
            name="manage",
            resource="Hantera",
            patients=[each.patient],
            treatment=each,
        )
    today = local_date(clock.wall())
    job = ExportJob.objects.create(
        unit=cast.smartenheten,
        programme="smartskolan",
        first=today,
        last=today,
        format="csv",
        ordered_at=clock.wall(),
        ordered_by=cast.doris.staff,
        state="ready",
    )
    job.parts.create(number=1, data="\n".join(words).encode())


def _approved(cast: Cast, total: int) -> PurgeRun:
    now = clock.now()
    shown = preview(cast.smartenheten, local_date(now))
    assert len(shown.found) == total
    run = propose_purge(decision="AN 2026-00123", shown=shown.fingerprint, by=cast.doris, now=now)
    approve_purge(run=run, by=cast.david, now=now)
    return run


def _killed_again_and_again(run: PurgeRun, folder: Path, kills: int) -> int:
    """Kill the worker at random moments within its work; how often something was left then."""
    dice, cut_off, seen = random.Random(kills), 0, 0

    with KeptWorker(folder / "work.log", NOBODY_LISTENS) as worker:
        while cut_off < kills and seen < run.total:
            seen = _goes_on(run, seen)
            time.sleep(dice.uniform(0, SLOWLY / 2))
            worker.kill()
            seen = max(seen, _gone(run))
            cut_off += seen < run.total
        wait_for(lambda: PurgeRun.objects.get(pk=run.pk).finished_at is not None, "not finished")
    return cut_off


def _gone(run: PurgeRun) -> int:
    return PurgeRun.objects.values_list("purged", flat=True).get(pk=run.pk)


def _goes_on(run: PurgeRun, seen: int) -> int:
    """Wait until more than that many are gone; how many are."""
    deadline = time.monotonic() + PATIENCE
    while (gone := _gone(run)) <= seen:
        assert time.monotonic() < deadline, "nothing is purged"
        time.sleep(0.002)
    return gone


def _erased(run: PurgeRun) -> list[AccessLog]:
    return list(AccessLog.objects.filter(activity_type="Radera", activity_args=f"purge {run.pk}"))


def _in_files(folder: Path, words: list[str]) -> set[Path]:
    """The files beneath the folder in which any of the words stands."""
    wanted = [each.encode() for each in words]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return {path for path in files if any(each in path.read_bytes() for each in wanted)}
