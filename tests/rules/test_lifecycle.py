"""What a treatment's state and dates make of it, and when the patient may fill things in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.calendar import last_day, local_date
from lindra.rules.lifecycle import (
    END_REASONS,
    REFUSALS,
    TRANSITIONS,
    Act,
    Phase,
    State,
    check_act,
    check_extension,
    check_first_day,
    check_readable,
    check_reopening,
    check_workable,
    end_reasons,
    latest_day,
    maintained_until,
    may,
    phase,
    reopened_until,
)
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


# What may be done when

EVERY = [(stage, act) for stage in Phase for act in Act]
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.row("M18", "M18b", "M19", "M20")
def test_every_act_in_every_phase_is_either_a_transition_or_refused_in_words():
    assert set(TRANSITIONS) | set(REFUSALS) == set(EVERY)
    assert set(TRANSITIONS) & set(REFUSALS) == set()


@pytest.mark.parametrize(("stage", "act"), EVERY)
def test_an_act_leads_where_the_table_says_or_is_told_why_not(stage, act):
    if may(act, stage):
        assert check_act(act, stage) is TRANSITIONS[stage, act]
        return
    with pytest.raises(Refused) as refused:
        check_act(act, stage)
    assert (refused.value.code, refused.value.message) == ("not_now", REFUSALS[stage, act])


@pytest.mark.row("M18b", "M19", "M20")
def test_each_act_means_one_thing_from_wherever_it_is_done():
    leads = {act: {to for (_, each), to in TRANSITIONS.items() if each is act} for act in Act}
    assert leads[Act.EXTEND] == {State.ACTIVE}
    assert leads[Act.MAINTAIN] == {State.MAINTENANCE}
    assert leads[Act.END] == {State.ENDED}
    assert leads[Act.REOPEN] == {None}


@pytest.mark.row("M20")
def test_whatever_is_not_ended_can_be_ended_and_what_is_ended_only_be_opened_again():
    assert [stage for stage in Phase if may(Act.END, stage)] == list(Phase)[:-1]
    assert [act for act in Act if may(act, Phase.ENDED)] == [Act.REOPEN]


@pytest.mark.row("M18")
@given(st.sampled_from(list(State)), DAYS, st.integers(0, 800), DAYS)
def test_a_phase_leads_to_a_state_whose_phase_fits(state, first, length, today):
    last = first + timedelta(days=length)
    stage = phase(state, first, last, today)
    for act in Act:
        if may(act, stage) and act is not Act.REOPEN:
            to = check_act(act, stage)
            assert to is not None
            assert (to is State.ENDED) == (act is Act.END)


# The limits

LEAP = date(2028, 2, 29)


@pytest.mark.row("M18b")
@given(DAYS, DAYS, DAYS)
def test_a_new_last_day_lies_after_the_present_and_after_today_and_within_a_year(
    new, present, today
):
    if max(present, today) < new <= last_day(today, 12):
        check_extension(new, present, today)
        return
    with pytest.raises(Refused) as refused:
        check_extension(new, present, today)
    assert refused.value.field == "last_day"


@pytest.mark.row("M18b")
@pytest.mark.parametrize(
    ("new", "present", "today", "words"),
    [
        (LAST, LAST, FIRST + DAY, "Välj en dag efter 22 november 2027."),
        (AFTER, LAST, AFTER, "Välj en dag efter 23 november 2027."),
        (AFTER + DAY, LAST, FIRST + DAY, "Välj en dag till och med 23 november 2027."),
        (AFTER, LAST, FIRST, "Programmet är redan öppet så länge det går: ett år från i dag."),
        (date(2029, 3, 1), date(2028, 2, 28), LEAP, "Välj en dag till och med 28 februari 2029."),
    ],
)
def test_why_a_last_day_cannot_be_is_said(new, present, today, words):
    with pytest.raises(Refused) as refused:
        check_extension(new, present, today)
    assert refused.value.message == words


@pytest.mark.row("M18b")
def test_the_29_of_february_is_a_day_to_extend_to_and_from():
    check_extension(LEAP, date(2028, 2, 28), date(2028, 2, 28))
    check_extension(date(2029, 2, 28), LEAP, LEAP)
    assert latest_day(LEAP) == date(2029, 2, 28)


@pytest.mark.row("M19")
@given(DAYS, st.integers(-10, 400))
def test_maintenance_lasts_from_one_day_to_365_after_today(today, days):
    if 1 <= days <= 365:
        assert (maintained_until(days, today) - today).days == days
    else:
        with pytest.raises(Refused):
            maintained_until(days, today)


@pytest.mark.row("M19")
def test_maintenance_over_a_leap_day_counts_it():
    assert maintained_until(2, date(2028, 2, 28)) == date(2028, 3, 1)
    assert maintained_until(30, date(2027, 2, 15)) == date(2027, 3, 17)


@pytest.mark.row("F12")
@pytest.mark.parametrize(
    ("day", "allowed"),
    [(BEFORE, False), (FIRST, True), (AFTER, False), (LAST, True)],
)
def test_a_first_day_is_today_or_within_a_year(day, allowed):
    if allowed:
        check_first_day(day, FIRST)
        return
    with pytest.raises(Refused) as refused:
        check_first_day(day, FIRST)
    assert refused.value.message == "Välj en startdag från i dag till och med 22 november 2027."


@pytest.mark.row("M18b")
def test_an_end_can_be_undone_for_14_days():
    assert reopened_until(FIRST) == date(2026, 12, 6)
    check_reopening(FIRST, date(2026, 12, 6))
    with pytest.raises(Refused) as refused:
        check_reopening(FIRST, date(2026, 12, 7))
    assert refused.value.message == (
        "Momentet kunde återöppnas till och med 6 december 2026. Starta ett nytt moment."
    )


@pytest.mark.row("M18b")
@pytest.mark.parametrize(
    ("ended", "asked", "allowed"),
    [
        ("2027-03-20 22:59", "2027-04-03 21:59", True),
        ("2027-03-20 22:59", "2027-04-03 22:01", False),
        ("2027-10-25 22:01", "2027-11-09 22:59", True),
    ],
)
def test_the_days_are_swedish_when_the_clocks_are_changed(ended, asked, allowed):
    end, ask = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (ended, asked))
    if allowed:
        check_reopening(local_date(end), local_date(ask))
        return
    with pytest.raises(Refused):
        check_reopening(local_date(end), local_date(ask))


@pytest.mark.row("M20")
def test_the_units_own_reasons_replace_the_usual():
    assert end_reasons([]) == END_REASONS
    assert end_reasons(["Klar", "Flyttat"]) == ("Klar", "Flyttat")
    assert len(END_REASONS) == 9
