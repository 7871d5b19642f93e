"""What is chosen when a treatment is started, beside who the patient is (BEHAVIOUR M4, F12)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import signing

from lindra.access import StaffSession, therapists
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.rules.lifecycle import check_first_day, latest_day
from lindra.rules.refused import Refused
from lindra.web.staff.life_forms import (
    NO_DATE,
    WAYS,
    MaintainForm,
    check_modules,
    prepare_modules,
)
from lindra.web.widgets import CalendarDate, MultiRows

FIELDS = ("first_day", "responsible", "modules", "begin")
TOO_LATE = "Det gick för lång tid. Kontrollera och fortsätt."


def unsigned(token: str, salt: str, max_age: int) -> tuple[Any, bool]:
    """What "Är det här rätt person?" was asked about, and whether that is too long ago.

    `max_age` is in seconds. Raises `BadSignature` for a token that is not ours.
    """
    try:
        return signing.loads(token, salt=salt, max_age=max_age), False
    except signing.SignatureExpired:
        return signing.loads(token, salt=salt), True


class ProgrammeForm(forms.Form):
    """Which of the unit's programmes."""

    use_required_attribute = False
    all_needed = True
    programme = forms.ChoiceField(
        label="Moment",
        error_messages={
            "required": "Välj ett moment.",
            "invalid_choice": "Momentet används inte på enheten.",
        },
    )

    def __init__(self, who: StaffSession, today: date, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.today = today
        active = [(p, programme(p).name) for p in who.commission.unit.programmes]
        first = [] if len(active) == 1 else [("", "Välj moment")]
        self.fields["programme"].choices = [*first, *active]  # type: ignore[attr-defined]


class OptionsForm(forms.Form):
    """First day, who is responsible, modules and "Börja här".

    What is not sent is the usual: today, oneself, all, none. `late`: it was chosen too long ago,
    and is looked at once more.
    """

    use_required_attribute = False
    all_needed = True
    first_day = forms.DateField(
        label="Startdag",
        help_text="En senare dag gör momentet planerat: patienten ser när programmet öppnar.",
        input_formats=WAYS,
        error_messages=NO_DATE,
    )
    responsible = forms.ChoiceField(
        label="Ansvarig behandlare",
        error_messages={
            "required": "Välj ansvarig behandlare.",
            "invalid_choice": "Välj en behandlare i listan.",
        },
    )
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

    def __init__(
        self,
        content: Programme,
        who: StaffSession,
        today: date,
        data: Any = None,
        *,
        late: bool = False,
    ) -> None:
        colleagues = {str(each.pk): each for each in therapists(who.commission.unit, today)}
        own = str(who.commission.pk)
        usual = {
            "first_day": today,
            "responsible": own if own in colleagues else "",
            "modules": [m.id for m in content.modules],
            "begin": "",
        }
        sent = data is not None and any(name in data for name in FIELDS)
        needed = data is not None and not usual["responsible"]
        super().__init__(data if sent or needed or late else None, initial=usual)
        self.late = late
        self.colleagues = colleagues
        names = [(pk, each.staff.name) for pk, each in colleagues.items()]
        first = [] if usual["responsible"] else [("", "Välj behandlare")]
        self.fields["responsible"].choices = [*first, *names]  # type: ignore[attr-defined]
        self.content, self.today, self.usual = content, today, usual
        self.fields["first_day"].widget = CalendarDate(today, latest_day(today))
        prepare_modules(self, content)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_first_day(cleaned["first_day"], self.today)  # type: ignore[arg-type]
                check_modules(cleaned, self.content)
            except Refused as refused:
                self.add_error(refused.field, refused.message)
        if self.late:
            self.add_error(None, TOO_LATE)
        return cleaned

    @property
    def is_sound(self) -> bool:
        """Whether what was sent can be; the usual always can."""
        return not self.is_bound or self.is_valid()

    @property
    def chosen(self) -> dict[str, object]:
        """What the action is told."""
        values = self.cleaned_data if self.is_bound else self.usual
        shown = set(values["modules"])
        return {
            "first_day": values["first_day"],
            "hidden": [m.id for m in self.content.modules if m.id not in shown],
            "begin": values["begin"],
            "responsible": self.colleagues[values["responsible"]],
        }

    @property
    def unusual(self) -> bool:
        """Whether something must be chosen, or is: then the choice stands open."""
        if not self.is_bound:
            return not self.usual["responsible"]
        return not self.is_valid() or any(self.cleaned_data[n] != self.usual[n] for n in FIELDS)
