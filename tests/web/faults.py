"""Bad fillings of any form, made from its questions: every kind of fault, round after round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from lindra.programme.spec import Form, Question, QuestionType
from tests.web.filling import Data

KINDS = QuestionType


@dataclass(frozen=True)
class Fault:
    """What is typed wrongly, what the page says at the field, and whether it still stands there."""

    typed: tuple[str, ...]
    says: str
    stands: bool = True


def faults(question: Question, today: date) -> list[Fault]:
    """Every kind of fault that the question can meet, each with its words."""
    found = _FAULTS[question.type](question, today)
    if question.required:
        found.append(Fault(("",), "Något saknas.", stands=False))
    return found


def _nrs(_question: Question, _today: date) -> list[Fault]:
    says = "Välj en siffra från 0 till 10."
    typed = ("11", "-1", "1.5", "\0", "9" * 5000)
    return [
        *(Fault((each,), says, stands=False) for each in typed),
        Fault(("3", "11"), says, stands=False),
    ]


def _text(question: Question, _today: date) -> list[Fault]:
    longest = question.max_length
    if longest is None:
        return [Fault(("a\0b",), "tecken", stands=False)]
    says = f"Texten får vara högst {longest} tecken. Nu är den "
    return [
        Fault(("å" * (longest + 1),), f"{says}{longest + 1}."),
        Fault(("<b>ont</b> " * 1000,), says),
        Fault(("a\0b",), "Null", stands=False),
        Fault(("kort", "ö" * 10_000), f"{says}10000."),
    ]


def _choice(_question: Question, _today: date) -> list[Fault]:
    typed = (("finns-inte",), ("\0",), ("x" * 10_000,), ("", "finns-inte"))
    return [Fault(each, "Välj ett av svaren.", stands=False) for each in typed]


def _multi(question: Question, _today: date) -> list[Fault]:
    typed = (("finns-inte",), ("\0",), (question.choices[0].value, "finns-inte"), ("x" * 10_000,))
    return [Fault(each, "Välj bland svaren.", stands=False) for each in typed]


def _date(question: Question, today: date) -> list[Fault]:
    wrong = "Datumet finns inte. Skriv det så här: 2026-11-22"
    found = [
        Fault((each,), wrong, stands=False)
        for each in ("2026-02-30", "i går", "\0", "9" * 5000, "0000-00-00")
    ]
    if question.days_ahead is not None:
        late = today + timedelta(days=question.days_ahead + 1)
        says = (
            "Den dagen har inte varit än."
            if not question.days_ahead
            else "Välj en dag till och med"
        )
        found += [
            Fault((late.isoformat(),), says, stands=False),
            Fault(("9999-12-31",), says, stands=False),
        ]
    if question.days_back is not None:
        early = today - timedelta(days=question.days_back + 1)
        says = "Välj en dag från och med"
        found += [
            Fault((early.isoformat(),), says, stands=False),
            Fault(("0001-01-01",), says, stands=False),
        ]
    return found


def _time(_question: Question, _today: date) -> list[Fault]:
    says = "Skriv tiden så här: 22:30"
    found = [Fault((each,), says) for each in ("25:00", "12:60", "kvart över tio", "-1")]
    return [*found, Fault(("7" * 10_000,), says), Fault(("\0",), "Null", stands=False)]


def _number(question: Question, _today: date) -> list[Fault]:
    low, high = question.min or 0, question.max
    says = f"Skriv ett helt tal mellan {low} och {high}."
    typed = ["abc", "1,5", "1e5", str(low - 1), "9" * 5000, "x" * 10_000]
    typed += [str(high + 1)] if high is not None else []
    return [Fault((each,), says) for each in typed] + [Fault(("\0",), says, stands=False)]


def _rows(question: Question, today: date) -> list[Fault]:
    kinds = {column.type: column for column in question.columns}.values()
    return [fault for column in kinds for fault in faults(column, today)]


_FAULTS: dict[QuestionType, Callable[[Question, date], list[Fault]]] = {
    KINDS.NRS: _nrs,
    KINDS.TEXT: _text,
    KINDS.CHOICE: _choice,
    KINDS.MULTI: _multi,
    KINDS.BOOL: lambda _question, _today: [],
    KINDS.DATE: _date,
    KINDS.TIME: _time,
    KINDS.MINUTES: _number,
    KINDS.NUMBER: _number,
    KINDS.ROWS: _rows,
}


@dataclass
class Round:
    """One bad filling: `says` by the question's id, `stands` what must still stand in a field."""

    data: Data = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)


def rounds(form: Form, today: date) -> list[Round]:
    """As many bad fillings as some question has kinds of fault; all questions wrong in each."""
    asked = [q for q in form.questions if q.id != form.one_per_date]
    kinds = {question.id: faults(question, today) for question in asked}
    return [_round(form, asked, kinds, n, today) for n in range(max(map(len, kinds.values())))]


def _round(
    form: Form, asked: list[Question], kinds: dict[str, list[Fault]], n: int, today: date
) -> Round:
    made = Round()
    decides = {q.shown_when.question: q.shown_when.values[0] for q in asked if q.shown_when}
    for question in asked:
        found = kinds[question.id]
        if question.id in decides:
            made.data[question.id] = [decides[question.id]]
        elif question.type is KINDS.ROWS:
            _row(made, question, n, today)
        elif found:
            _wrong(made, question.id, question.id, found[n % len(found)])
    return made


def _wrong(made: Round, name: str, question: str, fault: Fault, where: str = "") -> None:
    made.data[name] = list(fault.typed)
    made.says[question] = where + fault.says
    if fault.stands:
        made.stands[name] = fault.typed[-1]


def _row(made: Round, question: Question, n: int, today: date) -> None:
    """A fault in one cell of the first row, of each type of column in turn."""
    kinds = {column.type: column for column in question.columns}.values()
    cells = [(c, fault) for c in kinds for fault in faults(c, today) if any(fault.typed)]
    column, fault = cells[n % len(cells)]
    key = question.labels[0].value if question.labels else "1"
    label = question.labels[0].text if question.labels else "Rad 1"
    for other in question.columns:
        if other.required and other.type is KINDS.TEXT:
            made.data[f"{question.id}-{key}-{other.id}"] = ["Något"]
        elif other.required:
            made.data[f"{question.id}-{key}-{other.id}"] = [other.choices[0].value]
    name = f"{question.id}-{key}-{column.id}"
    _wrong(made, name, question.id, fault, f"{label}, {column.text}: ")
