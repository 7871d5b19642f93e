""" "Mina": the therapist's patients with their flags, most urgent first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.queries.worklist import Row, counts, filtered, next_to_handle
from lindra.queries.worklist import mine as patients
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, FlagKind
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import FILTERS, context, list_filter, list_query

CHIP = {
    FlagKind.LIFTED: ("lifted", "Vill ha kontakt eller nytt symtom"),
    FlagKind.COMPLETED: ("check", "Programmet genomfört"),
    FlagKind.ANSWERED: ("form", "Besvarat formulär"),
    FlagKind.NEW: ("star", "Nytt program"),
}
DRAWN = {
    FlagKind.LIFTED: "lifted",
    FlagKind.COMPLETED: "done",
    FlagKind.ANSWERED: "answer",
    FlagKind.NEW: "new",
}


@door(May.SEE_MINE, "Mina patienter")
def mine(request: StaffRequest) -> HttpResponse:
    """The list, filtered by the address; one log row with all its patients."""
    chosen = list_filter(request, "visa")
    rows, shown = _rows(request, chosen)
    request.seen.patients = [row.treatment.patient for row in shown]
    return render(
        request,
        "staff/mine.html",
        {
            **context(request, "mine"),
            "rows": [
                {"row": row, "flags": [drawn(flag, row, chosen) for flag in row.flags]}
                for row in shown
            ],
            "chips": _chips(rows, FILTERS.get(chosen)),
            "all": len(rows),
            "filter": chosen,
        },
    )


@door(May.SEE_MINE, "Mina patienter")
def following(request: StaffRequest, after: UUID) -> HttpResponse:
    """ "Nästa att hantera": walks the filtered list."""
    chosen = list_filter(request, "lista")
    _, shown = _rows(request, chosen)
    row = next_to_handle(shown, after)
    if row is None:
        return redirect(reverse("mine") + (f"?visa={chosen}" if chosen else ""))
    return redirect(reverse("manage", args=[row.treatment.pk]) + list_query(chosen))


def drawn(flag: Flag, row: Row, chosen: str = "") -> dict[str, object]:
    """A flag as the template draws it: it leads to the thing itself."""
    args = [row.treatment.pk]
    url = (
        reverse("results_of_form", args=[*args, flag.form])
        if flag.form
        else reverse("manage", args=args)
    )
    about = row.programme.form(flag.form).title if flag.kind is FlagKind.ANSWERED else ""
    return {
        "kind": DRAWN[flag.kind],
        "text": flag.words,
        "url": url + list_query(chosen),
        "count": flag.count,
        "about": about,
    }


def _rows(request: StaffRequest, chosen: str) -> tuple[list[Row], list[Row]]:
    """Every row, and those of the filter."""
    rows = patients(request.who, local_date(request.now))
    return rows, filtered(rows, FILTERS.get(chosen))


def _chips(rows: list[Row], current: FlagKind | None) -> list[dict[str, object]]:
    address = reverse("mine")
    found = counts(rows)
    words = {kind: name for name, kind in FILTERS.items()}
    chips: list[dict[str, object]] = [
        {
            "url": address,
            "icon": "users",
            "text": "Alla",
            "count": len(rows),
            "current": current is None,
        }
    ]
    for kind in FlagKind:
        if kind in found or kind is current:
            icon, text = CHIP[kind]
            chips.append(
                {
                    "url": f"{address}?visa={words[kind]}",
                    "icon": icon,
                    "text": text,
                    "count": found.get(kind, 0),
                    "current": kind is current,
                }
            )
    return chips
