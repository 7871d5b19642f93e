"""`lindra seal_log`: once or every so many seconds, through a database that goes away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lindra.actions import seals
from lindra.actions.seals import check_log, count_unsealed
from tests.drills.sealed_log import WALL, ask, database_url, wait_until, write_rows

pytestmark = [pytest.mark.row("N12"), pytest.mark.usefixtures("transactional_db")]

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds
BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")  # a shell's & makes SIGINT ignored


@contextmanager
def sealer(words: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A sealer in a process of its own; what it logs goes to the file."""
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "lindra.settings",
        "LINDRA_ENV": "test",
        "LINDRA_LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }
    command = [*BACKGROUND, sys.executable, "-m", "lindra", "seal_log", "--every", "0.1"]
    with words.open("wb") as out:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)
    try:
        wait_until(lambda: "sealing every 0.1 seconds" in words.read_text())
        yield process
    finally:
        process.kill()
        process.wait()


def end(process, ending):
    began = time.monotonic()
    process.send_signal(ending)
    return process.wait(PATIENCE), time.monotonic() - began < 5


@contextmanager
def database_away():
    """Nobody can connect and the sealer's connection is broken, as when PostgreSQL restarts."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(database_url().replace(f"/{name}?", "/postgres?"), autocommit=True) as way:
        way.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            ask(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            yield
        finally:
            way.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_it_seals_on_through_a_restart_of_the_database_and_stops_at_once(tmp_path):
    words = tmp_path / "words"
    write_rows(2)
    with sealer(words) as process:
        wait_until(lambda: count_unsealed() == 0)
        with database_away():
            wait_until(lambda: "not sealing: the database does not answer" in words.read_text())
            write_rows(1, first=2)
            time.sleep(0.5)
        wait_until(lambda: count_unsealed() == 0)
        wait_until(lambda: "sealing again" in words.read_text())
        assert end(process, signal.SIGTERM) == (0, True)
    assert sorted(words.read_text().splitlines()) == [
        "not sealing: the database does not answer",
        "seal 1: 2 rows",
        "seal 2: 1 rows",
        "sealing again",
        "sealing every 0.1 seconds",
        "stopped",
    ]
    assert (check_log().rows, check_log().found) == (3, 0)


def test_ctrl_c_stops_it_although_it_was_started_in_the_background(tmp_path):
    with sealer(tmp_path / "words") as process:
        assert end(process, signal.SIGINT) == (0, True)


def test_numbers_that_went_back_are_logged_once_and_it_goes_on(tmp_path):
    words = tmp_path / "words"
    forge_a_seal_of_the_future()
    with sealer(words) as process:
        wait_until(lambda: "not sealing: Databasen räknar" in words.read_text())
        time.sleep(0.5)
        assert end(process, signal.SIGTERM) == (0, True)
    assert words.read_text().count("not sealing") == 1


def test_once_is_once():
    write_rows(1)
    wait_until(lambda: call_command("seal_log") or count_unsealed() == 0)


def test_once_is_refused_in_words_when_numbers_went_back():
    forge_a_seal_of_the_future()
    with pytest.raises(CommandError, match="initdb"):
        call_command("seal_log")


def test_no_seconds_are_refused():
    with pytest.raises(CommandError, match="över noll"):
        call_command("seal_log", "--every", "0")


def forge_a_seal_of_the_future():
    write_rows(1)
    cluster = ask("SELECT system_identifier FROM pg_control_system()")
    with transaction.atomic():
        seals._seal(cluster, 0, 10**15, WALL)
