"""The columns of an export: one table a form, its columns from the programme's questions (M22).

A question is one column, but a choice of several is a column for each choice (1 or 0), and a
question of rows a column for each row and column of it. A column's name is the question's id, with
two underscores between its parts. Versions of a form share a table: the codebook has a line for
each version of a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lindra.programme.spec import Form, Programme, Question, QuestionType

Cell = str | int | float | None

MOST_ROWS = 10  # of a question of rows that names neither rows nor how many

_TYPES = {
    QuestionType.NRS: "heltal",
    QuestionType.NUMBER: "heltal",
    QuestionType.MINUTES: "heltal, minuter",
    QuestionType.TEXT: "fri text",
    QuestionType.CHOICE: "val",
    QuestionType.MULTI: "ja eller nej (1, 0)",
    QuestionType.BOOL: "ja eller nej (1, 0)",
    QuestionType.DATE: "dag, ÅÅÅÅ-MM-DD",
    QuestionType.TIME: "klockslag, TT:MM",
}
# The columns that every form's table begins with; a question of the same name gets "__svar" after.
FIXED = (
    *("patient", "moment", "svar", "version", "dag", "skickat", "status", "ersatter"),
    "last_tid",
)
HEAD = ("kolumn", "formulär", "version", "fråga", "typ", "område", "betyder")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a cell's value stands: `question`, then the `row` and column, or the `choice`."""

    name: str
    question: Question
    choice: str = ""
    row: str = ""
    inner: Question | None = None

    @property
    def asked(self) -> Question:
        """The question that the cell answers: a column of a question of rows is one."""
        return self.inner or self.question

    @property
    def free_text(self) -> bool:
        return self.asked.type is QuestionType.TEXT

    def cell(self, values: Mapping[str, object]) -> Cell:
        """The cell for an answer; None where nothing was answered."""
        value = values.get(self.question.id)
        if self.inner is not None:
            value = _row(value, self.row).get(self.inner.id)
        if value is None or value == "":
            return None
        if self.choice:
            return int(isinstance(value, list) and self.choice in value)
        return int(value) if isinstance(value, bool) else _plain(value)


def columns(form: Form, *, free_text: bool) -> tuple[Column, ...]:
    """The columns of one version of a form; without those of free text unless they are wanted."""
    found = (column for question in form.questions for column in _columns(question))
    return tuple(column for column in found if free_text or not column.free_text)


def shared_columns(programme: Programme, form_id: str, *, free_text: bool) -> tuple[Column, ...]:
    """The columns of every version of a form, each name once, the newest version's first."""
    versions = sorted((f for f in programme.forms if f.id == form_id), key=lambda f: -f.version)
    found = {
        column.name: column for form in versions for column in columns(form, free_text=free_text)
    }
    return tuple(found.values())


def codebook(programme: Programme, *, free_text: bool) -> Iterator[tuple[Cell, ...]]:
    """The lines of the codebook, under `HEAD`. Private forms are never sent and have none."""
    for form in sorted(programme.forms, key=lambda form: (form.id, form.version)):
        if form.private:
            continue
        for column in columns(form, free_text=free_text):
            yield (
                column.name,
                form.id,
                form.version,
                _question(column),
                _TYPES[column.asked.type],
                _range(column.asked),
                _meaning(column),
            )


def _columns(question: Question) -> Iterator[Column]:
    if question.type is QuestionType.ROWS:
        for row in row_names(question):
            for inner in question.columns:
                for name, choice in _inner(inner):
                    yield Column(f"{question.id}__{row}__{name}", question, choice, row, inner)
    else:
        for name, choice in _inner(question):
            yield Column(f"{name}__svar" if name in FIXED else name, question, choice)


def row_names(question: Question) -> tuple[str, ...]:
    """The names of the rows that a question of rows can have."""
    if question.labels:
        return tuple(label.value for label in question.labels)
    return tuple(str(number) for number in range(1, (question.max or MOST_ROWS) + 1))


def _inner(question: Question) -> Iterator[tuple[str, str]]:
    if question.type is QuestionType.MULTI:
        yield from ((f"{question.id}__{each.value}", each.value) for each in question.choices)
    else:
        yield question.id, ""


def _row(value: object, name: str) -> Mapping[str, object]:
    rows = value if isinstance(value, list) else []
    return next((r for r in rows if isinstance(r, dict) and str(r.get("row")) == name), {})


def _plain(value: object) -> Cell:
    return value if isinstance(value, int | float | str) else str(value)


def _question(column: Column) -> str:
    if column.inner is None:
        return column.question.text
    row = column.question.choice_text(column.row)
    return f"{column.question.text} {row}: {column.inner.text}"


def _range(question: Question) -> str:
    match question.type:
        case QuestionType.NRS:
            return f"0–10 (0 {question.low}, 10 {question.high})"
        case QuestionType.TEXT:
            return f"högst {question.max_length} tecken" if question.max_length else ""
        case QuestionType.NUMBER | QuestionType.MINUTES if question.max is not None:
            return f"{question.min or 0}–{question.max} {question.unit}".strip()
        case _:
            return ""


def _meaning(column: Column) -> str:
    question = column.asked
    if column.choice:
        return f"1: {question.choice_text(column.choice)}"
    if question.type is QuestionType.CHOICE:
        return "; ".join(f"{choice.value}: {choice.text}" for choice in question.choices)
    return "1: ja" if question.type is QuestionType.BOOL else ""
