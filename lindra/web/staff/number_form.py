"""Whose: the field where staff type a personal number, wherever they do."""

from __future__ import annotations

from datetime import date

from django import forms

from lindra.rules.personal_number import PersonalNumber, parse
from lindra.rules.refused import Refused
from lindra.web.fields import NO_NULLS
from lindra.web.widgets import PersonalNumber as PersonalNumberInput


class WithNumber(forms.Form):
    """The number is posted: it never stands in an address. `today` tells the century."""

    today: date
    number = forms.CharField(
        label="Patientens personnummer",
        help_text="ÅÅMMDDXXXX eller ÅÅÅÅMMDDXXXX. Samordningsnummer går också bra.",
        required=False,
        max_length=40,
        widget=PersonalNumberInput(),
        error_messages=NO_NULLS,
    )

    def clean_number(self) -> PersonalNumber:
        try:
            return parse(self.cleaned_data["number"], self.today)
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused


class NumberForm(WithNumber):
    """The number and nothing else."""

    use_required_attribute = False
    all_needed = True

    def __init__(self, today: date, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.today = today
