"""Delivering notices: one by one, each in its own transaction, tried again, shown when given up.

One that was handed over when its worker was killed is handed over again, under the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from lindra.actions.events import record_event
from lindra.gateways.providers import sender_of
from lindra.gateways.sending import NotSent, Parcel
from lindra.models import Channel, EventKind, Notice, NoticeState, PatientChannels
from lindra.queries.notices import (
    due_notices,
    notice_of_day,
    patient_address,
    staff_address,
    still_waits,
)
from lindra.rules.calendar import local_date
from lindra.rules.notices import (
    Side,
    day_after,
    direct_at,
    fault_words,
    is_open,
    next_try,
    text_of,
)

log = logging.getLogger("lindra.notices")


def deliver_notices(*, now: datetime, ids: Collection[UUID] | None = None) -> int:
    """Send those that are due, of these ids or all, each in its own transaction; returns how many.

    Several workers may do it at once: each takes what no other holds.
    """
    return sum(_deliver(pk, now) for pk in (due_notices(now) if ids is None else ids))


@transaction.atomic
def _deliver(pk: UUID, now: datetime) -> bool:
    """Whether it was sent now. What another holds, or has sent, is left."""
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("treatment", "patient", "staff")
        .filter(pk=pk, state=NoticeState.WAITING, next_try_at__lte=now)
        .first()
    )
    if notice is None:
        return False
    if not still_waits(notice, now):
        notice.state = NoticeState.NOT_NEEDED
        notice.save(update_fields=["state"])
        return False
    if not is_open(now):
        _move(notice, direct_at(now))
        return False
    if notice.patient and notice.day != local_date(now) and not _move(notice, now):
        return False
    try:
        _send(notice)
    except NotSent as fault:
        _try_again(notice, fault, now)
        return False
    notice.state, notice.sent_at, notice.fault = NoticeState.SENT, now, ""
    notice.save(update_fields=["state", "sent_at", "fault"])
    _record(notice, EventKind.NOTICE_SENT, now)
    return True


def _move(notice: Notice, due: datetime) -> bool:
    """Let it go at that moment. False when it does not: its day has another of the patient's.

    One that waits for that day covers this one; after one that was sent, it waits a day more.
    """
    wanted = due
    if notice.patient is not None and local_date(due) != notice.day:
        PatientChannels.objects.select_for_update(no_key=True).filter(
            patient=notice.patient
        ).first()
        while taken := notice_of_day(notice.patient, notice.channel, due):
            if taken.state == NoticeState.WAITING:
                notice.state = NoticeState.NOT_NEEDED
                notice.save(update_fields=["state"])
                return False
            due = day_after(due, collected=False)
    notice.day, notice.next_try_at = local_date(due), due
    notice.save(update_fields=["day", "next_try_at"])
    return due == wanted


def _send(notice: Notice) -> None:
    """Hand it over. Raises `NotSent`, whatever went wrong on the way."""
    channel = Channel(notice.channel)
    if notice.staff is not None:
        side, to = Side.STAFF, staff_address(notice.staff, channel)
    else:
        assert notice.patient is not None
        side, to = Side.PATIENT, patient_address(notice.patient, channel)
    text = text_of(side, channel)
    try:
        sender = sender_of(channel)
    except ImproperlyConfigured:
        sender = None
    if sender is None:
        raise NotSent("not_configured")
    try:
        sender.send(Parcel(to, text.subject, text.body, notice.key))
    except NotSent:
        raise
    except Exception as error:  # noqa: BLE001 - one that fails in a new way must not stop the rest
        log.error("%s of notice %s", type(error).__name__, notice.pk)  # noqa: TRY400 - no address
        raise NotSent("unexpected") from None


def _try_again(notice: Notice, fault: NotSent, now: datetime) -> None:
    notice.tries, notice.fault = notice.tries + 1, fault.code[:32]
    again = None if fault.final else next_try(notice.tries, now)
    if again is None:
        notice.state = NoticeState.FAILED
        _record(notice, EventKind.NOTICE_FAILED, now)
    notice.save(update_fields=["tries", "fault", "state"])
    if again is not None:
        _move(notice, again)


def _record(notice: Notice, kind: EventKind, now: datetime) -> None:
    to = notice.staff.name if notice.staff else "patienten"
    words = f"Till {to}: {notice.get_channel_display()}"
    if kind is EventKind.NOTICE_FAILED:
        words += f" ({fault_words(notice.fault)})"
    record_event(treatment=notice.treatment, kind=kind, by=None, now=now, words=words)
