"""Reads the values of one answer: question id → what is stored, or None when nothing was said.

Stored are whole numbers, texts, dates as YYYY-MM-DD and times as HH:MM. Empty is never 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import TypeVar

from lindra.rules.diaries.times import parse_time
from lindra.rules.refused import Refused

Values = Mapping[str, object]
T = TypeVar("T")

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_YEARS = range(2000, 2200)


def whole(values: Values, question: str, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`. Raises `Refused` "not_a_number" or "out_of_range"."""
    text = words(values, question)
    if not text:
        return None
    between = f"Skriv ett helt tal mellan {low} och {high}."
    if not _WHOLE.fullmatch(text):
        raise Refused(between, code="not_a_number", field=question)
    if not low <= int(text) <= high:
        raise Refused(between, code="out_of_range", field=question)
    return int(text)


def nrs(values: Values, question: str) -> int | None:
    """A whole number 0–10."""
    return whole(values, question, 0, 10)


def day(values: Values, question: str) -> date | None:
    """A date. Raises `Refused` "no_such_date"."""
    text = words(values, question)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.year in _YEARS:
        return found
    raise Refused(
        "Datumet finns inte. Skriv det så här: 2026-11-22", code="no_such_date", field=question
    )


def clock(values: Values, question: str) -> time | None:
    """A time of day. Raises `Refused` "not_a_time"."""
    text = words(values, question)
    return parse_time(text, field=question) if text else None


def ticked(values: Values, question: str) -> bool:
    return words(values, question) in ("True", "true", "ja", "on")


def words(values: Values, question: str) -> str:
    """The text, without blanks at its ends; "" when nothing was written."""
    value = values.get(question)
    return "" if value is None else str(value).strip()


def choice(values: Values, question: str) -> str | None:
    """The value of a choice in one spelling: "Som plan" and "som-plan" are som_plan."""
    text = words(values, question).casefold()
    return text.replace(" ", "_").replace("-", "_") or None


def needed(value: T | None, question: str) -> T:
    """The value. Raises `Refused` "missing" when there is none."""
    if value is None:
        raise Refused("Det här behöver fyllas i.", code="missing", field=question)
    return value
