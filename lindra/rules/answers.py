"""When an answer may be changed or taken back, what it lifts, and what of a form is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lindra.programme.spec import Condition, Form, Question, QuestionType
from lindra.rules.calendar import date_words, day_words, local_date
from lindra.rules.refused import Refused

Values = Mapping[str, object]
YES = "ja"


def correctable_until(sent_at: datetime, correction_days: int) -> date:
    """The last day of "Ändra" and "Ta tillbaka", all of it (BEHAVIOUR M5c)."""
    return local_date(sent_at) + timedelta(days=correction_days)


def check_correctable(sent_at: datetime, correction_days: int, now: datetime) -> None:
    """Raises `Refused` when the time for changing an answer is over."""
    if local_date(now) > correctable_until(sent_at, correction_days):
        raise Refused(
            f"Ett svar kan ändras i {correction_days} dagar. Skriv gärna ett nytt i stället.",
            code="too_late",
        )


def check_entry_date(form: Form, day: date, today: date) -> None:
    """Raises `Refused` for a day ahead, or further back than the form allows (BEHAVIOUR M5b)."""
    if day > today:
        raise Refused("Den dagen har inte varit än.", code="future", field=form.one_per_date)
    if (today - day).days > form.days_back:
        earliest = today - timedelta(days=form.days_back)
        raise Refused(
            f"Du kan fylla i {form.days_back} dagar bakåt, till {day_words(earliest, today)}.",
            code="too_far_back",
            field=form.one_per_date,
        )


def as_words(value: object) -> tuple[str, ...]:
    """The value as conditions see it: a ticked box is "ja", several choices are several words."""
    if isinstance(value, bool):
        return (YES,) if value else ()
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    return () if value is None or value == "" else (str(value),)


def holds(condition: Condition | None, values: Values) -> bool:
    """Whether the condition holds for the values; no condition always holds."""
    if condition is None:
        return True
    return any(word in condition.values for word in as_words(values.get(condition.question)))


def asked(form: Form, values: Values) -> tuple[Question, ...]:
    """The questions that are put, given what is answered so far."""
    return tuple(question for question in form.questions if holds(question.shown_when, values))


def lifted_words(form: Form, values: Values) -> tuple[str, ...]:
    """The words that the flag carries: the patient's own ticks, nothing worked out (M14c)."""
    return tuple(
        question.lifted.words
        for question in asked(form, values)
        if question.lifted
        and any(word in question.lifted.values for word in as_words(values.get(question.id)))
    )


def is_empty(values: Values) -> bool:
    """Whether nothing at all is filled in."""
    return not any(as_words(value) for value in values.values())


def said(question: Question, value: object) -> str:
    """The value in words, as page and timeline show it; "" when nothing was answered."""
    match question.type:
        case QuestionType.BOOL:
            return "Ja" if value else ""
        case QuestionType.CHOICE | QuestionType.MULTI:
            return ", ".join(question.choice_text(word) for word in as_words(value))
        case QuestionType.NRS if value is not None:
            return f"{value} av 10"
        case QuestionType.DATE if value:
            return date_words(date.fromisoformat(str(value)))
        case _:
            text = "".join(as_words(value))
            return f"{text} {question.unit}".strip() if text else ""
