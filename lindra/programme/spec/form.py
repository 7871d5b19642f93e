"""Forms and their questions."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.programme.spec.kinds import Calculation, Every, FormKind, QuestionType

CONTACT_QUESTION = "vill_ha_kontakt"  # the question that stands last in a form (CONTENT 1)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the question's value is one of `values`; a ticked box has the value "ja"."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """The words that the flag carries when the value is one of `values` (BEHAVIOUR M14c)."""

    words: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpAt:
    """The fixed help that stands at the tick when the value is one of `values`."""

    help: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    type: QuestionType
    help: str = ""
    required: bool = False
    first: bool = False
    heading: str = ""
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    min: int | None = None
    max: int | None = None
    max_length: int | None = None
    confirm_over: int | None = None
    unit: str = ""
    days_back: int | None = None
    days_ahead: int | None = None
    shown_when: Condition | None = None
    lifted: Lifted | None = None
    help_at: tuple[HelpAt, ...] = ()
    columns: tuple[Question, ...] = ()
    labels: tuple[Choice, ...] = ()

    def choice_text(self, value: str) -> str:
        """The words of a choice (or of a fixed row); the value itself when it has none."""
        for choice in (*self.choices, *self.labels):
            if choice.value == value:
                return choice.text
        return value


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form. A released version is never edited, only succeeded.

    `days_after`: how many days after the form that it follows it is offered, on that day alone.
    """

    id: str
    version: int
    title: str
    kind: FormKind
    module: str
    questions: tuple[Question, ...]
    heading: str = ""
    intro: str = ""
    minutes: int | None = None
    every: Every | None = None
    one_per_date: str = ""
    days_back: int = 14
    one_of: tuple[str, ...] = ()
    one_of_message: str = ""
    calculation: Calculation | None = None
    follows: str = ""
    days_after: int | None = None
    private: bool = False
    printable: bool = False
    thanks: str = ""

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError when the form has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @property
    def completes(self) -> bool:
        """Whether sending it states that the programme is carried out (BEHAVIOUR M7)."""
        return self.kind is FormKind.COMPLETION
