"""Flags and filters as staff see them: icon, words, and the address of the thing itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from lindra.models import Treatment
from lindra.programme.spec import Programme
from lindra.queries.worklist import Filter
from lindra.rules.attention import Quiet
from lindra.rules.flags import Flag, FlagKind
from lindra.web.staff.frame import FILTERS, list_query

CHIP: dict[Filter, tuple[str, str]] = {
    FlagKind.LIFTED: ("lifted", "Vill ha kontakt eller nytt symtom"),
    FlagKind.MESSAGE: ("mail", "Nytt meddelande"),
    FlagKind.COMPLETED: ("check", "Programmet genomfört"),
    FlagKind.ENDING: ("hourglass", "Slutar eller har gått ut"),
    FlagKind.ANSWERED: ("form", "Besvarat formulär"),
    FlagKind.NEW: ("star", "Nytt program"),
    Quiet.FOLLOW_UP: ("", "Dags att följa upp"),
    Quiet.SILENT: ("", "Tysta"),
    Quiet.NOT_BEGUN: ("", "Inte börjat"),
    Quiet.EXPIRED: ("", "Tiden har gått ut"),
    Quiet.ENDED: ("", "Avslutade"),
}
DRAWN = {
    FlagKind.LIFTED: "lifted",
    FlagKind.MESSAGE: "message",
    FlagKind.COMPLETED: "done",
    FlagKind.ENDING: "ending",
    FlagKind.ANSWERED: "answer",
    FlagKind.NEW: "new",
}


def drawn(
    flag: Flag, treatment: Treatment, content: Programme, chosen: str = ""
) -> dict[str, object]:
    """A flag as the template draws it: it leads to the thing itself (BEHAVIOUR M10)."""
    about = content.form(flag.form).title if flag.kind is FlagKind.ANSWERED else ""
    return {
        "kind": "late" if flag.late else DRAWN[flag.kind],
        "text": flag.words,
        "url": address(flag, treatment, chosen),
        "count": flag.count,
        "about": about,
    }


def address(flag: Flag, treatment: Treatment, chosen: str = "") -> str:
    """Where the thing itself is: the answers, the conversation, or the box on "Hantera"."""
    if flag.form:
        return reverse("results_of_form", args=[treatment.pk, flag.form]) + list_query(chosen)
    if flag.conversation:
        thread = reverse("conversation", args=[treatment.pk, flag.conversation])
        return thread + list_query(chosen) + "#nyast"
    box = "#att-hantera" if flag.kind is FlagKind.ENDING else ""
    return reverse("manage", args=[treatment.pk]) + list_query(chosen) + box


def chips(
    page: str, found: Mapping[Filter, int], current: Filter | None, total: int
) -> dict[str, list[dict[str, object]]]:
    """The filters with how many each shows: those of flags, and the quiet ones beside them."""
    words = {kind: name for name, kind in FILTERS.items()}
    base = reverse(page)
    every = [_chip(base, "users", "Alla", total, chosen=current is None)]
    shown = [kind for kind in CHIP if found.get(kind) or kind is current]
    made = {
        kind: _chip(
            f"{base}?visa={words[kind]}", *CHIP[kind], found.get(kind, 0), chosen=kind is current
        )
        for kind in shown
    }
    return {
        "chips": every + [made[kind] for kind in shown if isinstance(kind, FlagKind)],
        "quiet_chips": [made[kind] for kind in shown if isinstance(kind, Quiet)],
    }


def _chip(url: str, icon: str, text: str, count: int, *, chosen: bool) -> dict[str, object]:
    return {"url": url, "icon": icon, "text": text, "count": count, "current": chosen}
