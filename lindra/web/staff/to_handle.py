"""The box "Att hantera": everything in a treatment that waits for somebody (BEHAVIOUR M11, M15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lindra.models import Message, Treatment
from lindra.models.answer import UNREAD
from lindra.programme.registry import programme
from lindra.queries.facts import staff_facts
from lindra.queries.inbox import misdirected
from lindra.queries.life import phase_of
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, FlagKind, staff_flags
from lindra.rules.lifecycle import TRANSITIONS, Act
from lindra.web.staff.flags import address

WAYS_OUT = ((Act.EXTEND, "Förläng"), (Act.MAINTAIN, "Vidmakthåll"), (Act.END, "Avsluta"))


def to_handle(treatment: Treatment, now: datetime, chosen: str = "") -> dict[str, object]:
    """The flags, each with what may be done about it, and what was sent by mistake.

    A form stands once, with the number and the ids that it stands for.
    """
    ids: dict[str, list[UUID]] = {}
    for pk, form in treatment.answers.filter(UNREAD).values_list("pk", "form"):
        ids.setdefault(form, []).append(pk)
    flags = staff_flags(staff_facts([treatment], now)[treatment.pk])
    return {
        "boxes": [_box(flag, treatment, ids.get(flag.form, []), now, chosen) for flag in flags],
        "misdirected": _misdirected(treatment, now),
    }


def _box(
    flag: Flag, treatment: Treatment, ids: list[UUID], now: datetime, chosen: str
) -> dict[str, object]:
    return {
        "flag": flag,
        "form": programme(treatment.programme).form(flag.form) if flag.form else None,
        "ids": ids,
        "can_mark": flag.kind is FlagKind.ANSWERED,
        "url": address(flag, treatment, chosen),
        "ways_out": _ways_out(treatment, now) if flag.kind is FlagKind.ENDING else [],
    }


def _ways_out(treatment: Treatment, now: datetime) -> list[tuple[str, str]]:
    """(address, words) of what clears "ending": nothing else does (M14b e)."""
    stage = phase_of(treatment, local_date(now))
    return [
        (reverse(act.value, args=[treatment.pk]), words)
        for act, words in WAYS_OUT
        if (stage, act) in TRANSITIONS
    ]


def _misdirected(treatment: Treatment, now: datetime) -> list[tuple[str, Message]]:
    """(address, message) of what was marked "Felskickat": told, with its text hidden (M12)."""
    found = misdirected([treatment.pk], now).get(treatment.pk, [])
    return [
        (reverse("conversation", args=[treatment.pk, each.conversation_id]), each) for each in found
    ]
