"""Handing a treatment over: the offer, the answer, and what the former unit may read (F5)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.handover import (
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from lindra.models import Treatment, Unit
from lindra.programme.registry import programme
from lindra.queries.handover import (
    answers_of,
    events_of,
    fillings_of,
    open_offer,
    periods,
    units_to_offer,
)
from lindra.queries.results import filling
from lindra.queries.timeline import PAGE
from lindra.rules.calendar import local_date
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context, patient_context
from lindra.web.timeline_words import lines
from lindra.web.widgets import TickRow

POST = ("POST",)


class OfferForm(forms.Form):
    """To which unit, and that the patient agrees."""

    use_required_attribute = False
    all_needed = True
    to = forms.ChoiceField(
        label="Enhet",
        error_messages={
            "required": "Välj en enhet.",
            "invalid_choice": "Enheten finns inte i listan.",
        },
    )
    agreed = forms.BooleanField(
        label="Patienten är tillfrågad och vill det här, och har inte spärrat sina uppgifter",
        widget=TickRow(),
        error_messages={"required": "Fråga patienten först."},
    )

    def __init__(self, units: list[Unit], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.units = {str(unit.pk): unit for unit in units}
        choices = [(key, unit.name) for key, unit in self.units.items()]
        self.fields["to"].choices = [("", "Välj enhet"), *choices]  # type: ignore[attr-defined]


@door(May.HANDLE_TREATMENT, "Överlämning", methods=("GET", "POST"), activity=Activity.WRITE)
def offer(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Erbjud momentet"."""
    form = OfferForm(units_to_offer(treatment), request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.units[form.cleaned_data["to"]]
        agreed = form.cleaned_data["agreed"]
        try:
            offer_handover(
                treatment=treatment, to=to, agreed=agreed, by=request.who, now=request.now
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, f"Momentet är erbjudet till {to.name}.")
            return redirect("team", treatment.pk)
    if form.errors:
        request.seen.activity = Activity.READ
    page = {**patient_context(request, treatment, "manage"), "form": form}
    page["has_errors"] = bool(form.errors)
    return render(request, "staff/handover.html", page, status=422 if form.errors else 200)


@door(May.HANDLE_TREATMENT, "Överlämning", methods=POST, activity=Activity.WRITE)
def withdraw(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Ta tillbaka erbjudandet"."""
    withdraw_handover(treatment=treatment, by=request.who, now=request.now)
    messages.success(request, "Erbjudandet är återtaget.")
    return redirect("team", treatment.pk)


@door(May.ANSWER_OFFER, "Erbjudet moment")
def offered(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Name, age, programme and dates: nothing else before it is accepted."""
    return _offered(request, treatment)


@door(May.ANSWER_OFFER, "Erbjudet moment", methods=POST, activity=Activity.WRITE)
def accept(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Ta emot": she becomes responsible."""
    try:
        accept_handover(treatment=treatment, by=request.who, now=request.now)
    except Refused as refused:
        return _offered(request, treatment, refused)
    messages.success(request, "Du är ansvarig behandlare nu.")
    return redirect("manage", treatment.pk)


@door(May.ANSWER_OFFER, "Erbjudet moment", methods=POST, activity=Activity.WRITE)
def decline(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Avböj"."""
    try:
        decline_handover(treatment=treatment, by=request.who, now=request.now)
    except Refused as refused:
        return _offered(request, treatment, refused)
    messages.success(request, "Överlämningen är avböjd.")
    return redirect("unit")


@door(May.READ_FORMER, "Överlämnat moment")
def former(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The unit's own period: what was sent, and what happened, to be read alone."""
    kept = periods(treatment, request.who)
    events = events_of(treatment, kept)
    before = request.GET.get("fore", "")
    if before.isascii() and before.isdecimal() and len(before) < 18:
        events = events.filter(id__lt=int(before))
    found = list(events[: PAGE + 1])
    content = programme(treatment.programme)
    page = {
        **_former_context(request, treatment),
        "periods": kept,
        "answers": fillings_of(treatment, kept),
        "lines": lines(found[:PAGE], content),
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "staff/former.html", page)


@door(May.READ_FORMER, "Överlämnat svar")
def former_answer(request: StaffRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """One answer of the period. Nothing is marked as read."""
    kept = periods(treatment, request.who)
    answer = answers_of(treatment, kept).filter(pk=answer_id).first()
    if answer is None:
        raise Http404
    page = {**_former_context(request, treatment), "filling": filling(answer)}
    return render(request, "staff/former_answer.html", page)


def _former_context(request: StaffRequest, treatment: Treatment) -> dict[str, object]:
    return {
        **context(request, "unit"),
        "treatment": treatment,
        "patient": treatment.patient,
        "programme": programme(treatment.programme),
        "to_unit": treatment.unit,
    }


def _offered(
    request: StaffRequest, treatment: Treatment, refused: Refused | None = None
) -> HttpResponse:
    if refused:
        request.seen.activity = Activity.READ
    number = PersonalNumber(treatment.patient.personal_number)
    page = {
        **context(request, "unit"),
        "treatment": treatment,
        "programme": programme(treatment.programme),
        "age": number.age(local_date(request.now)),
        "offer": open_offer(treatment),
        "refused": refused,
    }
    return render(request, "staff/offered.html", page, status=422 if refused else 200)
