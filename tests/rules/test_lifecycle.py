"""What a treatment's state and dates make of it, and when the patient may fill things in."""

from datetime import date, timedelta

import pytest

from lindra.rules.lifecycle import Phase, State, check_readable, check_workable, phase
from lindra.rules.refused import Refused

FIRST, LAST = date(2026, 11, 22), date(2027, 11, 22)
DAY = timedelta(days=1)
BEFORE, AFTER = FIRST - DAY, LAST + DAY


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (State.ACTIVE, BEFORE, Phase.PLANNED),
        (State.ACTIVE, FIRST, Phase.RUNNING),
        (State.ACTIVE, LAST, Phase.RUNNING),
        (State.ACTIVE, AFTER, Phase.EXPIRED),
        (State.MAINTENANCE, BEFORE, Phase.MAINTAINED),
        (State.MAINTENANCE, LAST, Phase.MAINTAINED),
        (State.MAINTENANCE, AFTER, Phase.EXPIRED),
        (State.ENDED, FIRST, Phase.ENDED),
        (State.ENDED, AFTER, Phase.ENDED),
    ],
)
def test_the_phase_is_read_off_the_state_and_the_dates(state, today, expected):
    assert phase(state, FIRST, LAST, today) is expected


@pytest.mark.row("M3")
@pytest.mark.parametrize("today", [FIRST, LAST])
def test_the_patient_may_work_from_the_first_day_to_the_last(today):
    check_workable(State.ACTIVE, FIRST, LAST, today)


@pytest.mark.row("M18")
@pytest.mark.parametrize(
    ("state", "today"),
    [(State.ACTIVE, FIRST), (State.ACTIVE, LAST), (State.MAINTENANCE, LAST)],
)
def test_the_patient_may_read_while_it_runs_and_while_it_is_maintained(state, today):
    check_readable(state, FIRST, LAST, today)


@pytest.mark.row("M18")
@pytest.mark.parametrize(
    ("state", "today", "code"),
    [
        (State.ACTIVE, BEFORE, "planned"),
        (State.ACTIVE, AFTER, "over"),
        (State.MAINTENANCE, AFTER, "over"),
        (State.ENDED, FIRST, "over"),
    ],
)
def test_the_programme_is_closed_before_it_begins_and_when_it_is_over(state, today, code):
    with pytest.raises(Refused) as refused:
        check_readable(state, FIRST, LAST, today)
    assert refused.value.code == code


OVER = "Tiden för programmet har gått ut. Det du har skrivit finns kvar under Mina svar."


@pytest.mark.parametrize(
    ("state", "today", "code", "words"),
    [
        (State.ACTIVE, BEFORE, "planned", "Programmet öppnar i morgon."),
        (State.ACTIVE, FIRST - 9 * DAY, "planned", "Programmet öppnar 22 november."),
        (State.MAINTENANCE, FIRST, "read_only", "Du kan läsa men inte fylla i."),
        (State.ACTIVE, AFTER, "over", OVER),
        (State.ENDED, FIRST, "over", OVER),
    ],
)
def test_otherwise_the_patient_is_told_why_not(state, today, code, words):
    with pytest.raises(Refused) as refused:
        check_workable(state, FIRST, LAST, today)
    assert (refused.value.code, refused.value.message) == (code, words)
