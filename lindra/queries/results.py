"""Answers in words, form by form, with what they replace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from lindra.models import Answer, Draft, Treatment
from lindra.models.answer import CURRENT, UNREAD
from lindra.programme.registry import programme
from lindra.programme.spec import Form, Question, QuestionType
from lindra.rules.answers import as_words, asked, said


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what was answered, in words; `rows` for a question of rows."""

    question: Question
    text: str
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """One answer with its own questions, in the version in which it was sent."""

    answer: Answer
    form: Form
    said: tuple[Said, ...]

    @property
    def current(self) -> bool:
        return not (self.answer.withdrawn_at or self.answer.replaced_at)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form that has answers: how many stand, how many are unread, when the last came."""

    form: Form
    current: int
    unread: int
    latest: object


def first_sent(answer: Answer) -> datetime:
    """When the first of the answers before this one was sent: the days count from there."""
    while answer.replaces is not None:
        answer = answer.replaces
    return answer.sent_at


def filling(answer: Answer) -> Filling:
    """The answer in words."""
    form = programme(answer.treatment.programme).form(answer.form, answer.version)
    said_ = (
        _said(question, answer.values.get(question.id)) for question in asked(form, answer.values)
    )
    return Filling(answer, form, tuple(each for each in said_ if each.text or each.rows))


def drafted(draft: Draft, form: Form) -> dict[str, list[Said]]:
    """What was written in a draft, as it was written: nothing in it has been checked."""
    found = (_written(question, draft.values.get(question.id)) for question in form.questions)
    return {"said": [each for each in found if each.text or each.rows]}


def fillings(treatment: Treatment, form: str) -> list[Filling]:
    """Every filling of a form, newest first, those changed and taken back too."""
    answers = treatment.answers.filter(form=form).select_related(
        "read_by", "marked_by", "treatment"
    )
    return [filling(answer) for answer in answers.order_by("-sent_at", "-id")]


def forms_answered(treatment: Treatment) -> list[FormLine]:
    """The forms that have been answered, in the order of the programme."""
    content = programme(treatment.programme)
    rows = treatment.answers.values("form").annotate(
        current=Count("id", filter=CURRENT),
        unread=Count("id", filter=UNREAD),
        latest=Max("sent_at", filter=Q()),
    )
    found = {row["form"]: row for row in rows}
    return [
        FormLine(
            form, found[form.id]["current"], found[form.id]["unread"], found[form.id]["latest"]
        )
        for form in content.newest_forms()
        if form.id in found
    ]


def _said(question: Question, value: object) -> Said:
    if question.type is not QuestionType.ROWS:
        return Said(question, said(question, value))
    rows = value if isinstance(value, list) else []
    return Said(question, "", tuple(_row(question, row) for row in rows if isinstance(row, dict)))


def _written(question: Question, value: object) -> Said:
    try:
        return _said(question, value)
    except ValueError:
        return Said(question, str(value))


def _row(question: Question, row: dict[str, object]) -> tuple[str, tuple[str, ...]]:
    label = question.choice_text("".join(as_words(row.get("row"))))
    return label, tuple(said(column, row.get(column.id)) for column in question.columns)
