"""One Django field for each type of question, with the patient's words for each fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django import forms

from lindra.programme.spec import Question, QuestionType
from lindra.rules.calendar import day_words
from lindra.rules.diaries.times import parse_time, time_text
from lindra.rules.refused import Refused
from lindra.web.rows import RowsField
from lindra.web.widgets import (
    CalendarDate,
    ChoiceRows,
    Clock,
    LongText,
    Minutes,
    MultiRows,
    Number,
    RecentDate,
    Scale,
    TickRow,
)

NO_NULLS = {"null_characters_not_allowed": "Ta bort tecken som inte går att visa."}
LONG = 120
SHORT_TEXT = 300
BIGGEST = 100_000
FORTNIGHT = 14


class TextField(forms.CharField):
    """A text, whose line breaks count as one character, as the counter on the page counts them."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ClockField(forms.CharField):
    """A time of day, typed as people type: 22:30, 2230, 22.30, 7. The value is HH:MM."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return time_text(parse_time(text))
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused


class DayField(forms.DateField):
    """A date between two days; the value is a date's text, YYYY-MM-DD."""

    def __init__(
        self, *, earliest: date | None, latest: date | None, today: date, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.earliest, self.latest, self.today = earliest, latest, today

    def clean(self, value: object) -> str:
        day = super().clean(value)
        if day is None:
            return ""
        if self.latest and day > self.latest:
            raise forms.ValidationError(
                "Den dagen har inte varit än."
                if self.latest == self.today
                else f"Välj en dag till och med {day_words(self.latest, self.today)}."
            )
        if self.earliest and day < self.earliest:
            raise forms.ValidationError(
                f"Välj en dag från och med {day_words(self.earliest, self.today)}."
            )
        return str(day.isoformat())


def field_for(question: Question, today: date) -> forms.Field:
    """The Django field of a question."""
    field = _MAKERS[question.type](question, today)
    field.label = question.text
    field.help_text = question.help
    field.required = field.widget.is_required = question.required
    field.error_messages["required"] = MISSING[question.type]
    return field


MISSING = {
    QuestionType.NRS: "Något saknas. Välj en siffra.",
    QuestionType.TEXT: "Något saknas. Skriv med egna ord.",
    QuestionType.CHOICE: "Något saknas. Välj ett svar.",
    QuestionType.MULTI: "Något saknas. Välj minst ett svar.",
    QuestionType.BOOL: "Något saknas. Kryssa i rutan.",
    QuestionType.DATE: "Något saknas. Välj en dag.",
    QuestionType.TIME: "Något saknas. Skriv tiden så här: 22:30",
    QuestionType.MINUTES: "Något saknas. Skriv hur många minuter.",
    QuestionType.NUMBER: "Något saknas. Skriv ett tal.",
    QuestionType.ROWS: "Något saknas. Fyll i minst en rad.",
}


def _nrs(question: Question, _today: date) -> forms.Field:
    numbers = [(str(n), str(n)) for n in range(11)]
    return forms.TypedChoiceField(
        choices=numbers,
        coerce=int,
        empty_value=None,
        widget=Scale(low=question.low, high=question.high),
        error_messages={"invalid_choice": "Välj en siffra från 0 till 10."},
    )


def _text(question: Question, _today: date) -> forms.Field:
    longest = question.max_length or BIGGEST
    rows = 2 if longest <= SHORT_TEXT else 4
    widget = LongText(longest, rows) if longest > LONG else forms.TextInput()
    message = f"Texten får vara högst {longest} tecken. Nu är den %(show_value)d."
    field = TextField(max_length=longest, widget=widget)
    for validator in field.validators:
        if hasattr(validator, "limit_value"):
            validator.message = message
    return field


def _choice(question: Question, _today: date) -> forms.Field:
    return forms.ChoiceField(
        choices=[(c.value, c.text) for c in question.choices],
        widget=ChoiceRows(help_values=_help_values(question)),
        error_messages={"invalid_choice": "Välj ett av svaren."},
    )


def _multi(question: Question, _today: date) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=[(c.value, c.text) for c in question.choices],
        widget=MultiRows(help_values=_help_values(question)),
        error_messages={
            "invalid_choice": "Välj bland svaren.",
            "invalid_list": "Välj bland svaren.",
        },
    )


def _bool(question: Question, _today: date) -> forms.Field:
    return forms.BooleanField(widget=TickRow(shows_help=bool(question.help_at)))


def _date(question: Question, today: date) -> forms.Field:
    earliest = None if question.days_back is None else today - timedelta(days=question.days_back)
    latest = None if question.days_ahead is None else today + timedelta(days=question.days_ahead)
    return DayField(
        earliest=earliest,
        latest=latest,
        today=today,
        widget=_day_widget(question, today, earliest, latest),
        input_formats=["%Y-%m-%d", "%Y%m%d", "%d/%m %Y", "%d/%m/%Y"],
        error_messages={"invalid": "Datumet finns inte. Skriv det så här: 2026-11-22"},
    )


def _day_widget(
    question: Question, today: date, earliest: date | None, latest: date | None
) -> forms.Widget:
    if question.days_back and question.days_back <= FORTNIGHT and question.days_ahead == 0:
        return RecentDate(today, question.days_back)
    return CalendarDate(earliest, latest)


def _time(_question: Question, _today: date) -> forms.Field:
    return ClockField(widget=Clock())


def _number(question: Question, _today: date) -> forms.Field:
    low = question.min if question.min is not None else 0
    high = question.max if question.max is not None else BIGGEST
    words = f"Skriv ett helt tal mellan {low} och {high}."
    field = forms.IntegerField(
        min_value=low,
        max_value=high,
        widget=Minutes() if question.type is QuestionType.MINUTES else Number(question.unit),
        error_messages={"invalid": words},
    )
    for validator in field.validators:
        if hasattr(validator, "limit_value"):
            validator.message = words
    return field


def _rows(question: Question, today: date) -> forms.Field:
    columns = {column.id: field_for(column, today) for column in question.columns}
    fixed = tuple((label.value, label.text) for label in question.labels)
    return RowsField(columns=columns, fixed=fixed, most=question.max or len(fixed))


def _help_values(question: Question) -> frozenset[str]:
    return frozenset(value for help_at in question.help_at for value in help_at.values)


_MAKERS: dict[QuestionType, Callable[[Question, date], forms.Field]] = {
    QuestionType.NRS: _nrs,
    QuestionType.TEXT: _text,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTI: _multi,
    QuestionType.BOOL: _bool,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.MINUTES: _number,
    QuestionType.NUMBER: _number,
    QuestionType.ROWS: _rows,
}
