"""What may be published of a unit's treatments that began in a year (BEHAVIOUR F15).

Every table counts the same treatments, so each is a list whose sum is how many began. That sum is
told or, under five, hides all; between the lists nothing else adds up to anything. What can be
worked out is therefore what follows within one list, and `rules.statistics` sees to that.

A year is counted as of one day, its last, whenever it is looked at: pages of two days are the same,
and nothing is the difference between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lindra.rules.statistics import shown_list

YEARS_BACK = 5  # how many years there are to choose among, whether anybody began in them or not
FIRST_MONTH = 2  # in which last year is shown

Told = int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Treatments that began in a year, counted.

    `months` and `standing` each hold every treatment once; `completed` is how many are carried out,
    a module's how many are (under way, done), a form's (treatments that used it, fillings).
    """

    months: Sequence[int]
    standing: Sequence[int]
    completed: int
    modules: Sequence[tuple[int, int]]
    forms: Sequence[tuple[int, int]]

    @property
    def began(self) -> int:
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Published:
    """The same as it may be shown: None is hidden.

    `completed` is (carried out, not), a module (not begun, under way, done), a form (treatments
    that used it, fillings).
    """

    began: Told
    months: tuple[Told, ...]
    standing: tuple[Told, ...]
    completed: tuple[Told, ...]
    modules: tuple[tuple[Told, ...], ...]
    forms: tuple[tuple[Told, Told], ...]


def published(counts: Counts) -> Published:
    """What may be shown. ValueError when a list counts other treatments than the months do.

    How many did not use a form is protected as well: it is the rest of those who began. Fillings
    are hidden with the number of those who made them.
    """
    began = counts.began
    if sum(counts.standing) != began:
        raise ValueError("each treatment stands somewhere, once")
    return Published(
        _list([began])[0],
        _list(counts.months),
        _list(counts.standing),
        _list([counts.completed, began - counts.completed]),
        tuple(_list([began - way - done, way, done]) for way, done in counts.modules),
        tuple(_form(used, fillings, began) for used, fillings in counts.forms),
    )


def counted_until(year: int) -> date:
    """The one day as of which a year is counted: its last."""
    return date(year, 12, 31)


def years(today: date) -> tuple[int, ...]:
    """The years to choose among, the latest first: the same for every unit.

    A year is shown from February on: what ended in December can no longer be reopened (M18b).
    """
    latest = today.year - (1 if today.month >= FIRST_MONTH else 2)
    return tuple(range(latest, latest - YEARS_BACK, -1))


def months(year: int) -> tuple[date, ...]:
    """The first days of the year's months."""
    return tuple(date(year, month, 1) for month in range(1, 13))


def _form(used: int, fillings: int, began: int) -> tuple[Told, Told]:
    told = _list([used, began - used])[0]
    return told, None if told is None else fillings


def _list(counts: Sequence[int]) -> tuple[Told, ...]:
    """ValueError for a count below nought."""
    told = shown_list({str(n): count for n, count in enumerate(counts)})
    return tuple(told.row(str(n))[0] for n in range(len(counts)))
