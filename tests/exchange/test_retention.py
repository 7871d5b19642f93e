"""When a treatment may be purged: for every class, wait, last entry and hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.programme.spec import Retention
from lindra.rules.refused import Refused
from lindra.rules.retention import Kept, backup_words, check_purge, may_purge, purgeable_from

pytestmark = pytest.mark.row("M21")

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
KEPT = st.builds(Kept, st.sampled_from(Retention), st.none() | DAYS, DAYS, st.booleans())
WAITS = st.integers(0, 4000)
ENDED = date(2024, 2, 29)


def code(kept: Kept, today: date, waiting_days: int = 365) -> str:
    """Why not; "" when it may go."""
    try:
        check_purge(kept, waiting_days, today)
    except Refused as refused:
        return refused.code
    return ""


def ten_years_on(day: date) -> date:
    """The same date ten years on, the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 10)
    except ValueError:
        return date(day.year + 10, 2, 28)


@given(KEPT, WAITS, DAYS)
def test_a_treatment_may_be_purged_exactly_when_all_that_holds_it_is_over(kept, wait, today):
    over = (
        kept.ended_on is not None
        and not kept.legal_hold
        and (today - kept.ended_on).days >= max(wait, 15)
        and (
            kept.retention is Retention.WORKING_MATERIAL
            or today > ten_years_on(max(kept.ended_on, kept.last_entry_on))
        )
    )
    assert may_purge(kept, wait, today) is over


@given(KEPT, WAITS)
def test_the_first_day_is_the_first_on_which_time_does_not_hold_it(kept, wait):
    first = purgeable_from(kept, wait)
    if kept.ended_on is None:
        assert first is None
        return
    assert code(kept, first, wait) == ("legal_hold" if kept.legal_hold else "")
    assert code(kept, first - timedelta(days=1), wait) != ""


@given(KEPT, WAITS, DAYS, st.integers(0, 5000))
def test_what_may_be_purged_may_be_purged_later_too(kept, wait, today, more):
    assert not may_purge(kept, wait, today) or may_purge(kept, wait, today + timedelta(days=more))


def test_each_hindrance_has_its_own_reason():
    own = Retention.WORKING_MATERIAL
    assert code(Kept(own, None, ENDED), ENDED) == "not_ended"
    assert code(Kept(own, ENDED, ENDED, legal_hold=True), date(2030, 1, 1)) == "legal_hold"
    assert code(Kept(own, ENDED, ENDED), date(2025, 2, 27)) == "waiting"
    assert code(Kept(own, ENDED, ENDED), date(2025, 2, 28)) == ""
    assert code(Kept(Retention.JOURNAL, ENDED, ENDED), date(2034, 2, 28)) == "journal"
    assert code(Kept(Retention.JOURNAL, ENDED, ENDED), date(2034, 3, 1)) == ""


def test_nothing_goes_while_the_end_can_be_taken_back_however_short_the_wait():
    kept = Kept(Retention.WORKING_MATERIAL, ENDED, ENDED)
    assert code(kept, ENDED + timedelta(days=14), 0) == "waiting"
    assert code(kept, ENDED + timedelta(days=15), 0) == ""


def test_the_page_can_show_from_which_day():
    with pytest.raises(Refused, match=r"Momentet kan gallras från 28 februari 2025\."):
        check_purge(Kept(Retention.WORKING_MATERIAL, ENDED, ENDED), 365, date(2024, 6, 1))


def test_a_negative_wait_is_a_fault_in_the_program():
    with pytest.raises(ValueError, match="negative"):
        purgeable_from(Kept(Retention.JOURNAL, ENDED, ENDED), -1)


@pytest.mark.row("N11")
def test_of_backups_is_said_what_the_operator_has_said_and_no_more():
    assert backup_words(date(2026, 11, 22), 35) == (
        "Uppgifterna kan finnas kvar i säkerhetskopior till och med 27 december 2026: kopior "
        "sparas i 35 dagar enligt inställningen för driften."
    )
    assert "inte angivet" in backup_words(date(2026, 11, 22), 0)
