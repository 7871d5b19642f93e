"""BEHAVIOUR M3: the last day and its reminders; Swedish dates, times and clock changes."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.calendar import (
    date_words,
    day_words,
    days_left,
    instant,
    last_day,
    local,
    local_date,
    monday,
    reminder_due,
    time_words,
    weekday_words,
)
from lindra.rules.refused import Refused

DATES = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 8, 30), 12, date(2027, 8, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 28), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_the_last_day_is_the_same_date_or_the_last_that_the_month_has(start, months, last):
    assert last_day(start, months) == last


@pytest.mark.row("M3")
@given(DATES)
def test_a_year_ends_on_the_same_date_unless_it_was_a_leap_day(start):
    last = last_day(start, 12)
    same = (last.year, last.month, last.day) == (start.year + 1, start.month, start.day)
    assert same != ((start.month, start.day) == (2, 29))


def test_the_days_left_are_none_on_the_last_day_and_negative_after_it():
    last = date(2027, 8, 30)
    assert [days_left(last, last + timedelta(days=n)) for n in (-30, 0, 1)] == [30, 0, -1]


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    ("left", "due"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_a_reminder_holds_from_30_and_from_7_days_before(left, due):
    last = date(2027, 8, 30)
    assert reminder_due(last, last - timedelta(days=left)) == due


def test_a_moment_is_told_on_swedish_clocks_in_summer_and_winter():
    summer = datetime(2026, 8, 30, 22, 30, tzinfo=UTC)
    winter = datetime(2026, 11, 22, 22, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert (f"{local(summer):%d %H:%M}", f"{local(winter):%d %H:%M}") == ("31 00:30", "23 04:30")
    assert local_date(summer) == date(2026, 8, 31)


def test_a_moment_without_a_time_zone_is_not_guessed_at():
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 11, 22, 20, 15))  # noqa: DTZ001


def test_the_hour_that_is_run_twice_means_the_first():
    moment = instant(date(2026, 10, 25), time(2, 30))
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_does_not_exist_is_asked_for_again():
    with pytest.raises(Refused) as refused:
        instant(date(2027, 3, 28), time(2, 30), field="w")
    assert (refused.value.message, refused.value.code, refused.value.field) == (
        "Klockan ställdes fram den natten, så tiden 02:30 fanns inte. Skriv tiden igen.",
        "no_such_time",
        "w",
    )


@given(DATES, st.times())
def test_a_moment_comes_back_as_the_same_date_and_time(day, at):
    try:
        shown = local(instant(day, at))
    except Refused:
        assert (day.month, day.weekday(), at.hour) == (3, 6, 2)
    else:
        assert (shown.date(), shown.time()) == (day, at)


def test_a_week_begins_on_monday():
    assert {monday(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)} == {
        date(2026, 11, 16)
    }
    assert monday(date(2026, 11, 23)) == date(2026, 11, 23)


@pytest.mark.row("M3")
def test_a_date_is_told_with_its_year():
    assert date_words(date(2027, 8, 30)) == "30 augusti 2027"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 30), "i går"),
        (date(2026, 12, 31), "i dag"),
        (date(2027, 1, 1), "i morgon"),
        (date(2027, 1, 2), "2 januari 2027"),
        (date(2026, 12, 29), "29 december"),
        (date(2026, 3, 1), "1 mars"),
        (date(2025, 12, 31), "31 december 2025"),
    ],
)
def test_a_day_is_told_as_people_say_it(day, words):
    assert day_words(day, date(2026, 12, 31)) == words


def test_a_weekday_stands_before_its_date():
    days = [weekday_words(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)]
    assert days == [
        "måndag 16 november",
        "tisdag 17 november",
        "onsdag 18 november",
        "torsdag 19 november",
        "fredag 20 november",
        "lördag 21 november",
        "söndag 22 november",
    ]


def test_each_month_has_its_name():
    assert [date_words(date(2026, month, 1)).split()[1] for month in range(1, 13)] == [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ]


def test_a_time_is_told_with_its_day():
    now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    moments = [now - timedelta(minutes=45), now - timedelta(hours=24), now - timedelta(days=400)]
    assert [time_words(moment, now) for moment in moments] == [
        "i dag 20:15",
        "i går 21:00",
        "18 oktober 2025 22:00",
    ]
