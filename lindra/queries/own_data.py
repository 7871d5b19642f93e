"""Everything that is held about one patient and may be given out (BEHAVIOUR F11, F19; GDPR 15).

Walks `privacy.DECLARATIONS`: a table that is declared comes along by itself, with the fields that
it gives. What is withheld besides: the half-written messages of staff (the writer's alone), what
staff have written and may still undo, the text of a message that was meant for somebody else, from
others than the patient what she has not sent (M5), and from her the names that "Vem har läst" would
not show her either (F16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Field, ForeignKey, Model, Q, QuerySet

from lindra.models import (
    Answer,
    Conversation,
    Draft,
    EmergencyOpening,
    Event,
    EventKind,
    Message,
    MessageDraft,
    Patient,
    Staff,
    Treatment,
    Unit,
)
from lindra.models.event import ActorKind
from lindra.privacy import DECLARATIONS, Declaration, Holds
from lindra.programme.registry import programme
from lindra.programme.spec import FormKind, Programme
from lindra.queries.results import Said, filling
from lindra.rules.messages import UNDO

Row = dict[str, object]
Words = Mapping[type[Model], Callable[[Model], Row]]

MISDIRECTED = "Felskickat. Texten är dold."


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, oldest first. `name` is the model's; `fields` are those that are
    given, before what is told in words beside them.
    """

    name: str
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OwnTreatment:
    """All of one treatment; `plan` are the rows of Answer that hold the patient's plans now."""

    treatment: Treatment
    programme: str
    unit: str
    tables: tuple[Table, ...]
    plan: tuple[Row, ...]

    def table(self, model: type[Model]) -> Table:
        """The table of that model; StopIteration when it is not a treatment's."""
        return next(each for each in self.tables if each.name == model.__name__)


@dataclass(frozen=True, slots=True)
class OwnData:
    """What a patient is given: of herself, and of each treatment, the oldest first."""

    patient: Patient
    made_at: datetime
    tables: tuple[Table, ...]
    treatments: tuple[OwnTreatment, ...]


def own_data(
    patient: Patient,
    now: datetime,
    treatment: Treatment | None = None,
    *,
    unit: Unit | None = None,
) -> OwnData:
    """Everything about the patient, or of one treatment of hers, as it stands at `now`.

    With a unit what that unit may give out: its treatments, and what it has noted of the patient.
    ValueError when the treatment is another's.
    """
    if treatment is not None and treatment.patient_id != patient.pk:
        raise ValueError("the treatment is another patient's")
    own = patient.treatments.select_related("unit").order_by("started_at", "pk")
    if unit is not None:
        own = own.filter(unit=unit)
    chosen = [each for each in own if treatment is None or each.pk == treatment.pk]
    of_patient = _given(Holds.PATIENT)
    return OwnData(
        patient,
        now,
        tuple(_table(each, _of_patient(each, patient, unit)) for each in of_patient),
        tuple(_of_treatment(each, now, to_patient=unit is None) for each in chosen),
    )


def fields_of(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """The table's fields by name."""
    return {field.name: field for field in model._meta.fields}  # noqa: SLF001 - Django's own way


def _given(holds: Holds) -> list[Declaration]:
    """The tables of which a patient is given something."""
    return [each for each in DECLARATIONS if each.holds is holds and each.given]


def _of_treatment(treatment: Treatment, now: datetime, *, to_patient: bool) -> OwnTreatment:
    unnamed = to_patient and not _shows_names(treatment)
    also = {**_ALSO, **_UNNAMED} if unnamed else _ALSO
    tables = tuple(
        _table(each, _rows_of(each, treatment, now, to_patient=to_patient), also)
        for each in _given(Holds.TREATMENT)
    )
    content = programme(treatment.programme)
    return OwnTreatment(
        treatment, content.name, treatment.unit.name, tables, _plan(content, tables)
    )


def _shows_names(treatment: Treatment) -> bool:
    """Whether every unit that has had the treatment shows names."""
    hides = treatment.handovers.filter(accepted=True, from_unit__shows_names=False)
    return treatment.unit.shows_names and not hides.exists()


def _plan(content: Programme, tables: tuple[Table, ...]) -> tuple[Row, ...]:
    """The newest that stands of each form that is a plan."""
    plans = {form.id for form in content.forms if form.kind is FormKind.PLAN}
    answers = [row for each in tables if each.name == Answer.__name__ for row in each.rows]
    newest = {row["form"]: row for row in answers if row["form"] in plans and row["current"]}
    return tuple(newest.values())


def _of_patient(
    declaration: Declaration, patient: Patient, unit: Unit | None = None
) -> QuerySet[Model]:
    """The patient's own rows; of a table that says at which unit, those of one unit or of all."""
    rows = QuerySet(declaration.model).filter(**{declaration.to_patient: patient.pk})
    if unit is None or "unit" not in fields_of(declaration.model):
        return rows
    return rows.filter(unit=unit)


def _rows_of(
    declaration: Declaration, treatment: Treatment, now: datetime, *, to_patient: bool
) -> QuerySet[Model]:
    """The treatment's rows without what is withheld; from others all that she has not sent."""
    rows = QuerySet(declaration.model).filter(**{declaration.path: treatment.pk})
    if declaration.model in _UNSENT and not to_patient:
        return rows.none()
    withheld = _WITHHELD.get(declaration.model)
    return rows if withheld is None else rows.exclude(withheld(now))


def _table(declaration: Declaration, rows: QuerySet[Model], words: Words | None = None) -> Table:
    model = declaration.model
    also = (words or _ALSO).get(model, _nothing)
    keys = [name for name, field in fields_of(model).items() if isinstance(field, ForeignKey)]
    followed = [key for key in keys if key in declaration.given or key in _FOLLOWED.get(model, ())]
    found = rows.select_related(*followed) if followed else rows
    given = tuple(
        {name: _value(row, name) for name in declaration.given} | also(row)
        for row in found.order_by(*_order(declaration))
    )
    return Table(model.__name__, declaration.given, given)


def _order(declaration: Declaration) -> Iterator[str]:
    """By the first moment that the table gives, then by its key."""
    fields = fields_of(declaration.model)
    moments = [name for name in declaration.given if isinstance(fields[name], DateTimeField)]
    yield from moments[:1]
    yield "pk"


def _value(row: Model, name: str) -> object:
    """The field's value; who or what it leads to is told by name, never by a number of ours."""
    value = getattr(row, name)
    match value:
        case Staff():
            return f"{value.name}, {value.profession}"
        case Unit():
            return value.name
        case Answer():
            return {"form": value.form, "version": value.version, "sent_at": value.sent_at}
        case Model():
            return str(value)
        case _:
            return value


def _nothing(_row: Model) -> Row:
    return {}


def _answer_words(row: Model) -> Row:
    assert isinstance(row, Answer)
    found = filling(row)
    return {
        "title": found.form.title,
        "current": found.current,
        "said": tuple(_said(each) for each in found.said),
    }


def _draft_words(row: Model) -> Row:
    """A draft's title; its values are as they were typed, so they are told as they stand."""
    assert isinstance(row, Draft)
    form = programme(row.treatment.programme).form(row.form, row.version)
    typed = {question.id: question.text for question in form.questions}
    return {
        "title": form.title,
        "said": tuple(
            {"question": typed.get(key, key), "answer": _typed(value)}
            for key, value in row.values.items()
        ),
    }


def _typed(value: object) -> str:
    match value:
        case dict():
            return ", ".join(_typed(each) for each in value.values())
        case list() | tuple():
            return "; ".join(_typed(each) for each in value)
        case _:
            return str(value)


def _said(said: Said) -> Row:
    row: Row = {"question": said.question.text, "answer": said.text}
    if said.rows:
        row["columns"] = tuple(column.text for column in said.question.columns)
        row["rows"] = tuple({"row": label, "answers": cells} for label, cells in said.rows)
    return row


def _message_words(row: Model) -> Row:
    """The thread that it stands in; the text only when it was meant for the patient."""
    assert isinstance(row, Message)
    words: Row = {"conversation": row.conversation.title, "thread": str(row.conversation_id)}
    return words | ({"text": MISDIRECTED} if row.misdirected_at else {})


def _draft_thread(row: Model) -> Row:
    assert isinstance(row, MessageDraft)
    return {"conversation": row.conversation.title if row.conversation else row.title}


def _conversation_words(row: Model) -> Row:
    return {"thread": str(row.pk)}


def _still_undoable(now: datetime) -> Q:
    return Q(author=ActorKind.STAFF, sent_at__gt=now - UNDO)


def _opened_by_profession(row: Model) -> Row:
    assert isinstance(row, EmergencyOpening)
    return {"staff": row.staff.profession}


def _by_nobody_named(row: Model) -> Row:
    assert isinstance(row, Event)
    return {"actor_name": ""} if row.kind in _OUTSIDE_THE_TEAM else {}


_UNSENT = (Draft, MessageDraft)
_OUTSIDE_THE_TEAM = (
    EventKind.EMERGENCY_OPENED,
    EventKind.HOLD_PLACED,
    EventKind.HOLD_LIFTED,
    EventKind.DISCLOSED,
)
_WITHHELD: Mapping[type[Model], Callable[[datetime], Q]] = {
    Message: _still_undoable,
    MessageDraft: lambda _: Q(staff__isnull=False),
}
_FOLLOWED: Mapping[type[Model], tuple[str, ...]] = {
    Answer: ("treatment",),
    Draft: ("treatment",),
    Message: ("conversation",),
    MessageDraft: ("conversation",),
}
_UNNAMED: Words = {EmergencyOpening: _opened_by_profession, Event: _by_nobody_named}
_ALSO: Words = {
    Answer: _answer_words,
    Draft: _draft_words,
    Message: _message_words,
    MessageDraft: _draft_thread,
    Conversation: _conversation_words,
}
