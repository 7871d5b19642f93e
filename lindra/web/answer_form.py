"""A programme's form as a Django form: fields from questions, checks from the form's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.safestring import mark_safe

from lindra.programme.spec import Calculation, Form, Question, QuestionType
from lindra.rules.answers import Values, asked
from lindra.rules.calendar import local_date
from lindra.rules.diaries import sleep, training
from lindra.rules.refused import Refused
from lindra.web.fields import field_for
from lindra.web.rows import Rows, empty
from lindra.web.widgets import TickRow

CONFIRM = "_stammer"  # no question has such an id


class AnswerForm(forms.Form):
    """The questions of one form. `values()` is what is sent, `raw()` what is kept in a draft."""

    def __init__(
        self,
        spec: Form,
        now: datetime,
        data: QueryDict | None = None,
        *,
        initial: Values | None = None,
        entry_date: date | None = None,
        helps: Mapping[str, str] | None = None,
    ) -> None:
        """`helps` is the HTML of the programme's fixed help, by id, for what stands at a tick."""
        super().__init__(data, initial=dict(initial or {}))
        self.spec, self.now, self.entry_date = spec, now, entry_date
        self.confirm = ""
        today = local_date(now)
        for question in self.questions:
            self.fields[question.id] = field_for(question, today)
            self.fields[question.id].tick_help = mark_safe(  # type: ignore[attr-defined]  # noqa: S308
                "".join(helps[each.help] for each in question.help_at) if helps else ""
            )
            if spec.private and isinstance(self.fields[question.id].widget, Rows):
                self.fields[question.id].widget.spare = self.fields[question.id].widget.most
        needed = [q.required for q in self.questions if q.type is not QuestionType.BOOL]
        self.all_needed = self.marks_optional = sum(needed) * 2 > len(needed)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All but the date that the address carries."""
        return tuple(q for q in self.spec.questions if q.id != self.spec.one_per_date)

    def bound(self) -> list[tuple[Question, BoundField]]:
        """Each question with its field, for the template."""
        return [(question, self[question.id]) for question in self.questions]

    def first(self) -> list[tuple[Question, BoundField]]:
        """The questions that are shown first: all when the form names none."""
        chosen = [pair for pair in self.bound() if pair[0].first]
        return chosen or self.bound()

    def more(self) -> list[tuple[Question, BoundField]]:
        """Those that stand under "Fler frågor"."""
        if not any(question.first for question in self.questions):
            return []
        return [pair for pair in self.bound() if not pair[0].first]

    @property
    def confirmation(self) -> BoundField:
        """The box to tick when `confirm` asks something."""
        return self[CONFIRM]

    def raw(self) -> dict[str, object]:
        """What is typed, as it is typed: a draft loses nothing, however wrong."""
        typed = {
            question.id: self.fields[question.id].widget.value_from_datadict(
                self.data, self.files, question.id
            )
            for question in self.questions
        }
        return {key: _storable(value) for key, value in typed.items() if not empty(value)}

    def values(self) -> dict[str, object]:
        """What is sent: cleaned, only what was asked, nothing for what was left empty."""
        return self._with_date(
            {key: value for key, value in self.cleaned_data.items() if not empty(value)}
        )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        wanted = {question.id for question in asked(self.spec, self._with_date(cleaned))}
        for question in self.questions:
            if question.id not in wanted:
                cleaned.pop(question.id, None)
                self.errors.pop(question.id, None)
        if not self.errors:
            self._check(self._with_date({k: v for k, v in cleaned.items() if not empty(v)}))
        return {key: value for key, value in cleaned.items() if key != CONFIRM}

    def _with_date(self, values: Mapping[str, object]) -> dict[str, object]:
        if self.entry_date is None or not self.spec.one_per_date:
            return dict(values)
        return {self.spec.one_per_date: self.entry_date.isoformat(), **values}

    def _check(self, values: Values) -> None:
        if self.spec.one_of and not any(question in values for question in self.spec.one_of):
            self.add_error(self.spec.one_of[0], self.spec.one_of_message)
            return
        try:
            question = self._diary(values) or self._large(values)
        except Refused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.message)
            return
        if question and not self.data.get(CONFIRM):
            self._ask_to_confirm(question)

    def _diary(self, values: Values) -> str | None:
        """Raises `Refused` when a diary does not add up; returns what is to be confirmed."""
        if self.spec.calculation is Calculation.SLEEP:
            return sleep.question_to_confirm(sleep.night_from_values(values))
        if self.spec.calculation is Calculation.TRAINING:
            done = training.pass_from_values(values)
            training.check_has_happened(done, self.now)
            return training.question_to_confirm(done)
        return None

    def _large(self, values: Values) -> str | None:
        for question in self.questions:
            value = values.get(question.id)
            if question.confirm_over and isinstance(value, int) and value > question.confirm_over:
                return f"{question.text} {value} {question.unit}".strip() + ". Stämmer det?"
        return None

    def _ask_to_confirm(self, question: str) -> None:
        self.confirm = question
        self.fields[CONFIRM] = forms.BooleanField(
            required=False, label="Ja, det stämmer", widget=TickRow()
        )
        self.add_error(CONFIRM, question)


def _storable(value: object) -> object:
    """The same without the NUL sign, which nobody types and the database cannot keep."""
    match value:
        case str():
            return value.replace("\0", "")
        case list():
            return [_storable(each) for each in value]
        case dict():
            return {key: _storable(each) for key, each in value.items()}
        case _:
            return value
