"""Swedish working days: when a message is to be answered, and when the answer is late (N7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import holidays

from lindra.rules.calendar import local_date

FRIDAY = 4
DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Neither Saturday nor Sunday, a public holiday, nor one of the three eves."""
    return day.weekday() <= FRIDAY and day not in _free(day.year)


def reply_by(sent: date, working_days: int) -> date:
    """The last day to answer what was sent on that Swedish date.

    That many working days after it; with 0 the day itself, or the next working day.
    """
    day, left = sent, working_days
    while left > 0 or not is_working_day(day):
        day += DAY
        left -= is_working_day(day)
    return day


def overdue(sent_at: datetime, unit_reply_days: int, now: datetime) -> bool:
    """Whether the last day to answer is over, on Swedish clocks."""
    return local_date(now) > reply_by(local_date(sent_at), unit_reply_days)


@cache
def _free(year: int) -> frozenset[date]:
    """Public holidays, and those free in fact: the eves of midsummer, Christmas and New Year."""
    found = holidays.country_holidays("SE", years=year, categories=("public", "de_facto"))
    return frozenset(found)
