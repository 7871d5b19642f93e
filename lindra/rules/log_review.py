"""Log follow-up (F18): what a sample may be drawn for, and what a verdict must say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from lindra.rules.refused import Refused
from lindra.rules.working_days import is_working_day

MOST_ROWS = 300
MOST_DAYS = 366
LONGEST = 500  # characters of what is to be investigated
WORKING_HOURS = (7, 18)  # Swedish time: from seven until before six in the afternoon


class Rule(StrEnum):
    """What makes a row worth looking at; the words stand on the page.

    `NAMESAKE`: staff have no personal number here, so a colleague as patient is known by the name.
    """

    NAMESAKE = "namesake"
    OFF_HOURS = "off_hours"
    OUTSIDE_TEAM = "outside_team"
    EMERGENCY = "emergency"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Rule.NAMESAKE: "Patienten heter som någon som arbetar på enheten",
    Rule.OFF_HOURS: "Utanför arbetstid (vardagar 7–18)",
    Rule.OUTSIDE_TEAM: "Den som läste var inte i teamet",
    Rule.EMERGENCY: "Nödöppning",
}


def check_period(first: date, last: date, today: date) -> None:
    """`Refused` for a period that is backwards, not yet begun, or longer than 366 days."""
    if last < first:
        raise Refused("Sista dagen är före den första.", code="backwards", field="last")
    if last > today:
        raise Refused("Sista dagen har inte varit än.", code="ahead", field="last")
    if (last - first).days >= MOST_DAYS:
        raise Refused("Välj högst ett år.", code="too_long", field="first")


def check_rows(rows: int) -> None:
    """`Refused` for other than 1–300 rows."""
    if not 1 <= rows <= MOST_ROWS:
        raise Refused(f"Skriv ett antal från 1 till {MOST_ROWS}.", code="rows", field="rows")


def verdict_fault(verdict: str, words: str) -> str:
    """What a verdict ("fine" or "investigated") lacks with its words; "" for nothing."""
    if verdict not in ("fine", "investigated"):
        return "Välj ett av svaren."
    if verdict == "investigated" and not words:
        return "Skriv vad som ska utredas."
    if len(words) > LONGEST:
        return f"Texten är {len(words)} tecken. Den får vara högst {LONGEST}."
    return ""


def free_days(first: date, last: date) -> Iterator[date]:
    """The days of the period on which nobody is expected to work."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if not is_working_day(day):
            yield day
