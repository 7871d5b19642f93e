"""What an answer's values are read as; empty is never 0."""

from datetime import date

import pytest

from lindra.rules.diaries import values as read
from lindra.rules.refused import Refused


def fault(reader, *args):
    with pytest.raises(Refused) as refused:
        reader(*args)
    return refused.value.code, refused.value.message, refused.value.field


EMPTY = [{}, {"x": None}, {"x": ""}, {"x": "  "}]


@pytest.mark.parametrize("values", EMPTY)
def test_what_is_empty_is_nothing_and_never_zero(values):
    assert read.whole(values, "x", 0, 600) is None
    assert read.nrs(values, "x") is None
    assert read.day(values, "x") is None
    assert read.clock(values, "x") is None
    assert read.choice(values, "x") is None
    assert read.words(values, "x") == ""
    assert read.ticked(values, "x") is False


@pytest.mark.parametrize(("value", "number"), [(0, 0), (10, 10), ("7", 7), (" 7 ", 7)])
def test_a_whole_number_is_read(value, number):
    assert read.nrs({"x": value}, "x") == number


@pytest.mark.parametrize("value", [11, -1, "11", 10**8])
def test_a_number_outside_its_range_is_refused(value):
    assert fault(read.nrs, {"x": value}, "x") == (
        "out_of_range",
        "Skriv ett helt tal mellan 0 och 10.",
        "x",
    )


@pytest.mark.parametrize("value", ["sju", "7,5", 7.5, True, "\u0667", "9" * 5000, [7]])
def test_what_is_not_a_whole_number_is_refused(value):
    assert fault(read.nrs, {"x": value}, "x") == (
        "not_a_number",
        "Skriv ett helt tal mellan 0 och 10.",
        "x",
    )


@pytest.mark.parametrize("value", ["2026-11-22", date(2026, 11, 22)])
def test_a_date_is_read(value):
    assert read.day({"x": value}, "x") == date(2026, 11, 22)


@pytest.mark.parametrize("value", ["2026-02-30", "22 november", "0001-01-01", "9999-12-31", 7])
def test_what_is_no_date_is_refused(value):
    assert fault(read.day, {"x": value}, "x") == (
        "no_such_date",
        "Datumet finns inte. Skriv det så här: 2026-11-22",
        "x",
    )


@pytest.mark.parametrize(
    ("value", "ticked"),
    [(True, True), ("ja", True), ("on", True), ("true", True), (False, False), ("nej", False)],
)
def test_a_tick_is_read_as_stored_and_as_sent(value, ticked):
    assert read.ticked({"x": value}, "x") is ticked


@pytest.mark.parametrize("value", ["som_plan", "Som plan", "som-plan"])
def test_a_choice_has_one_spelling(value):
    assert read.choice({"x": value}, "x") == "som_plan"


def test_what_is_needed_is_asked_for():
    assert fault(read.needed, None, "b") == ("missing", "Det här behöver fyllas i.", "b")
    assert read.needed(0, "sol") == 0
