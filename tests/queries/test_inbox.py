"""What each side sees of messages, what waits for whom, and that it costs as much for many."""

from datetime import timedelta

import pytest

from lindra.actions.message_drafts import open_message_draft, save_message_draft
from lindra.actions.messages import (
    mark_misdirected,
    open_conversation_as_patient,
    undo_message,
    waive,
)
from lindra.models import Message, Treatment
from lindra.queries.inbox import (
    TOLD,
    Waiting,
    conversations,
    misdirected,
    thread,
    unanswered,
    unread_by_patient,
    unsent,
)
from lindra.rules.messages import UNDO
from tests.cast import Cast
from tests.messages import MINUTE, SECOND, write


def texts(found) -> list[str]:
    return [message.text for message in found]


def waiting(cast: Cast, now) -> list[Waiting]:
    return unanswered([cast.treatment.pk], now).get(cast.treatment.pk, [])


@pytest.mark.row("M14")
def test_a_patients_message_waits_from_when_it_can_be_seen_until_it_is_answered(cast):
    asked = write(cast.treatment, cast.astrid, "?", cast.now)
    assert waiting(cast, cast.now + UNDO - SECOND) == []
    wait = Waiting(asked.conversation.pk, asked.pk, asked.sent_at)
    now = cast.now + UNDO
    assert waiting(cast, now) == [wait]
    elsewhere = write(cast.treatment, cast.bo, "En ny sak", now)
    assert waiting(cast, now) == [wait]
    answer = write(cast.treatment, cast.bo, "Ja", now, asked.conversation)
    assert waiting(cast, now) == []
    undo_message(treatment=cast.treatment, key=answer.key, by=cast.bo, now=now)
    assert waiting(cast, now) == [wait]
    assert elsewhere.conversation != asked.conversation


@pytest.mark.row("M14b")
def test_a_misdirected_answer_answers_nothing_and_a_waived_message_does_not_wait(cast):
    asked = write(cast.treatment, cast.astrid, "?", cast.now)
    now = cast.now + MINUTE
    answer = write(cast.treatment, cast.bo, "Ja", now, asked.conversation)
    mark_misdirected(message=answer, by=cast.bo, now=now + UNDO)
    assert len(waiting(cast, now)) == 1
    waive(conversation=asked.conversation, message_ids=[asked.pk], by=cast.bo, now=now)
    assert waiting(cast, now) == []


@pytest.mark.row("M14")
def test_the_teams_message_is_new_to_the_patient_until_she_opens_it(cast):
    sent = write(cast.treatment, cast.bo, "Hej", cast.now)
    now = cast.now + UNDO
    assert unread_by_patient([cast.treatment.pk], now - SECOND) == {}
    assert unread_by_patient([cast.treatment.pk], now) == {cast.treatment.pk: [sent]}
    open_conversation_as_patient(conversation=sent.conversation, by=cast.astrid, now=now)
    assert unread_by_patient([cast.treatment.pk], now) == {}


@pytest.mark.row("M12")
def test_what_was_misdirected_is_told_for_fourteen_days(cast):
    sent = write(cast.treatment, cast.bo, "Hej", cast.now)
    now = cast.now + MINUTE
    mark_misdirected(message=sent, by=cast.bo, now=now)
    ids = [cast.treatment.pk, cast.fatimas.pk]
    assert misdirected(ids, now) == {cast.treatment.pk: [sent]}
    assert misdirected(ids, now + TOLD) == {}
    assert unread_by_patient(ids, now) == {}


@pytest.mark.row("M12")
def test_until_it_stands_only_the_writer_sees_it_and_a_colleague_that_somebody_writes(cast):
    asked = write(cast.treatment, cast.astrid, "?", cast.now - MINUTE)
    write(cast.treatment, cast.bo, "!", cast.now, asked.conversation)
    seen = {
        who.name: thread(asked.conversation, who, cast.now)
        for who in (cast.astrid, cast.bo, cast.erik)
    }
    assert {name: (texts(each.messages), each.just_sent) for name, each in seen.items()} == {
        "Astrid Alm": (["?"], ()),
        "Bo Berg": (["?", "!"], ()),
        "Erik Edlund": (["?"], ("Bo Berg",)),
    }
    later = cast.now + UNDO
    assert texts(thread(asked.conversation, cast.astrid, later).messages) == ["?", "!"]


@pytest.mark.row("M12")
def test_the_list_has_the_newest_first_with_what_is_unread_and_waits(cast):
    first = write(cast.treatment, cast.astrid, "Första", cast.now - 9 * MINUTE)
    second = write(cast.treatment, cast.bo, "Andra", cast.now - 8 * MINUTE)
    write(cast.treatment, cast.astrid, "Mer", cast.now - 2 * MINUTE, first.conversation)
    write(cast.treatment, cast.bo, "Ångras kanske", cast.now)
    draft = open_message_draft(
        treatment=cast.treatment, conversation=second.conversation, by=cast.astrid, now=cast.now
    )
    save_message_draft(draft=draft, text="Halv", revision=0, by=cast.astrid, now=cast.now)

    def shown(who) -> list[tuple[str, int, int, bool]]:
        return [
            (line.newest.text, line.unread, line.waiting, line.draft is not None)
            for line in conversations(cast.treatment, who, cast.now)
        ]

    assert shown(cast.astrid) == [("Mer", 0, 2, False), ("Andra", 1, 0, True)]
    assert shown(cast.erik) == [("Mer", 2, 2, False), ("Andra", 0, 0, False)]
    assert [text for text, *_ in shown(cast.bo)] == ["Ångras kanske", "Mer", "Andra"]
    assert texts(unsent(cast.treatment, cast.astrid)) == ["Halv"]
    assert texts(unsent(cast.treatment, cast.bo)) == []


@pytest.mark.parametrize("many", [1, 300])
def test_three_hundred_messages_cost_as_much_as_one(many, cast, django_assert_num_queries):
    asked = write(cast.treatment, cast.astrid, "?", cast.now)
    for n in range(many - 1):
        Message.objects.create(
            conversation=asked.conversation
            if n % 2
            else cast.treatment.conversations.create(title="Sömn", started_at=cast.now),
            author="patient" if n % 3 else "staff",
            staff=None if n % 3 else cast.bo.staff,
            author_name="A",
            text="x",
            key=f"00000000-0000-4000-8000-{n:012}",
            sent_at=cast.now + timedelta(seconds=n),
        )
    now, ids = cast.now + timedelta(days=1), [cast.treatment.pk, cast.fatimas.pk]
    treatment = Treatment.objects.get(pk=cast.treatment.pk)
    with django_assert_num_queries(4):
        lines = conversations(treatment, cast.bo, now)
        assert all(line.conversation.title and line.newest.text for line in lines)
    with django_assert_num_queries(1):
        for message in thread(asked.conversation, cast.bo, now).messages:
            assert (message.read_by, message.waived_by) == (None, None)
    for query in (unanswered, unread_by_patient, misdirected):
        with django_assert_num_queries(1):
            query(ids, now)
