"""Working days in Sweden, and the day by which a message is answered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.working_days import is_working_day, overdue, reply_by
from tests.cast import at

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.row("N7")
@pytest.mark.parametrize(
    "free",
    [
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
        date(2026, 1, 6),  # Epiphany
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 14),  # Ascension Day
        date(2025, 6, 6),  # the national day, a Friday
        date(2026, 6, 19),  # Midsummer Eve
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ],
)
def test_a_day_off(free):
    assert is_working_day(free) is False


@pytest.mark.parametrize(
    "day", [date(2026, 11, 23), date(2026, 1, 5), date(2026, 4, 30), date(2026, 5, 15)]
)
def test_an_ordinary_weekday_and_one_between_days_off_are_working_days(day):
    assert is_working_day(day) is True


@pytest.mark.row("N7")
@pytest.mark.parametrize(
    ("sent", "days", "last"),
    [
        (date(2026, 11, 22), 3, date(2026, 11, 25)),  # Sunday: by Wednesday
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday: by Monday
        (date(2026, 12, 22), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 30), 2, date(2027, 1, 5)),  # over New Year and a week end
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # over midsummer
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
    ],
)
def test_the_last_day_to_answer(sent, days, last):
    assert reply_by(sent, days) == last


@given(DAYS, st.integers(1, 20))
def test_the_last_day_is_a_working_day_with_just_so_many_since(sent, days):
    last = reply_by(sent, days)
    between = [sent + timedelta(days=n + 1) for n in range((last - sent).days)]
    assert is_working_day(last)
    assert sum(is_working_day(day) for day in between) == days


@pytest.mark.row("N7")
def test_an_answer_is_late_when_the_swedish_day_is_over():
    sent = at("2026-11-20 08:00")  # Friday
    assert overdue(sent, 1, at("2026-11-23 22:59")) is False  # Monday 23:59 in Sweden
    assert overdue(sent, 1, at("2026-11-23 23:00")) is True
