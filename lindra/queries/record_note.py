"""What a note ready for the record is made of, read from the tables (BEHAVIOUR N8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from lindra.models import Answer, Event, EventKind, Message, RecordNote, Treatment
from lindra.models.event import ActorKind
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.rules.calendar import local_date
from lindra.rules.record_note import Filled, Since, record_note

M = TypeVar("M", bound=Model)

_STEPS = (
    EventKind.STARTED,
    EventKind.OPENED,
    EventKind.MODULE_DONE,
    EventKind.MODULE_UNDONE,
    EventKind.POSTPONED,
    EventKind.EXTENDED,
    EventKind.MAINTAINED,
    EventKind.ENDED,
    EventKind.REOPENED,
    EventKind.RESPONSIBLE_CHANGED,
)
_OF_MODULE = (EventKind.MODULE_DONE, EventKind.MODULE_UNDONE)


def note_of(treatment: Treatment, now: datetime, since: datetime | None = None) -> str:
    """The note as plain text: what has happened after `since`, or from the start, until `now`."""
    content = programme(treatment.programme)
    messages = _after(Message.objects.filter(conversation__treatment=treatment), "sent_at", since)
    standing = messages.filter(misdirected_at__isnull=True, sent_at__lte=now)
    return record_note(
        Since(
            programme=content.name,
            today=local_date(now),
            since=local_date(since) if since else None,
            fillings=tuple(_fillings(treatment, content, now, since)),
            steps=tuple(_steps(treatment, content, now, since)),
            from_patient=standing.filter(author=ActorKind.PATIENT).count(),
            from_team=standing.filter(author=ActorKind.STAFF).count(),
        )
    )


def approved_notes(treatment: Treatment) -> QuerySet[RecordNote]:
    """Those that are approved, the latest first."""
    return treatment.record_notes.order_by("-until", "-pk")


def next_note(treatment: Treatment, now: datetime) -> tuple[str, datetime | None]:
    """What has come since the latest approved one, and since when: None from the start."""
    last = approved_notes(treatment).first()
    since = last.until if last else None
    return note_of(treatment, now, since), since


def _after(rows: QuerySet[M], field: str, since: datetime | None) -> QuerySet[M]:
    return rows.filter(**{f"{field}__gt": since}) if since else rows


def _fillings(
    treatment: Treatment, content: Programme, now: datetime, since: datetime | None
) -> Iterator[Filled]:
    """What was sent after the last note, and what was sent before it and taken back since."""
    answers = treatment.answers.filter(sent_at__lte=now).select_related("replaces")
    for answer in answers.order_by("sent_at", "pk"):
        known = since is not None and answer.sent_at <= since
        if known and not (answer.withdrawn_at and since and answer.withdrawn_at > since):
            continue
        yield _filled(answer, content, known=known)


def _filled(answer: Answer, content: Programme, *, known: bool) -> Filled:
    before = answer.replaces
    return Filled(
        form=content.form(answer.form, answer.version),
        sent_on=local_date(answer.sent_at),
        values=answer.values,
        day=answer.entry_date or _typed_day(answer),
        replaces_on=local_date(before.sent_at) if before else None,
        replaced=answer.replaced_at is not None,
        withdrawn_on=local_date(answer.withdrawn_at) if answer.withdrawn_at else None,
        known=known,
        lifted=tuple(answer.lifted),
    )


def _typed_day(answer: Answer) -> date | None:
    """The day that a diary without one a day is about, as the patient gave it."""
    typed = answer.values.get("datum")
    return date.fromisoformat(typed) if isinstance(typed, str) and typed else None


def _steps(
    treatment: Treatment, content: Programme, now: datetime, since: datetime | None
) -> Iterator[tuple[date, str]]:
    found = _after(treatment.events.filter(kind__in=_STEPS, at__lte=now), "at", since)
    for event in _standing(found.order_by("at", "pk")):
        about = event.words or _module(event, content)
        label = EventKind(event.kind).label
        yield local_date(event.at), f"{label}: {about}" if about else label


def _standing(events: Iterable[Event]) -> Iterator[Event]:
    """Of a module only the last step, and none when it has become what it was before them."""
    steps = list(events)
    modules = [each for each in steps if each.kind in _OF_MODULE]
    first = {each.subject: each for each in reversed(modules)}
    last = {each.subject: each for each in modules}
    for each in steps:
        if each.kind not in _OF_MODULE or (
            each == last[each.subject] and each.kind == first[each.subject].kind
        ):
            yield each


def _module(event: Event, content: Programme) -> str:
    try:
        return content.module(event.subject).title
    except KeyError:
        return event.subject
