"""The worker is killed before, in and after delivery: none is lost, a kill doubles one at most."""

import random
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from lindra.actions.time_travel import travelled
from lindra.gateways import queue
from lindra.gateways.sending import Parcel
from lindra.models import Notice, NoticeState, StaffChannels, TimeTravel
from lindra.rules.notices import is_open
from tests.cast import Cast
from tests.drills.mail_worker import PATIENCE, KeptWorker, Postbox, wait_for
from tests.tables import empty

pytestmark = pytest.mark.row("M12", "M23")

LINK = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
A_ROUND = 4  # notices that wait when the worker is killed
AFTER = 0.002  # seconds; the mail has been taken, and the worker is about to note it


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that really commits, empty afterwards, the queue with it."""
    with django_db_blocker.unblock():
        yield
        empty()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, at an hour when notices go; Bo wants e-mail."""
    found = Cast.create()
    StaffChannels.objects.create(staff=found.bo.staff, email="bo@region.example", wants_email=True)
    _move_to_noon()
    return found


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox(port: int) -> Iterator[Postbox]:
    with Postbox(port) as found:
        yield found


@pytest.fixture
def worker(cast: Cast, postbox: Postbox, port: int, tmp_path: Path) -> Iterator[KeptWorker]:
    with KeptWorker(tmp_path / "work.log", port) as found:
        yield found


def _move_to_noon() -> None:
    """The workers' clock, by way of the kept offset, so that the hour of the run means nothing."""
    wall = clock.wall()
    noon = datetime(wall.year, wall.month, wall.day, 9, tzinfo=UTC) + timedelta(days=1)
    assert is_open(noon)
    TimeTravel.objects.update_or_create(
        id=1, defaults={"seconds": int((noon - wall).total_seconds())}
    )


def tell_of(cast: Cast, times: int) -> list[Notice]:
    """So many completions, each sent anew, with a notice to Bo in the transaction of each."""
    now = clock.wall() + timedelta(seconds=travelled())
    made = []
    for _ in range(times):
        answer = cast.send("genomfort", {"klar": True}, at=now)
        made += list(Notice.objects.filter(key__contains=str(answer.pk)))
    return made


def all_sent() -> bool:
    return not waiting()


def waiting() -> set[str]:
    """The marks of the notices that are not sent."""
    return {_mark(notice) for notice in Notice.objects.exclude(state=NoticeState.SENT)}


@pytest.mark.parametrize(
    "kills", [3, pytest.param(200, marks=pytest.mark.drill)], ids=lambda kills: f"{kills} kills"
)
def test_no_notice_is_lost_and_a_kill_doubles_one_at_most(cast, worker, postbox, kills):
    dice = random.Random(kills)
    for number in range(kills):
        wait_for(worker.lives, "no worker")
        if number % 3 == 2:
            tell_of(cast, A_ROUND)
            time.sleep(dice.uniform(0, 1.5))
            worker.kill()
        else:
            postbox.cut(worker.kill, later=AFTER if number % 3 else 0)
            tell_of(cast, A_ROUND)
            mark = postbox.cut_off.get(timeout=PATIENCE)
            assert number % 3 or mark in waiting(), "sent although nobody has said so"
    wait_for(all_sent, "a notice is left")
    ids = {_mark(notice) for notice in Notice.objects.all()}
    assert set(postbox.ids) == ids
    assert (len(ids), len(postbox.bodies)) == (kills * A_ROUND, 1)
    assert sum(postbox.ids.values()) - len(ids) <= kills


def test_the_worker_comes_back_when_the_database_has_cut_every_connection(cast, worker, postbox):
    tell_of(cast, 1)
    wait_for(all_sent, "not sent before")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
        cursor.execute(LINK, [connection.settings_dict["NAME"], own])
    tell_of(cast, 1)
    wait_for(all_sent, "not sent after")
    assert sorted(postbox.ids.values()) == [1, 1]


def test_a_job_is_there_exactly_when_the_transaction_is(cast):
    def jobs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", ["x"])
            return int(cursor.fetchone()[0])

    with transaction.atomic():
        queue.put("x", [str(number) for number in range(250)])
        transaction.set_rollback(True)
    assert jobs() == 0
    queue.put("x", [str(number) for number in range(250)])
    assert jobs() == 3


def _mark(notice: Notice) -> str:
    return f"<{Parcel('', '', '', notice.key).mark}@lindra.example>"
