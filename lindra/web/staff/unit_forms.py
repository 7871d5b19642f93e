"""What is filled in on "Enheten": another responsible therapist, and what the unit decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lindra.actions.units import REPLY_DAYS, WAITING_DAYS
from lindra.models import Unit
from lindra.queries.colleagues import colleagues
from lindra.web.widgets import Number, TickRow


class ChangeForm(forms.Form):
    """Which treatments get which responsible therapist. What is ticked stands in the list."""

    use_required_attribute = False
    all_needed = True
    moment = forms.Field(
        label="Moment",
        widget=forms.SelectMultiple(),
        error_messages={"required": "Kryssa för minst ett moment."},
    )
    to = forms.ChoiceField(
        label="Ny ansvarig behandlare",
        error_messages={
            "required": "Välj ny ansvarig behandlare.",
            "invalid_choice": "Välj ny ansvarig behandlare.",
        },
    )
    stay = forms.BooleanField(
        label="Den som var ansvarig är kvar som medbehandlare", required=False, widget=TickRow()
    )

    def __init__(self, unit: Unit, today: date, data: Any = None) -> None:
        super().__init__(data)
        self.colleagues = {str(each.pk): each for each in colleagues(unit, today)}
        names = [
            (pk, f"{each.staff.name}, {each.staff.profession}")
            for pk, each in self.colleagues.items()
        ]
        self.fields["to"].choices = [("", "Välj behandlare"), *names]  # type: ignore[attr-defined]


def _whole(
    limits: tuple[int, int], unit: str, *, label: str, help_text: str, missing: str
) -> forms.IntegerField:
    """A whole number of something within limits, with its words for each fault."""
    first, last = limits
    outside = f"Skriv ett antal från {first} till {last}."
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=first,
        max_value=last,
        widget=Number(unit=unit),
        error_messages={
            "required": missing,
            "invalid": f"Skriv ett helt antal {unit}.",
            "min_value": outside,
            "max_value": outside,
        },
    )


class UnitForm(forms.Form):
    """What the unit decides for itself."""

    use_required_attribute = False
    reply_days = _whole(
        REPLY_DAYS,
        "vardagar",
        label="Svar inom",
        help_text="Patienten ser löftet innan hon eller han skickar ett meddelande.",
        missing="Skriv inom hur många vardagar enheten svarar.",
    )
    video_url = forms.CharField(
        label="Länk till videomöten",
        help_text="Enhetens tjänst för videomöten. Lämna tomt om ni inte har någon.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Adressen får vara högst 200 tecken."},
    )
    allows_emergency = forms.BooleanField(
        label="Tillåt nödöppning",
        help_text="En behandlare utanför teamet kan läsa ett moment samma dag, med en orsak. "
        "Teamet och du ser det.",
        required=False,
        widget=TickRow(),
    )
    shows_names = forms.BooleanField(
        label="Visa namn för patienten",
        help_text="Under Vem har läst ser patienten annars bara yrke, enhet, tid och ändamål.",
        required=False,
        widget=TickRow(),
    )
    waiting_days = _whole(
        WAITING_DAYS,
        "dagar",
        label="Tid innan ett avslutat moment får gallras",
        help_text="Räknas från den dag då momentet avslutas.",
        missing="Skriv hur många dagar som ska gå.",
    )
