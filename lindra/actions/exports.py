"""Exports of a unit: ordered, fetched once, gone after a week (BEHAVIOUR M22)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import IO
from uuid import UUID

from django.db import transaction

from lindra.access import StaffSession
from lindra.gateways import queue
from lindra.models import ExportFormat, ExportJob, ExportPart, ExportState, Unit
from lindra.queries.exports import programmes_at
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused

WRITE = "write_exports"
AT_ONCE = 3  # that a unit may have on the way
REASON = 300  # signs
LOST = timedelta(hours=1)  # after which what has not been written is put in the queue again
ON_THE_WAY = (ExportState.WAITING, ExportState.RUNNING)


@dataclass(frozen=True, slots=True)
class Order:
    """What an export is to hold: the answers of the days, both included, and their treatments.

    Pseudonymised and without free text unless asked for. `keeps_key`: who each pseudonym is, in a
    file of its own.
    """

    programme: str
    first: date
    last: date
    format: ExportFormat
    identified: bool = False
    free_text: bool = False
    keeps_key: bool = False
    reason: str = ""

    @property
    def needs_reason(self) -> bool:
        return self.identified or self.free_text or self.keeps_key


@transaction.atomic
def order_export(*, order: Order, by: StaffSession, now: datetime) -> ExportJob:
    """Order an export of the unit; it is written by a job.

    `Refused` without a reason where one is needed, for days in disorder or to come, a programme
    that the unit does not have, a training unit (F14), and while the unit has three on the way.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=by.commission.unit_id)
    _check_unit(unit)
    if order.programme not in {each.id for each in programmes_at(unit)}:
        raise Refused("Välj ett program i listan.", code="unknown", field="programme")
    _check_days(order.first, order.last, local_date(now))
    _check_reason(order.reason, needed=order.needs_reason)
    job = ExportJob.objects.create(
        unit=unit,
        ordered_at=now,
        ordered_by=by.staff,
        **asdict(replace(order, keeps_key=order.keeps_key and not order.identified)),
    )
    queue.put(WRITE, [str(job.pk)])
    return job


@transaction.atomic
def fetch_export(*, job_id: UUID, out: IO[bytes], by: StaffSession, now: datetime) -> ExportJob:
    """Write the file to `out`, once: it is gone from here in the same transaction.

    By whoever ordered it. `ExportJob.DoesNotExist` for another's, `Refused` when it is not there.
    """
    job = _own(job_id, by)
    if job.state != ExportState.READY or _is_over(job, now):
        raise Refused(_why_not(job, now), code="not_there")
    _move_parts(job, out, is_key=False)
    job.state, job.fetched_at = ExportState.FETCHED, now
    job.save(update_fields=["state", "fetched_at"])
    return job


@transaction.atomic
def fetch_key(*, job_id: UUID, out: IO[bytes], by: StaffSession, now: datetime) -> ExportJob:
    """Write the key to the pseudonyms to `out`, once, apart from the file. As `fetch_export`."""
    job = _own(job_id, by)
    if _is_over(job, now) or not job.parts.filter(is_key=True).exists():
        raise Refused("Det finns ingen nyckel att hämta.", code="no_key")
    _move_parts(job, out, is_key=True)
    job.key_fetched_at = now
    job.save(update_fields=["key_fetched_at"])
    return job


@transaction.atomic
def expire_exports(*, now: datetime) -> None:
    """Files and keys whose week is over go, fetched or not."""
    over = ExportJob.objects.filter(expires_at__lte=now)
    over.filter(state=ExportState.READY).update(state=ExportState.EXPIRED)
    ExportPart.objects.filter(job__in=over).delete()


@transaction.atomic
def requeue_exports(*, now: datetime) -> None:
    """What was ordered an hour ago and is not written is put in the queue again.

    One that is being written is not begun a second time.
    """
    late = ExportJob.objects.filter(state__in=ON_THE_WAY, ordered_at__lte=now - LOST)
    queue.put(WRITE, [str(pk) for pk in late.order_by("ordered_at").values_list("pk", flat=True)])


def _check_unit(unit: Unit) -> None:
    if unit.training:
        raise Refused(
            "Övningsenhetens patienter är påhittade. Därifrån exporteras inget.", code="training"
        )
    if ExportJob.objects.filter(unit=unit, state__in=ON_THE_WAY).count() >= AT_ONCE:
        raise Refused(
            "Enheten har redan tre exporter på gång. Vänta tills en är klar.", code="busy"
        )


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise Refused("Sista dagen kommer före den första.", code="days_in_disorder", field="last")
    if last > today:
        raise Refused("Sista dagen har inte varit än.", code="to_come", field="last")


def _check_reason(reason: str, *, needed: bool) -> None:
    if needed and not reason:
        raise Refused("Skriv varför uppgifterna behövs.", code="no_reason", field="reason")
    if len(reason) > REASON:
        raise Refused("Skriv högst 300 tecken.", code="too_long", field="reason")


def _own(job_id: UUID, by: StaffSession) -> ExportJob:
    mine = ExportJob.objects.filter(unit=by.commission.unit_id, ordered_by=by.staff)
    return mine.select_for_update().get(pk=job_id)


def _is_over(job: ExportJob, now: datetime) -> bool:
    return job.expires_at is not None and job.expires_at <= now


def _why_not(job: ExportJob, now: datetime) -> str:
    if job.state in ON_THE_WAY:
        return "Exporten är inte klar än."
    if job.state == ExportState.FETCHED:
        return "Filen är redan hämtad. Beställ en ny om den behövs igen."
    if job.state == ExportState.READY and _is_over(job, now):
        return "Filen har gått ut. Beställ en ny."
    return f"Filen finns inte: {job.get_state_display()}."


def _move_parts(job: ExportJob, out: IO[bytes], *, is_key: bool) -> None:
    parts = job.parts.filter(is_key=is_key)
    for data in parts.order_by("number").values_list("data", flat=True).iterator(chunk_size=4):
        out.write(data)
    parts.delete()
