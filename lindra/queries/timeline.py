"""The timeline: everything in a treatment, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.models import Event, EventKind, Treatment

PAGE = 50

GROUPS: dict[str, tuple[str, tuple[EventKind, ...]]] = {
    "formular": (
        "Formulär",
        (
            EventKind.SENT,
            EventKind.CHANGED,
            EventKind.WITHDRAWN,
            EventKind.READ,
            EventKind.MARKED,
            EventKind.UNMARKED,
        ),
    ),
    "meddelanden": (
        "Meddelanden",
        (
            EventKind.MESSAGE_SENT,
            EventKind.MESSAGE_UNDONE,
            EventKind.MESSAGE_READ,
            EventKind.MESSAGE_WAIVED,
            EventKind.MESSAGE_UNWAIVED,
            EventKind.MESSAGE_MISDIRECTED,
            EventKind.CONVERSATION_RENAMED,
            EventKind.NOTICE_SENT,
            EventKind.NOTICE_FAILED,
        ),
    ),
    "lasning": (
        "Läsning",
        (
            EventKind.PAGE_READ,
            EventKind.MODULE_DONE,
            EventKind.MODULE_UNDONE,
            EventKind.ACKNOWLEDGED,
        ),
    ),
    "momentet": (
        "Momentet",
        (
            EventKind.STARTED,
            EventKind.OPENED,
            EventKind.TEAM_OPENED,
            EventKind.PERSON_CONFIRMED,
            EventKind.FOLLOWED_UP,
            EventKind.MODULES_CHANGED,
            EventKind.BEGIN_CHANGED,
            EventKind.POSTPONED,
            EventKind.EXTENDED,
            EventKind.MAINTAINED,
            EventKind.ENDED,
            EventKind.REOPENED,
            EventKind.RESPONSIBLE_CHANGED,
            EventKind.TEAM_JOINED,
            EventKind.TEAM_LEFT,
            EventKind.HANDOVER_OFFERED,
            EventKind.HANDOVER_ACCEPTED,
            EventKind.HANDOVER_DECLINED,
            EventKind.EMERGENCY_OPENED,
            EventKind.HOLD_PLACED,
            EventKind.HOLD_LIFTED,
            EventKind.DISCLOSED,
        ),
    ),
    "anteckningar": (
        "Anteckningar",
        (EventKind.NOTE_WRITTEN, EventKind.NOTE_STRUCK, EventKind.RECORD_NOTE_APPROVED),
    ),
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """`older` is the id to ask for what comes before; None at the beginning."""

    events: tuple[Event, ...]
    older: int | None


def timeline(
    treatment: Treatment, group: str = "", form: str = "", before: int | None = None
) -> Timeline:
    """At most 50 events, newest first, of one group and of one form when those are given."""
    events = treatment.events.select_related("answer").order_by("-id")
    if group:
        events = events.filter(kind__in=GROUPS[group][1])
    if form:
        events = events.filter(kind__in=GROUPS["formular"][1], subject=form)
    if before is not None:
        events = events.filter(id__lt=before)
    found = list(events[: PAGE + 1])
    shown = found[:PAGE]
    return Timeline(tuple(shown), shown[-1].pk if len(found) > PAGE else None)
