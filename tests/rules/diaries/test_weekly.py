"""Veckokollen: the figures, their change since the start and the sentence (CONTENT 3.4)."""

from datetime import date

import pytest

from lindra.rules.diaries.weekly import (
    FIGURES,
    Change,
    WeekCheck,
    change,
    changes,
    check_from_values,
    finding,
)
from lindra.rules.refused import Refused

DAY = date(2026, 11, 22)


def check(day=22, **figures):
    return WeekCheck(day=date(2026, 11, day), **figures)


def test_a_filling_is_read_from_its_values():
    values = {
        "smarta": 6,
        "sysslor": 5,
        "gladje": 3,
        "humor": 7,
        "somn": 4,
        "tilltro": 8,
        "nytt_symtom": "ja",
        "anm": "En bra vecka",
    }
    assert check_from_values(values, DAY) == WeekCheck(
        DAY, 6, 5, 3, 7, 4, 8, new_symptom=True, note="En bra vecka"
    )


def test_what_was_not_filled_in_is_not_zero():
    assert check_from_values({"nytt_symtom": "nej"}, DAY) == WeekCheck(DAY)


def test_a_figure_outside_0_to_10_is_refused():
    with pytest.raises(Refused) as refused:
        check_from_values({"humor": 11}, DAY)
    assert (refused.value.code, refused.value.field) == ("out_of_range", "humor")


@pytest.mark.parametrize(
    ("pain", "chores", "joy", "impact"),
    [(6, 5, 3, 4.7), (0, 0, 0, 0.0), (10, 10, 10, 10.0), (0, 0, 1, 0.3)],
)
def test_impact_is_the_mean_of_the_first_three(pain, chores, joy, impact):
    assert check(pain=pain, chores=chores, joy=joy, mood=9).impact == impact


@pytest.mark.parametrize("missing", ["pain", "chores", "joy"])
def test_without_one_of_the_three_there_is_no_impact(missing):
    assert check(**({"pain": 6, "chores": 5, "joy": 3} | {missing: None})).impact is None


def test_change_goes_from_the_first_filling_that_has_the_figure_to_the_latest():
    checks = [check(22, mood=3), check(1, pain=9), check(8, mood=7), check(15, mood=9)]
    found = change(checks, "mood")
    assert found == Change("mood", first=7, latest=3)
    assert found.difference == -4.0


def test_one_figure_is_no_change():
    assert change([check(1, mood=5), check(8)], "mood") is None
    assert change([], "impact") is None


@pytest.mark.parametrize(
    ("first", "latest", "words"),
    [
        (5, 5, "lika som vid start"),
        (5, 7, "2 högre än vid start"),
        (6.0, 4.7, "1,3 lägre än vid start"),
    ],
)
def test_change_is_told_without_arrow_or_judgement(first, latest, words):
    assert Change("impact", first, latest).words == words


def test_each_figure_that_has_two_values_has_its_change_in_the_forms_order():
    checks = [
        check(day, pain=pain, chores=5, joy=5, mood=5, sleep=5, confidence=5)
        for day, pain in ((1, 8), (8, 5))
    ]
    assert [each.figure for each in changes(iter(checks))] == list(FIGURES)
    assert [each.difference for each in changes(checks)] == [-3, 0, 0, 0, 0, 0, -1]
    assert changes([check(1, pain=4), check(8, pain=4), check(9, mood=4)]) == (
        Change("pain", 4, 4),
    )


@pytest.mark.row("N1")
@pytest.mark.parametrize(
    ("checks", "sentence"),
    [
        ([], None),
        ([check(1, pain=5)], None),
        (
            [check(1, pain=6, chores=6, joy=6)],
            "Så mycket påverkar smärtan vardagen: 6 av 10.",
        ),
        (
            [check(8, pain=6, chores=5, joy=3), check(1, pain=6, chores=6, joy=6)],
            "Så mycket påverkar smärtan vardagen: 4,7 av 10, 1,3 lägre än vid start.",
        ),
    ],
)
def test_the_sentence_tells_the_latest_beside_the_start(checks, sentence):
    assert finding(checks) == sentence
