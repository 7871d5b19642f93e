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


class UnitForm(forms.Form):
    """What the unit decides for itself."""

    use_required_attribute = False
    reply_days = forms.IntegerField(
        label="Svar inom",
        help_text="Patienten ser löftet innan hon eller han skickar ett meddelande.",
        min_value=REPLY_DAYS[0],
        max_value=REPLY_DAYS[1],
        widget=Number(unit="vardagar"),
        error_messages={
            "required": "Skriv inom hur många vardagar enheten svarar.",
            "invalid": "Skriv ett helt antal vardagar.",
            "min_value": "Skriv ett antal från 1 till 30.",
            "max_value": "Skriv ett antal från 1 till 30.",
        },
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
    waiting_days = forms.IntegerField(
        label="Tid innan ett avslutat moment får gallras",
        help_text="Räknas från den dag då momentet avslutas.",
        min_value=WAITING_DAYS[0],
        max_value=WAITING_DAYS[1],
        widget=Number(unit="dagar"),
        error_messages={
            "required": "Skriv hur många dagar som ska gå.",
            "invalid": "Skriv ett helt antal dagar.",
            "min_value": "Skriv ett antal från 15 till 3650.",
            "max_value": "Skriv ett antal från 15 till 3650.",
        },
    )
