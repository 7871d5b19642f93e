""" "Välj moduler": what the patient is shown, and "Börja här" (BEHAVIOUR M4, F1)."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.lifecycle import Changed
from lindra.actions.modules import choose_modules, recommend_begin
from lindra.models import Treatment
from lindra.queries.life import phase_of, seen_of
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import Act, check_act
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import kept_filter, patient_context
from lindra.web.staff.life import impossible
from lindra.web.staff.life_forms import ShownForm

TITLE = "Välj moduler"


@door(May.HANDLE_TREATMENT, TITLE, methods=("GET", "POST"), activity=Activity.WRITE)
def choose(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Tick what is shown, choose what is recommended."""
    today = local_date(request.now)
    try:
        check_act(Act.CHOOSE_MODULES, phase_of(treatment, today))
    except Refused as refused:
        return impossible(request, treatment, refused, TITLE)
    form = ShownForm(treatment, today, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, treatment, form)
    if not form.is_valid():
        return _page(request, treatment, form, status=422)
    try:
        _save(request, treatment, form)
    except Changed as changed:
        treatment.refresh_from_db()
        return _page(request, treatment, form, refused=changed, status=409)
    except Refused as refused:
        form.tell(refused)
        return _page(request, treatment, form, status=422)
    messages.success(request, "Sparat. Patienten ser ändringen direkt.")
    return redirect(reverse("manage", args=[treatment.pk]) + kept_filter(request))


def _save(request: StaffRequest, treatment: Treatment, form: ShownForm) -> None:
    """Both choices or neither."""
    chosen = form.cleaned_data
    with transaction.atomic():
        changed = choose_modules(
            treatment=treatment,
            shown=chosen["modules"],
            seen=request.POST.get("seen", ""),
            by=request.who,
            now=request.now,
        )
        recommend_begin(
            treatment=treatment,
            module=chosen["begin"],
            seen=seen_of(changed),
            by=request.who,
            now=request.now,
        )


def _page(
    request: StaffRequest,
    treatment: Treatment,
    form: ShownForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    if status != 200:
        request.seen.activity = Activity.READ
    page = {
        **patient_context(request, treatment, ""),
        "form": form,
        "refused": refused,
        "has_errors": bool(form.is_bound and form.errors),
        "seen": seen_of(treatment),
    }
    return render(request, "staff/life_modules.html", page, status=status)
