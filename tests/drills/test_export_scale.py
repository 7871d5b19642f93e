"""A unit of many answers is exported: what leaves is the database's, in the same memory.

The ordinary run takes five hundred answers, the drill two hundred thousand and writes down how
fast in `.data/figures.txt`, beside what PostgreSQL's own COPY takes in the same run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from tempfile import TemporaryFile

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from lindra.actions.exports import fetch_export
from lindra.exchange import pseudonyms
from lindra.exchange.run import run_export
from lindra.models import Answer, ExportFormat, ExportJob, ExportState, Treatment
from tests.architecture.source import ROOT
from tests.cast import Cast, at
from tests.drills.sealed_log import database_url, wait_until
from tests.exchange.bulk import fill_unit
from tests.exchange.filled import forms
from tests.exchange.independent import in_database, in_file
from tests.exchange.orders import LAST, order, tables
from tests.tables import empty

pytestmark = pytest.mark.row("M22")

KEY = b"k" * 32
SUNDAY = at("2026-11-22 08:00")
FEW, MANY = 20_000, 200_000
FIGURES = ROOT / ".data" / "figures.txt"
ROOM = 12_000_000  # bytes; how far two processes that do the same may differ
WORK = [sys.executable, "-m", "lindra", "work", "--until-empty"]
PATIENCE = 60.0  # seconds


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that really commits, empty afterwards."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast.create(SUNDAY)


def ordered(cast: Cast, kind: ExportFormat) -> ExportJob:
    return order(cast, format=kind, last=LAST, free_text=True, reason="Uppföljning")


def run(cast: Cast, job: ExportJob) -> float:
    """The seconds that it took."""
    began = time.monotonic()
    assert run_export(job.pk, now=lambda: cast.now + timedelta(days=1))
    return time.monotonic() - began


@pytest.mark.parametrize("count", [500, pytest.param(MANY, marks=pytest.mark.drill)])
def test_every_row_and_cell_that_leaves_is_the_databases(cast, count, monkeypatch):
    monkeypatch.setattr(pseudonyms, "token_bytes", lambda _: KEY)
    fill_unit(cast, count)
    job = ordered(cast, ExportFormat.CSV)
    seconds = run(cast, job)
    job.refresh_from_db()
    with TemporaryFile() as file:
        fetch_export(job_id=job.pk, out=file, by=cast.doris, now=cast.now + timedelta(days=1))
        told = {form.id: in_file(file, form) for form in forms()}
        assert told == {form.id: in_database(form, KEY) for form in forms()}
        assert sum(rows for rows, _ in told.values()) == count == Answer.objects.count()
        if count == 500:
            others = {name: len(rows) for name, rows in tables(file).items() if name not in told}
            assert others["moment"] == Treatment.objects.filter(unit=cast.smartenheten).count()
            assert sum(others.values()) + count == job.rows
    assert (job.total, job.done) == (count, count)
    if count == MANY:
        copied = copy_seconds()
        write_down(f"csv: {count / seconds:,.0f} answers/s; COPY: {count / copied:,.0f}/s")


def write_down(figures: str) -> None:
    """Append a line to the figures of this machine."""
    FIGURES.parent.mkdir(exist_ok=True)
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(f"export of {Answer.objects.count():,}: {figures}\n")


def copy_seconds() -> float:
    """What PostgreSQL itself takes to give out the same answers as CSV."""
    began = time.monotonic()
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy("COPY lindra_answer TO STDOUT (FORMAT csv)") as copy,
    ):
        assert sum(len(data) for data in copy) > 0
    return time.monotonic() - began


def environment() -> dict[str, str]:
    """What a process beside needs to find the same database."""
    own = {"DJANGO_SETTINGS_MODULE": "lindra.settings", "LINDRA_ENV": "test"}
    return os.environ | own | {"DATABASE_URL": database_url()}


def test_the_worker_writes_what_is_ordered(cast):
    fill_unit(cast, 500)
    job = ordered(cast, ExportFormat.FHIR)
    subprocess.run(WORK, env=environment(), cwd=ROOT, check=True, timeout=PATIENCE)
    job.refresh_from_db()
    assert (job.state, job.total, job.parts.count() > 0) == (ExportState.READY, 500, True)


@pytest.mark.parametrize(
    "kills", [1, pytest.param(10, marks=pytest.mark.drill)], ids=lambda kills: f"{kills} kills"
)
def test_one_that_is_killed_leaves_nothing_and_is_begun_anew(cast, tmp_path, kills):
    fill_unit(cast, 3000)
    dice, job = random.Random(kills), ordered(cast, ExportFormat.XLSX)
    for _ in range(kills):
        process = subprocess.Popen(
            alone(job), env=environment() | {"TMPDIR": str(tmp_path)}, cwd=ROOT
        )
        while process.poll() is None and not begun(job):
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.15))
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert (list(tmp_path.iterdir()), job.parts.count()) == ([], 0)
        ExportJob.objects.update(done=0, total=0)
    wait_until(lambda: run_export(job.pk, now=lambda: cast.now + timedelta(days=1)))
    job.refresh_from_db()
    assert (job.state, job.total) == (ExportState.READY, 3000)


def begun(job: ExportJob) -> bool:
    """Whether it is known how much there is to write."""
    job.refresh_from_db()
    return job.total > 0


def alone(job: ExportJob) -> list[str]:
    """A process of its own for it."""
    return [sys.executable, "-m", "tests.drills.export_alone", str(job.pk)]


def most_memory(job: ExportJob) -> int:
    """Write it in a process of its own; the most bytes that it held."""
    told = subprocess.run(alone(job), env=environment(), cwd=ROOT, check=True, capture_output=True)
    return int(told.stdout) * 1024


@pytest.mark.drill
@pytest.mark.parametrize("kind", ExportFormat)
def test_ten_times_the_answers_take_no_more_memory(cast, kind):
    fill_unit(cast, FEW)
    few = most_memory(ordered(cast, kind))
    fill_unit(cast, MANY - FEW)
    began = time.monotonic()
    many = most_memory(ordered(cast, kind))
    seconds = time.monotonic() - began
    write_down(
        f"{kind}: {few / 1e6:.0f} MB at {FEW:,}, {many / 1e6:.0f} MB at {MANY:,};"
        f" {MANY / seconds:,.0f} answers/s; COPY: {MANY / copy_seconds():,.0f}/s"
    )
    assert many < few + ROOM
