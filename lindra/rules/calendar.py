"""Swedish days: the treatment's last day, reminders, and dates and times in words.

The one place that knows the time zone. Dates are Swedish dates; moments are aware datetimes.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lindra.rules.refused import Refused

SWEDEN = ZoneInfo("Europe/Stockholm")
REMINDER_DAYS = (30, 7)

_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_NEAR = {-1: "i går", 0: "i dag", 1: "i morgon"}


def last_day(start: date, months: int) -> date:
    """The last day of access, inclusive: the same date that many months on (BEHAVIOUR M3).

    A date that the month lacks becomes its last: 29 February is followed by 28 February.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days_left(last: date, today: date) -> int:
    """Days until the last day: 0 on the day itself, negative when it has passed."""
    return (last - today).days


def reminder_due(last: date, today: date) -> int | None:
    """Which reminder holds today: 30 from 30 days before, 7 from 7 days before, else None.

    It holds until the next, so that a day without a run loses none; the notice's key is
    (treatment, last day, this number).
    """
    left = days_left(last, today)
    return min((days for days in REMINDER_DAYS if 0 <= left <= days), default=None)


def local(moment: datetime) -> datetime:
    """The same moment on Swedish clocks. ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SWEDEN)


def local_date(moment: datetime) -> date:
    """The Swedish date at that moment."""
    return local(moment).date()


def instant(day: date, at: time, *, field: str = "") -> datetime:
    """The moment (UTC) when Swedish clocks show `at` on `day`.

    An hour that is run twice means the first (CONTENT 3.1). Raises `Refused` "no_such_time" for an
    hour that the clocks leap over.
    """
    shown = datetime.combine(day, at, tzinfo=SWEDEN)
    moment = shown.astimezone(UTC)
    if local(moment).time() != at:
        raise Refused(
            f"Klockan ställdes fram den natten, så tiden {at:%H:%M} fanns inte. Skriv tiden igen.",
            code="no_such_time",
            field=field,
        )
    return moment


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def date_words(day: date) -> str:
    """30 augusti 2027"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """augusti 2027"""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_words(day: date, today: date) -> str:
    """i går, i dag, i morgon; otherwise 30 augusti, with the year when it is another."""
    near = _NEAR.get((day - today).days)
    if near:
        return near
    words = date_words(day)
    return words.removesuffix(f" {today.year}")


def weekday_words(day: date) -> str:
    """söndag 22 november"""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def time_words(moment: datetime, now: datetime) -> str:
    """i dag 20:15; i går 07:00; 30 augusti 08:05"""
    return f"{day_words(local_date(moment), local_date(now))} {local(moment):%H:%M}"
