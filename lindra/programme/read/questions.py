"""One question of a form: what its type needs, what it may lift, and when it is asked."""

from __future__ import annotations

from dataclasses import replace

from lindra.programme.read.desk import Kind, check_values, missing
from lindra.programme.read.fields import Fields
from lindra.programme.spec import (
    Choice,
    Condition,
    HelpAt,
    Lifted,
    Question,
    QuestionType,
)
from lindra.programme.yaml_lines import Keys, Text

YES = ("ja",)
WHOLE = 1_000_000
OWN_KEYS: dict[QuestionType, set[str]] = {
    QuestionType.NRS: {"low", "high"},
    QuestionType.TEXT: {"max_length"},
    QuestionType.CHOICE: {"choices"},
    QuestionType.MULTI: {"choices"},
    QuestionType.BOOL: set(),
    QuestionType.DATE: {"days_back", "days_ahead"},
    QuestionType.TIME: set(),
    QuestionType.MINUTES: {"min", "max", "unit", "confirm_over"},
    QuestionType.NUMBER: {"min", "max", "unit", "confirm_over"},
    QuestionType.ROWS: {"columns", "labels", "max"},
}
NEEDED: dict[QuestionType, tuple[str, ...]] = {
    QuestionType.NRS: ("low", "high"),
    QuestionType.TEXT: ("max_length",),
    QuestionType.CHOICE: ("choices",),
    QuestionType.MULTI: ("choices",),
    QuestionType.MINUTES: ("min", "max"),
    QuestionType.NUMBER: ("min", "max"),
    QuestionType.ROWS: ("columns",),
}
IN_COLUMNS = set(QuestionType) - {QuestionType.ROWS, QuestionType.MULTI}


def read_question(fields: Fields, *, column: bool = False) -> Question:
    """A question; a `column` of rows has no conditions, no lifting and no help at the tick."""
    kind = fields.one_of("type", QuestionType)
    question = Question(
        id=fields.inner_name(),
        text=fields.prose("text", must=True),
        type=kind or QuestionType.BOOL,
        help=fields.prose("help"),
        required=fields.yes("required"),
        unit=fields.prose("unit"),
        low=fields.prose("low"),
        high=fields.prose("high"),
        min=fields.number("min", 0, WHOLE),
        max=fields.number("max", 1, WHOLE),
        max_length=fields.number("max_length", 1, 10_000),
        confirm_over=fields.number("confirm_over", 1, WHOLE),
        days_back=fields.number("days_back", 0, 3660),
        days_ahead=fields.number("days_ahead", 0, 3660),
        choices=read_choices(fields, "choices"),
        labels=read_choices(fields, "labels"),
        columns=read_questions(fields, "columns", column=True),
    )
    if kind:
        _check_type(fields, question)
    if not column:
        question = _add_conditions(fields, question)
    fields.done()
    return question


def read_choices(fields: Fields, key: str) -> tuple[Choice, ...]:
    """Values with their words; a value stands once."""
    found: dict[str, Choice] = {}
    for each in fields.each(key):
        choice = Choice(each.inner_name("value"), each.prose("text", must=True))
        if choice.value and choice.value in found:
            each.fault("value", f'Värdet "{choice.value}" finns redan.')
        found[choice.value] = choice
        each.done()
    return tuple(found.values())


def read_questions(fields: Fields, key: str, *, column: bool = False) -> tuple[Question, ...]:
    """The questions of a form, or the columns of rows: each with a name of its own."""
    found: dict[str, Question] = {}
    for each in fields.each(key, must=key == "questions"):
        question = read_question(each, column=column)
        if question.id in found:
            each.fault("id", f'Två frågor heter "{question.id}".')
        if column and question.type not in IN_COLUMNS:
            each.fault("type", f"{question.type} går inte i en rad.")
        if question.shown_when:
            _check_condition(each, question.shown_when, found)
        found[question.id] = question
    return tuple(found.values())


def _check_condition(fields: Fields, condition: Condition, earlier: dict[str, Question]) -> None:
    """A question is shown after what decides it, never before."""
    at = fields.at("shown_when")
    if condition.question in earlier:
        check_values(fields.desk, earlier[condition.question], condition.values, at)
    else:
        fields.desk.fault(at, missing("tidigare fråga", condition.question, earlier))


def _check_type(fields: Fields, question: Question) -> None:
    own = OWN_KEYS[question.type]
    for key in sorted(set().union(*OWN_KEYS.values()) - own):
        if fields.has(key):
            fields.fault(key, f'"{key}" hör inte till en fråga av typen {question.type}.')
    for key in NEEDED.get(question.type, ()):
        if not fields.has(key):
            fields.fault("type", f'En fråga av typen {question.type} behöver "{key}".')
    low, high = question.min, question.max
    if low is not None and high is not None and low >= high:
        fields.fault("max", '"max" ska vara större än "min".')
    if question.type is QuestionType.ROWS and bool(question.labels) == bool(question.max):
        fields.fault("type", 'Rader behöver antingen "labels" (fasta rader) eller "max" (antal).')
    if question.type is QuestionType.CHOICE and len(question.choices) == 1:
        fields.fault("choices", "Ett val behöver minst två svar.")


def _add_conditions(fields: Fields, question: Question) -> Question:
    return replace(
        question,
        first=fields.yes("first"),
        heading=fields.prose("heading"),
        shown_when=_shown_when(fields),
        lifted=_lifted(fields, question),
        help_at=_help_at(fields, question),
    )


def _shown_when(fields: Fields) -> Condition | None:
    inner = fields.inner("shown_when")
    if inner is None:
        return None
    condition = Condition(inner.inner_name("question"), inner.texts("values", must=True))
    inner.done()
    return condition


def _lifted(fields: Fields, question: Question) -> Lifted | None:
    node = fields.node("lifted")
    if isinstance(node, Keys):
        inner = Fields(node, fields.file, fields.desk)
        lifted = Lifted(inner.prose("words", must=True), inner.texts("values", must=True))
        inner.done()
    elif node is not None:
        lifted = Lifted(fields.prose("lifted"), YES)
    else:
        return None
    check_values(fields.desk, question, lifted.values, fields.at("lifted"))
    return lifted


def _help_at(fields: Fields, question: Question) -> tuple[HelpAt, ...]:
    node = fields.node("help_at")
    if node is None:
        return ()
    if isinstance(node, Text):
        found = [HelpAt(fields.text("help_at"), YES)]
    else:
        found = [_one_help(each) for each in fields.each("help_at")]
    for each in found:
        fields.desk.point(Kind.HELP, each.help, fields.at("help_at"))
        check_values(fields.desk, question, each.values, fields.at("help_at"))
    return tuple(found)


def _one_help(fields: Fields) -> HelpAt:
    found = HelpAt(fields.name("help"), fields.texts("values", must=True))
    fields.done()
    return found
