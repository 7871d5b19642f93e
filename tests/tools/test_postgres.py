"""A PostgreSQL of our own starts, comes back after any kill, and ends without a trace."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.tools.conftest import is_running
from tools.binaries import in_wheel, installed
from tools.home import SHORT, Busy
from tools.postgres import Server

LAUNCHER = """
import sys, time
from pathlib import Path
from tools.postgres import Server
with Server(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(600)
"""


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


@contextlib.contextmanager
def launch(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A launcher in a process of its own, which is killed at the latest here."""
    command = [sys.executable, "-c", LAUNCHER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as launcher:
        try:
            yield launcher
        finally:
            launcher.kill()


@pytest.fixture(params=["installed", "wheel"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both kinds of PostgreSQL, where this machine has them."""
    if not {"installed": installed, "wheel": in_wheel}[request.param]():
        pytest.skip(f"no PostgreSQL here: {request.param}")
    monkeypatch.setenv("LINDRA_PG", request.param)
    return request.param


@pytest.mark.usefixtures("kind")
def test_what_was_written_is_there_after_the_next_start(folder: Path) -> None:
    with Server(folder) as url:
        tell(url, "CREATE TABLE note AS SELECT 'Åsa' AS name")
    with Server(folder) as url:
        assert ask(url, "SELECT name FROM note") == "Åsa"


@pytest.mark.usefixtures("kind")
def test_swedish_letters_are_letters(folder: Path) -> None:
    with Server(folder, durable=False) as url:
        assert ask(url, "SELECT lower('ÅÄÖÉ') || upper('åäöé')") == "åäöéÅÄÖÉ"
        assert ask(url, "SHOW server_encoding") == "UTF8"


def test_it_listens_on_no_port_and_its_folder_is_taken(folder: Path) -> None:
    with Server(folder, durable=False) as url:
        with pytest.raises(Busy):
            Server(folder, durable=False).__enter__()
        assert ask(url, "SHOW listen_addresses") == ""


def test_a_database_for_tests_begins_empty_and_leaves_no_data(folder: Path) -> None:
    with Server(folder, durable=False) as url:
        tell(url, "CREATE TABLE note AS SELECT 1")
    server = Server(folder, durable=False)
    with server as url:
        assert ask(url, "SELECT count(*) FROM pg_tables WHERE tablename = 'note'") == 0
    assert not server.data.exists()


def test_nothing_runs_after_the_end(folder: Path) -> None:
    server = Server(folder)
    with server:
        number = server.process.pid
        assert is_running(number)
    assert not is_running(number)
    assert not (server.data / "postmaster.pid").exists()


def test_a_killed_postmaster_is_started_again_with_its_data(folder: Path) -> None:
    server = Server(folder)
    with server as url:
        tell(url, "CREATE TABLE note AS SELECT 7 AS number")
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.keep()
        assert ask(url, "SELECT number FROM note") == 7


def test_after_a_killed_launcher_the_next_start_takes_over(folder: Path) -> None:
    with launch(folder) as launcher:
        url = launcher.stdout.readline().strip()
        tell(url, "CREATE TABLE note AS SELECT 7 AS number")
        launcher.kill()
    with Server(folder) as url:
        assert ask(url, "SELECT number FROM note") == 7


def test_a_path_too_long_for_a_socket_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.home.LONGEST_FOLDER", 30)  # root's folders are never really long
    folder = tmp_path / ("a" * 60) / ("b" * 60)
    server = Server(folder, durable=False)
    with server as url:
        assert ask(url, "SELECT 1") == 1
        assert server.home.socket.parent == SHORT
        assert server.home.socket.stat().st_mode & 0o077 == 0
    server.home.remove()
    assert not server.home.socket.exists()


@pytest.mark.drill
def test_it_comes_back_after_fifteen_kills_of_the_postmaster(folder: Path) -> None:
    for number in range(15):
        with launch(folder) as launcher:
            url = launcher.stdout.readline().strip()
            tell(url, f"CREATE TABLE note{number} AS SELECT 1")
            postmaster = int(ask(url, "SELECT pg_read_file('postmaster.pid')").split()[0])
            os.kill(postmaster, signal.SIGKILL)
            launcher.kill()
    with Server(folder) as url:
        assert ask(url, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'note%'") == 15


@pytest.mark.drill
@pytest.mark.parametrize("seconds", [0.3, 0.5, 0.7, 0.9, 1.1])
def test_it_comes_back_after_a_kill_during_initdb(folder: Path, seconds: float) -> None:
    with launch(folder) as launcher:
        time.sleep(seconds)
        launcher.kill()
    with Server(folder) as url:
        assert ask(url, "SELECT 1") == 1
