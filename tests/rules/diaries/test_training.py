"""The training diary: passes, weeks and the sentence (CONTENT 3.2)."""

from datetime import UTC, date, datetime, time

import pytest

from lindra.rules.diaries.training import (
    TrainingPass,
    TrainingWeek,
    check_has_happened,
    finding,
    pass_from_values,
    question_to_confirm,
    weeks,
)
from lindra.rules.refused import Refused

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
VALUES = {
    "datum": "2026-11-20",
    "tid": "14:30",
    "typ": "promenad",
    "minuter": 30,
    "anstr": 4,
    "fore": 5,
    "efter": 6,
    "plan": "Som plan",
    "anm": "Skogen",
}


def done(day=20, minutes=30, kind="promenad", **more):
    return TrainingPass(day=date(2026, 11, day), kind=kind, minutes=minutes, **more)


def test_a_pass_is_read_from_its_values():
    assert pass_from_values(VALUES) == TrainingPass(
        day=date(2026, 11, 20),
        kind="promenad",
        minutes=30,
        at=time(14, 30),
        effort=4,
        before=5,
        after=6,
        plan="som_plan",
        note="Skogen",
    )


def test_what_was_not_filled_in_stays_empty():
    found = pass_from_values({"datum": "2026-11-20", "typ": "vatten", "minuter": 1})
    assert found == done(minutes=1, kind="vatten")
    assert found.pain_change is None


@pytest.mark.parametrize("missing", ["datum", "typ", "minuter"])
def test_date_kind_and_minutes_are_needed(missing):
    with pytest.raises(Refused) as refused:
        pass_from_values({**VALUES, missing: ""})
    assert (refused.value.code, refused.value.field) == ("missing", missing)


@pytest.mark.parametrize("minutes", [0, 301])
def test_a_pass_is_of_1_to_300_minutes(minutes):
    with pytest.raises(Refused) as refused:
        pass_from_values({**VALUES, "minuter": minutes})
    assert (refused.value.code, refused.value.field) == ("out_of_range", "minuter")


def test_more_than_two_hours_are_asked_about():
    assert question_to_confirm(done(minutes=120)) is None
    assert question_to_confirm(done(minutes=121)) == "121 minuter. Stämmer det?"


@pytest.mark.parametrize(
    ("day", "at", "field", "message"),
    [
        (23, None, "datum", "Den dagen har inte varit än."),
        (22, time(15, 1), "tid", "Den tiden har inte varit än."),
    ],
)
def test_what_has_not_happened_is_refused(day, at, field, message):
    with pytest.raises(Refused) as refused:
        check_has_happened(done(day, at=at), NOW)
    told = refused.value
    assert (told.code, told.field, told.message) == ("in_future", field, message)


@pytest.mark.parametrize(("day", "at"), [(22, None), (22, time(15, 0)), (21, time(23, 0))])
def test_what_has_happened_is_let_through(day, at):
    assert check_has_happened(done(day, at=at), NOW) is None


@pytest.mark.parametrize(("before", "after", "change"), [(5, 3, -2), (0, 0, 0), (None, 3, None)])
def test_the_change_of_pain_needs_both_figures(before, after, change):
    assert done(before=before, after=after).pain_change == change
    assert done(before=4).pain_change is None


def test_a_week_is_summed_up():
    passes = [
        done(16, 30, effort=4, before=5, after=6, plan="som_plan"),
        done(16, 20, kind="styrka", effort=5, before=5, after=5, plan="mer"),
        done(18, 40, before=4, plan="ingen_plan"),
        done(22, 10, kind="styrka", effort=6, plan="mindre"),
    ]
    assert weeks(passes) == (
        TrainingWeek(
            monday=date(2026, 11, 16),
            minutes=100,
            passes=4,
            days=3,
            minutes_by_kind=(("promenad", 70), ("styrka", 30)),
            effort=5.0,
            pain_change=0.5,
            as_planned=33.3,
        ),
    )


def test_a_week_of_bare_passes_has_no_means():
    (week,) = weeks([done()])
    assert (week.effort, week.pain_change, week.as_planned) == (None, None, None)


def test_weeks_stand_in_order_and_an_empty_week_is_not_there():
    found = weeks([done(20), done(2), done(15)])
    assert [week.monday.day for week in found] == [2, 9, 16]
    assert [week.monday.day for week in weeks([done(20), done(2)])] == [2, 16]
    assert weeks([]) == ()


@pytest.mark.row("N1")
@pytest.mark.parametrize(
    ("passes", "plan", "sentence"),
    [
        ([], 90, None),
        ([done(15), done(23)], 90, None),
        ([done(22, 1)], None, "Du har rört på dig 1 minut på 1 dag den senaste veckan."),
        (
            [done(16), done(16), done(22)],
            None,
            "Du har rört på dig 90 minuter på 2 dagar den senaste veckan.",
        ),
        (
            [done(16)],
            60,
            (
                "Du har rört på dig 30 minuter på 1 dag den senaste veckan, "
                "och din plan är 60 minuter."
            ),
        ),
    ],
)
def test_the_sentence_tells_the_week_beside_the_own_plan(passes, plan, sentence):
    assert finding(passes, TODAY, plan) == sentence
