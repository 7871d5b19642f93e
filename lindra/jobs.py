"""What time brings: find what is due, one action each. Run by `lindra work`, which is kept alive.

Every job may run twice: a worker that is killed leaves its job to another. The treatment's time is
moved in demo and tests alone, as in a request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.management import call_command

from lindra import clock
from lindra.actions import deliveries, exports
from lindra.actions.erasure import carry_out_purges
from lindra.actions.exports import WRITE
from lindra.actions.log_archive import archive_head
from lindra.actions.notices import DELIVER, plan_due_notices
from lindra.actions.purge import CARRY_OUT
from lindra.actions.register import follow_register
from lindra.actions.seals import seal_finished_rows
from lindra.actions.time_travel import travelled
from lindra.exchange.run import run_export
from lindra.gateways import queue
from lindra.gateways.providers import population_register
from lindra.queries.notices import due_notices

logger = logging.getLogger(__name__)


@contextmanager
def treatments_time() -> Iterator[datetime]:
    """The treatment's time; production never asks how far it is moved."""
    seconds = travelled() if settings.TIME_TRAVEL else 0
    with clock.moved(timedelta(seconds=seconds)):
        yield clock.now()


@queue.task(DELIVER)
def deliver(ids: list[str]) -> None:
    """The notices that a job carries."""
    with treatments_time():
        _deliver(UUID(each) for each in ids)


@queue.every("* * * * *", "deliver_due")
def deliver_due(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Whatever is due: also what was postponed, and what a lost job carried."""
    with treatments_time() as now:
        _deliver(due_notices(now))


def _deliver(ids: Iterable[UUID]) -> None:
    """Each at its own moment: a slow sender must not let the last go after 20 o'clock (M12)."""
    for each in ids:
        deliveries.deliver_notices(now=clock.now(), ids=[each])


@queue.every("5 * * * *", "plan_due")
def plan_due(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Silences and reminders, hourly: each is planned once."""
    with treatments_time() as now:
        plan_due_notices(now=now)


@queue.task(CARRY_OUT)
def carry_out(ids: list[str]) -> None:
    """The approved purges that a job carries."""
    with treatments_time() as now:
        carry_out_purges(now=now, wall=clock.wall(), ids=[UUID(each) for each in ids])


@queue.every("* * * * *", "purge_due")
def purge_due(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """What a killed worker left of an approved purge."""
    with treatments_time() as now:
        carry_out_purges(now=now, wall=clock.wall())


@queue.task(WRITE)
def write_exports(ids: list[str]) -> None:
    """The exports that a job carries, one after the other."""
    with treatments_time():
        for each in ids:
            run_export(UUID(each), now=clock.now)


@queue.every("35 * * * *", "expire_exports")
def expire_exports(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Files whose week is over go; an order that nobody has taken is put again."""
    with treatments_time() as now:
        exports.expire_exports(now=now)
        exports.requeue_exports(now=now)


@queue.every("* * * * *", "retry_stalled")
async def retry_stalled(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """What a killed worker had in its hands."""
    await queue.retry_stalled()


@queue.every("* * * * *", "seal_log")
def seal_log(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """The finished rows of the access log."""
    seal_finished_rows(wall=clock.wall())


@queue.every("15 * * * *", "write_out_head")
def write_out_head(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """The newest head of the access log, signed, to where the log's keepers cannot change it."""
    if settings.LOG_ARCHIVE is None:
        logger.warning("the heads of the access log are not written out: no LINDRA_LOG_ARCHIVE")
        return
    archive_head(wall=clock.wall())


@queue.every("40 2 * * *", "ask_register")
def ask_register(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Who is protected, and who has died, of those who are treated."""
    follow_register(register=population_register())


@queue.every("20 3 * * *", "forget_sessions")
def forget_sessions(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Sessions that are over."""
    call_command("clearsessions")


@queue.every("25 3 * * *", "forget_jobs")
async def forget_jobs(timestamp: int) -> None:  # noqa: ARG001 - the queue's
    """Jobs that ended a week ago."""
    await queue.remove_finished()
