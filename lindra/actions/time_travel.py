"""Moving the treatment's clock in demo and tests. Nobody's act: it has neither `by` nor event."""

from datetime import timedelta

from lindra.models import TimeTravel


def travelled() -> int:
    """How far the clock is moved, in seconds."""
    return TimeTravel.objects.values_list("seconds", flat=True).first() or 0


def travel(*, days: int) -> None:
    """Move the clock that many days forward; 0 brings it back to the real time."""
    seconds = travelled() + int(timedelta(days=days).total_seconds()) if days else 0
    TimeTravel.objects.update_or_create(id=1, defaults={"seconds": seconds})
