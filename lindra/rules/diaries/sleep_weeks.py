"""Weeks of the sleep diary: means of at least five nights, and one plain sentence.

Nothing is interpolated: a night that was not filled in is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from lindra.rules.calendar import monday
from lindra.rules.diaries.figures import count_words, mean, ratio
from lindra.rules.diaries.sleep import Night
from lindra.rules.diaries.times import about_words

NIGHTS_NEEDED = 5
EQUAL_WITHIN = 15


@dataclass(frozen=True, slots=True)
class SleepMeans:
    """Means of some nights, one decimal; each is None when fewer than five nights have it.

    Minutes, but for `quality` (1–5) and `se`, which is per cent: 100 × the sum of sleep time / the
    sum of time in bed of the same nights, not the mean of the nights' own (CONTENT 3.1).
    """

    nights: int
    tib: float | None
    tst: float | None
    latency: float | None
    awake: float | None
    quality: float | None
    se: float | None


def means(nights: Iterable[Night]) -> SleepMeans:
    """What those nights have in common; a night without sleep counts as sleep time 0."""
    nights = tuple(nights)
    return SleepMeans(
        nights=len(nights),
        tib=_mean(night.tib for night in nights),
        tst=_mean(night.tst for night in nights),
        latency=_mean(night.latency for night in nights),
        awake=_mean(night.awake for night in nights),
        quality=_mean(night.quality for night in nights),
        se=_efficiency(nights),
    )


def weeks(nights: Iterable[Night]) -> tuple[tuple[date, SleepMeans], ...]:
    """(Monday, means) for each week, by the morning's date, that has a night; oldest first."""

    def week_of(night: Night) -> date:
        return monday(night.morning)

    ordered = sorted(nights, key=week_of)
    return tuple((start, means(group)) for start, group in groupby(ordered, key=week_of))


def finding(nights: Sequence[Night], today: date) -> str | None:
    """One sentence on the last seven mornings, beside the same days four weeks before.

    Roughly, since a diary overestimates sleep (CONTENT 3.1): to the nearest half hour, and within a
    quarter of an hour as equal. None when nothing was filled in.
    """
    now, before = _seven_days(nights, today), _seven_days(nights, today - timedelta(weeks=4))
    if not now.nights:
        return None
    if now.tib is None:
        written = count_words(now.nights, "natt", "nätter")
        return f"Du har skrivit om {written} den senaste veckan. Ett medel räknas på minst fem."
    if now.tst is None:
        return f"Du har legat i sängen ungefär {about_words(now.tib)} per natt den senaste veckan."
    if before.tst is None:
        return f"Du har sovit ungefär {about_words(now.tst)} per natt den senaste veckan."
    return _compared(now.tst - before.tst)


def _compared(minutes: float) -> str:
    if abs(minutes) < EQUAL_WITHIN:
        return "Du har sovit ungefär lika länge per natt som för en månad sedan."
    direction = "mer" if minutes > 0 else "mindre"
    return (
        f"Du har sovit ungefär {about_words(abs(minutes))} {direction} per natt än för en månad "
        "sedan."
    )


def _seven_days(nights: Iterable[Night], last: date) -> SleepMeans:
    first = last - timedelta(days=6)
    return means(night for night in nights if first <= night.morning <= last)


def _mean(values: Iterable[int | None]) -> float | None:
    return mean(values, at_least=NIGHTS_NEEDED)


def _efficiency(nights: Sequence[Night]) -> float | None:
    known = [(night.tst, night.tib) for night in nights if night.tst is not None]
    if len(known) < NIGHTS_NEEDED:
        return None
    return ratio(100 * sum(tst for tst, _ in known), sum(tib for _, tib in known))
