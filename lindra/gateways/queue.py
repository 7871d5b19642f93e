"""The queue: a job is a row in the transaction of what it is about. The one place that names it.

procrastinate keeps its jobs in PostgreSQL. A job that a killed worker left is not taken up by
itself: `retry_stalled` does that. The worker ends when PostgreSQL does, also with status 0: it is
to be started again always.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from math import ceil
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import DeleteJobCondition, Status

HEARTBEAT = 10.0  # seconds between two signs of life of a worker
STALLED = 30.0  # seconds without one, after which its jobs are another's
AT_ONCE = 100  # ids that one job carries
KEPT_HOURS = 24 * 7  # jobs that failed; the others go when they are done
GRACE = 20.0  # seconds that a job has to finish when the worker is asked to end
FORGET = """
    UPDATE procrastinate_jobs SET args = jsonb_set(args, '{ids}', (args -> 'ids') - %(ids)s::text[])
    WHERE args -> 'ids' ?| %(ids)s::text[]
"""
DROP_EMPTY = "DELETE FROM procrastinate_jobs WHERE args -> 'ids' = '[]' AND status <> 'doing'"

Task = Callable[..., Any]


def task(name: str) -> Callable[[Task], Any]:
    """What a job of that name does."""
    return app.task(name=name)


def every(cron: str, name: str) -> Callable[[Task], Any]:
    """A task that time brings. One waits at most, so that a slow one is not piled up."""

    def register(function: Task) -> Any:
        return app.periodic(cron=cron, periodic_id=name)(
            app.task(name=name, queueing_lock=name)(function)
        )

    return register


def put(name: str, ids: Sequence[str], *, after: timedelta = timedelta()) -> None:
    """Queue the ids in jobs of at most 100, in the open transaction, to be run so much later."""
    loads = [{"ids": batch} for batch in _batches(ids)]
    if loads:
        later = {"seconds": max(0, ceil(after.total_seconds()))}
        app.configure_task(name, schedule_in=later).batch_defer(*loads)


def forget(ids: Sequence[str]) -> None:
    """Take the ids out of every job that carries them, in the open transaction.

    A job that carries nothing more goes too, unless somebody has it in hand: it ends by itself.
    """
    carrying = {"ids": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(FORGET, carrying)
        cursor.execute(DROP_EMPTY)


def put_now(name: str) -> None:
    """Let a task that time brings run now, unless it waits already."""
    with suppress(AlreadyEnqueued):
        app.configure_task(name, queueing_lock=name).defer(timestamp=0)


async def retry_stalled(seconds: float = STALLED) -> int:
    """Give the jobs of dead workers to the living; returns how many.

    What time brings is not tried again: the next is there already, or soon.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        if job.queueing_lock:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            await app.job_manager.retry_job(job)
    return len(stalled)


async def remove_finished() -> None:
    """Forget jobs that failed, or were stopped, a week ago."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def work(
    *,
    concurrency: int = 2,
    heartbeat: float = HEARTBEAT,
    stalled: float = STALLED,
    poll: float = 5.0,
    wait: bool = True,
) -> None:
    """Take jobs until asked to end (`wait`), or until none is left."""
    options = {
        "concurrency": concurrency,
        "update_heartbeat_interval": heartbeat,
        "stalled_worker_timeout": stalled,
        "fetch_job_polling_interval": poll,
        "shutdown_graceful_timeout": GRACE,
        "delete_jobs": DeleteJobCondition.SUCCESSFUL,
        "wait": wait,
    }
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(_work(options))


async def _work(options: dict[str, Any]) -> None:
    async with app.open_async():
        await app.run_worker_async(**options)


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
