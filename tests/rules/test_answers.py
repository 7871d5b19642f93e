"""What of a form is asked, what it lifts, how long it may be changed, and how it is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lindra.programme.spec import Condition, Lifted, QuestionType
from lindra.rules.answers import (
    as_words,
    asked,
    check_correctable,
    check_entry_date,
    correctable_until,
    holds,
    is_empty,
    lifted_words,
    said,
)
from lindra.rules.refused import Refused
from tests.rules.made import form, question

SENT = datetime(2026, 11, 1, 20, 15, tzinfo=UTC)
LAST = datetime(2026, 11, 15, 22, 59, 59, tzinfo=UTC)  # a second before midnight in Sweden
TODAY = date(2026, 11, 22)
CONTACT = question("kontakt", QuestionType.BOOL, lifted=Lifted("Vill ha kontakt", ("ja",)))
DIZZY = question(
    "yr",
    QuestionType.CHOICE,
    choices=[("ja", "Ja"), ("nej", "Nej")],
    lifted=Lifted("Yrsel", ("ja",)),
)
FAINTED = question(
    "svimmade",
    QuestionType.CHOICE,
    choices=[("ja", "Ja"), ("nej", "Nej")],
    shown_when=Condition("yr", ("ja",)),
    lifted=Lifted("Svimning", ("ja",)),
)
FORM = form(DIZZY, FAINTED, CONTACT, one_per_date="datum")


@pytest.mark.row("M5c")
def test_an_answer_can_be_changed_to_the_very_end_of_fourteen_days():
    assert correctable_until(SENT, 14) == date(2026, 11, 15)
    check_correctable(SENT, 14, LAST)


@pytest.mark.row("M5c")
def test_an_answer_older_than_fourteen_days_is_left_as_it_is():
    with pytest.raises(Refused) as refused:
        check_correctable(SENT, 14, LAST + timedelta(seconds=1))
    words = "Ett svar kan ändras i 14 dagar. Skriv gärna ett nytt i stället."
    assert (refused.value.code, refused.value.message) == ("too_late", words)


@pytest.mark.row("M5b")
@pytest.mark.parametrize("days", [0, 1, 14])
def test_a_day_can_be_filled_in_afterwards_for_fourteen_days(days):
    check_entry_date(FORM, TODAY - timedelta(days=days), TODAY)


@pytest.mark.row("M5b")
@pytest.mark.parametrize(
    ("days", "code", "words"),
    [
        (-1, "future", "Den dagen har inte varit än."),
        (15, "too_far_back", "Du kan fylla i 14 dagar bakåt, till 8 november."),
    ],
)
def test_a_day_ahead_or_too_far_back_is_refused_at_the_date(days, code, words):
    with pytest.raises(Refused) as refused:
        check_entry_date(FORM, TODAY - timedelta(days=days), TODAY)
    found = (refused.value.code, refused.value.message, refused.value.field)
    assert found == (code, words, "datum")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, ("ja",)),
        (False, ()),
        (["a", "b"], ("a", "b")),
        (("a",), ("a",)),
        ([], ()),
        (None, ()),
        ("", ()),
        ("nej", ("nej",)),
        (0, ("0",)),
    ],
)
def test_a_value_is_seen_as_words(value, words):
    assert as_words(value) == words


@pytest.mark.parametrize(
    ("values", "expected"),
    [({}, False), ({"yr": "nej"}, False), ({"yr": "ja"}, True), ({"yr": ["x", "ja"]}, True)],
)
def test_a_condition_holds_when_one_of_the_words_is_named(values, expected):
    assert holds(Condition("yr", ("ja", "ibland")), values) is expected


def test_no_condition_always_holds():
    assert holds(None, {}) is True


def test_a_question_is_asked_only_when_its_condition_holds():
    assert asked(FORM, {}) == (DIZZY, CONTACT)
    assert asked(FORM, {"yr": "ja"}) == (DIZZY, FAINTED, CONTACT)


@pytest.mark.row("M14c")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ()),
        ({"kontakt": False, "yr": "nej"}, ()),
        ({"kontakt": True}, ("Vill ha kontakt",)),
        ({"kontakt": True, "yr": "ja", "svimmade": "ja"}, ("Yrsel", "Svimning", "Vill ha kontakt")),
        ({"yr": "ja", "svimmade": "nej"}, ("Yrsel",)),
    ],
)
def test_the_patients_own_ticks_are_lifted_in_the_order_of_the_form(values, words):
    assert lifted_words(FORM, values) == words


@pytest.mark.row("M14c")
def test_what_was_not_asked_lifts_nothing_even_if_a_value_is_left():
    assert lifted_words(FORM, {"yr": "nej", "svimmade": "ja"}) == ()


@pytest.mark.row("M14c")
def test_a_number_lifts_nothing_that_the_form_does_not_name():
    nrs = question("smarta", QuestionType.NRS)
    assert lifted_words(form(nrs), {"smarta": 10}) == ()


@pytest.mark.parametrize(
    ("values", "empty"),
    [
        ({}, True),
        ({"a": "", "b": None, "c": [], "d": False}, True),
        ({"a": "", "b": 0}, False),
        ({"a": True}, False),
    ],
)
def test_a_form_is_empty_when_nothing_is_filled_in_and_zero_is_something(values, empty):
    assert is_empty(values) is empty


SLEPT = [("bra", "Bra"), ("illa", "Dåligt")]


@pytest.mark.row("M16")
@pytest.mark.parametrize(
    ("type_", "more", "value", "words"),
    [
        (QuestionType.BOOL, {}, True, "Ja"),
        (QuestionType.BOOL, {}, False, ""),
        (QuestionType.BOOL, {}, None, ""),
        (QuestionType.CHOICE, {"choices": SLEPT}, "illa", "Dåligt"),
        (QuestionType.CHOICE, {"choices": SLEPT}, "borttaget", "borttaget"),
        (QuestionType.CHOICE, {"choices": SLEPT}, None, ""),
        (QuestionType.MULTI, {"choices": SLEPT}, ["illa", "bra"], "Dåligt, Bra"),
        (QuestionType.NRS, {}, 0, "0 av 10"),
        (QuestionType.NRS, {}, None, ""),
        (QuestionType.DATE, {}, "2026-11-22", "22 november 2026"),
        (QuestionType.DATE, {}, "", ""),
        (QuestionType.TIME, {}, "22:30", "22:30"),
        (QuestionType.MINUTES, {"unit": "minuter"}, 0, "0 minuter"),
        (QuestionType.NUMBER, {}, 3, "3"),
        (QuestionType.NUMBER, {"unit": "gånger"}, None, ""),
        (QuestionType.TEXT, {}, "Det gick bra.", "Det gick bra."),
    ],
)
def test_a_value_is_told_in_words(type_, more, value, words):
    assert said(question("q", type_, **more), value) == words
