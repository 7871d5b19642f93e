"""Which forms are offered today: computed from what was sent, never pushed (F3, M5c)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from lindra.programme.spec import Every, Form

WEEK_DAYS = 7


def due(
    forms: Collection[Form], last_sent: Mapping[str, date], reached: Collection[str], today: date
) -> tuple[Form, ...]:
    """The forms to offer today, in the programme's order.

    A weekly form when seven days have passed since it was last sent; a daily one that is not yet
    sent today. Each once its module is reached, or once it has been sent before. A form that
    follows another on its day alone, unless it has been sent since the other was.
    """
    return tuple(
        form
        for form in forms
        if (form.every and _is_due(form, last_sent, reached, today))
        or (form.days_after and _follows_today(form, last_sent, today))
    )


def _follows_today(form: Form, last_sent: Mapping[str, date], today: date) -> bool:
    first, last = last_sent.get(form.follows), last_sent.get(form.id)
    if first is None or (last is not None and last > first):
        return False
    return (today - first).days == form.days_after


def _is_due(
    form: Form, last_sent: Mapping[str, date], reached: Collection[str], today: date
) -> bool:
    last = last_sent.get(form.id)
    if last is None:
        return form.module in reached
    days = (today - last).days
    return days >= WEEK_DAYS if form.every is Every.WEEK else days >= 1
