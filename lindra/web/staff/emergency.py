""" "Nödöppna": by a personal number, with a reason, for today; and the unit takes note."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May, NotReachable, fetch
from lindra.actions.access_log import Activity
from lindra.actions.emergency import LONGEST, mark_emergency_seen, open_in_emergency
from lindra.models import EmergencyOpening, Treatment
from lindra.programme.registry import programme
from lindra.queries.emergency import treatments_of_number
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.fields import NO_NULLS, TextField
from lindra.web.staff.frame import context
from lindra.web.staff.number_form import NumberForm
from lindra.web.widgets import LongText

RESOURCE = "Nödöppning"
GET_POST = ("GET", "POST")


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False
    all_needed = True
    reason = TextField(
        label="Varför behöver du läsa?",
        required=False,
        widget=LongText(maximum=LONGEST, rows=3),
        error_messages=NO_NULLS,
    )


@door(May.FIND_IN_EMERGENCY, RESOURCE, methods=GET_POST)
def find(request: StaffRequest) -> HttpResponse:
    """The number, which never stands in an address. A stranger and nobody give the same answer."""
    form = NumberForm(local_date(request.now), request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _find_page(request, form)
    unit = request.who.commission.unit
    found = treatments_of_number(unit, form.cleaned_data["number"])
    if not found:
        return _find_page(request, form, nobody=True)
    request.seen.patients = [found[0].patient]
    if len(found) == 1:
        return redirect(_address(request, found[0]))
    return _find_page(request, form, found=found)


@door(May.OPEN_IN_EMERGENCY, RESOURCE, methods=GET_POST, activity=Activity.EMERGENCY)
def open_(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Who it is, what follows, and why. What is refused stays as it was typed."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_in_emergency(
                treatment=treatment,
                reason=form.cleaned_data["reason"],
                by=request.who,
                now=request.now,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            return redirect("manage", treatment.pk)
    if form.errors:
        request.seen.activity = Activity.READ
    page = {
        **context(request, "unit"),
        "treatment": treatment,
        "patient": treatment.patient,
        "programme": programme(treatment.programme),
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/emergency.html", page, status=422 if form.errors else 200)


@door(May.HANDLE_TREATMENT, RESOURCE, methods=("POST",), activity=Activity.WRITE)
def seen_by_team(request: StaffRequest, treatment: Treatment, opening_id: int) -> HttpResponse:
    """ "Jag har sett det", on "Hantera"."""
    opening = treatment.emergency_openings.filter(pk=opening_id).first()
    _mark(request, opening)
    return redirect("manage", treatment.pk)


@door(May.MANAGE_UNIT, RESOURCE, methods=("POST",), activity=Activity.WRITE)
def seen_by_unit(request: StaffRequest, opening_id: int) -> HttpResponse:
    """ "Jag har sett det", on "Enheten"."""
    rows = EmergencyOpening.objects.select_related("treatment__patient")
    opening = rows.filter(pk=opening_id, treatment__unit=request.who.commission.unit).first()
    _mark(request, opening)
    if opening is not None:
        request.seen.patients = [opening.treatment.patient]
    return redirect("unit")


def _address(request: StaffRequest, treatment: Treatment) -> str:
    """Where she opens it: at once what she reads already, by a reason what she does not."""
    today = local_date(request.now)
    try:
        fetch(May.READ_TREATMENT, request.who, treatment.pk, today)
    except NotReachable:
        return reverse("open_in_emergency", args=[treatment.pk])
    return reverse("manage", args=[treatment.pk])


def _mark(request: StaffRequest, opening: EmergencyOpening | None) -> None:
    if opening is None:
        raise Http404
    mark_emergency_seen(opening=opening, by=request.who, now=request.now)
    messages.success(request, "Nödöppningen är sedd.")


def _find_page(
    request: StaffRequest,
    form: NumberForm,
    *,
    found: list[Treatment] | None = None,
    nobody: bool = False,
) -> HttpResponse:
    page = {
        **context(request, "unit"),
        "form": form,
        "found": [_line(request, each) for each in found or ()],
        "nobody": nobody,
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/emergency_find.html", page, status=422 if form.errors else 200)


def _line(request: StaffRequest, treatment: Treatment) -> dict[str, object]:
    return {
        "treatment": treatment,
        "programme": programme(treatment.programme),
        "url": _address(request, treatment),
    }
