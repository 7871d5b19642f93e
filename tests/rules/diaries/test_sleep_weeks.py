"""Weeks of the sleep diary: five nights make a mean, and the sentence judges nobody."""

from datetime import date, timedelta

import pytest

from lindra.rules.diaries.sleep_weeks import SleepMeans, finding, means, weeks
from tests.rules.diaries.nights import night

MONDAY = date(2026, 12, 7)
TODAY = date(2026, 12, 13)


def some(count, last=TODAY, **values):
    """Nights up to the one that ends on `last`."""
    return [night(datum=str(last - timedelta(days=n)), **values) for n in range(count)]


def test_five_nights_give_the_means_of_the_week():
    nights = some(4) + some(1, MONDAY, b="00:15", s="00:30", sol=20, waso=5, w="07:30", u="07:45")
    assert means(nights) == SleepMeans(
        nights=5, tib=498.0, tst=371.0, latency=36.0, awake=29.0, quality=3.0, se=74.5
    )


def test_the_weeks_efficiency_is_of_the_sums_and_not_the_mean_of_the_nights():
    long = some(4, b="20:00", s="20:00", sol=330, waso=0, w="07:00", u="07:00")
    short = some(1, MONDAY, b="06:00", s="06:00", sol=0, waso=0, w="07:00", u="07:00")
    assert means(long + short).se == 51.1  # 100 × 1380 / 2700; the mean of the nights is 60


def test_four_nights_give_no_mean():
    assert means(some(4)) == SleepMeans(4, None, None, None, None, None, None)


def test_each_mean_needs_five_nights_that_have_it():
    nights = some(4) + some(1, MONDAY, sol=None, kval=None)
    found = means(nights)
    assert (found.tib, found.awake) == (510.0, 35.0)
    assert (found.tst, found.se, found.latency, found.quality) == (None, None, None, None)


def test_a_night_without_sleep_counts_in_the_means():
    nights = some(4) + some(1, MONDAY, sov_inte=True)
    assert (means(nights).tst, means(nights).se) == (292.0, 57.3)


def test_a_night_without_a_sleep_time_does_not_weigh_in_the_weeks_efficiency():
    nights = some(5) + some(1, MONDAY, sol=None)
    assert means(nights).se == 71.6


def test_a_week_runs_from_monday_to_sunday_by_the_morning():
    nights = some(5) + some(2, MONDAY - timedelta(days=1)) + some(1, date(2026, 10, 1))
    found = [(start, week.nights) for start, week in weeks(reversed(nights))]
    assert found == [(date(2026, 9, 28), 1), (date(2026, 11, 30), 2), (MONDAY, 5)]


def test_no_nights_give_no_weeks():
    assert weeks([]) == ()


@pytest.mark.row("N1")
@pytest.mark.parametrize(
    ("awake_before", "sentence"),
    [
        (35, "Du har sovit ungefär lika länge per natt som för en månad sedan."),
        (49, "Du har sovit ungefär lika länge per natt som för en månad sedan."),
        (50, "Du har sovit ungefär en halvtimme mer per natt än för en månad sedan."),
        (95, "Du har sovit ungefär en timme mer per natt än för en månad sedan."),
        (5, "Du har sovit ungefär en halvtimme mindre per natt än för en månad sedan."),
    ],
)
def test_the_sentence_tells_the_change_since_a_month_ago(awake_before, sentence):
    nights = some(5) + some(5, TODAY - timedelta(weeks=4), waso=awake_before)
    assert finding(nights, TODAY) == sentence


def test_without_a_month_to_look_back_on_the_sentence_tells_the_week():
    four_before = some(4, TODAY - timedelta(weeks=4))
    too_long_ago = some(7, TODAY - timedelta(weeks=5))
    expected = "Du har sovit ungefär sex timmar per natt den senaste veckan."
    assert finding(some(5) + four_before + too_long_ago, TODAY) == expected


def test_with_bedtime_and_rising_alone_the_sentence_tells_the_time_in_bed():
    sentence = finding(some(6, sol=None), TODAY)
    assert sentence == (
        "Du har legat i sängen ungefär åtta och en halv timme per natt den senaste veckan."
    )


@pytest.mark.parametrize(("count", "written"), [(1, "1 natt"), (4, "4 nätter")])
def test_of_fewer_than_five_nights_the_sentence_tells_how_many(count, written):
    sentence = f"Du har skrivit om {written} den senaste veckan. Ett medel räknas på minst fem."
    assert finding(some(count), TODAY) == sentence


def test_without_nights_in_the_week_there_is_no_sentence():
    assert finding(some(5, TODAY - timedelta(days=7)), TODAY) is None
    assert finding(some(1, TODAY + timedelta(days=1)), TODAY) is None
