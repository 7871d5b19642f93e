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
}


@dataclass(frozen=True, slots=True)
class Line:
    """An event with what it is about in words, and the icon that stands beside."""

    event: Event
    about: str
    icon: str


def lines(events: Iterable[Event], content: Programme) -> list[Line]:
    """The events in words."""
    return [Line(e, _about(e, content), ICONS[EventKind(e.kind)]) for e in events]


def _about(event: Event, content: Programme) -> str:
    """What the event is about; the bare id of a page or module that the programme no longer has."""
    if event.answer is not None:
        return content.form(event.answer.form, event.answer.version).title
    if not event.subject:
        return ""
    try:
        if event.kind in (EventKind.MODULE_DONE, EventKind.MODULE_UNDONE):
            return content.module(event.subject).title
        module, page = content.page(event.subject)
    except KeyError:
        return event.subject
    return f"{module.title}: {page.title}"
