"""The only place that knows what time it is.

`now()` is the treatment's time, which demo and tests may move; `wall()` never moves and serves the
access log, sessions and limits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta] = ContextVar("offset", default=timedelta())


def wall() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The treatment's time, in UTC."""
    return wall() + _offset.get()


@contextmanager
def moved(offset: timedelta) -> Iterator[None]:
    """Within the block `now()` is moved by the offset (demo and tests alone)."""
    token = _offset.set(offset)
    try:
        yield
    finally:
        _offset.reset(token)
