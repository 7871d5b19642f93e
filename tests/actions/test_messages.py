"""Messages: sent, undone, read, waived, misdirected, renamed; who may, and what the trace says."""

from datetime import timedelta

import pytest

from lindra.actions.drafts import Stale
from lindra.actions.message_drafts import (
    discard_message_draft,
    open_message_draft,
    save_message_draft,
)
from lindra.actions.messages import (
    AlreadySent,
    AnsweredMeanwhile,
    Renamed,
    mark_misdirected,
    open_conversation_as_patient,
    open_conversation_as_team,
    rename_conversation,
    send_message,
    undo_message,
    unwaive,
    waive,
)
from lindra.models import (
    Conversation,
    Event,
    EventKind,
    Message,
    MessageDraft,
    NoticeChoice,
    Part,
    PatientChannels,
    TeamMember,
    Treatment,
)
from lindra.queries.inbox import unanswered
from lindra.rules.calendar import local_date
from lindra.rules.messages import UNDO
from lindra.rules.refused import Refused
from tests.cast import Cast
from tests.messages import MINUTE, SECOND, write


def draft_of(cast: Cast, by, conversation=None) -> MessageDraft:
    return open_message_draft(
        treatment=cast.treatment, conversation=conversation, by=by, now=cast.now
    )


def send(cast: Cast, draft: MessageDraft, text: str, by, **rest) -> Message:
    return send_message(
        treatment=cast.treatment,
        draft_id=draft.pk,
        text=text,
        revision=draft.revision,
        by=by,
        now=rest.pop("now", cast.now),
        **rest,
    )


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__contains="mess").order_by("pk").values_list("kind", flat=True)
    )


def code_of(call, **given) -> str:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value.code


@pytest.fixture
def asked(cast: Cast) -> Message:
    """Astrid has asked something, a minute ago."""
    return write(cast.treatment, cast.astrid, "Hur ofta ska jag gå?", cast.now - MINUTE)


@pytest.mark.row("M6")
def test_the_patient_writes_without_a_title_and_the_conversation_has_the_usual_name(cast):
    message = send(cast, draft_of(cast, cast.astrid), " Hej Bo \n", cast.astrid)
    assert (message.text, message.author_name, message.author_profession) == (
        "Hej Bo",
        "Astrid Alm",
        "",
    )
    assert (message.conversation.title, message.sent_at) == ("Min konversation", cast.now)
    assert MessageDraft.objects.count() == 0
    event = Event.objects.get(kind=EventKind.MESSAGE_SENT)
    assert (event.actor_name, event.subject, event.words) == (
        "Astrid Alm",
        str(message.conversation.pk),
        "",
    )
    cast.treatment.refresh_from_db()
    assert cast.treatment.last_active_at == cast.now


@pytest.mark.row("F4b")
def test_a_message_of_staff_carries_name_and_profession(cast, asked):
    PatientChannels.objects.create(patient=cast.astrid.patient, inbox=True, chosen_at=cast.now)
    answer = write(
        cast.treatment,
        cast.bo,
        "Varje dag.",
        cast.now,
        asked.conversation,
        notice=NoticeChoice.COLLECTED,
    )
    assert (answer.author_name, answer.author_profession, answer.notice) == (
        "Bo Berg",
        "fysioterapeut",
        "collected",
    )
    assert answer.answers_until == asked.sent_at


@pytest.mark.row("M12")
def test_the_same_draft_sent_twice_is_one_message_and_another_text_is_refused(cast):
    draft = draft_of(cast, cast.bo)
    first = send(cast, draft, "Hej", cast.bo)
    assert send(cast, draft, "Hej ", cast.bo) == first
    with pytest.raises(AlreadySent) as told:
        send(cast, draft, "Hej då", cast.bo)
    assert (told.value.sent, Message.objects.count(), kinds()) == (first, 1, ["message_sent"])


def test_a_text_that_is_empty_or_too_long_is_refused_and_the_draft_stays(cast):
    draft = draft_of(cast, cast.bo)
    codes = [code_of(send, cast=cast, draft=draft, text=t, by=cast.bo) for t in ("  ", "x" * 5001)]
    assert (codes, MessageDraft.objects.count(), Message.objects.count()) == (
        ["empty", "too_long"],
        1,
        0,
    )


def test_a_draft_of_another_is_not_sent(cast):
    theirs = draft_of(cast, cast.astrid)
    assert code_of(send, cast=cast, draft=theirs, text="Hej", by=cast.bo) == "no_draft"


def test_sending_from_an_older_tab_is_told_and_the_page_that_saved_last_may(cast):
    draft = draft_of(cast, cast.bo)
    save_message_draft(draft=draft, text="Ny", revision=0, by=cast.bo, now=cast.now, page="a")
    with pytest.raises(Stale):
        send(cast, draft, "Gammal", cast.bo, page="b")
    assert send(cast, draft, "Ny", cast.bo, page="a").text == "Ny"


@pytest.mark.row("M19")
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": "maintenance"}, "read_only"),
        ({"ends_on": "2026-11-21", "starts_on": "2025-11-22"}, "over"),
        ({"starts_on": "2026-11-29"}, "planned"),
    ],
)
def test_the_patient_writes_only_while_the_programme_runs_and_staff_go_on(cast, fields, code):
    Treatment.objects.filter(pk=cast.treatment.pk).update(**fields)
    mine = draft_of(cast, cast.astrid)
    assert code_of(send, cast=cast, draft=mine, text="Hej", by=cast.astrid) == code
    assert send(cast, draft_of(cast, cast.bo), "Hej", cast.bo).text == "Hej"


def test_nobody_writes_when_the_treatment_is_ended(cast):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    drafts = {by: draft_of(cast, by) for by in (cast.astrid, cast.bo)}
    codes = [code_of(send, cast=cast, draft=d, text="Hej", by=by) for by, d in drafts.items()]
    assert codes == ["over", "ended"]


@pytest.mark.row("M14b")
def test_an_answer_answers_what_stood_on_the_page_and_not_what_came_while_it_was_written(
    cast, asked
):
    later = write(cast.treatment, cast.astrid, "En sak till", cast.now, asked.conversation)
    opened, sent = cast.now + 10 * SECOND, cast.now + 5 * MINUTE
    answer = write(cast.treatment, cast.bo, "Ja", sent, asked.conversation, seen=opened)
    assert answer.answers_until == asked.sent_at
    waiting = unanswered([cast.treatment.pk], sent)[cast.treatment.pk]
    assert [each.message for each in waiting] == [later.pk]


def test_a_moment_that_is_yet_to_come_says_no_more_than_now(cast, asked):
    seen = cast.now + timedelta(days=400)
    answer = write(cast.treatment, cast.bo, "Ja", cast.now, asked.conversation, seen=seen)
    assert answer.answers_until == asked.sent_at


@pytest.mark.row("M14b")
def test_a_colleague_who_has_answered_meanwhile_is_read_first(cast, asked):
    _beside(cast, cast.erik)
    write(cast.treatment, cast.erik, "Jag svarar", cast.now + MINUTE, asked.conversation)
    draft, opened = draft_of(cast, cast.bo, asked.conversation), cast.now
    with pytest.raises(AnsweredMeanwhile, match="Erik Edlund skrev till patienten 09:01"):
        send(cast, draft, "Mitt svar", cast.bo, seen=opened, now=cast.now + 2 * MINUTE)
    now = cast.now + 3 * MINUTE
    assert send(cast, draft, "Mitt svar", cast.bo, seen=now, now=now).text == "Mitt svar"


@pytest.mark.row("M12")
def test_undone_within_thirty_seconds_the_message_is_a_draft_again_and_leaves_only_a_trace(cast):
    message = write(cast.treatment, cast.bo, "Fel ord", cast.now)
    draft = undo_message(
        treatment=cast.treatment, key=message.key, by=cast.bo, now=cast.now + UNDO - SECOND
    )
    assert (draft.pk, draft.text, draft.conversation) == (message.key, "Fel ord", None)
    assert (Message.objects.count(), Conversation.objects.count()) == (0, 0)
    assert kinds() == ["message_sent", "message_undone"]


def test_undone_twice_it_is_the_same_draft_and_it_can_be_sent_anew(cast, asked):
    message = write(cast.treatment, cast.bo, "Fel", cast.now, asked.conversation)
    for _ in range(2):
        draft = undo_message(
            treatment=cast.treatment, key=message.key, by=cast.bo, now=cast.now + SECOND
        )
    anew = send(cast, draft, "Rätt", cast.bo, now=cast.now + 2 * SECOND)
    assert (anew.text, anew.conversation) == ("Rätt", asked.conversation)
    assert kinds().count("message_undone") == 1


@pytest.mark.row("M12")
def test_after_thirty_seconds_it_stands_and_nobody_else_undoes_it(cast):
    message = write(cast.treatment, cast.bo, "Hej", cast.now)
    undo = {"treatment": cast.treatment, "key": message.key}
    assert code_of(undo_message, **undo, by=cast.astrid, now=cast.now) == "no_message"
    assert code_of(undo_message, **undo, by=cast.erik, now=cast.now) == "no_message"
    assert code_of(undo_message, **undo, by=cast.bo, now=cast.now + UNDO) == "too_late"


def test_what_was_written_since_stands_after_what_is_taken_back(cast, asked):
    message = write(cast.treatment, cast.bo, "Först", cast.now, asked.conversation)
    since = draft_of(cast, cast.bo, asked.conversation)
    save_message_draft(draft=since, text="Sedan", revision=0, by=cast.bo, now=cast.now)
    draft = undo_message(treatment=cast.treatment, key=message.key, by=cast.bo, now=cast.now)
    assert (draft.pk, draft.text, draft.revision) == (since.pk, "Först\n\nSedan", 2)


def test_a_conversation_that_is_undone_gives_back_its_name_and_what_was_written_in_it(cast):
    message = write(cast.treatment, cast.bo, "Först", cast.now)
    rename_conversation(
        conversation=message.conversation,
        title="Om sömnen",
        seen=message.conversation.title,
        by=cast.bo,
        now=cast.now,
    )
    since = draft_of(cast, cast.bo, message.conversation)
    save_message_draft(draft=since, text="Sedan", revision=0, by=cast.bo, now=cast.now)
    draft = undo_message(treatment=cast.treatment, key=message.key, by=cast.bo, now=cast.now)
    assert (draft.text, draft.title) == ("Först\n\nSedan", "Om sömnen")
    assert list(MessageDraft.objects.all()) == [draft]
    assert send(cast, draft, "Ny", cast.bo).conversation.title == "Om sömnen"


@pytest.mark.row("F9")
def test_opening_reads_what_can_be_seen_once_with_one_event(cast, asked):
    conversation = asked.conversation
    fresh = write(cast.treatment, cast.astrid, "Och en sak", cast.now, conversation)
    for _ in range(2):
        open_conversation_as_team(conversation=conversation, by=cast.bo, now=cast.now)
    asked.refresh_from_db()
    fresh.refresh_from_db()
    assert (asked.read_at, asked.read_by, fresh.read_at) == (cast.now, cast.bo.staff, None)
    assert kinds().count("message_read") == 1
    open_conversation_as_team(conversation=conversation, by=cast.erik, now=cast.now + UNDO)
    fresh.refresh_from_db()
    assert (fresh.read_by, kinds().count("message_read")) == (cast.erik.staff, 2)


@pytest.mark.row("F9")
def test_the_patient_reads_what_stands_and_is_active_by_that(cast, asked):
    good = write(cast.treatment, cast.bo, "Bra", cast.now, asked.conversation)
    wrong = write(cast.treatment, cast.bo, "Fel patient", cast.now, asked.conversation)
    now = cast.now + MINUTE
    mark_misdirected(message=wrong, by=cast.bo, now=now)
    open_conversation_as_patient(conversation=asked.conversation, by=cast.astrid, now=now)
    for message in (good, wrong):
        message.refresh_from_db()
    assert (good.read_at, good.read_by, wrong.read_at) == (now, None, None)
    cast.treatment.refresh_from_db()
    assert cast.treatment.last_active_at == now


@pytest.mark.row("M12")
def test_a_misdirected_message_keeps_its_trace_and_is_marked_once(cast, asked):
    answer = write(cast.treatment, cast.bo, "Till någon annan", cast.now, asked.conversation)
    mark = {"message": answer, "by": cast.erik}
    assert code_of(mark_misdirected, **mark, now=cast.now) == "too_early"
    mark_misdirected(**mark, now=cast.now + UNDO)
    assert code_of(mark_misdirected, **mark, now=cast.now + UNDO) == "already"
    answer.refresh_from_db()
    assert (answer.misdirected_by, answer.text) == (cast.erik.staff, "Till någon annan")
    assert kinds()[-1] == "message_misdirected"
    assert unanswered([cast.treatment.pk], cast.now)[cast.treatment.pk][0].message == asked.pk


def test_the_patients_own_message_is_never_misdirected(cast, asked):
    given = {"message": asked, "by": cast.bo, "now": cast.now}
    assert code_of(mark_misdirected, **given) == "already"


@pytest.mark.row("M14b")
def test_what_needs_no_answer_is_waived_as_it_was_shown_and_can_be_undone(cast, asked):
    write(cast.treatment, cast.astrid, "Ännu ett", cast.now - MINUTE, asked.conversation)
    shown = {"conversation": asked.conversation, "message_ids": [asked.pk], "now": cast.now}
    assert waive(**shown, by=cast.bo) == [asked.pk]
    assert waive(**shown, by=cast.erik) == []
    asked.refresh_from_db()
    assert asked.waived_by == cast.bo.staff
    assert len(unanswered([cast.treatment.pk], cast.now)[cast.treatment.pk]) == 1
    for _ in range(2):
        unwaive(**shown, by=cast.bo)
    assert len(unanswered([cast.treatment.pk], cast.now)[cast.treatment.pk]) == 2
    assert kinds()[-2:] == ["message_waived", "message_unwaived"]


@pytest.mark.row("M14b")
def test_what_the_patient_may_still_undo_is_not_waived(cast):
    fresh = write(cast.treatment, cast.astrid, "Nyss", cast.now - UNDO + SECOND)
    shown = {"conversation": fresh.conversation, "message_ids": [fresh.pk], "by": cast.bo}
    assert waive(**shown, now=cast.now) == []
    assert waive(**shown, now=cast.now + SECOND) == [fresh.pk]


def rename(cast, found, title, by, seen) -> None:
    rename_conversation(conversation=found, title=title, seen=seen, by=by, now=cast.now)


@pytest.mark.row("M12")
def test_both_sides_rename_a_conversation_and_the_event_does_not_hold_the_name(cast, asked):
    found = asked.conversation
    for by, title in ((cast.astrid, "Om gång"), (cast.bo, " "), (cast.bo, "Min konversation")):
        rename(cast, found, title, by, found.title)
        found.refresh_from_db()
    assert found.title == "Min konversation"
    events = Event.objects.filter(kind=EventKind.CONVERSATION_RENAMED)
    assert list(events.values_list("actor_name", "words")) == [("Astrid Alm", ""), ("Bo Berg", "")]


@pytest.mark.row("M12")
def test_a_name_given_since_is_told_with_who_gave_it_and_is_not_overwritten(cast, asked):
    found, seen = asked.conversation, asked.conversation.title
    rename(cast, found, "Om gång", cast.astrid, seen)
    with pytest.raises(Renamed) as told:
        rename(cast, found, "Om sömn", cast.bo, seen)
    assert told.value.message.startswith("Astrid Alm bytte namnet till ”Om gång”.")
    rename(cast, found, "Om gång", cast.bo, seen)  # it has that name already
    rename(cast, found, "Om sömn", cast.bo, told.value.title)
    found.refresh_from_db()
    assert found.title == "Om sömn"


def test_a_name_in_the_place_of_one_that_it_never_had_is_refused(cast, asked):
    with pytest.raises(Renamed) as told:
        rename(cast, asked.conversation, "Om sömn", cast.bo, "")
    assert told.value.message.startswith("Någon bytte namnet till ”Min konversation”.")


def test_a_conversation_that_was_undone_has_no_name_to_change(cast):
    message = write(cast.treatment, cast.bo, "Först", cast.now)
    found = message.conversation
    undo_message(treatment=cast.treatment, key=message.key, by=cast.bo, now=cast.now)
    rename(cast, found, "Om sömn", cast.bo, found.title)
    assert Event.objects.filter(kind=EventKind.CONVERSATION_RENAMED).count() == 0


def test_a_name_that_is_too_long_is_refused(cast, asked):
    given = {"conversation": asked.conversation, "title": "x" * 81, "now": cast.now, "seen": ""}
    assert code_of(rename_conversation, **given, by=cast.bo) == "too_long"


def test_a_draft_is_one_for_each_writer_and_conversation(cast, asked):
    places = [
        (cast.bo, None),
        (cast.bo, asked.conversation),
        (cast.astrid, None),
        (cast.erik, None),
    ]
    twice = [draft_of(cast, by, where).pk for by, where in places * 2]
    assert (len(set(twice)), twice[:4]) == (4, twice[4:])


def test_a_draft_is_saved_by_its_writer_alone_and_an_older_revision_is_told(cast):
    draft = draft_of(cast, cast.bo)
    save = {"draft": draft, "now": cast.now}
    assert save_message_draft(**save, text="A", revision=0, by=cast.bo) == 1
    for by, revision in ((cast.bo, 0), (cast.erik, 1), (cast.astrid, 1)):
        with pytest.raises(Stale):
            save_message_draft(**save, text="B", revision=revision, by=by)
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == ("A", 1)


def test_a_draft_is_thrown_away_by_its_writer_alone(cast):
    draft = draft_of(cast, cast.astrid)
    discard_message_draft(draft=draft, by=cast.bo, now=cast.now)
    assert MessageDraft.objects.count() == 1
    discard_message_draft(draft=draft, by=cast.astrid, now=cast.now)
    assert MessageDraft.objects.count() == 0


def _beside(cast: Cast, who) -> None:
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=who.staff,
        part=Part.CO_THERAPIST,
        first_day=local_date(cast.now),
        added_at=cast.now,
    )
