"""A note for the record: kept as it was read, and refused when something has come since."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from lindra.actions.record_notes import approve_record_note
from lindra.models import EventKind, RecordNote
from lindra.queries.record_note import approved_notes, next_note
from lindra.rules.record_note import fingerprint
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import Cast

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.row("N8")


def approve(cast: Cast, now=None, shown: str = "") -> RecordNote:
    now = now or cast.now
    read = shown or fingerprint(next_note(cast.treatment, now)[0])
    return approve_record_note(treatment=cast.treatment, shown=read, by=cast.bo, now=now)


def refusal(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_what_was_read_is_kept_word_for_word_with_who_and_from_when_to_when(cast):
    text, since = next_note(cast.treatment, cast.now)
    note = RecordNote.objects.get(pk=approve(cast).pk)
    assert (note.text, note.since, note.until, note.approved_at) == (
        text,
        since,
        cast.now,
        cast.now,
    )
    assert (note.staff, note.author_name, note.author_profession) == (
        cast.bo.staff,
        "Bo Berg",
        "fysioterapeut",
    )
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.words, event.actor_name) == (
        EventKind.RECORD_NOTE_APPROVED,
        "",
        "Bo Berg",
    )


def test_the_next_one_begins_where_the_last_one_ended(cast):
    first = approve(cast)
    cast.send("reflektion-1", {"nytt": "ett ord"}, at=cast.now + HOUR)
    second = approve(cast, cast.now + 2 * HOUR)
    assert second.since == first.until
    assert "Programmet startat" in first.text
    assert "Programmet startat" not in second.text
    assert "ett ord" in second.text
    assert list(approved_notes(cast.treatment)) == [second, first]


def test_what_has_come_since_it_was_read_stops_it(cast):
    shown = fingerprint(next_note(cast.treatment, cast.now)[0])
    cast.send("reflektion-1", {"nytt": "ett ord"}, at=cast.now + HOUR)
    late = partial(approve, cast, cast.now + 2 * HOUR, shown)
    assert refusal(late) == "changed"
    assert not RecordNote.objects.exists()


def test_pressed_twice_it_is_one_note(cast):
    shown = fingerprint(next_note(cast.treatment, cast.now)[0])
    approve(cast, shown=shown)
    assert refusal(partial(approve, cast, cast.now + HOUR, shown)) == "nothing_new"
    assert RecordNote.objects.count() == 1


def test_a_note_never_changes(cast):
    note = approve(cast)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        RecordNote.objects.filter(pk=note.pk).update(text="annat")


def test_of_many_who_approve_at_once_one_does(committed):
    shown = fingerprint(next_note(committed.treatment, committed.now)[0])
    found = at_once([partial(approve, committed, shown=shown)] * 8)
    assert [each for each in found if isinstance(each, RecordNote)] == [RecordNote.objects.get()]
    assert {each.code for each in found if isinstance(each, Refused)} == {"nothing_new"}
