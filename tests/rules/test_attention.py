"""Silence, the three-week look, and the quiet filters, counted in Swedish days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.attention import (
    SILENT_DAYS,
    Quiet,
    days_silent,
    follow_up_due,
    is_silent,
    looked_before,
    quiet_filters,
    silent_before,
    start_of,
)
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import Phase

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
MOMENTS = st.integers(0, 60 * 24 * 1800).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.row("F6")
@pytest.mark.parametrize(
    ("active", "silent"),
    [
        (datetime(2026, 11, 6, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 6, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 8, tzinfo=UTC), False),
        (None, False),
    ],
)
def test_silence_is_fourteen_swedish_days(active, silent):
    assert SILENT_DAYS == 14
    assert is_silent(active, TODAY) is silent


@given(MOMENTS, DAYS)
def test_the_limit_of_silence_is_silence_itself(active, today):
    assert is_silent(active, today) == (active < silent_before(today))
    assert days_silent(active, today) == (today - local_date(active)).days


@pytest.mark.row("M17")
@pytest.mark.parametrize(
    ("looked", "starts_on", "due"),
    [
        (None, TODAY - 20 * DAY, False),
        (None, TODAY - 21 * DAY, True),
        (datetime(2026, 10, 30, 20, tzinfo=UTC), TODAY - 90 * DAY, True),
        (datetime(2026, 10, 31, 7, tzinfo=UTC), TODAY - 90 * DAY, False),
        (datetime(2026, 1, 1, 7, tzinfo=UTC), TODAY - DAY, False),  # started after the look
    ],
)
def test_it_is_time_to_look_three_weeks_after_the_last_look_or_the_start(looked, starts_on, due):
    assert follow_up_due(looked, starts_on, 21, TODAY) is due


@given(MOMENTS, DAYS, st.integers(1, 60), DAYS)
def test_the_limit_of_a_look_is_the_rule_itself(looked, starts_on, days, today):
    long_ago = starts_on <= today - timedelta(days=days)
    limit = looked < looked_before(days, today) and long_ago
    assert follow_up_due(looked, starts_on, days, today) == limit


def filters(phase=Phase.RUNNING, *, begun=True, active=None, look_due=False) -> set[Quiet]:
    found = quiet_filters(phase, begun=begun, last_active_at=active, look_due=look_due, today=TODAY)
    return set(found)


@pytest.mark.row("F6")
@pytest.mark.row("M17")
def test_a_running_treatment_is_found_by_all_that_holds():
    long_ago = start_of(TODAY - 30 * DAY)
    assert filters() == set()
    assert filters(begun=False) == {Quiet.NOT_BEGUN}
    assert filters(active=long_ago) == {Quiet.SILENT}
    assert filters(look_due=True) == {Quiet.FOLLOW_UP}
    assert len(filters(begun=False, active=long_ago, look_due=True)) == 3


@pytest.mark.row("M18")
@pytest.mark.parametrize(
    ("phase", "found"),
    [
        (Phase.PLANNED, set()),
        (Phase.MAINTAINED, set()),
        (Phase.EXPIRED, {Quiet.EXPIRED}),
        (Phase.ENDED, {Quiet.ENDED}),
    ],
)
def test_the_others_are_found_by_their_phase_alone(phase, found):
    long_ago = start_of(TODAY - 30 * DAY)
    assert filters(phase, begun=False, active=long_ago, look_due=True) == found


def test_a_day_begins_on_swedish_clocks():
    assert start_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert start_of(date(2026, 12, 1)) == datetime(2026, 11, 30, 23, tzinfo=UTC)
