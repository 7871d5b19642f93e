"""The server is killed while forms are sent: no receipt is lost, half-saved or doubled."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from lindra.access import PatientSession
from lindra.actions.access_log import Activity
from lindra.models import AccessLog, Answer, Draft, Event, EventKind, Treatment
from tests.cast import Cast, log_in, start
from tests.drills.sender import Sender
from tests.drills.web_server import WebServer
from tests.tables import empty

PEOPLE = {
    "197804129802": "Astrid",
    "198212249885": "Fatima",
    "195111079827": "Margareta",
    "196906309833": "Mikko",
}
LONGEST = 0.1  # seconds from when a form is on its way until the kill, at most
PATIENCE = 30.0
LINK = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that really commits, empty afterwards."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[WebServer]:
    """The server, running; killed at the end."""
    running = WebServer(tmp_path / "server.log")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def treatments(transactional_db: None) -> list[Treatment]:
    """Four patients with a treatment each."""
    cast, now = Cast.create(), clock.now()
    others = [(number, name) for number, name in PEOPLE.items() if name not in {"Astrid", "Fatima"}]
    made = [start(number, name, "Alm", cast.bo, now) for number, name in others]
    return [cast.treatment, cast.fatimas, *made]


def sender(
    server: WebServer, treatment: Treatment, enough: threading.Event, posting: threading.Event
) -> Sender:
    """The patient of a treatment, logged in and about to send reflections."""
    patient = treatment.patient
    session = log_in(Client(), PatientSession(patient)).cookies["sessionid"].value
    path = f"/program/{treatment.pk}/formular/reflektion-1/"
    return Sender(server.port, path, {"sessionid": session}, patient.given_name, enough, posting)


def kill_while_they_send(
    server: WebServer, treatments: list[Treatment], kills: int, dice: random.Random
) -> list[Sender]:
    """Let all of them send at once, kill that many times, and let them finish what they began."""
    enough, posting = threading.Event(), threading.Event()
    senders = [sender(server, treatment, enough, posting) for treatment in treatments]
    threads = [threading.Thread(target=each.run) for each in senders]
    for thread in threads:
        thread.start()
    for number in range(kills):
        posting.clear()
        assert posting.wait(PATIENCE), "nobody sends any more"
        time.sleep(dice.uniform(0, LONGEST))
        if number == kills // 2:
            cut_every_connection_to_the_database()
        elif number % 2:
            server.kill_a_worker()
        else:
            server.kill()
            server.start()
    enough.set()
    for thread in threads:
        thread.join()
    return senders


def cut_every_connection_to_the_database() -> None:
    """As when PostgreSQL restarts: every backend but the test's own is ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
        cursor.execute(LINK, [connection.settings_dict["NAME"], own])


def check_one(treatment: Treatment, sent: Sender) -> None:
    """What has a receipt stands once, with its event and its row in the log."""
    assert sent.said == []
    answers = list(Answer.objects.filter(treatment=treatment).order_by("sent_at"))
    assert [answer.values["nytt"] for answer in answers] == sent.acknowledged
    events = Event.objects.filter(treatment=treatment, kind=EventKind.SENT)
    assert [(event.answer_id, event.at) for event in events.order_by("at")] == [
        (answer.pk, answer.sent_at) for answer in answers
    ]
    rows = AccessLog.objects.filter(activity_type=Activity.WRITE, activity_level=treatment.pk)
    times = list(rows.order_by("start_date").values_list("start_date", flat=True))
    ends = [answer.sent_at for answer in answers[1:]] + [clock.wall()]
    for answer, end in zip(answers, ends, strict=True):
        assert any(answer.sent_at <= at <= end for at in times), f"no log row for {answer.values}"
    assert not Draft.objects.filter(treatment=treatment).exclude(values={}).exists()


@pytest.mark.row("M5")
@pytest.mark.parametrize(
    "kills", [10, pytest.param(100, marks=pytest.mark.drill)], ids=lambda kills: f"{kills} kills"
)
def test_no_acknowledged_answer_is_lost_half_saved_or_doubled(
    server: WebServer, treatments: list[Treatment], kills: int
) -> None:
    senders = kill_while_they_send(server, treatments, kills, random.Random(kills))
    for treatment, sent in zip(treatments, senders, strict=True):
        check_one(treatment, sent)
    assert all(sent.acknowledged for sent in senders)
    assert sum(sent.cut_off for sent in senders) > 0, "nothing was cut off"
