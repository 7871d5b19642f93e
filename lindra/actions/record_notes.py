"""A note ready for the record: approved by a person, and kept word for word (BEHAVIOUR N8)."""

from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, RecordNote, Treatment
from lindra.queries.record_note import next_note
from lindra.rules.record_note import fingerprint, has_news
from lindra.rules.refused import Refused


@transaction.atomic
def approve_record_note(
    *, treatment: Treatment, shown: str, by: StaffSession, now: datetime
) -> RecordNote:
    """Keep the note that was read. `shown` is the fingerprint of the text that the page showed.

    Whatever is sent meanwhile waits for the treatment's row. Raises `Refused` when there is nothing
    new, and when the text is another by now.
    """
    Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    text, since = next_note(treatment, now)
    if not has_news(text):
        raise Refused("Inget har hänt sedan den förra anteckningen.", code="nothing_new")
    if fingerprint(text) != shown:
        raise Refused(
            "Något har kommit sedan sidan visades. Läs den nya texten och godkänn den.",
            code="changed",
        )
    note = RecordNote.objects.create(
        treatment=treatment,
        text=text,
        since=since,
        until=now,
        approved_at=now,
        staff=by.staff,
        author_name=by.name,
        author_profession=by.staff.profession,
    )
    record_event(treatment=treatment, kind=EventKind.RECORD_NOTE_APPROVED, by=by, now=now)
    return note
