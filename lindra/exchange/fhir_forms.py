"""Forms and answers as FHIR R4: Questionnaire and QuestionnaireResponse.

A question's linkId is its id. A question of rows is a group that repeats: its first item is the
row ("<id>.row"), then one for each column ("<id>.<column>").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lindra.models import Answer
from lindra.programme.spec import Condition, Form, Programme, Question, QuestionType
from lindra.rules.calendar import local

Resource = dict[str, object]

URN = "urn:lindra"
ENTRY_DATE, REPLACES, READ_AT = (f"{URN}:{name}" for name in ("entry-date", "replaces", "read-at"))

ITEM_TYPES = {
    QuestionType.NRS: "integer",
    QuestionType.NUMBER: "integer",
    QuestionType.MINUTES: "integer",
    QuestionType.TEXT: "text",
    QuestionType.CHOICE: "choice",
    QuestionType.MULTI: "choice",
    QuestionType.BOOL: "boolean",
    QuestionType.DATE: "date",
    QuestionType.TIME: "time",
    QuestionType.ROWS: "group",
}
VALUE_KEYS = {
    "integer": "valueInteger",
    "text": "valueString",
    "string": "valueString",
    "choice": "valueCoding",
    "boolean": "valueBoolean",
    "date": "valueDate",
    "time": "valueTime",
}


def form_url(programme: str, form: str) -> str:
    """The form's canonical address; its version is told beside it."""
    return f"{URN}:{programme}:{form}"


def questionnaire(programme: Programme, form: Form, *, free_text: bool = True) -> Resource:
    """One version of a form; without its questions of free text unless they are wanted."""
    return {
        "resourceType": "Questionnaire",
        "id": f"{programme.id}-{form.id}-{form.version}",
        "url": form_url(programme.id, form.id),
        "version": str(form.version),
        "name": "".join(part.capitalize() for part in form.id.split("-")),
        "title": form.title,
        "status": "active",
        "subjectType": ["Patient"],
        "language": "sv-SE",
        "item": [_asked(form, q) for q in _given(form.questions, free_text=free_text)],
    }


def response(
    programme: Programme, answer: Answer, *, names: Mapping[str, str], free_text: bool = True
) -> Resource:
    """An answer. `names` are the references: id, subject, and replaces where there is one.

    One that was taken back is entered-in-error and has no items; one that changes another is
    amended (FHIR R4, QuestionnaireResponseStatus).
    """
    form = programme.form(answer.form, answer.version)
    values = {} if answer.withdrawn_at else answer.values
    items = _items(_given(form.questions, free_text=free_text), values, "")
    return {
        "resourceType": "QuestionnaireResponse",
        "id": names["id"],
        "extension": list(_extensions(answer, names.get("replaces", ""))),
        "questionnaire": f"{form_url(programme.id, form.id)}|{form.version}",
        "status": _status(answer),
        "subject": {"reference": names["subject"]},
        "source": {"reference": names["subject"]},
        "authored": moment(answer.sent_at),
        "item": items,
    }


def moment(at: datetime) -> str:
    """A FHIR instant on Swedish clocks, with all that is known of it."""
    return local(at).isoformat()


def words(text: str) -> str:
    """A FHIR string: signs below space that FHIR does not allow become �."""
    return "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in text)


def _extensions(answer: Answer, replaces: str) -> Iterator[Resource]:
    if answer.entry_date:
        yield {"url": ENTRY_DATE, "valueDate": answer.entry_date.isoformat()}
    if replaces:
        yield {"url": REPLACES, "valueString": replaces}
    if answer.read_at:
        yield {"url": READ_AT, "valueDateTime": moment(answer.read_at)}


def _status(answer: Answer) -> str:
    if answer.withdrawn_at:
        return "entered-in-error"
    return "amended" if answer.replaces_id else "completed"


def _given(questions: Sequence[Question], *, free_text: bool) -> Sequence[Question]:
    """The questions to give out; a column of free text is left out of its rows."""
    if free_text:
        return questions
    return [_without_text(each) for each in questions if each.type is not QuestionType.TEXT]


def _without_text(question: Question) -> Question:
    if question.type is not QuestionType.ROWS:
        return question
    kept = tuple(each for each in question.columns if each.type is not QuestionType.TEXT)
    return replace(question, columns=kept)


def _asked(form: Form, question: Question, prefix: str = "") -> Resource:
    item: Resource = {
        "linkId": f"{prefix}{question.id}",
        "text": words(question.text),
        "type": ITEM_TYPES[question.type],
        "required": question.required and question.shown_when is None,
    }
    if question.choices:
        item["answerOption"] = [
            {"valueCoding": _coding(question, each.value)} for each in question.choices
        ]
    if question.max_length and question.type is QuestionType.TEXT:
        item["maxLength"] = question.max_length
    if question.type is QuestionType.MULTI:
        item["repeats"] = True
    if question.type is QuestionType.ROWS:
        inner = f"{question.id}."
        row = {"linkId": f"{inner}row", "type": "string", "text": "Rad"}
        item["repeats"] = True
        item["item"] = [row, *(_asked(form, each, inner) for each in question.columns)]
    if question.shown_when:
        item["enableWhen"] = list(_when(form, question.shown_when))
        item["enableBehavior"] = "any"
    return item


def _when(form: Form, condition: Condition) -> Iterator[Resource]:
    question = form.question(condition.question)
    for value in condition.values:
        shown: Resource = {"question": question.id, "operator": "="}
        if question.type is QuestionType.BOOL:
            yield {**shown, "answerBoolean": True}
        elif question.choices:
            yield {**shown, "answerCoding": _coding(question, value)}
        else:
            yield {**shown, "answerInteger": int(value)}


def _coding(question: Question, value: str) -> Resource:
    return {"code": value, "display": question.choice_text(value)}


def _items(
    questions: Sequence[Question], values: Mapping[str, object], prefix: str
) -> list[Resource]:
    """The items of what was answered, in the order of the form."""
    found: list[Resource] = []
    for question in questions:
        value = values.get(question.id)
        link = f"{prefix}{question.id}"
        if value is None:
            continue
        if question.type is QuestionType.ROWS:
            found += [_row(question, row) for row in listed(value)]
        else:
            each = value if isinstance(value, list) else [value]
            found.append({"linkId": link, "answer": [_answer(question, v) for v in each]})
    return found


def _row(question: Question, row: Mapping[str, object]) -> Resource:
    inner = f"{question.id}."
    named = {"linkId": f"{inner}row", "answer": [{"valueString": str(row["row"])}]}
    return {"linkId": question.id, "item": [named, *_items(question.columns, row, inner)]}


def _answer(question: Question, value: object) -> Resource:
    kind = ITEM_TYPES[question.type]
    match kind:
        case "choice":
            return {"valueCoding": _coding(question, str(value))}
        case "time":
            return {"valueTime": f"{value}:00"}
        case "text":
            return {"valueString": words(str(value))}
        case _:
            return {VALUE_KEYS[kind]: value}


def listed(value: object) -> list[Resource]:
    """The value when it is a list; nothing otherwise."""
    return value if isinstance(value, list) else []
