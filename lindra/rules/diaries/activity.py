"""The activity log: rows of a few days, and what follows from them by arithmetic (CONTENT 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lindra.rules.calendar import instant, local_date
from lindra.rules.diaries import values as read
from lindra.rules.diaries.figures import count_words, mean

REST = "vila"
EVEN, UNEVEN, SEESAW = "jämnt", "ganska ojämnt", "berg- och dalbana"
ENOUGH_ROWS = 2

# The two lists, in words beside them on the page.
COSTS_MUCH = -2
GIVES_LITTLE, GIVES_MUCH = 4, 6
RULE_IN_WORDS = (
    "Kostar mycket: energin sjönk minst 2 steg. Ger lite: 0–4 på hur viktigt eller roligt. "
    "Ger mycket: 6–10."
)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Something that was done. `start` is UTC; pain, energy and meaning 0–10, None if not said."""

    start: datetime
    minutes: int
    category: str
    what: str = ""
    posture: str | None = None
    before: int | None = None
    after: int | None = None
    energy_before: int | None = None
    energy_after: int | None = None
    meaning: int | None = None
    amount: str | None = None

    @property
    def day(self) -> date:
        """The Swedish date on which it began; all its minutes count there."""
        return local_date(self.start)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def pain_change(self) -> int | None:
        return _difference(self.before, self.after)

    @property
    def energy_change(self) -> int | None:
        return _difference(self.energy_before, self.energy_after)


@dataclass(frozen=True, slots=True)
class ActivityDay:
    """A day with at least one row: minutes of rest, and of everything else."""

    day: date
    active: int
    rest: int


@dataclass(frozen=True, slots=True)
class CategoryMeans:
    """Mean changes in a category, one decimal; None when fewer than two rows have one."""

    category: str
    rows: int
    pain_change: float | None
    energy_change: float | None


def row_from_values(values: read.Values) -> ActivityRow:
    """A row from an answer's values; needed are datum, start (time), minuter (5–720) and kat.

    Raises `Refused` with field and code: missing, no_such_date, not_a_time, no_such_time,
    not_a_number, out_of_range.
    """
    day = read.needed(read.day(values, "datum"), "datum")
    start = read.needed(read.clock(values, "start"), "start")
    return ActivityRow(
        start=instant(day, start, field="start"),
        minutes=read.needed(read.whole(values, "minuter", 5, 720), "minuter"),
        category=read.needed(read.choice(values, "kat"), "kat"),
        what=read.words(values, "vad"),
        posture=read.choice(values, "stallning"),
        before=read.nrs(values, "fore"),
        after=read.nrs(values, "efter"),
        energy_before=read.nrs(values, "energi_f"),
        energy_after=read.nrs(values, "energi_e"),
        meaning=read.nrs(values, "mening"),
        amount=read.choice(values, "lagom"),
    )


def overlapping(row: ActivityRow, others: Iterable[ActivityRow]) -> tuple[ActivityRow, ...]:
    """The others that share a moment with it: something to tell, never to refuse."""
    return tuple(other for other in others if other.start < row.end and row.start < other.end)


def days(rows: Sequence[ActivityRow]) -> tuple[ActivityDay, ...]:
    """The days that were logged, oldest first."""
    return tuple(_day(day, rows) for day in sorted({row.day for row in rows}))


def categories(rows: Sequence[ActivityRow]) -> tuple[CategoryMeans, ...]:
    """Each category that occurs, in alphabetical order."""
    return tuple(
        _category(name, [row for row in rows if row.category == name])
        for name in sorted({row.category for row in rows})
    )


def spread_words(logged: Sequence[ActivityDay]) -> str | None:
    """Most active minutes of a day / fewest: below 1.5 even, above 2.5 a seesaw, in words.

    None for fewer than two days, and when no day has any active minutes.
    """
    active = [day.active for day in logged]
    if len(active) < 2 or not max(active):
        return None
    most, fewest = 2 * max(active), min(active)
    if most < 3 * fewest:
        return EVEN
    return UNEVEN if most <= 5 * fewest else SEESAW


def costs_much_gives_little(rows: Iterable[ActivityRow]) -> tuple[ActivityRow, ...]:
    """Rows whose energy fell by at least 2 and whose meaning is 0–4."""
    return tuple(row for row in rows if _costs_much(row) is True and _within(row, 0, GIVES_LITTLE))


def costs_little_gives_much(rows: Iterable[ActivityRow]) -> tuple[ActivityRow, ...]:
    """Rows whose energy fell by less than 2, or rose, and whose meaning is 6–10."""
    return tuple(row for row in rows if _costs_much(row) is False and _within(row, GIVES_MUCH, 10))


def finding(rows: Sequence[ActivityRow]) -> str | None:
    """One sentence on the active minutes of the days that were logged; None without rows."""
    logged = days(rows)
    if not logged:
        return None
    written = f"Du har skrivit upp {count_words(len(logged), 'dag', 'dagar')}"
    spread = spread_words(logged)
    if spread is None:
        return f"{written}."
    active = [day.active for day in logged]
    return f"{written}. Aktiv tid per dag: {spread}, {min(active)}–{max(active)} minuter."


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _day(day: date, rows: Iterable[ActivityRow]) -> ActivityDay:
    of_the_day = [row for row in rows if row.day == day]
    total = sum(row.minutes for row in of_the_day)
    rest = sum(row.minutes for row in of_the_day if row.category == REST)
    return ActivityDay(day=day, active=total - rest, rest=rest)


def _category(name: str, rows: Sequence[ActivityRow]) -> CategoryMeans:
    return CategoryMeans(
        category=name,
        rows=len(rows),
        pain_change=mean((row.pain_change for row in rows), at_least=ENOUGH_ROWS),
        energy_change=mean((row.energy_change for row in rows), at_least=ENOUGH_ROWS),
    )


def _costs_much(row: ActivityRow) -> bool | None:
    return None if row.energy_change is None else row.energy_change <= COSTS_MUCH


def _within(row: ActivityRow, low: int, high: int) -> bool:
    return row.meaning is not None and low <= row.meaning <= high
