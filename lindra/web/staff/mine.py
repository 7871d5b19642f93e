""" "Mina": the therapist's patients with their flags, most urgent first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from lindra.access import May
from lindra.queries import worklist
from lindra.queries.worklist import Filter, Row
from lindra.rules.attention import Quiet
from lindra.web.door import StaffRequest, door
from lindra.web.staff.flags import chips, drawn
from lindra.web.staff.follow_ups import just_followed_up
from lindra.web.staff.frame import FILTERS, context, list_filter, list_query
from lindra.web.staff.walk import row_after
from lindra.web.staff.walk import shown as list_of

SHOWN = 2  # flags on a line
LEFT = (("folj-upp", "att följa upp", "att följa upp"), ("tysta", "tyst", "tysta"))


@door(May.SEE_MINE, "Mina patienter")
def mine(request: StaffRequest) -> HttpResponse:
    """The list, filtered by the address; one log row with all its patients."""
    chosen = list_filter(request, "visa")
    kind = FILTERS.get(chosen)
    rows = worklist.mine(request.who, request.now)
    shown = list_of(request, rows, kind)
    request.seen.patients = [row.treatment.patient for row in shown]
    ended = worklist.count_ended(request.who, request.now)
    found = worklist.counts(rows) | {Quiet.ENDED: ended}
    return render(
        request,
        "staff/mine.html",
        {
            **context(request, "mine"),
            **chips("mine", found, kind, len(rows)),
            "rows": [_line(row, kind, chosen) for row in shown],
            "any": bool(rows or ended),
            "filter": chosen,
            "ended": kind is Quiet.ENDED,
            "looked": just_followed_up(request),
        },
    )


@door(May.SEE_MINE, "Mina patienter")
def following(request: StaffRequest, after: UUID) -> HttpResponse:
    """ "Nästa att hantera": walks the filtered list."""
    chosen = list_filter(request, "lista")
    rows = worklist.mine(request.who, request.now)
    row = row_after(request, after, rows)
    if row is None:
        messages.success(request, _last_words(rows))
        return redirect(reverse("mine") + (f"?visa={chosen}" if chosen else ""))
    return redirect(reverse("manage", args=[row.treatment.pk]) + list_query(chosen))


def _last_words(rows: list[Row]) -> str:
    """That nothing waits, and what is left that is no flag, as links to the filters."""
    found, base = worklist.counts(rows), reverse("mine")
    left = [
        format_html(
            '<a href="{}?visa={}">{} {}</a>', base, name, count, one if count == 1 else many
        )
        for name, one, many in LEFT
        if (count := found.get(FILTERS[name], 0))
    ]
    words = "Det var det sista att hantera."
    if not left:
        return words
    return format_html("{} Kvar utan flagga: {}.", words, format_html_join(", ", "{}", zip(left)))


def _line(row: Row, kind: Filter | None, chosen: str) -> dict[str, object]:
    """A patient on one line: two flags, the filter's own first, and how many there are beside."""
    flags = sorted(row.flags, key=lambda flag: kind not in flag.kinds)
    shown = [drawn(flag, row.treatment, row.programme, chosen) for flag in flags[:SHOWN]]
    if len(flags) > 1:
        shown = [{**flag, "about": ""} for flag in shown]
    return {"row": row, "flags": shown, "more": len(flags) - len(shown)}
