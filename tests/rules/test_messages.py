"""When a message is seen and may be undone, and what it may say."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.lifecycle import State
from lindra.rules.messages import (
    LONGEST_TEXT,
    UNDO,
    check_may_misdirect,
    check_staff_may_write,
    check_undoable,
    seconds_to_undo,
    tidy_template,
    tidy_text,
    tidy_title,
    visible,
    with_first_name,
)
from lindra.rules.refused import Refused
from tests.cast import at

SENT = at("2026-11-22 08:00")
MICROSECOND = timedelta(microseconds=1)


def refusal(call, *args) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.code


@pytest.mark.row("M12")
def test_the_other_side_sees_a_message_from_second_thirty_and_not_before():
    assert [visible(SENT, SENT + UNDO - MICROSECOND), visible(SENT, SENT + UNDO)] == [False, True]


@pytest.mark.row("M12")
@given(st.integers(-1_000_000, 120_000_000))
def test_a_message_is_at_every_moment_either_seen_by_the_other_or_can_be_undone(microseconds):
    now = SENT + timedelta(microseconds=microseconds)
    try:
        check_undoable(SENT, None, now)
        undoable = True
    except Refused:
        undoable = False
    assert undoable is not visible(SENT, now)
    assert (seconds_to_undo(SENT, now) > 0) is undoable


def test_the_seconds_left_are_whole_and_at_least_one_while_there_are_any():
    spans = (0, 1, 29, 29.99, 30, 31)
    left = [seconds_to_undo(SENT, SENT + timedelta(seconds=span)) for span in spans]
    assert left == [30, 29, 1, 1, 0, 0]


@pytest.mark.row("M12")
def test_what_has_been_read_cannot_be_undone():
    assert refusal(check_undoable, SENT, SENT, SENT) == "too_late"


@pytest.mark.row("M12")
def test_a_message_that_can_be_undone_is_not_marked_misdirected():
    assert refusal(check_may_misdirect, SENT, SENT + UNDO - MICROSECOND) == "too_early"
    check_may_misdirect(SENT, SENT + UNDO)


def test_staff_write_until_the_treatment_is_ended():
    check_staff_may_write(State.ACTIVE)
    check_staff_may_write(State.MAINTENANCE)
    assert refusal(check_staff_may_write, State.ENDED) == "ended"


def test_a_text_is_sent_without_the_space_around_it():
    assert tidy_text("  Hej\r\n\r\nKarin \n") == "Hej\n\nKarin"


@pytest.mark.parametrize("text", ["", " \n\t\r\n "])
def test_an_empty_text_is_refused(text):
    assert refusal(tidy_text, text) == "empty"


def test_a_text_may_have_five_thousand_characters_and_the_refusal_says_how_many_are_too_many():
    assert tidy_text("å" * LONGEST_TEXT) == "å" * LONGEST_TEXT
    with pytest.raises(Refused, match="Korta den med 3 tecken"):
        tidy_text("å" * (LONGEST_TEXT + 3))


@pytest.mark.parametrize(
    ("title", "tidy"),
    [("", "Min konversation"), (" \n ", "Min konversation"), (" Om\n sömnen ", "Om sömnen")],
)
def test_a_conversation_has_a_name_on_one_line(title, tidy):
    assert tidy_title(title) == tidy


def test_a_name_may_have_eighty_characters():
    assert tidy_title("x" * 80) == "x" * 80
    assert refusal(tidy_title, "x" * 81) == "too_long"


@pytest.mark.row("F9")
def test_a_template_needs_a_name_and_a_text():
    assert tidy_template(" Första veckan ", " Hej {förnamn} ") == ("Första veckan", "Hej {förnamn}")
    assert [refusal(tidy_template, "", "Hej"), refusal(tidy_template, "A", "")] == ["empty"] * 2


@pytest.mark.row("F9")
def test_a_template_is_given_the_first_name_wherever_it_stands():
    text = "Hej {förnamn}! Bra jobbat, {förnamn}. {annat}"
    assert with_first_name(text, "Astrid") == "Hej Astrid! Bra jobbat, Astrid. {annat}"
