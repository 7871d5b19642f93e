"""The writing of an export: one at a time, seen from outside, kept whole or not at all (M22)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lindra.actions.exports import ON_THE_WAY
from lindra.models import ExportJob, ExportPart, ExportState

PART = 1_000_000  # bytes of a row of the file
KEPT = timedelta(days=7)
STRETCH = 1000  # answers between two words of progress
LOCK = "SELECT pg_try_advisory_lock(%s)"
TOLD = "UPDATE lindra_exportjob SET done = %s, total = %s WHERE id = %s AND state = 'running'"
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Progress:
    """How far the writing has come, told on a connection of its own: committed at once."""

    def __init__(self, other: BaseDatabaseWrapper, job_id: UUID) -> None:
        self._other, self._job_id = other, job_id
        self.done = self.total = 0

    def begin(self, total: int) -> None:
        """So many answers are to be written."""
        self.done, self.total = 0, total
        self._tell()

    def __call__(self) -> None:
        """One more is written."""
        self.done += 1
        if self.done % STRETCH == 0:
            self._tell()

    def _tell(self) -> None:
        with self._other.cursor() as cursor:
            cursor.execute(TOLD, [self.done, self.total, self._job_id])


@contextmanager
def alone(*, job_id: UUID) -> Iterator[Progress | None]:
    """Hold the export for this process; None when another writes it.

    The lock goes with its connection: also when the process is killed.
    """
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(LOCK, [int.from_bytes(job_id.bytes[:8], signed=True)])
            held = cursor.fetchone()[0]
        yield Progress(other, job_id) if held else None
    finally:
        other.close()


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything within is read as it stood at one moment; nothing can be written.

    Such a transaction has no number: the access log is sealed meanwhile.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(ONE_MOMENT)
        yield


@transaction.atomic
def begin_export(*, job_id: UUID) -> ExportJob | None:
    """Begin, or begin anew after one that was killed; None when there is nothing to write."""
    waiting = ExportJob.objects.select_related("unit__care_provider", "ordered_by")
    job = waiting.select_for_update(of=("self",)).filter(pk=job_id, state__in=ON_THE_WAY).first()
    if job is None:
        return None
    job.parts.all().delete()
    job.state, job.done, job.total = ExportState.RUNNING, 0, 0
    job.save(update_fields=["state", "done", "total"])
    return job


@transaction.atomic
def keep_export(
    *, job_id: UUID, file: IO[bytes], key: bytes, rows: int, sha256: str, total: int, now: datetime
) -> bool:
    """Keep the file, and the key apart from it, for a week. False when it is not wanted any more.

    `rows` and `sha256` are the receipt's, `total` the answers that it holds.
    """
    running = ExportJob.objects.filter(pk=job_id, state=ExportState.RUNNING)
    job = running.select_for_update().first()
    if job is None:
        return False
    file.seek(0)
    for number, data in enumerate(iter(lambda: file.read(PART), b"")):
        ExportPart.objects.create(job=job, number=number, data=data)
    if key:
        ExportPart.objects.create(job=job, is_key=True, number=0, data=key)
    job.state, job.done, job.total = ExportState.READY, total, total
    job.rows, job.sha256 = rows, sha256
    job.finished_at, job.expires_at = now, now + KEPT
    job.save()
    return True


@transaction.atomic
def fail_export(*, job_id: UUID, now: datetime) -> None:
    """It could not be written; whoever ordered it is told so on the page."""
    running = ExportJob.objects.filter(pk=job_id, state=ExportState.RUNNING)
    running.update(state=ExportState.FAILED, finished_at=now)
