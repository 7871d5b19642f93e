"""What the team's flags are read off, in which order they stand, and what they say."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.flags import (
    Flag,
    FlagKind,
    StaffFacts,
    UnreadAnswer,
    Waiting,
    staff_flags,
    urgency,
)
from lindra.rules.lifecycle import State

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


TODAY = date(2026, 11, 20)
FIRST, SECOND = UUID(int=1), UUID(int=2)


def facts(
    *unread,
    messages=(),
    since=START,
    opened=START,
    state=State.ACTIVE,
    ends_on=date(2027, 11, 1),
    today=TODAY,
):
    """Facts about somebody who has been opened, unless something else is said."""
    return StaffFacts(unread, messages, since, opened, state, ends_on, 3, today)


def message(conversation, hours=0):
    return Waiting(conversation, UUID(int=100 + hours), START + hours * HOUR)


def unread(form, hours=0, **more):
    return UnreadAnswer(form, START + hours * HOUR, **more)


@pytest.mark.row("M14b")
def test_nothing_unread_and_opened_is_no_flag():
    assert staff_flags(facts()) == ()


@pytest.mark.row("M15")
def test_a_form_stands_once_with_its_number_since_the_oldest():
    found = staff_flags(facts(unread("dagbok", 5), unread("dagbok", 2), unread("dagbok", 9)))
    assert found == (Flag(FlagKind.ANSWERED, START + 2 * HOUR, "dagbok", 3),)
    assert found[0].words == "Besvarat formulär"


@pytest.mark.row("M14")
def test_the_completion_form_is_a_flag_of_its_own():
    (flag,) = staff_flags(facts(unread("genomfort", completes=True)))
    assert (flag.kind, flag.words) == (FlagKind.COMPLETED, "Programmet genomfört")
    assert flag.kinds == {FlagKind.COMPLETED}


@pytest.mark.row("M14c")
def test_lifted_words_stand_on_the_flag_once_each_and_in_the_order_they_came():
    (flag,) = staff_flags(
        facts(
            unread("vecka", 1, lifted=("Nytt symtom",)),
            unread("vecka", 2),
            unread("vecka", 3, lifted=("Vill ha kontakt", "Nytt symtom")),
        )
    )
    assert (flag.kind, flag.count) == (FlagKind.LIFTED, 3)
    assert flag.words == "Nytt symtom, Vill ha kontakt"


@pytest.mark.row("M14")
@pytest.mark.row("M14c")
def test_lifted_words_come_first_but_hide_no_completion():
    (flag,) = staff_flags(facts(unread("klart", completes=True, lifted=("Vill ha kontakt",))))
    assert flag.kind is FlagKind.LIFTED
    assert flag.kinds == {FlagKind.LIFTED, FlagKind.COMPLETED}
    assert flag.words == "Vill ha kontakt, Programmet genomfört"


@pytest.mark.row("M14b")
@pytest.mark.parametrize(
    ("opened", "new"),
    [(None, True), (START - HOUR, True), (START, False), (START + HOUR, False)],
)
def test_a_programme_is_new_until_it_is_opened_under_the_present_therapist(opened, new):
    expected = (Flag(FlagKind.NEW, START),) if new else ()
    assert staff_flags(facts(opened=opened)) == expected


@pytest.mark.row("M14")
def test_a_new_programme_says_so():
    flag = Flag(FlagKind.NEW, START)
    assert (flag.words, flag.count) == ("Nytt program", 1)


@pytest.mark.row("M14c")
def test_the_most_urgent_stands_first_and_the_oldest_first_within_it():
    found = staff_flags(
        facts(
            unread("a", 1),
            unread("b", 0),
            unread("c", 3, completes=True),
            unread("d", 9, lifted=("Nytt symtom",)),
            unread("e", 8, lifted=("Nytt symtom",)),
            opened=None,
        )
    )
    assert [flag.form for flag in found] == ["e", "d", "c", "b", "a", ""]
    assert found[-1].kind is FlagKind.NEW


def test_flags_of_one_kind_and_moment_are_settled_by_the_form():
    later, sooner = (Flag(FlagKind.ANSWERED, START, form) for form in ("b", "a"))
    assert sorted([later, sooner], key=urgency) == [sooner, later]


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
def test_a_conversation_stands_once_with_the_number_that_waits_since_the_oldest():
    waiting = [message(FIRST, 5), message(SECOND, 1), message(FIRST, 2)]
    second, first = staff_flags(facts(messages=waiting))
    assert (first.kind, first.conversation, first.count) == (FlagKind.MESSAGE, FIRST, 2)
    assert (first.since, second.since) == (START + 2 * HOUR, START + HOUR)
    assert second.conversation == SECOND


@pytest.mark.row("M14")
@pytest.mark.row("N7")
@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 4), "Nytt meddelande"),
        (date(2026, 11, 5), "Försenat svar"),
    ],
)
def test_a_message_is_late_when_the_units_working_days_are_over(today, words):
    (flag,) = staff_flags(facts(messages=[message(FIRST)], today=today))  # sent on a Sunday
    assert (flag.reply_by, flag.words) == (date(2026, 11, 4), words)
    assert flag.late is (words == "Försenat svar")


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("M18")
@pytest.mark.parametrize("state", [State.ACTIVE, State.MAINTENANCE])
@pytest.mark.parametrize(
    ("left", "words"),
    [
        (2, None),
        (1, "Slutar i morgon"),
        (0, "Slutar i dag"),
        (-1, "Tiden har gått ut"),
        (-400, "Tiden har gått ut"),
    ],
)
def test_the_end_is_flagged_from_the_day_before_and_for_ever_after(state, left, words):
    found = staff_flags(facts(state=state, ends_on=TODAY + timedelta(days=left)))
    assert [flag.words for flag in found] == ([words] if words else [])


@pytest.mark.row("M14b")
def test_the_end_was_raised_when_the_day_before_began_on_swedish_clocks():
    (flag,) = staff_flags(facts(ends_on=date(2026, 3, 30), today=date(2026, 3, 31)))
    assert (flag.kind, flag.left) == (FlagKind.ENDING, -1)
    assert flag.since == datetime(2026, 3, 28, 23, tzinfo=UTC)  # the clocks change that night


@pytest.mark.row("M14b")
def test_what_is_ended_keeps_only_what_the_patient_has_sent():
    found = staff_flags(
        facts(
            unread("dagbok"),
            messages=[message(FIRST)],
            opened=None,
            state=State.ENDED,
            ends_on=TODAY,
        )
    )
    assert [flag.kind for flag in found] == [FlagKind.MESSAGE, FlagKind.ANSWERED]


@pytest.mark.row("M14")
def test_the_order_of_the_kinds_is_the_order_of_what_hurries():
    found = staff_flags(
        facts(
            unread("a", 9),
            unread("b", 9, completes=True),
            unread("c", 9, lifted=("Nytt symtom",)),
            messages=[message(FIRST, 9)],
            opened=None,
            ends_on=TODAY,
        )
    )
    assert [flag.kind for flag in found] == list(FlagKind)


ANSWERS = st.lists(
    st.builds(
        UnreadAnswer,
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 99).map(lambda hours: START + hours * HOUR),
        st.booleans(),
        st.lists(st.sampled_from(["X", "Y"]), max_size=2).map(tuple),
    ),
    max_size=12,
)


@given(ANSWERS)
def test_no_answer_is_lost_and_none_is_counted_twice(answers):
    flags = staff_flags(facts(*answers))
    assert sum(flag.count for flag in flags) == len(answers)
    assert sorted(flag.form for flag in flags) == sorted({answer.form for answer in answers})
    lifted = {words for answer in answers for words in answer.lifted}
    assert {words for flag in flags for words in flag.lifted} == lifted
    completing = {answer.form for answer in answers if answer.completes}
    assert {flag.form for flag in flags if FlagKind.COMPLETED in flag.kinds} == completing


@given(ANSWERS, st.randoms())
def test_the_order_in_which_answers_are_read_from_the_table_changes_no_flag(answers, random):
    shuffled = list(answers)
    random.shuffle(shuffled)

    def told(found):
        return [(f.kind, f.since, f.form, f.count, set(f.lifted), f.completes) for f in found]

    assert told(staff_flags(facts(*shuffled))) == told(staff_flags(facts(*answers)))
