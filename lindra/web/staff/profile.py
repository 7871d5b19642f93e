""" "Min profil": what the log-in says, and where a member of staff wants to be told (M23)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.channels import (
    choose_staff_channels,
    confirm_code,
    forget_own_number,
    send_code,
)
from lindra.models import Channel, StaffChannels
from lindra.queries.notices import channels_of_staff
from lindra.rules.notices import Side, text_of
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.widgets import TickRow

RESOURCE = "Min profil"


class WishesForm(forms.Form):
    """ "Ta emot notifieringar"."""

    use_required_attribute = False
    all_needed = True
    wants_email = forms.BooleanField(label="E-post", required=False, widget=TickRow())
    wants_sms = forms.BooleanField(label="SMS", required=False, widget=TickRow())


class NumberForm(forms.Form):
    """An own number."""

    use_required_attribute = False
    all_needed = True
    number = forms.CharField(
        label="Eget mobilnummer",
        help_text="En kod skickas dit. Numret används när koden är bekräftad.",
        required=False,
        max_length=100,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that came by SMS."""

    use_required_attribute = False
    all_needed = True
    code = forms.CharField(
        label="Koden i SMS:et",
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@door(May.OWN_PROFILE, RESOURCE, methods=("GET", "POST"))
def profile(request: StaffRequest) -> HttpResponse:
    """Name and addresses as the log-in gives them; notices by e-mail and SMS."""
    if request.method != "POST":
        return _page(request)
    form = WishesForm(request.POST)
    form.full_clean()
    try:
        choose_staff_channels(
            wants_email=form.cleaned_data["wants_email"],
            wants_sms=form.cleaned_data["wants_sms"],
            by=request.who,
            now=request.now,
        )
    except Refused as refused:
        return _refused(request, form, refused, wishes=form)
    messages.success(request, "Sparat.")
    return redirect("profile")


@door(May.OWN_PROFILE, RESOURCE, methods=("POST",))
def own_number(request: StaffRequest) -> HttpResponse:
    """Send a code to an own number."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, number=form)
    try:
        send_code(number=form.cleaned_data["number"], by=request.who, now=request.now)
    except Refused as refused:
        return _refused(request, form, refused, number=form)
    messages.success(request, "En kod är skickad. Den gäller i tio minuter.")
    return redirect("profile")


@door(May.OWN_PROFILE, RESOURCE, methods=("POST",))
def confirm(request: StaffRequest) -> HttpResponse:
    """The code has come back."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, code=form)
    try:
        confirm_code(code=form.cleaned_data["code"], by=request.who, now=request.now)
    except Refused as refused:
        return _refused(request, form, refused, code=form)
    messages.success(request, "Numret är bekräftat.")
    return redirect("profile")


@door(May.OWN_PROFILE, RESOURCE, methods=("POST",))
def forget(request: StaffRequest) -> HttpResponse:
    """The own number goes."""
    forget_own_number(by=request.who, now=request.now)
    messages.success(request, "Numret är borttaget.")
    return redirect("profile")


def _refused(
    request: StaffRequest, form: forms.Form, refused: Refused, **forms_: forms.Form
) -> HttpResponse:
    """The page again with what was typed; the words stand at their field."""
    name = refused.field if refused.field in form.fields else None
    form.add_error(name, forms.ValidationError(refused.message, code=refused.code))
    return _page(request, status=422, **forms_)


def _page(request: StaffRequest, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    kept = StaffChannels.objects.filter(staff=request.who.staff).first() or StaffChannels()
    wrong = next(iter(forms_.values()), None)
    waiting = kept.code and kept.code_until and kept.code_until > request.now
    page = {
        **context(request, "profile"),
        "me": request.who.staff,
        "kept": kept,
        "sms": Channel.SMS in channels_of_staff(),
        "email": Channel.EMAIL in channels_of_staff(),
        "waiting": waiting,
        "wishes": forms_.get("wishes")
        or WishesForm(initial={"wants_email": kept.wants_email, "wants_sms": kept.wants_sms}),
        "number": forms_.get("number") or NumberForm(),
        "code": forms_.get("code") or CodeForm(),
        "form": wrong,
        "has_errors": wrong is not None,
        "text": text_of(Side.STAFF, Channel.EMAIL),
    }
    return render(request, "staff/profile.html", page, status=status)
