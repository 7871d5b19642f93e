"""What time brings: each job does one thing, by the treatment's time, and loses nothing."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from lindra import clock, jobs
from lindra.actions.access_log import Activity, log_access
from lindra.actions.seals import count_unsealed
from lindra.actions.time_travel import live_through, travel
from lindra.gateways import queue
from lindra.models import AccessLog, ExportJob, Notice, TimeTravel, Treatment
from lindra.rules.calendar import local
from tests.cast import Cast
from tests.drills.sealed_log import wait_until
from tests.exchange.orders import order
from tests.notices import turn_on, write


@pytest.fixture
def outbox(settings, tmp_path):
    """Where notices become files."""
    settings.OUTBOX_DIR = tmp_path
    return tmp_path


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_the_queue_carries_a_notice_and_its_job_delivers_it(committed, outbox):
    noon = local(clock.now()).replace(hour=12) + timedelta(days=1)
    travel_to(noon)
    turn_on(committed, now=noon)
    write(committed, noon - timedelta(minutes=1))
    assert rows("procrastinate_jobs") == 1
    jobs.deliver([str(pk) for pk in Notice.objects.values_list("pk", flat=True)])
    assert [n.state for n in Notice.objects.all()] == ["sent"]
    assert len(list(outbox.iterdir())) == 1
    clear_queue()


def test_what_no_job_carries_is_delivered_too(db, outbox):
    cast = Cast.create(clock.now())
    noon = local(clock.now()).replace(hour=12) + timedelta(days=1)
    travel_to(noon)
    turn_on(cast, now=noon)
    write(cast, noon - timedelta(minutes=1))
    jobs.deliver_due(0)
    assert [n.state for n in Notice.objects.all()] == ["sent"]


def test_a_silence_is_planned_by_the_moved_time(cast, outbox):
    turn_on(cast, now=cast.now)
    Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=clock.now())
    jobs.plan_due(0)
    assert Notice.objects.count() == 0
    travel(days=15)
    jobs.plan_due(0)
    assert Notice.objects.get().kind == "silence"


@pytest.mark.row("M9b")
def test_the_register_is_asked_of_everybody_who_is_treated(cast, settings, tmp_path):
    settings.POPULATION_FILE = tmp_path / "people.yaml"
    her = f"{{personal_number: '{cast.astrid.patient.personal_number}', given: Astrid, family: Alm"
    settings.POPULATION_FILE.write_text(f"people:\n  - {her}, protected: true}}\n")
    jobs.ask_register(0)
    cast.astrid.patient.refresh_from_db()
    assert cast.astrid.patient.protected is True


def test_production_never_asks_how_far_the_clock_is_moved(cast, settings):
    travel(days=30)
    with jobs.treatments_time() as now:
        assert now - clock.wall() > timedelta(days=29)
    settings.TIME_TRAVEL = False
    with jobs.treatments_time() as now:
        assert abs(now - clock.wall()) < timedelta(minutes=1)


def test_the_log_is_sealed(committed):
    log_access(
        by=committed.bo,
        wall=clock.wall(),
        activity=Activity.READ,
        name="mine",
        resource="Mina",
        patients=[],
    )
    assert (AccessLog.objects.count(), count_unsealed()) == (1, 1)

    def sealed() -> bool:
        jobs.seal_log(0)
        return not count_unsealed()

    wait_until(sealed)  # transactions elsewhere may hold the sealer back


@pytest.mark.row("M22")
def test_an_order_becomes_a_file_which_goes_after_its_week(committed):
    job = order(committed)
    jobs.write_exports([str(job.pk)])
    job.refresh_from_db()
    assert (job.state, job.parts.count()) == ("ready", 1)
    jobs.expire_exports(0)
    assert job.parts.count() == 1
    travel(days=8)
    jobs.expire_exports(0)
    job.refresh_from_db()
    assert (job.state, job.parts.count()) == ("expired", 0)
    clear_queue()


@pytest.mark.row("M22")
def test_a_file_goes_on_the_way_through_time(cast):
    job = order(cast)
    job.parts.create(number=0, data=b"x")
    now = job.ordered_at
    ExportJob.objects.update(state="ready", expires_at=now + timedelta(days=7))
    live_through(start=now, end=now + timedelta(days=6))
    assert job.parts.count() == 1
    live_through(start=now, end=now + timedelta(days=7))
    assert job.parts.count() == 0


def test_sessions_that_are_over_are_forgotten(cast):
    client = cast.client(cast.bo)
    assert client.get("/mina/").status_code == 200
    Session.objects.create(
        session_key="old", session_data="", expire_date=clock.wall() - timedelta(days=1)
    )
    jobs.forget_sessions(0)
    assert not Session.objects.filter(session_key="old").exists()
    assert client.get("/mina/").status_code == 200


@pytest.mark.django_db
def test_every_task_has_a_name_of_its_own_and_one_of_each_waits():
    names = {"deliver_due", "plan_due", "retry_stalled", "seal_log"}
    names |= {"forget_sessions", "forget_jobs", "purge_due", "expire_exports"}
    found = {name: task for name, task in queue.app.tasks.items() if name in names}
    assert {name: task.queueing_lock for name, task in found.items()} == {n: n for n in names}


def test_a_dead_workers_job_is_another_ones_and_what_time_brings_is_let_go(committed):
    queue.put("deliver_notices", ["00000000-0000-0000-0000-000000000000"])
    queue.put_now("deliver_due")
    queue.put_now("deliver_due")
    assert rows("procrastinate_jobs") == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    worker = queue.app.connector.get_worker_connector()

    async def retry() -> int:
        async with queue.app.open_async():
            return await queue.retry_stalled(0)

    with queue.app.replace_connector(worker):
        assert in_a_thread(lambda: asyncio.run(retry())) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs")
        assert cursor.fetchall() == [("deliver_notices", "todo")]
    clear_queue()


def in_a_thread(do: Callable[[], int]) -> int:
    """What it gives, from a thread of its own: this one may have the browser's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def travel_to(moment) -> None:
    """Move the treatment's clock to that moment."""
    seconds = int((moment - clock.wall()).total_seconds())
    TimeTravel.objects.update_or_create(id=1, defaults={"seconds": seconds})


def clear_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
