"""A QuestionnaireResponse of ours read back: what shows that nothing was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lindra.exchange.fhir_forms import (
    ENTRY_DATE,
    ITEM_TYPES,
    READ_AT,
    REPLACES,
    VALUE_KEYS,
    Resource,
    listed,
)
from lindra.programme.spec import Programme, Question, QuestionType

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer as it is read back. `replaces` is the export's name for the answer before."""

    form: str
    version: int
    status: str
    sent_at: datetime
    values: Values
    entry_date: date | None = None
    replaces: str = ""
    read_at: datetime | None = None


def returned(programme: Programme, resource: Mapping[str, object]) -> Returned:
    """The answer that a QuestionnaireResponse holds. KeyError for a form that is not there."""
    address, _, version = str(resource["questionnaire"]).partition("|")
    form = programme.form(address.rpartition(":")[2], int(version))
    told = {str(each["url"]): each for each in listed(resource.get("extension"))}
    entry = told.get(ENTRY_DATE, {}).get("valueDate")
    read = told.get(READ_AT, {}).get("valueDateTime")
    return Returned(
        form=form.id,
        version=form.version,
        status=str(resource["status"]),
        sent_at=datetime.fromisoformat(str(resource["authored"])),
        values=_values(form.questions, listed(resource.get("item")), ""),
        entry_date=date.fromisoformat(str(entry)) if entry else None,
        replaces=str(told.get(REPLACES, {}).get("valueString", "")),
        read_at=datetime.fromisoformat(str(read)) if read else None,
    )


def _values(questions: Sequence[Question], items: list[Resource], prefix: str) -> Values:
    found: Values = {}
    for question in questions:
        own = [item for item in items if item["linkId"] == f"{prefix}{question.id}"]
        if not own:
            continue
        if question.type is QuestionType.ROWS:
            found[question.id] = [_read_row(question, listed(item["item"])) for item in own]
        else:
            told = [_read(question, each) for each in listed(own[0]["answer"])]
            found[question.id] = told if question.type is QuestionType.MULTI else told[0]
    return found


def _read_row(question: Question, items: list[Resource]) -> Values:
    inner = f"{question.id}."
    name = next(item for item in items if item["linkId"] == f"{inner}row")
    told = listed(name["answer"])[0]["valueString"]
    return {"row": told, **_values(question.columns, items, inner)}


def _read(question: Question, answer: Resource) -> object:
    kind = ITEM_TYPES[question.type]
    value = answer[VALUE_KEYS[kind]]
    if kind == "choice":
        assert isinstance(value, dict)
        return value["code"]
    return str(value)[:5] if kind == "time" else value
