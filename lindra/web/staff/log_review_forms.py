"""The forms of "Logguppföljning": what to draw, and a verdict for each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms

from lindra.models import LogReviewItem, Sample, Staff, Verdict
from lindra.queries.log_review import Among
from lindra.rules.log_review import LONGEST, MOST_ROWS, Rule, verdict_fault
from lindra.rules.personal_number import parse
from lindra.rules.refused import Refused
from lindra.web.fields import NO_NULLS
from lindra.web.widgets import CalendarDate, ChoiceChips, MultiRows, Number, PersonalNumber

DAY = {"required": "Välj en dag.", "invalid": "Välj en dag som finns."}
ROWS = f"Skriv ett antal från 1 till {MOST_ROWS}."
KINDS = ((Sample.RANDOM, "Slumpvis"), (Sample.TARGETED, "Riktat"))


class SampleForm(forms.Form):
    """A period and a number of rows; a targeted sample also says what it is aimed at."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="Urval",
        choices=KINDS,
        widget=ChoiceChips(choices=KINDS),
        error_messages={"required": "Välj slumpvis eller riktat.", "invalid_choice": "Välj ett."},
    )
    first = forms.DateField(label="Från", widget=CalendarDate(), error_messages=DAY)
    last = forms.DateField(label="Till och med", widget=CalendarDate(), error_messages=DAY)
    rows = forms.IntegerField(
        label="Antal rader",
        help_text="Finns det fler som passar dras så många av dem på måfå.",
        widget=Number(unit="rader"),
        error_messages={"required": ROWS, "invalid": ROWS},
    )
    staff = forms.ChoiceField(
        label="Medarbetare",
        required=False,
        help_text="Bara för ett riktat urval. Dina egna rader är aldrig med.",
        error_messages={"invalid_choice": "Välj någon i listan."},
    )
    number = forms.CharField(
        label="Patientens personnummer",
        required=False,
        max_length=40,
        widget=PersonalNumber(),
        help_text="Bara för ett riktat urval.",
        error_messages={
            "max_length": "Personnumret är för långt.",
            **NO_NULLS,
        },
    )
    rules = forms.MultipleChoiceField(
        label="Bara rader där det här stämmer",
        required=False,
        choices=[(rule.value, rule.words) for rule in Rule],
        widget=MultiRows(choices=[(rule.value, rule.words) for rule in Rule]),
        help_text="Bara för ett riktat urval. Av flera räcker det med en.",
        error_messages={"invalid_choice": "Välj bland raderna."},
    )

    def __init__(
        self, people: Sequence[Staff], today: date, data: object = None, first: object = None
    ) -> None:
        super().__init__(data, initial=first)  # type: ignore[arg-type]
        self.today = today
        named = [(each.hsa_id, f"{each.name}, {each.profession}") for each in people]
        self.fields["staff"].choices = [("", "Alla"), *named]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Twelve digits, or "" for nobody in particular."""
        typed = self.cleaned_data["number"]
        if not typed.strip():
            return ""
        try:
            return parse(typed, self.today).value
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    def clean(self) -> None:
        """A targeted sample is aimed at something, a random one at nothing."""
        aims = [name for name in ("staff", "number", "rules") if self.cleaned_data.get(name)]
        kind = self.cleaned_data.get("kind")
        if kind == Sample.TARGETED and not aims and "number" not in self.errors:
            self.add_error("staff", "Välj en medarbetare, en patient eller en av raderna nedanför.")
        if kind == Sample.RANDOM and aims:
            self.add_error("kind", "Ett slumpvis urval kan inte riktas. Välj Riktat.")

    @property
    def among(self) -> Among:
        """What to draw among, of a valid form."""
        given = self.cleaned_data
        return Among(
            given["first"],
            given["last"],
            given["staff"],
            given["number"],
            tuple(Rule(each) for each in given["rules"]),
        )


class VerdictsForm(forms.Form):
    """A verdict and its words for each of the rows; a row that is left alone stays as it is."""

    use_required_attribute = False
    all_needed = True

    def __init__(self, items: Sequence[LogReviewItem], first: int, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.items = items
        for number, item in enumerate(items, first):
            self.fields[f"verdict_{item.pk}"] = forms.ChoiceField(
                label=f"Bedömning av rad {number}",
                required=False,
                choices=Verdict.choices,
                initial=item.verdict,
                widget=ChoiceChips(choices=Verdict.choices),
                error_messages={"invalid_choice": "Välj ett av svaren."},
            )
            self.fields[f"words_{item.pk}"] = forms.CharField(
                label=f"Kommentar till rad {number}",
                help_text="Behövs när något utreds.",
                required=False,
                initial=item.words,
                max_length=LONGEST,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages={
                    "max_length": f"Texten får vara högst {LONGEST} tecken.",
                    **NO_NULLS,
                },
            )

    def clean(self) -> None:
        """Every row that has a verdict has what it must say."""
        for pk, (verdict, words) in self.verdicts.items():
            fault = verdict_fault(verdict, words)
            if fault and f"words_{pk}" not in self.errors:
                self.add_error(f"words_{pk}", fault)

    @property
    def verdicts(self) -> dict[int, tuple[str, str]]:
        """What is judged: (verdict, words) by the item's id."""
        given = self.cleaned_data
        return {
            item.pk: (verdict, given.get(f"words_{item.pk}", "").strip())
            for item in self.items
            if (verdict := given.get(f"verdict_{item.pk}"))
        }
