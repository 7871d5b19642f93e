"""Work notes: written once, struck once, never changed."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from lindra.actions.notes import strike_note, write_note
from lindra.models import EventKind, WorkNote
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import Cast

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.row("F8")


def write(cast: Cast, text: str = "Ring på torsdag.", key=None, by=None) -> WorkNote:
    return write_note(
        treatment=cast.treatment, text=text, key=key or uuid4(), by=by or cast.bo, now=cast.now
    )


def refusal(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_note_keeps_who_wrote_it_and_when_and_the_timeline_none_of_its_words(cast):
    note = WorkNote.objects.get(pk=write(cast, "  Ring på torsdag. \n").pk)
    assert (note.text, note.written_at, note.staff) == (
        "Ring på torsdag.",
        cast.now,
        cast.bo.staff,
    )
    assert (note.author_name, note.author_profession) == ("Bo Berg", "fysioterapeut")
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.words, event.actor_name) == (EventKind.NOTE_WRITTEN, "", "Bo Berg")


def test_sent_twice_it_is_one_note(cast):
    key = uuid4()
    assert write(cast, key=key) == write(cast, key=key)
    assert cast.treatment.events.filter(kind=EventKind.NOTE_WRITTEN).count() == 1


def test_another_text_with_the_same_key_is_refused_and_nothing_is_overwritten(cast):
    key = uuid4()
    write(cast, key=key)
    assert refusal(lambda: write(cast, "Något annat", key=key)) == "other_text"
    assert refusal(lambda: write(cast, key=key, by=cast.erik)) == "other_text"
    assert WorkNote.objects.get().text == "Ring på torsdag."


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n", "empty"), ("x" * 5001, "too_long")]
)
def test_nothing_and_too_much_are_refused(cast, text, code):
    assert refusal(lambda: write(cast, text)) == code


def test_the_longest_note_is_kept_whole(cast):
    assert len(write(cast, "å" * 5000).text) == 5000


def test_a_struck_note_keeps_its_text_and_says_by_whom_and_when(cast):
    note = write(cast)
    strike_note(note=note, by=cast.erik, now=cast.now + HOUR)
    note.refresh_from_db()
    assert (note.text, note.struck_at, note.struck_by) == (
        "Ring på torsdag.",
        cast.now + HOUR,
        cast.erik.staff,
    )
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.actor_name) == (EventKind.NOTE_STRUCK, "Erik Edlund")
    assert refusal(lambda: strike_note(note=note, by=cast.bo, now=cast.now)) == "struck"


def test_of_twenty_presses_on_save_one_note_is_made(committed):
    key = uuid4()
    results = at_once([partial(write, committed, key=key) for _ in range(20)])
    assert {each.pk for each in results} == {WorkNote.objects.get().pk}


def test_of_twenty_who_strike_at_once_one_does(committed):
    note = write(committed)
    calls = [partial(strike_note, note=note, by=committed.bo, now=committed.now)] * 20
    assert at_once(calls).count(None) == 1
    assert committed.treatment.events.filter(kind=EventKind.NOTE_STRUCK).count() == 1
