"""Where faults and names are gathered while a programme is read, so that all are told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from lindra.programme.faults import At, Fault
from lindra.programme.spec import Form, Question, QuestionType


class Kind(StrEnum):
    """What has a name that something else points at, in the words of a fault."""

    MODULE = "modul"
    PAGE = "sida"
    FORM = "formulär"
    EXERCISE = "övning"
    HELP = "hjälp"
    CONTACT = "kontakt"
    HOURS = "kontakt med hours"
    FACT = "tal i facts.yaml"
    SOURCE = "källa"


@dataclass(frozen=True, slots=True)
class AnswerRef:
    """A pointer to the values of a question in a form."""

    form: str
    question: str
    values: tuple[str, ...]
    at: At


class Passage(NamedTuple):
    """Words that a person reads: where, as what (a key of a head, body, item, heading, figure)."""

    at: At
    role: str
    text: str


@dataclass(slots=True)
class Desk:
    """One reading of one folder."""

    faults: list[Fault] = field(default_factory=list)
    names: dict[Kind, dict[str, At]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    pointers: list[tuple[Kind, str, At]] = field(default_factory=list)
    answers: list[AnswerRef] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def fault(self, at: At, message: str) -> None:
        self.faults.append(Fault(at.file, at.line, message))

    def define(self, kind: Kind, name: str, at: At) -> None:
        """Takes a name, which nothing else of its kind may have."""
        first = self.names[kind].setdefault(name, at)
        if name and first != at:
            place = f"{first.file}:{first.line}"
            self.fault(at, f'Namnet "{name}" finns redan ({kind}, {place}).')

    def point(self, kind: Kind, name: str, at: At) -> None:
        """Notes that something named must exist once all is read."""
        if name:
            self.pointers.append((kind, name, at))

    def follow(self, forms: tuple[Form, ...]) -> None:
        """Follows every pointer, once all is read; one that leads nowhere is a fault."""
        for kind, name, at in self.pointers:
            if name not in self.names[kind]:
                self.fault(at, missing(kind, name, self.names[kind]))
        newest = {form.id: form for form in sorted(forms, key=lambda form: form.version)}
        for ref in self.answers:
            self._follow(ref, newest.get(ref.form))

    def _follow(self, ref: AnswerRef, form: Form | None) -> None:
        if form is None:
            return
        if form.private:
            self.fault(ref.at, f'Formuläret "{form.id}" är privat: dess svar finns ingenstans.')
            return
        questions = {question.id: question for question in form.questions}
        if ref.question not in questions:
            self.fault(ref.at, missing(f"fråga i {form.id}", ref.question, questions))
            return
        check_values(self, questions[ref.question], ref.values, ref.at)


def missing(kind: str, name: str, names: object) -> str:
    """The words for a pointer that leads nowhere, with the name that was probably meant."""
    close = get_close_matches(name, list(names), n=1)  # type: ignore[call-overload]
    hint = f' Menade du "{close[0]}"?' if close else ""
    return f'"{name}" finns inte ({kind}).{hint}'


def check_values(desk: Desk, question: Question, values: tuple[str, ...], at: At) -> None:
    """A condition asks only for values that the question can have."""
    if not values:
        return
    if question.type is QuestionType.BOOL:
        possible = ["ja"]
    elif question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        possible = [choice.value for choice in question.choices]
    else:
        desk.fault(
            at,
            f'Frågan "{question.id}" är {question.type}: bara kryss och val kan styra något.',
        )
        return
    for value in values:
        if value not in possible:
            desk.fault(at, missing(f"svar på {question.id}", value, possible))
