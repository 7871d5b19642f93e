"""What is worth a look without being a flag: silence, the three-week look, the filters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lindra.rules.calendar import instant, local_date
from lindra.rules.lifecycle import Phase

SILENT_DAYS = 14


class Quiet(StrEnum):
    """The quiet filters of "Mina" (BEHAVIOUR F6, M17, M18): they find, they raise nothing."""

    FOLLOW_UP = "follow_up"
    SILENT = "silent"
    NOT_BEGUN = "not_begun"
    EXPIRED = "expired"
    ENDED = "ended"


def days_silent(last_active_at: datetime, today: date) -> int:
    """Swedish days since the patient was last active: 0 on the day itself."""
    return (today - local_date(last_active_at)).days


def is_silent(last_active_at: datetime | None, today: date) -> bool:
    """Whether fourteen days or more have passed; not for somebody who has never been active."""
    return last_active_at is not None and days_silent(last_active_at, today) >= SILENT_DAYS


def silent_before(today: date) -> datetime:
    """Whoever was last active before this moment is silent today: `is_silent` as a limit."""
    return start_of(today - timedelta(days=SILENT_DAYS - 1))


def follow_up_due(
    looked_at: datetime | None, starts_on: date, follow_up_days: int, today: date
) -> bool:
    """Whether it is as long as the programme says since the last look, or since the start (M17)."""
    latest = starts_on if looked_at is None else max(local_date(looked_at), starts_on)
    return (today - latest).days >= follow_up_days


def looked_before(follow_up_days: int, today: date) -> datetime:
    """A look before this moment no longer holds today: `follow_up_due` as a limit."""
    return start_of(today - timedelta(days=follow_up_days - 1))


def quiet_filters(
    phase: Phase, *, begun: bool, last_active_at: datetime | None, look_due: bool, today: date
) -> frozenset[Quiet]:
    """The quiet filters that find a treatment.

    `begun`: the patient has opened a page or sent something.
    """
    if phase is Phase.ENDED:
        return frozenset({Quiet.ENDED})
    if phase is Phase.EXPIRED:
        return frozenset({Quiet.EXPIRED})
    if phase is not Phase.RUNNING:
        return frozenset()
    found = {
        Quiet.FOLLOW_UP: look_due,
        Quiet.SILENT: is_silent(last_active_at, today),
        Quiet.NOT_BEGUN: not begun,
    }
    return frozenset(kind for kind, holds in found.items() if holds)


def start_of(day: date) -> datetime:
    """The moment when a Swedish day begins."""
    return instant(day, time())
