"""A note ready for the record: text to read, to approve and to copy (BEHAVIOUR N8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.record_notes import approve_record_note
from lindra.models import Treatment
from lindra.queries.record_note import approved_notes, next_note
from lindra.rules.record_note import fingerprint, has_news
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import patient_context


@door(
    May.HANDLE_TREATMENT,
    "Anteckning till journalen",
    methods=("GET", "POST"),
    activity=Activity.WRITE,
)
def record_note(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """What has come since the last one, and those that are approved. Refused, the new text."""
    if request.method != "POST":
        return _page(request, treatment)
    try:
        note = approve_record_note(
            treatment=treatment,
            shown=request.POST.get("shown", ""),
            by=request.who,
            now=request.now,
        )
    except Refused as refused:
        request.seen.activity = Activity.READ
        return _page(request, treatment, refused)
    messages.success(request, "Anteckningen är godkänd. Kopiera den till journalen.")
    return redirect(reverse("record_note", args=[treatment.pk]) + f"#godkand-{note.pk}")


def _page(
    request: StaffRequest, treatment: Treatment, refused: Refused | None = None
) -> HttpResponse:
    text, _ = next_note(treatment, request.now)
    page = {
        **patient_context(request, treatment, "notes"),
        "text": text,
        "rows": text.count("\n") + 1,
        "has_news": has_news(text),
        "shown": fingerprint(text),
        "approved": approved_notes(treatment),
        "refused": refused,
    }
    return render(request, "staff/record_note.html", page, status=422 if refused else 200)
