"""Filters that every template has: days and times in words."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join

from lindra import clock
from lindra.programme.spec import Calculation, Form, FormKind
from lindra.rules import calendar, notices
from lindra.rules.diaries.times import duration_words

register = template.Library()
DASH = "– "


@register.filter
def day_words(value: date | datetime | None) -> str:
    """i dag, i går, i morgon, 30 augusti; the year when it is another."""
    if value is None:
        return ""
    day = calendar.local_date(value) if isinstance(value, datetime) else value
    return calendar.day_words(day, calendar.local_date(clock.now()))


@register.filter
def date_words(value: date | datetime | None) -> str:
    """30 augusti 2027"""
    if value is None:
        return ""
    return calendar.date_words(calendar.local_date(value) if isinstance(value, datetime) else value)


@register.filter
def time_words(value: datetime | None) -> str:
    """i dag 20:15"""
    return "" if value is None else calendar.time_words(value, clock.now())


@register.filter
def weekday_words(value: date) -> str:
    """söndag 22 november"""
    return calendar.weekday_words(value)


@register.filter
def fault_words(code: str) -> str:
    """Why a notice did not arrive."""
    return notices.fault_words(code)


@register.filter
def minutes_words(value: int) -> str:
    """8 tim 30 min"""
    return duration_words(value)


@register.filter
def form_icon(form: Form) -> str:
    """The icon that stands for a form wherever it is listed."""
    if form.calculation in CALCULATION_ICONS and form.kind is FormKind.DIARY:
        return CALCULATION_ICONS[form.calculation]
    return "week" if form.kind is FormKind.WEEKLY else "form"


CALCULATION_ICONS = {
    Calculation.SLEEP: "sleep",
    Calculation.TRAINING: "training",
    Calculation.ACTIVITY: "diary",
}


@register.filter
def longest(texts: Iterable[str]) -> int:
    """How many characters the longest of the texts has: short ones stand side by side."""
    return max((len(text) for text in texts), default=0)


@register.filter
def beside(left: Iterable[object], right: Iterable[object]) -> list[tuple[object, object]]:
    """Each of the left with the one of the right that stands in its place."""
    return list(zip(left, right, strict=False))


@register.filter
def first_sentence(text: str) -> str:
    """The first sentence, for a list where the whole text stands on the next page."""
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "." if text else ""


@register.filter
def paragraphs(text: str) -> str:
    """Plain text as paragraphs; lines that begin with a dash are a list."""
    return format_html_join("", "{}", ((_part(part),) for part in _parts(text)))


def _parts(text: str) -> Iterable[list[str]]:
    for block in text.strip().split("\n\n"):
        lines = [line.strip() for line in block.splitlines()]
        yield from (list(group) for _, group in groupby(lines, lambda line: line.startswith(DASH)))


def _part(lines: list[str]) -> str:
    if not lines[0].startswith(DASH):
        return format_html("<p>{}</p>", " ".join(lines))
    items = ((line.removeprefix(DASH),) for line in lines)
    return format_html('<ul class="points">{}</ul>', format_html_join("", "<li>{}</li>", items))
