"""The box "Att hantera": everything in a treatment that waits for somebody (BEHAVIOUR M11, M15)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from lindra.models import Message, Treatment
from lindra.models.answer import UNREAD
from lindra.programme.registry import programme
from lindra.queries.facts import staff_facts
from lindra.queries.inbox import misdirected
from lindra.queries.life import phase_of
from lindra.rules.attention import days_silent, is_silent
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, FlagKind, staff_flags
from lindra.rules.lifecycle import TRANSITIONS, Act, Phase, State
from lindra.web.staff.flags import address
from lindra.web.staff.frame import list_query

WAYS_OUT = ((Act.EXTEND, "Förläng"), (Act.MAINTAIN, "Vidmakthåll"), (Act.END, "Avsluta"))


def to_handle(
    treatment: Treatment, now: datetime, chosen: str = "", *, handles: bool = True
) -> dict[str, object]:
    """The flags, each with what may be done about it, and what was sent by mistake.

    A form stands once, with the number and the ids that it stands for. Who does not handle the
    treatment sees the same, and nothing to do.
    """
    ids: dict[str, list[UUID]] = {}
    for pk, form in treatment.answers.filter(UNREAD).values_list("pk", "form"):
        ids.setdefault(form, []).append(pk)
    flags = staff_flags(staff_facts([treatment], now)[treatment.pk])
    boxes = [_box(flag, treatment, ids.get(flag.form, []), now, chosen) for flag in flags]
    if not handles:
        boxes = [{**box, "can_mark": False, "ways_out": []} for box in boxes]
    return {
        "boxes": boxes,
        "misdirected": _misdirected(treatment, now, chosen),
        "silent": _silent(treatment, local_date(now)),
        "opens": treatment.starts_on if treatment.starts_on > local_date(now) else None,
        "is_ended": treatment.state == State.ENDED,
    }


def _silent(treatment: Treatment, today: date) -> int | None:
    """For how many days a patient has been silent, once that is worth a look (F6)."""
    latest = treatment.last_active_at
    if latest is None or not is_silent(latest, today):
        return None
    return days_silent(latest, today) if phase_of(treatment, today) is Phase.RUNNING else None


def _box(
    flag: Flag, treatment: Treatment, ids: list[UUID], now: datetime, chosen: str
) -> dict[str, object]:
    return {
        "flag": flag,
        "form": programme(treatment.programme).form(flag.form) if flag.form else None,
        "ids": ids,
        "can_mark": flag.kind is FlagKind.ANSWERED,
        "url": address(flag, treatment, chosen),
        "ways_out": ways_out(treatment, now, chosen) if flag.kind is FlagKind.ENDING else [],
    }


def ways_out(treatment: Treatment, now: datetime, chosen: str = "") -> list[tuple[str, str]]:
    """(address, words) of what the team may do with the whole: it clears "ending" (M14b e)."""
    stage = phase_of(treatment, local_date(now))
    return [
        (reverse(act.value, args=[treatment.pk]) + list_query(chosen), words)
        for act, words in WAYS_OUT
        if (stage, act) in TRANSITIONS
    ]


def _misdirected(treatment: Treatment, now: datetime, chosen: str) -> list[tuple[str, Message]]:
    """(address, message) of what was marked "Felskickat": told, with its text hidden (M12)."""
    found, query = misdirected([treatment.pk], now).get(treatment.pk, []), list_query(chosen)
    return [
        (reverse("conversation", args=[treatment.pk, each.conversation_id]) + query, each)
        for each in found
    ]
