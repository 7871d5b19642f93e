"""The sleep diary: one night, from typed times to time in bed, sleep time and efficiency.

Definitions: CONTENT 3.1, after the consensus sleep diary. Minutes are counted between moments, so
a night when the clocks change has its true length.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lindra.rules.calendar import instant
from lindra.rules.diaries import values as read
from lindra.rules.diaries.figures import ratio
from lindra.rules.diaries.times import duration_words
from lindra.rules.refused import Refused

LONGEST_IN_BED = 18 * 60
CONFIRM_OVER = 14 * 60


@dataclass(frozen=True, slots=True)
class Night:
    """The night to one morning. Moments are UTC, lengths minutes; None is what was not filled in.

    `tried` is when the person wanted to sleep, `latency` the minutes until sleep, `awake` the
    minutes awake in the night, `woke` the last waking.
    """

    morning: date
    bed: datetime
    up: datetime
    tried: datetime | None = None
    latency: int | None = None
    wakings: int | None = None
    awake: int | None = None
    woke: datetime | None = None
    quality: int | None = None
    rested: int | None = None
    pain: int | None = None
    nap: int | None = None
    note: str = ""
    no_sleep: bool = False

    @property
    def tib(self) -> int:
        """Minutes in bed."""
        return _minutes(self.bed, self.up)

    @property
    def tst(self) -> int | None:
        """Minutes asleep: from wanting to sleep to the last waking, less the time awake.

        0 for a night without sleep; None unless all that it needs was filled in.
        """
        if self.no_sleep:
            return 0
        if self.tried is None or self.woke is None or self.latency is None or self.awake is None:
            return None
        return _minutes(self.tried, self.woke) - self.latency - self.awake

    @property
    def se(self) -> float | None:
        """Sleep time in per cent of the time in bed, one decimal; None without a sleep time."""
        return None if self.tst is None else ratio(100 * self.tst, self.tib)


def night_from_values(values: read.Values) -> Night:
    """A night from an answer's values; required are datum, b and u (BEHAVIOUR M5b).

    Each clock time is placed without asking for a date: rising is on the morning's date; bedtime is
    the last time before it that the clock showed so (22:30 is the evening before, 00:15 the same
    date); what lies between is the only such time between the two. A night without sleep has no
    s, sol, n, waso or w, whatever the values hold. No waking (n = 0) is no time awake.

    Raises `Refused` with field and code: missing, not_a_time, no_such_time, no_time_in_bed,
    too_long_in_bed, outside_the_night, times_do_not_add_up, awake_without_waking.
    """
    morning = read.needed(read.day(values, "datum"), "datum")
    bed_at = read.needed(read.clock(values, "b"), "b")
    up_at = read.needed(read.clock(values, "u"), "u")
    bed, up = _in_bed(morning, bed_at, up_at)
    no_sleep = read.ticked(values, "sov_inte")
    asleep = {} if no_sleep else values
    wakings = read.whole(asleep, "n", 0, 30)
    night = Night(
        morning=morning,
        bed=bed,
        up=up,
        tried=_between(morning, bed_at, up_at, read.clock(asleep, "s"), "s"),
        latency=read.whole(asleep, "sol", 0, 600),
        wakings=wakings,
        awake=_awake(read.whole(asleep, "waso", 0, 600), wakings),
        woke=_between(morning, bed_at, up_at, read.clock(asleep, "w"), "w"),
        quality=read.whole(values, "kval", 1, 5),
        rested=read.nrs(values, "utvilad"),
        pain=read.nrs(values, "smarta_natt"),
        nap=read.whole(values, "tupplur", 0, 600),
        note=read.words(values, "anm"),
        no_sleep=no_sleep,
    )
    _check_order(night)
    return night


def question_to_confirm(night: Night) -> str | None:
    """What to ask before a night of more than 14 hours in bed is kept; None otherwise."""
    if night.tib <= CONFIRM_OVER:
        return None
    return f"Det blir {duration_words(night.tib)} i sängen. Stämmer det?"


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _in_bed(morning: date, bed_at: time, up_at: time) -> tuple[datetime, datetime]:
    if bed_at == up_at:
        raise Refused(
            "Det är samma tid för när du gick till sängs och när du gick upp. Kontrollera tiderna.",
            code="no_time_in_bed",
            field="u",
        )
    up = instant(morning, up_at, field="u")
    evening = morning if bed_at < up_at else morning - timedelta(days=1)
    bed = instant(evening, bed_at, field="b")
    if _minutes(bed, up) > LONGEST_IN_BED:
        raise Refused(
            f"Det blir {duration_words(_minutes(bed, up))} i sängen. Kontrollera tiderna.",
            code="too_long_in_bed",
            field="u",
        )
    return bed, up


def _between(
    morning: date, bed_at: time, up_at: time, at: time | None, question: str
) -> datetime | None:
    """The moment between bedtime and rising when the clock shows `at`."""
    if at is None:
        return None
    over_midnight = bed_at > up_at
    if not (at >= bed_at or at <= up_at if over_midnight else bed_at <= at <= up_at):
        raise Refused(
            "Tiderna går inte ihop. Den här tiden ska ligga mellan att du gick till sängs "
            "och att du gick upp.",
            code="outside_the_night",
            field=question,
        )
    evening_before = over_midnight and at >= bed_at
    return instant(morning - timedelta(days=evening_before), at, field=question)


def _awake(awake: int | None, wakings: int | None) -> int | None:
    if wakings != 0:
        return awake
    if awake:
        raise Refused(
            "Du har skrivit att du vaknade 0 gånger. Då är tiden du var vaken också 0.",
            code="awake_without_waking",
            field="waso",
        )
    return 0


def _check_order(night: Night) -> None:
    if night.tried and night.woke and night.tried >= night.woke:
        raise Refused(
            "Tiderna går inte ihop. När du vaknade sista gången ska vara senare än när du "
            "ville somna.",
            code="times_do_not_add_up",
            field="w",
        )
    if night.tst is not None and night.tst < 0:
        raise Refused(
            "Tiderna går inte ihop. Tiden du låg vaken är längre än natten. Kontrollera tiderna.",
            code="times_do_not_add_up",
            field="waso",
        )
