"""Notices are planned in the transaction of what they are about: a `Notice` row is the outbox.

The queue only carries its id; what the queue loses is found by the row itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lindra.access import PatientSession, StaffSession
from lindra.gateways import queue
from lindra.models import (
    Answer,
    Channel,
    Message,
    Notice,
    NoticeChoice,
    NoticeKind,
    NoticeState,
    PatientChannels,
    Treatment,
)
from lindra.queries.notices import (
    ending_treatments,
    in_team,
    known_keys,
    notice_of_day,
    noticed_messages,
    patient_is_told,
    silent_treatments,
    staff_is_told,
)
from lindra.rules.calendar import local_date, reminder_due
from lindra.rules.messages import UNDO
from lindra.rules.notices import collected_at, day_after, direct_at

DELIVER = "deliver_notices"
AT_ONCE = 500  # treatments whose keys are asked for together


@dataclass(frozen=True, slots=True)
class Wish:
    """That a patient is told something. `subject` makes the key: one wish is granted once."""

    treatment: Treatment
    kind: NoticeKind
    subject: str
    since: datetime
    due: datetime
    collected: bool = True

    def key(self, channel: str) -> str:
        return f"{self.kind}:{self.subject}:{channel}"


@transaction.atomic
def notify_of_message(
    *,
    message: Message,
    by: StaffSession,  # noqa: ARG001 - the notice says nothing of whom it comes from
    now: datetime,
) -> None:
    """Plan to tell the patient of the message, where she wants it and as its writer chose (M12).

    Nothing goes before the message can be seen. Nobody is told when the choice is none, nor from a
    training unit (F14).
    """
    treatment = message.conversation.treatment
    if message.notice == NoticeChoice.NONE or treatment.unit.training:
        return
    collected = message.notice == NoticeChoice.COLLECTED
    ready = message.sent_at + UNDO
    wish = Wish(
        treatment,
        NoticeKind.MESSAGE,
        str(message.pk),
        message.sent_at,
        collected_at(ready) if collected else direct_at(ready),
        collected,
    )
    _queue(_grant(wish), now)


@transaction.atomic
def withdraw_notice_of(
    *,
    message: Message,
    now: datetime,  # noqa: ARG001 - as every action
) -> None:
    """The message is undone: nobody is told of it, unless another message waits as well."""
    patient = message.conversation.treatment.patient
    if noticed_messages(patient).exclude(pk=message.pk).exists():
        return
    Notice.objects.filter(
        key__startswith=f"{NoticeKind.MESSAGE}:{message.pk}:", state=NoticeState.WAITING
    ).update(state=NoticeState.NOT_NEEDED)


@transaction.atomic
def notify_of_completion(
    *,
    answer: Answer,
    by: PatientSession,  # noqa: ARG001 - the notice says nothing of whom it is about
    now: datetime,
) -> None:
    """Plan to tell those of the team who want it that the programme is carried out (M23).

    Nobody at a training unit (F14).
    """
    if answer.treatment.unit.training:
        return
    made = []
    for staff in in_team(answer.treatment, now):
        for channel in sorted(staff_is_told(staff)):
            due = direct_at(now)
            notice, new = Notice.objects.get_or_create(
                key=f"{NoticeKind.COMPLETED}:{answer.pk}:{staff.pk}:{channel}",
                defaults={
                    "kind": NoticeKind.COMPLETED,
                    "channel": channel,
                    "staff": staff,
                    "treatment": answer.treatment,
                    "made_at": now,
                    "due_at": due,
                    "day": local_date(due),
                    "next_try_at": due,
                },
            )
            made += [notice] if new else []
    _queue(made, now)


def plan_due_notices(*, now: datetime) -> int:
    """Plan what time brings: a silence of fourteen days, 30 and 7 days left (M3, M14 d).

    The system's act. Each is planned once, however often this runs; returns how many notices.
    """
    due = collected_at(now)
    silences = (
        Wish(t, NoticeKind.SILENCE, f"{t.pk}:{t.last_active_at:%Y%m%dT%H%M%S.%f}", now, due)
        for t in silent_treatments(now)
    )
    reminders = (
        Wish(t, NoticeKind.REMINDER, f"{t.pk}:{t.ends_on}:{_reminder(t, now)}", now, due)
        for t in ending_treatments(now)
    )
    return sum(len(_grant(wish)) for wish in _new([*silences, *reminders]))


def _reminder(treatment: Treatment, now: datetime) -> int | None:
    return reminder_due(treatment.ends_on, local_date(now))


def _new(wishes: list[Wish]) -> Iterable[Wish]:
    """Those that have no notice on any channel yet."""
    for start in range(0, len(wishes), AT_ONCE):
        some = wishes[start : start + AT_ONCE]
        known = known_keys(wish.key(channel) for wish in some for channel in Channel.values)
        yield from (w for w in some if not known & {w.key(c) for c in Channel.values})


@transaction.atomic
def _grant(wish: Wish) -> list[Notice]:
    """A notice on each channel that the patient wants; she is planned for by one at a time."""
    patient = wish.treatment.patient
    PatientChannels.objects.select_for_update(no_key=True).filter(patient=patient).first()
    granted = (_on_channel(wish, channel) for channel in sorted(patient_is_told(patient)))
    return [notice for notice in granted if notice is not None]


def _on_channel(wish: Wish, channel: Channel) -> Notice | None:
    """A new notice, or the one that waits that day and covers this; None when it is planned."""
    if known_keys([wish.key(channel)]):
        return None
    patient, due = wish.treatment.patient, wish.due
    while taken := notice_of_day(patient, channel, due):
        if wish.kind == NoticeKind.MESSAGE and (waiting := _covering(taken, wish, due)):
            return waiting
        due = day_after(due, collected=wish.collected)
    return Notice.objects.create(
        key=wish.key(channel),
        kind=wish.kind,
        channel=channel,
        patient=patient,
        treatment=wish.treatment,
        made_at=wish.since,
        due_at=due,
        day=local_date(due),
        next_try_at=due,
    )


def _covering(taken: Notice, wish: Wish, due: datetime) -> Notice | None:
    """The waiting one, to go no later than that, nor before the message can be seen.

    None when it is gone or on its way just now.
    """
    waiting = (
        Notice.objects.select_for_update(skip_locked=True)
        .filter(pk=taken.pk, state=NoticeState.WAITING)
        .first()
    )
    if waiting is not None:
        soonest = waiting.next_try_at if waiting.tries else min(due, waiting.next_try_at)
        waiting.due_at = waiting.next_try_at = max(soonest, wish.since + UNDO)
        waiting.save(update_fields=["due_at", "next_try_at"])
    return waiting


def _queue(notices: Iterable[Notice], now: datetime) -> None:
    """Let the queue wake up for each when it is due; all of one moment in one job."""
    moments: dict[datetime, list[str]] = {}
    for notice in notices:
        moments.setdefault(notice.next_try_at, []).append(str(notice.pk))
    for moment, ids in moments.items():
        queue.put(DELIVER, ids, after=moment - now)
