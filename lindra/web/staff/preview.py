"""The programme as the patient sees it, for staff: it leaves no trace for the patient (M11)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from lindra.access import May
from lindra.models import Treatment
from lindra.rules.progress import neighbours
from lindra.web.door import StaffRequest, door
from lindra.web.frame import frame
from lindra.web.page_words import page_context
from lindra.web.staff.frame import patient_context
from lindra.web.words import in_words_for_staff


@door(May.READ_TREATMENT, "Programmets innehåll")
def module(request: StaffRequest, treatment: Treatment, module_id: str) -> HttpResponse:
    """A module's goals, pages and tasks."""
    here = frame(treatment, request.now)
    chosen = here.module(module_id)
    page = {**patient_context(request, treatment, ""), "module": chosen}
    return render(request, "staff/preview_module.html", page)


@door(May.READ_TREATMENT, "Programmets innehåll")
def page(request: StaffRequest, treatment: Treatment, module_id: str, page_id: str) -> HttpResponse:
    """A page. The patient's own words are shown where the page recalls them."""
    here = frame(treatment, request.now)
    chosen = here.module(module_id)
    shown = here.page(module_id, page_id)
    before, after = neighbours(chosen.pages, shown.id)
    return render(
        request,
        "staff/preview_page.html",
        {
            **patient_context(request, treatment, ""),
            **page_context(here, shown),
            "body": in_words_for_staff(shown.html, treatment, here.programme, here.therapist),
            "module": chosen,
            "before": before,
            "after": after,
        },
    )
