"""One patient's record at the unit: found by number, held back from purge, given out (M21, F19).

The data administrator sees who and when, never an answer or a message but in what is given out.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, Purpose
from lindra.actions.access_log import Activity
from lindra.actions.disclosures import NEEDED, disclose
from lindra.actions.holds import REASON_LENGTH, lift_hold, place_hold
from lindra.exchange.disclosure import Disclosure as ToWhom
from lindra.exchange.own_json import own_json
from lindra.exchange.own_pdf import own_pdf
from lindra.models import Disclosure, Treatment
from lindra.programme.registry import programme
from lindra.queries import records as asks
from lindra.queries.life import phase_of
from lindra.queries.own_data import OwnData, own_data
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.fields import NO_NULLS
from lindra.web.staff.frame import context
from lindra.web.staff.number_form import NumberForm
from lindra.web.widgets import LongText

GET_POST = ("GET", "POST")
POST = ("POST",)
ADMINISTRATION = Purpose.ADMINISTRATION
BY_LAW = Purpose.REQUIRED_BY_LAW
HOLD, DISCLOSE = "Gallringsstopp", "Utlämnande"
FILE = "utlamnande"  # says nothing of whose they are, or of what


class HoldForm(forms.Form):
    use_required_attribute = False
    all_needed = True
    reason = forms.CharField(
        label="Orsak",
        help_text="Till exempel tillsyn eller patientskada. Teamet ser den på tidslinjen.",
        required=False,
        widget=LongText(maximum=REASON_LENGTH, rows=2),
        error_messages=NO_NULLS,
    )


class DisclosureForm(forms.Form):
    use_required_attribute = False
    all_needed = True
    recipient = forms.CharField(
        label="Mottagare",
        help_text="Vem som får uppgifterna: person, myndighet eller vårdgivare.",
        required=False,
        error_messages=NO_NULLS,
    )
    purpose = forms.CharField(
        label="Ändamål",
        help_text="Vad uppgifterna ska användas till.",
        required=False,
        widget=LongText(maximum=NEEDED["purpose"][0], rows=2),
        error_messages=NO_NULLS,
    )
    grounds = forms.CharField(
        label="Sekretessprövning",
        help_text="Vad prövningen kom fram till, och enligt vilken bestämmelse.",
        required=False,
        widget=LongText(maximum=NEEDED["grounds"][0], rows=3),
        error_messages=NO_NULLS,
    )
    reviewed_by = forms.CharField(
        label="Prövningen gjord av",
        help_text="Namn och befattning.",
        required=False,
        error_messages=NO_NULLS,
    )


@door(May.PURGE, "Arkiv", methods=GET_POST, purpose=ADMINISTRATION)
def archive(request: StaffRequest) -> HttpResponse:
    """The unit's treatments of a patient, by her number: programme and days, no content."""
    posted = request.POST if request.method == "POST" else None
    form, number, found = NumberForm(local_date(request.now), posted), None, []
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        found = asks.of_patient(request.who, number.value, request.now)
        request.seen.patients = [each.patient for each in found[:1]]
    page = {
        **context(request, "purge"),
        "form": form,
        "number": number,
        "patient": found[0].patient if found else None,
        "rows": _rows(found, request),
        "held": bool(found) and asks.standing_hold(found[0]) is not None,
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/archive.html", page, status=422 if form.errors else 200)


@door(May.KEEP_RECORDS, HOLD, methods=GET_POST, activity=Activity.WRITE, purpose=ADMINISTRATION)
def hold(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Whether one stands and why, those before, and a new one."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            place_hold(
                treatment=treatment,
                reason=form.cleaned_data["reason"],
                by=request.who,
                now=request.now,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Gallringsstoppet gäller från nu.")
            return redirect("legal_hold", treatment.pk)
    return _hold(request, treatment, form)


@door(May.KEEP_RECORDS, HOLD, methods=POST, activity=Activity.WRITE, purpose=ADMINISTRATION)
def lift(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The hold no longer holds."""
    try:
        lift_hold(treatment=treatment, by=request.who, now=request.now)
    except Refused as refused:
        return _hold(request, treatment, HoldForm(), refused)
    messages.success(request, "Gallringsstoppet är hävt.")
    return redirect("legal_hold", treatment.pk)


@door(May.KEEP_RECORDS, DISCLOSE, methods=GET_POST, activity=Activity.WRITE, purpose=BY_LAW)
def disclosure(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """What is noted before anything leaves, and what has left before."""
    form = DisclosureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            disclose(treatment=treatment, by=request.who, now=request.now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Utlämnandet är antecknat. Hämta filen i dag.")
            return redirect("disclosure", treatment.pk)
    return _disclosure(request, treatment, form)


@door(May.KEEP_RECORDS, DISCLOSE, methods=POST, activity=Activity.PRINT, purpose=BY_LAW)
def pdf(request: StaffRequest, treatment: Treatment, disclosure_id: int) -> HttpResponse:
    """All that the unit holds, to read."""
    to_whom = _to_whom(request, treatment, disclosure_id)
    return _file(own_pdf(_data(request, treatment), to_whom), "application/pdf", "pdf")


@door(May.KEEP_RECORDS, DISCLOSE, methods=POST, activity=Activity.PRINT, purpose=BY_LAW)
def json(request: StaffRequest, treatment: Treatment, disclosure_id: int) -> HttpResponse:
    """The same for another computer."""
    to_whom = _to_whom(request, treatment, disclosure_id)
    return _file(own_json(_data(request, treatment), to_whom), "application/json", "json")


def _rows(found: list[Treatment], request: StaffRequest) -> list[dict[str, object]]:
    today = local_date(request.now)
    return [
        {
            "treatment": each,
            "programme": programme(each.programme).name,
            "phase": phase_of(each, today),
        }
        for each in found
    ]


def _about(request: StaffRequest, treatment: Treatment) -> dict[str, object]:
    return {
        **context(request, "purge"),
        "treatment": treatment,
        "patient": treatment.patient,
        "rows": _rows(asks.beside(treatment), request),
        "standing": asks.standing_hold(treatment),
    }


def _hold(
    request: StaffRequest, treatment: Treatment, form: HoldForm, refused: Refused | None = None
) -> HttpResponse:
    failed = bool(form.errors or refused)
    if failed:
        request.seen.activity = Activity.READ
    page = {
        **_about(request, treatment),
        "form": form,
        "past": asks.holds(treatment).filter(lifted_at__isnull=False),
        "refused": refused,
        "has_errors": failed,
    }
    return render(request, "staff/legal_hold.html", page, status=422 if failed else 200)


def _disclosure(request: StaffRequest, treatment: Treatment, form: DisclosureForm) -> HttpResponse:
    if form.errors:
        request.seen.activity = Activity.READ
    page = {
        **_about(request, treatment),
        "form": form,
        "made": [(each, _is_open(each, request)) for each in asks.disclosures(treatment)],
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/disclosure.html", page, status=422 if form.errors else 200)


def _is_open(made: Disclosure, request: StaffRequest) -> bool:
    """The files are of the day that it was reviewed for: what comes later was not."""
    return local_date(made.made_at) == local_date(request.now)


def _to_whom(request: StaffRequest, treatment: Treatment, disclosure_id: int) -> ToWhom:
    made = asks.disclosures(treatment).filter(pk=disclosure_id).first()
    if made is None:
        raise Http404
    if not _is_open(made, request):
        raise Refused(
            "Filen kunde hämtas samma dag som utlämnandet antecknades. Gör en ny prövning.",
            code="over",
        )
    return ToWhom(made.recipient, made.purpose, made.reviewed_by)


def _data(request: StaffRequest, treatment: Treatment) -> OwnData:
    return own_data(treatment.patient, request.now, unit=treatment.unit)


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    kept = {"Content-Disposition": f'attachment; filename="{FILE}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=kept)
