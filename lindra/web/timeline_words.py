"""The timeline's lines in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lindra.models import Event, EventKind
from lindra.programme.spec import Programme

ICONS = {
    EventKind.STARTED: "star",
    EventKind.OPENED: "star",
    EventKind.TEAM_OPENED: "eye",
    EventKind.PERSON_CONFIRMED: "check",
    EventKind.PAGE_READ: "book-open",
    EventKind.MODULE_DONE: "check",
    EventKind.MODULE_UNDONE: "undo",
    EventKind.ACKNOWLEDGED: "check",
    EventKind.SENT: "form",
    EventKind.CHANGED: "form",
    EventKind.WITHDRAWN: "undo",
    EventKind.READ: "eye",
    EventKind.MARKED: "check",
    EventKind.UNMARKED: "undo",
    EventKind.MESSAGE_SENT: "mail",
    EventKind.MESSAGE_UNDONE: "undo",
    EventKind.MESSAGE_READ: "eye",
    EventKind.MESSAGE_WAIVED: "check",
    EventKind.MESSAGE_UNWAIVED: "undo",
    EventKind.MESSAGE_MISDIRECTED: "warning",
    EventKind.CONVERSATION_RENAMED: "pencil",
    EventKind.FOLLOWED_UP: "check",
    EventKind.MODULES_CHANGED: "book",
    EventKind.BEGIN_CHANGED: "book",
    EventKind.POSTPONED: "hourglass",
    EventKind.EXTENDED: "hourglass",
    EventKind.MAINTAINED: "book-open",
    EventKind.ENDED: "lock",
    EventKind.REOPENED: "undo",
    EventKind.RESPONSIBLE_CHANGED: "users",
    EventKind.TEAM_JOINED: "users",
    EventKind.TEAM_LEFT: "users",
    EventKind.HANDOVER_OFFERED: "users",
    EventKind.HANDOVER_ACCEPTED: "users",
    EventKind.HANDOVER_DECLINED: "users",
    EventKind.NOTE_WRITTEN: "pencil",
    EventKind.NOTE_STRUCK: "pencil",
    EventKind.NOTICE_SENT: "mail",
    EventKind.NOTICE_FAILED: "warning",
    EventKind.EMERGENCY_OPENED: "warning",
    EventKind.RECORD_NOTE_APPROVED: "check",
    EventKind.HOLD_PLACED: "lock",
    EventKind.HOLD_LIFTED: "undo",
    EventKind.DISCLOSED: "users",
}


CONVERSATION = "Visa konversationen"
CONVERSATIONS = frozenset(
    {
        EventKind.MESSAGE_SENT,
        EventKind.MESSAGE_UNDONE,
        EventKind.MESSAGE_READ,
        EventKind.MESSAGE_WAIVED,
        EventKind.MESSAGE_UNWAIVED,
        EventKind.MESSAGE_MISDIRECTED,
        EventKind.CONVERSATION_RENAMED,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """An event with what it is about in words, and the icon that stands beside.

    `conversation`: the id of the one that it leads to, or "".
    """

    event: Event
    about: str
    icon: str
    conversation: str = ""


def lines(events: Iterable[Event], content: Programme) -> list[Line]:
    """The events in words."""
    return [_line(event, content) for event in events]


def _line(event: Event, content: Programme) -> Line:
    icon = ICONS[EventKind(event.kind)]
    if event.kind in CONVERSATIONS:
        return Line(event, CONVERSATION if event.subject else "", icon, event.subject)
    return Line(event, _about(event, content), icon)


def _about(event: Event, content: Programme) -> str:
    """What the event is about; the bare id of a page or module that the programme no longer has."""
    if event.answer is not None:
        return content.form(event.answer.form, event.answer.version).title
    if event.words:
        return event.words
    if not event.subject:
        return ""
    try:
        if event.kind in (EventKind.MODULE_DONE, EventKind.MODULE_UNDONE):
            return content.module(event.subject).title
        module, page = content.page(event.subject)
    except KeyError:
        return event.subject
    return f"{module.title}: {page.title}"
