"""Moving the treatment's clock in demo and tests. Nobody's act: it has neither `by` nor event."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lindra.actions.deliveries import deliver_notices
from lindra.actions.exports import expire_exports
from lindra.actions.notices import plan_due_notices
from lindra.models import TimeTravel
from lindra.rules.calendar import instant, local_date
from lindra.rules.notices import FORENOON, OPENS


def travelled() -> int:
    """How far the clock is moved, in seconds."""
    return TimeTravel.objects.values_list("seconds", flat=True).first() or 0


def travel(*, days: int) -> None:
    """Move the clock that many days forward; 0 brings it back to the real time."""
    seconds = travelled() + int(timedelta(days=days).total_seconds()) if days else 0
    TimeTravel.objects.update_or_create(id=1, defaults={"seconds": seconds})


def live_through(*, start: datetime, end: datetime) -> None:
    """Do what time brings between the two moments, each day in its order (ARCHITECTURE 9)."""
    for moment in _moments(start, end):
        plan_due_notices(now=moment)
        deliver_notices(now=moment)
        expire_exports(now=moment)


def _moments(start: datetime, end: datetime) -> Iterator[datetime]:
    """7 and 9 o'clock of every day on the way, and the end."""
    for days in range((local_date(end) - local_date(start)).days + 1):
        for at in (OPENS, FORENOON):
            moment = instant(local_date(start) + timedelta(days=days), at)
            if start < moment < end:
                yield moment
    yield end
