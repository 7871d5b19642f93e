"""When a notice goes: 7–20 on Swedish clocks, 9 o'clock, also on the days when clocks change."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.calendar import local, local_date
from lindra.rules.notices import (
    CLOSES,
    FORENOON,
    OPENS,
    TEXTS,
    Side,
    collected_at,
    day_after,
    direct_at,
    is_open,
    next_try,
    text_of,
)
from tests.cast import at

WEEKENDS = {"spring": at("2027-03-27 00:00"), "autumn": at("2026-10-24 00:00")}
MOMENTS = st.builds(
    lambda first, minutes: first + timedelta(minutes=minutes),
    st.sampled_from([*WEEKENDS.values(), at("2026-01-01 00:00")]),
    st.one_of(st.integers(0, 3 * 24 * 60), st.integers(0, 4 * 366 * 24 * 60)),
)


@pytest.mark.row("M12")
@given(MOMENTS)
def test_a_direct_notice_goes_at_once_by_day_and_at_seven_otherwise(moment):
    found = direct_at(moment)
    by_day = OPENS <= local(moment).time() < CLOSES
    assert is_open(found)
    assert (found == moment) is by_day
    assert by_day or local(found).time() == OPENS
    assert timedelta() <= found - moment <= timedelta(hours=12)


@pytest.mark.row("M12")
@given(MOMENTS)
def test_a_collected_notice_goes_at_the_next_nine_o_clock(moment):
    found = collected_at(moment)
    assert local(found).time() == FORENOON
    assert timedelta() <= found - moment <= timedelta(hours=25)
    before = found - timedelta(hours=26)
    assert collected_at(found) == found
    assert collected_at(before) < found


@given(MOMENTS, st.booleans())
def test_the_day_after_is_the_next_date_and_open(moment, collected):
    found = day_after(moment, collected=collected)
    assert local_date(found) == local_date(moment) + timedelta(days=1)
    assert local(found).time() == (FORENOON if collected else OPENS)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("2026-11-22 06:00", "2026-11-22 06:00"),  # 7:00
        ("2026-11-22 05:59", "2026-11-22 06:00"),
        ("2026-11-22 18:59", "2026-11-22 18:59"),  # 19:59
        ("2026-11-22 19:00", "2026-11-23 06:00"),  # 20:00
        ("2027-03-27 19:00", "2027-03-28 05:00"),  # the night is an hour shorter
        ("2026-10-24 18:00", "2026-10-25 06:00"),  # and an hour longer
    ],
)
def test_seven_and_twenty_are_the_clocks_own(asked, goes):
    assert direct_at(at(asked)) == at(goes)


@given(MOMENTS, st.integers(1, 5))
def test_a_retry_waits_longer_each_time_and_only_by_day(moment, tries):
    found = next_try(tries, moment)
    waits = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360)]
    assert found == direct_at(moment + waits[tries - 1])


def test_after_six_tries_it_is_given_up():
    assert next_try(6, at("2026-11-22 12:00")) is None


def test_every_text_is_constant_short_and_says_nothing_of_health():
    assert {key for key in TEXTS if key[0] is Side.PATIENT} == {
        (Side.PATIENT, channel) for channel in ("email", "sms", "inbox")
    }
    for text in TEXTS.values():
        assert not re.search(
            r"[{}%\d]|http|smärt|vård|behandl|mottagning", text.subject + text.body
        )
    for side in Side:
        assert len(text_of(side, "sms").body) <= 160


def test_staff_have_no_inbox():
    with pytest.raises(KeyError):
        text_of(Side.STAFF, "inbox")


def test_seven_nine_and_twenty():
    assert [each.hour for each in (OPENS, FORENOON, CLOSES)] == [7, 9, 20]
