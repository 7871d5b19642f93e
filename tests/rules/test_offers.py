"""Which recurring forms the start page offers, and when."""

from datetime import date, timedelta

import pytest

from lindra.programme.spec import Every
from lindra.rules.offers import due
from tests.rules.made import form

TODAY = date(2026, 11, 22)
WEEKLY = form(name="vecka", module="m1", every=Every.WEEK)
DAILY = form(name="natt", module="m6", every=Every.DAY)
ONCE = form(name="mal", module="m1")
NEXT_DAY = form(name="dagen-efter", module="m3", follows="pass", days_after=1)


def offered(last, reached=("m1", "m6")):
    """The names of the forms that are due; `last` is days since each was sent."""
    sent = {name: TODAY - timedelta(days=days) for name, days in last.items()}
    return [each.id for each in due([WEEKLY, DAILY, ONCE], sent, reached, TODAY)]


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    ("last", "names"),
    [
        ({}, ["vecka", "natt"]),
        ({"vecka": 0, "natt": 0}, []),
        ({"vecka": 6, "natt": 1}, ["natt"]),
        ({"vecka": 7, "natt": 0}, ["vecka"]),
        ({"vecka": 8, "natt": 8}, ["vecka", "natt"]),
    ],
)
def test_a_weekly_form_is_due_after_seven_days_and_a_daily_one_the_next_day(last, names):
    assert offered(last) == names


@pytest.mark.row("F3")
def test_a_form_is_offered_once_its_module_is_reached():
    assert offered({}, reached=()) == []
    assert offered({}, reached=("m6",)) == ["natt"]


@pytest.mark.row("F3")
def test_a_form_that_has_been_sent_is_offered_whatever_is_reached():
    assert offered({"natt": 3}, reached=()) == ["natt"]


@pytest.mark.row("M5c")
@pytest.mark.parametrize(
    ("last", "is_offered"),
    [
        ({}, False),
        ({"pass": 0}, False),
        ({"pass": 1}, True),
        ({"pass": 2}, False),
        ({"pass": 1, "dagen-efter": 0}, False),
        ({"pass": 1, "dagen-efter": 1}, True),
        ({"pass": 1, "dagen-efter": 5}, True),
    ],
)
def test_a_form_that_follows_is_offered_on_its_day_alone_and_once(last, is_offered):
    sent = {name: TODAY - timedelta(days=days) for name, days in last.items()}
    assert due([NEXT_DAY], sent, (), TODAY) == ((NEXT_DAY,) if is_offered else ())


def test_a_form_that_does_not_recur_is_never_offered():
    assert "mal" not in offered({"mal": 30})
