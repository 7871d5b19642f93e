"""What the database holds to of messages, notes and notices, whatever the code above it does."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lindra.models import Message, Notice, WorkNote
from tests.actions.care_rows import (
    DAY,
    ONE,
    SUNDAY,
    conversation,
    from_bo,
    handover,
    message,
    message_draft,
    note,
    notice,
)

MESSAGE = {
    "id": ONE,
    "conversation": conversation,
    "author": "patient",
    "staff": lambda cast: cast.erik.staff,
    "author_name": "Erik Edlund",
    "author_profession": "psykolog",
    "text": "Något annat",
    "key": ONE,
    "sent_at": lambda cast: cast.now + DAY,
    "notice": "direct",
    "answers_until": lambda cast: cast.now,
}
DONE_TO_A_MESSAGE = {
    "read_at",
    "read_by",
    "waived_at",
    "waived_by",
    "misdirected_at",
    "misdirected_by",
}
NOTE = {
    "id": 1_000_000,
    "treatment": lambda cast: cast.fatimas,
    "text": "Något annat",
    "written_at": lambda cast: cast.now + DAY,
    "staff": lambda cast: cast.erik.staff,
    "author_name": "Erik Edlund",
    "author_profession": "psykolog",
    "key": ONE,
}
DONE_TO_A_NOTE = {"struck_at", "struck_by"}


def changed(row: Message | WorkNote, **values) -> None:
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


def made(value, cast):
    return value(cast) if callable(value) else value


def test_every_column_is_either_fixed_or_something_that_is_done_to_it():
    assert {field.name for field in Message._meta.fields} == set(MESSAGE) | DONE_TO_A_MESSAGE
    assert {field.name for field in WorkNote._meta.fields} == set(NOTE) | DONE_TO_A_NOTE


@pytest.mark.row("M12")
@pytest.mark.parametrize("column", MESSAGE)
def test_a_sent_message_never_changes(cast, column):
    row = from_bo(cast)
    with pytest.raises(DatabaseError, match="a sent message never changes"):
        changed(row, **{column: made(MESSAGE[column], cast)})


@pytest.mark.row("F8")
@pytest.mark.parametrize("column", NOTE)
def test_a_written_note_never_changes(cast, column):
    row = note(cast)
    with pytest.raises(DatabaseError, match="a written note never changes"):
        changed(row, **{column: made(NOTE[column], cast)})


@pytest.mark.row("F8")
def test_a_note_can_be_struck_out(cast):
    changed(row := note(cast), struck_at=cast.now, struck_by=cast.erik.staff)
    row.refresh_from_db()
    assert (row.text, row.struck_at, row.struck_by) == ("Ringde i dag.", cast.now, cast.erik.staff)


@pytest.mark.row("M12")
def test_a_message_can_be_read_waived_and_not_waived(cast):
    row, bo = message(cast), cast.bo.staff
    changed(row, read_at=cast.now, read_by=bo, waived_at=cast.now, waived_by=bo)
    changed(row, waived_at=None, waived_by=None)
    row.refresh_from_db()
    assert (row.read_at, row.read_by, row.waived_at) == (cast.now, bo, None)


@pytest.mark.row("M12")
def test_the_teams_message_can_be_misdirected(cast):
    changed(row := from_bo(cast), misdirected_at=cast.now, misdirected_by=cast.bo.staff)
    row.refresh_from_db()
    assert (row.text, row.misdirected_at) == ("Hej", cast.now)


@pytest.mark.row("M12")
@pytest.mark.parametrize(
    ("make", "done"),
    [(message, "read"), (from_bo, "misdirected")],
    ids=["read", "misdirected"],
)
@pytest.mark.parametrize("how", ["undone", "moved", "by somebody else"])
def test_what_has_been_done_to_a_message_is_not_undone(cast, make, done, how):
    row = make(cast, **{f"{done}_at": cast.now, f"{done}_by": cast.bo.staff})
    at, by = _otherwise(cast, how)
    with pytest.raises(DatabaseError, match="what has been done to a message is not undone"):
        changed(row, **{f"{done}_at": at, f"{done}_by": by})


@pytest.mark.row("F8")
@pytest.mark.parametrize("how", ["undone", "moved", "by somebody else"])
def test_a_struck_note_stays_struck(cast, how):
    row = note(cast, struck_at=cast.now, struck_by=cast.bo.staff)
    at, by = _otherwise(cast, how)
    with pytest.raises(DatabaseError, match="a struck note stays struck"):
        changed(row, struck_at=at, struck_by=by)


def _otherwise(cast, how):
    """When and by whom something is said to be done, instead of now and by Bo."""
    ways = {
        "undone": (None, None),
        "moved": (cast.now + DAY, cast.bo.staff),
        "by somebody else": (cast.now, cast.erik.staff),
    }
    return ways[how]


@pytest.mark.row("M12")
@pytest.mark.parametrize(
    "more",
    [
        {"author": "staff"},
        {"author": "robot"},
        {"answers_until": lambda cast: cast.now},
        {"waived_by": lambda cast: cast.bo.staff},
        {"misdirected_at": lambda cast: cast.now, "misdirected_by": lambda cast: cast.bo.staff},
    ],
    ids=["no staff", "nobody", "answers itself", "waived never", "misdirected by the patient"],
)
def test_a_message_is_its_writers_alone(cast, more):
    with pytest.raises(IntegrityError, match='constraint "message_'):
        message(cast, **{name: made(value, cast) for name, value in more.items()})


@pytest.mark.row("M12")
def test_a_team_cannot_waive_its_own_message(cast):
    with pytest.raises(IntegrityError, match='constraint "message_waived_at_and_by"'):
        from_bo(cast, waived_at=cast.now, waived_by=cast.bo.staff)


@pytest.mark.row("M12")
def test_a_notice_that_failed_or_was_not_needed_leaves_its_day_and_channel_free(cast):
    notice(cast, state="failed")
    notice(cast, state="not_needed")
    notice(cast)
    notice(cast, channel="sms")
    notice(cast, day=SUNDAY + DAY)
    for_bo = {"patient": None, "staff": cast.bo.staff}
    notice(cast, **for_bo)
    notice(cast, **for_bo)
    assert Notice.objects.count() == 7


@pytest.mark.row("M12")
def test_a_notice_to_nobody_is_refused(cast):
    with pytest.raises(IntegrityError, match='constraint "notice_is_for_one"'):
        notice(cast, patient=None)


@pytest.mark.row("F9")
def test_each_writer_has_a_draft_of_her_own(cast):
    mine = message_draft(cast)
    bos = type(mine).objects.create(
        treatment=cast.treatment, staff=cast.bo.staff, saved_at=cast.now
    )
    assert mine.pk != bos.pk
    assert cast.treatment.message_drafts.count() == 2


@pytest.mark.row("F5")
def test_an_answered_offer_leaves_room_for_a_new_one(cast):
    said = {"answered_at": cast.now, "answered_by": cast.carin.staff, "accepted": False}
    handover(cast, **said)
    handover(cast)
    assert cast.treatment.handovers.count() == 2
