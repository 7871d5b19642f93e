"""What staff choose in a treatment's life: last day, days, modules, reason, first day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms

from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Module, ModuleKind, Programme
from lindra.queries.life import shown_in
from lindra.rules.lifecycle import (
    check_extension,
    check_first_day,
    end_reasons,
    latest_day,
    maintained_until,
)
from lindra.rules.refused import Refused
from lindra.rules.shown import check_choice, check_recommended
from lindra.web.widgets import CalendarDate, MultiRows, Number

WAYS = ["%Y-%m-%d", "%Y%m%d", "%d/%m %Y", "%d/%m/%Y"]
NO_DATE = {
    "required": "Välj en dag.",
    "invalid": "Datumet finns inte. Skriv det så här: 2026-11-22",
}
REASON_LENGTH = 200


class LifeForm(forms.Form):
    """A form about a treatment, whose rules speak at their field."""

    use_required_attribute = False

    def __init__(self, treatment: Treatment, today: date, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.treatment, self.today = treatment, today
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and limits."""

    def tell(self, refused: Refused) -> None:
        """Show what a rule says, at the field that it is about."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.check(cleaned)
            except Refused as refused:
                self.tell(refused)
        return cleaned

    def check(self, cleaned: Mapping[str, object]) -> None:
        """Ask the rules."""


class ExtendForm(LifeForm):
    last_day = forms.DateField(label="Ny sista dag", input_formats=WAYS, error_messages=NO_DATE)
    reason = forms.CharField(
        label="Orsak",
        help_text="Visas på tidslinjen. Skriv inget som hör hemma i journalen.",
        max_length=REASON_LENGTH,
        error_messages={
            "required": "Skriv en orsak.",
            "max_length": f"Orsaken får vara högst {REASON_LENGTH} tecken.",
        },
    )

    def prepare(self) -> None:
        first = max(self.treatment.ends_on, self.today) + timedelta(days=1)
        self.fields["last_day"].widget = CalendarDate(first, latest_day(self.today))

    def check(self, cleaned: Mapping[str, object]) -> None:
        check_extension(cleaned["last_day"], self.treatment.ends_on, self.today)  # type: ignore[arg-type]


class MaintainForm(LifeForm):
    days = forms.IntegerField(
        label="Antal dagar",
        help_text="1–365, räknat från i morgon.",
        widget=Number("dagar"),
        error_messages={
            "required": "Skriv antal dagar.",
            "invalid": "Skriv ett antal dagar mellan 1 och 365.",
        },
    )
    modules = forms.MultipleChoiceField(
        label="Moduler som patienten kan läsa",
        widget=MultiRows(),
        error_messages={
            "required": "Välj minst en modul att läsa.",
            "invalid_choice": "Välj bland modulerna.",
            "invalid_list": "Välj bland modulerna.",
        },
    )

    def prepare(self) -> None:
        content = programme(self.treatment.programme)
        shown = shown_in(self.treatment)
        self.fields["modules"].choices = module_choices(content)  # type: ignore[attr-defined]
        self.fields["modules"].initial = [m.id for m in content.modules if m.id in shown]

    def check(self, cleaned: Mapping[str, object]) -> None:
        maintained_until(cleaned["days"], self.today)  # type: ignore[arg-type]
        check_choice(programme(self.treatment.programme), cleaned["modules"])  # type: ignore[arg-type]


class EndForm(LifeForm):
    reason = forms.ChoiceField(
        label="Orsak",
        error_messages={"required": "Välj en orsak.", "invalid_choice": "Välj en orsak i listan."},
    )

    def prepare(self) -> None:
        reasons = end_reasons(self.treatment.unit.end_reasons)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", "Välj orsak"),
            *((each, each) for each in reasons),
        ]


class ReopenForm(LifeForm):
    """Nothing but the confirmation."""


class PostponeForm(LifeForm):
    first_day = forms.DateField(label="Startdag", input_formats=WAYS, error_messages=NO_DATE)

    def prepare(self) -> None:
        self.fields["first_day"].widget = CalendarDate(self.today, latest_day(self.today))
        self.fields["first_day"].initial = self.treatment.starts_on

    def check(self, cleaned: Mapping[str, object]) -> None:
        check_first_day(cleaned["first_day"], self.today)  # type: ignore[arg-type]


class ShownForm(LifeForm):
    """Which modules are shown, and which of them is recommended."""

    all_needed = marks_optional = True
    modules = forms.MultipleChoiceField(
        label="Moduler som visas för patienten",
        widget=MultiRows(),
        error_messages=MaintainForm.base_fields["modules"].error_messages,
    )
    begin = forms.ChoiceField(
        label="Börja här",
        help_text="Modulen märks Börja här för patienten, tills den är klar.",
        required=False,
        error_messages={"invalid_choice": "Välj en modul i listan."},
    )

    def prepare(self) -> None:
        content = programme(self.treatment.programme)
        prepare_modules(self, content)
        hidden = self.treatment.hidden_modules
        self.fields["modules"].initial = [m.id for m in content.modules if m.id not in hidden]
        self.fields["begin"].initial = self.treatment.begin_with

    def check(self, cleaned: Mapping[str, object]) -> None:
        check_modules(cleaned, programme(self.treatment.programme))


def prepare_modules(form: forms.Form, content: Programme) -> None:
    """The choices of the fields `modules` and `begin`."""
    readable = [m for m in content.modules if m.pages and m.kind is not ModuleKind.MINDFULNESS]
    form.fields["modules"].choices = module_choices(content)  # type: ignore[attr-defined]
    form.fields["begin"].choices = [  # type: ignore[attr-defined]
        ("", "Ingen särskild"),
        *((m.id, module_label(m)) for m in readable),
    ]


def check_modules(cleaned: Mapping[str, object], content: Programme) -> None:
    """Raises `Refused` when the choice of modules or of "Börja här" cannot be."""
    check_choice(content, cleaned["modules"])  # type: ignore[arg-type]
    check_recommended(cleaned["begin"], cleaned["modules"], content)  # type: ignore[arg-type]


def module_choices(content: Programme) -> list[tuple[str, str]]:
    """Every module to tick."""
    return [(module.id, module_label(module)) for module in content.modules]


def module_label(module: Module) -> str:
    """Modul 5: Tankar, känslor och strategier"""
    return f"Modul {module.number}: {module.title}" if module.number else module.title
