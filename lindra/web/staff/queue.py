""" "Kön": who waits, why, since when, and the smallest thing to do (BEHAVIOUR N6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindra.access import May
from lindra.queries.queue import Item, count_kinds
from lindra.queries.queue import queue as waiting
from lindra.rules.flags import FlagKind
from lindra.rules.work import LEAVES, ORDER, Also, Kind
from lindra.web.door import StaffRequest, door
from lindra.web.staff.flags import CHIP, DRAWN, address
from lindra.web.staff.follow_ups import just_followed_up
from lindra.web.staff.frame import context

WORDS: dict[str, Kind] = {
    "lyfta": FlagKind.LIFTED,
    "person": Also.PERSON,
    "meddelande": FlagKind.MESSAGE,
    "genomfort": FlagKind.COMPLETED,
    "slutar": FlagKind.ENDING,
    "formular": FlagKind.ANSWERED,
    "nytt": FlagKind.NEW,
    "folj-upp": Also.FOLLOW_UP,
}
ALSO = {
    Also.PERSON: ("warning", "Kontrollera personen"),
    Also.FOLLOW_UP: ("", "Dags att följa upp"),
}
LABELS: dict[object, tuple[str, str]] = {**CHIP, **ALSO}
FROM_A_DAY = (FlagKind.ENDING, Also.FOLLOW_UP)  # what a day brings, at no hour


@door(May.SEE_MINE, "Kön")
def queue(request: StaffRequest) -> HttpResponse:
    """Everything that waits for somebody, filtered by the address; one log row for all."""
    kind = WORDS.get(request.GET.get("visa", ""))
    items = waiting(request.who, request.now)
    shown = [item for item in items if kind is None or kind in item.work.kinds]
    request.seen.patients = list({i.treatment.pk: i.treatment.patient for i in shown}.values())
    return render(
        request,
        "staff/queue.html",
        {
            **context(request, "queue"),
            "rows": [_row(item) for item in shown],
            "chips": _chips(items, kind),
            "legend": [(LABELS[each][1], LEAVES[each]) for each in ORDER],
            "any": bool(items),
            "filter": next((word for word, each in WORDS.items() if each is kind), ""),
            "looked": just_followed_up(request),
        },
    )


def _row(item: Item) -> dict[str, object]:
    work, treatment = item.work, item.treatment
    about = {
        "item": item,
        "kind": "plain",
        "follow_up": work.kind is Also.FOLLOW_UP,
        "day_alone": work.kind in FROM_A_DAY,
    }
    if work.flag:
        drawn = "late" if work.flag.late else DRAWN[work.flag.kind]
        act = {"url": address(work.flag, treatment), "act": _act(work.flag.kind, work.flag.count)}
        return {**about, **act, "kind": drawn}
    if work.kind is Also.PERSON:
        url = reverse("check_person", args=[treatment.pk])
        return {**about, "kind": "lifted", "url": url, "act": "Kontrollera personen"}
    return {**about, "url": reverse("manage", args=[treatment.pk]), "act": "Titta"}


def _act(kind: FlagKind, count: int) -> str:
    """The smallest thing to do."""
    match kind:
        case FlagKind.LIFTED | FlagKind.COMPLETED | FlagKind.ANSWERED:
            return "Läs svaret" if count == 1 else f"Läs {count} svar"
        case FlagKind.MESSAGE:
            return "Svara"
        case FlagKind.ENDING:
            return "Förläng eller avsluta"
        case _:
            return "Öppna"


def _chips(items: list[Item], current: Kind | None) -> list[dict[str, object]]:
    found, base = count_kinds(items), reverse("queue")
    words = {kind: word for word, kind in WORDS.items()}
    every: dict[str, object] = {
        "url": base,
        "icon": "users",
        "text": "Allt",
        "count": len(items),
        "current": current is None,
    }
    return [every] + [
        {
            "url": f"{base}?visa={words[kind]}",
            "icon": LABELS[kind][0],
            "text": LABELS[kind][1],
            "count": found.get(kind, 0),
            "current": kind is current,
        }
        for kind in ORDER
        if kind in found or kind is current
    ]
