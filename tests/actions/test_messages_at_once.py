"""Messages at the same time: sent once, undone or read, answered by one and told to the other."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from lindra.actions.message_drafts import open_message_draft, save_message_draft
from lindra.actions.messages import (
    AnsweredMeanwhile,
    open_conversation_as_patient,
    open_conversation_as_team,
    send_message,
    undo_message,
    waive,
)
from lindra.models import Event, EventKind, Message, MessageDraft, Part, TeamMember
from lindra.rules.calendar import local_date
from lindra.rules.messages import UNDO
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import Cast
from tests.messages import MINUTE, write

FIFTY = range(50)


def draft_of(cast: Cast, by, conversation=None) -> MessageDraft:
    return open_message_draft(
        treatment=cast.treatment, conversation=conversation, by=by, now=cast.now
    )


def send(cast: Cast, draft: MessageDraft, text: str, by) -> Message:
    return send_message(
        treatment=cast.treatment,
        draft_id=draft.pk,
        text=text,
        revision=draft.revision,
        by=by,
        now=cast.now + timedelta(seconds=1),
        seen=cast.now,
    )


def kinds(results) -> Counter[str]:
    return Counter(type(each).__name__ for each in results)


def count(kind: EventKind) -> int:
    return Event.objects.filter(kind=kind).count()


@pytest.mark.row("M12")
def test_fifty_presses_on_send_give_one_message(committed):
    draft = draft_of(committed, committed.bo)
    results = at_once([partial(send, committed, draft, "samma", committed.bo) for _ in FIFTY])
    assert {message.pk for message in results} == {Message.objects.get().pk}
    assert (count(EventKind.MESSAGE_SENT), MessageDraft.objects.count()) == (1, 0)


@pytest.mark.row("M12")
def test_of_fifty_tabs_that_send_one_draft_one_wins_and_the_others_are_told(committed):
    draft = draft_of(committed, committed.astrid)
    results = at_once([partial(send, committed, draft, str(n), committed.astrid) for n in FIFTY])
    assert kinds(results) == {"Message": 1, "AlreadySent": 49}
    assert Message.objects.get().text == str(
        next(n for n, each in enumerate(results) if isinstance(each, Message))
    )


def test_fifty_openings_of_a_draft_give_one(committed):
    results = at_once([partial(draft_of, committed, committed.bo) for _ in FIFTY])
    assert {draft.pk for draft in results} == {MessageDraft.objects.get().pk}


def test_of_fifty_saves_of_one_revision_one_wins(committed):
    draft = draft_of(committed, committed.bo)
    save = partial(save_message_draft, draft=draft, revision=0, by=committed.bo, now=committed.now)
    results = at_once([partial(save, text=str(n)) for n in FIFTY])
    assert kinds(results) == {"int": 1, "Stale": 49}


@pytest.mark.row("M14b")
def test_of_two_who_answer_at_once_the_second_is_told_of_the_first(committed):
    TeamMember.objects.create(
        treatment=committed.treatment,
        staff=committed.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=local_date(committed.now),
        added_at=committed.now,
    )
    for _ in range(10):
        asked = write(committed.treatment, committed.astrid, "?", committed.now - MINUTE)
        answers = [
            partial(send, committed, draft_of(committed, by, asked.conversation), "Ja", by)
            for by in (committed.bo, committed.erik)
        ]
        results = at_once(answers)
        assert kinds(results) == {"Message": 1, "AnsweredMeanwhile": 1}
        told = next(each for each in results if isinstance(each, AnsweredMeanwhile))
        assert told.sent in results
        MessageDraft.objects.all().delete()


@pytest.mark.row("M12")
def test_at_second_thirty_a_message_is_undone_or_read_and_never_both(committed):
    for _ in range(15):
        sent = write(committed.treatment, committed.bo, "Hej", committed.now)
        undone, _read = at_once(
            [
                partial(
                    undo_message,
                    treatment=committed.treatment,
                    key=sent.key,
                    by=committed.bo,
                    now=committed.now + UNDO - timedelta(microseconds=1),
                ),
                partial(
                    open_conversation_as_patient,
                    conversation=sent.conversation,
                    by=committed.astrid,
                    now=committed.now + UNDO,
                ),
            ]
        )
        message = Message.objects.filter(pk=sent.pk).first()
        if isinstance(undone, Refused):
            assert (undone.code, message.read_at) == ("too_late", committed.now + UNDO)
        else:
            assert (message, undone.text) == (None, "Hej")
        Message.objects.all().delete()
        MessageDraft.objects.all().delete()


@pytest.mark.row("M12")
def test_fifty_presses_on_undo_give_one_draft(committed):
    sent = write(committed.treatment, committed.bo, "Hej", committed.now)
    undo = partial(
        undo_message,
        treatment=committed.treatment,
        key=sent.key,
        by=committed.bo,
        now=committed.now,
    )
    results = at_once([undo for _ in FIFTY])
    assert {draft.pk for draft in results} == {MessageDraft.objects.get().pk}
    assert count(EventKind.MESSAGE_UNDONE) == 1


@pytest.mark.row("F9")
def test_opened_and_waived_by_fifty_at_once_it_is_read_and_waived_once(committed):
    asked = write(committed.treatment, committed.astrid, "?", committed.now - MINUTE)
    by = [committed.bo, committed.erik] * 12
    opens = [
        partial(
            open_conversation_as_team,
            conversation=asked.conversation,
            by=each,
            now=committed.now,
        )
        for each in by
    ]
    waives = [
        partial(
            waive,
            conversation=asked.conversation,
            message_ids=[asked.pk],
            by=each,
            now=committed.now,
        )
        for each in by
    ]
    results = at_once([act for pair in zip(opens, waives, strict=True) for act in pair])
    assert [each for each in results if isinstance(each, Refused)] == []
    assert [each for each in results if each] == [[asked.pk]]
    assert (count(EventKind.MESSAGE_READ), count(EventKind.MESSAGE_WAIVED)) == (1, 1)
