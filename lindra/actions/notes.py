""" "Arbetsanteckningar": written, struck out, never changed (BEHAVIOUR F8)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, Treatment, WorkNote
from lindra.rules.refused import Refused

LONGEST = 5000  # characters


@transaction.atomic
def write_note(
    *, treatment: Treatment, text: str, key: UUID, by: StaffSession, now: datetime
) -> WorkNote:
    """Write a note. `key` is the page's: sent twice it is one note.

    Raises `Refused` for an empty text, one of more than 5000 characters, and a key that another
    text was sent with.
    """
    text = text.strip()
    _check(text)
    try:
        with transaction.atomic():
            note = WorkNote.objects.create(
                treatment=treatment,
                text=text,
                written_at=now,
                staff=by.staff,
                author_name=by.name,
                author_profession=by.staff.profession,
                key=key,
            )
    except IntegrityError:
        return _sent_before(treatment, text, key, by)
    record_event(treatment=treatment, kind=EventKind.NOTE_WRITTEN, by=by, now=now)
    return note


@transaction.atomic
def strike_note(*, note: WorkNote, by: StaffSession, now: datetime) -> None:
    """The note no longer holds; its text stays, struck. `Refused` when it is struck already."""
    rows = WorkNote.objects.filter(pk=note.pk, struck_at__isnull=True)
    if not rows.update(struck_at=now, struck_by=by.staff):
        raise Refused("Anteckningen är redan struken.", code="struck")
    record_event(treatment=note.treatment, kind=EventKind.NOTE_STRUCK, by=by, now=now)


def _check(text: str) -> None:
    if not text:
        raise Refused("Skriv något i anteckningen.", code="empty", field="text")
    if len(text) > LONGEST:
        raise Refused(
            f"Anteckningen är {len(text)} tecken. Den får vara högst {LONGEST}.",
            code="too_long",
            field="text",
        )


def _sent_before(treatment: Treatment, text: str, key: UUID, by: StaffSession) -> WorkNote:
    note = treatment.work_notes.filter(key=key, staff=by.staff, text=text).first()
    if note is None:
        raise Refused(
            "En annan text är redan sparad härifrån. Tryck en gång till för att spara den här.",
            code="other_text",
        )
    return note
