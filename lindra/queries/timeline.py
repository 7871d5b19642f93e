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
        ),
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
