"""The patient's "Aviseringar": where she wants to be told, and all that a notice ever says."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.channels import choose_channels
from lindra.gateways.providers import channels
from lindra.models import Channel, PatientChannels, Treatment
from lindra.rules.addresses import email_address, mobile_number
from lindra.rules.notices import Side, text_of
from lindra.rules.refused import Refused
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context
from lindra.web.widgets import TickRow

FIELDS = {Channel.EMAIL: "email", Channel.SMS: "phone", Channel.INBOX: "inbox"}


class ChannelsForm(forms.Form):
    """Each channel that this installation has; an empty field turns it off."""

    use_required_attribute = False
    all_needed = True
    email = forms.CharField(
        label="E-post",
        help_text="Din egen adress. Lämna tomt om du inte vill ha e-post.",
        required=False,
        max_length=300,
        widget=forms.TextInput(
            {"type": "text", "inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
        ),
    )
    phone = forms.CharField(
        label="SMS",
        help_text="Ditt eget mobilnummer, till exempel 070-123 45 67. "
        "Lämna tomt om du inte vill ha SMS.",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "text", "inputmode": "tel", "autocomplete": "tel"}),
    )
    inbox = forms.BooleanField(
        label="En rad i inkorgen i e-tjänsterna", required=False, widget=TickRow()
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for channel, name in FIELDS.items():
            if channel not in channels():
                del self.fields[name]

    def clean_email(self) -> str:
        return _tidy(email_address, self.cleaned_data["email"])

    def clean_phone(self) -> str:
        return _tidy(mobile_number, self.cleaned_data["phone"])


@door(
    May.READ_OWN_ANSWERS,
    "Aviseringar",
    methods=("GET", "POST"),
    activity=Activity.WRITE,
)
def notices(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Channels that are off from the start, the patient's own addresses, and the whole text."""
    kept = _kept(request)
    form = ChannelsForm(request.POST) if request.method == "POST" else ChannelsForm(initial=kept)
    if form.is_valid():
        chosen = {**kept, **form.cleaned_data}
        choose_channels(**chosen, by=request.who, now=request.now)
        on = any(chosen.values())
        messages.success(request, "Sparat." if on else "Sparat. Aviseringar är avstängda.")
        return redirect("notices", treatment.pk)
    here = frame(treatment, request.now)
    page = {
        **context(request, here),
        "form": form,
        "has_errors": bool(form.errors),
        "kept": {name: value for name, value in kept.items() if value},
        "texts": _texts(),
    }
    return render(request, "patient/notices.html", page, status=422 if form.errors else 200)


def _kept(request: PatientRequest) -> dict[str, object]:
    kept = PatientChannels.objects.filter(patient=request.who.patient).first()
    if kept is None:
        return {"inbox": False, "email": "", "phone": ""}
    return {"inbox": kept.inbox, "email": kept.email, "phone": kept.phone}


def _texts() -> list[tuple[str, str, str]]:
    """What a notice says on each channel: its name, subject and body."""
    return [
        (channel.label, text.subject if channel == Channel.EMAIL else "", text.body.strip())
        for channel in FIELDS
        if channel in channels()
        for text in [text_of(Side.PATIENT, channel)]
    ]


def _tidy(rule: object, typed: str) -> str:
    try:
        return rule(typed)  # type: ignore[operator]
    except Refused as refused:
        raise forms.ValidationError(refused.message, code=refused.code) from refused
