"""PostgreSQL itself is restarted and killed under the worker: it comes back, nothing is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.drills.mail_worker import ROOT, KeptWorker, Postbox, wait_for
from tools.postgres import Server

pytestmark = [pytest.mark.drill, pytest.mark.row("M12", "M23")]

# Run beside, since a process has one database: the cast, and a notice for Bo that is due.
BEGIN = """
import django; django.setup()
from lindra.models import StaffChannels
from tests.cast import Cast
from tests.drills.test_kill_worker import _move_to_noon
cast = Cast.create()
StaffChannels.objects.create(staff=cast.bo.staff, email="bo@region.example", wants_email=True)
_move_to_noon()
"""
TELL = """
import django; django.setup()
from datetime import timedelta
from lindra import clock
from lindra.access import PatientSession
from lindra.actions.time_travel import travelled
from lindra.models import Treatment
from tests.cast import Cast
treatment = Treatment.objects.get(patient__given_name="Astrid")
cast = Cast(**dict.fromkeys(Cast.__dataclass_fields__))
cast.treatment, cast.astrid = treatment, PatientSession(treatment.patient)
cast.send("genomfort", {"klar": True}, at=clock.wall() + timedelta(seconds=travelled()))
"""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL of its own, with the tables and the cast."""
    found = Server(tmp_path_factory.mktemp("pg"))
    with found as url:
        run(url, "-m", "lindra", "migrate", "--verbosity=0")
        run(url, "-c", BEGIN)
        yield found


def run(url: str, *arguments: str) -> None:
    """Python beside, on that database."""
    env = os.environ | {"DATABASE_URL": url, "LINDRA_ENV": "test"}
    settings = {"DJANGO_SETTINGS_MODULE": "lindra.settings", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *arguments], check=True, env=env | settings, cwd=ROOT)


def sent(url: str) -> list[str]:
    """The keys of the notices that are sent; [] while the server does not answer."""
    try:
        with psycopg.connect(url) as connection:
            rows = connection.execute("SELECT key FROM lindra_notice WHERE state = 'sent'")
            return [key for (key,) in rows]
    except psycopg.OperationalError:
        return []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
def test_the_worker_comes_back_when_postgresql_does(
    server: Server, how: signal.Signals, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Postbox(port) as postbox, KeptWorker(tmp_path / "work.log", port, server.url):
        run(server.url, "-c", TELL)
        wait_for(lambda: len(sent(server.url)) == 1, "not sent before")
        run(server.url, "-c", TELL)
        assert server.process is not None
        os.kill(server.process.pid, how)
        server.process.wait()
        server.keep()
        run(server.url, "-c", TELL)
        wait_for(lambda: len(sent(server.url)) == 3, "not sent after")
        wait_for(lambda: len(postbox.ids) == 3, "not arrived")
    assert max(postbox.ids.values()) <= 2
