"""Rounding and means: one decimal, a half away from zero, nothing filled in for what is missing."""

import math

import pytest

from lindra.rules.diaries.figures import count_words, mean, number_words, ratio


@pytest.mark.parametrize(
    ("total", "count", "rounded"),
    [(1, 4, 0.3), (-1, 4, -0.3), (1, 3, 0.3), (2, 3, 0.7), (7, 20, 0.4), (9, 20, 0.5), (0, 5, 0.0)],
)
def test_a_half_is_rounded_away_from_zero(total, count, rounded):
    assert ratio(total, count) == rounded


def test_a_small_loss_is_not_written_as_minus_zero():
    assert math.copysign(1, ratio(-1, 100)) == 1


def test_a_ratio_of_nothing_is_an_error():
    with pytest.raises(ZeroDivisionError):
        ratio(0, 0)


def test_a_mean_is_of_what_was_filled_in():
    assert mean([4, None, 5]) == 4.5
    assert mean([0, None]) == 0.0


def test_a_mean_of_too_few_is_none():
    assert mean([]) is None
    assert mean([None]) is None
    assert mean([1, 2, None], at_least=3) is None
    assert mean([1, 2, 3], at_least=3) == 2.0


def test_numbers_have_a_decimal_comma_and_no_empty_decimal():
    assert [number_words(value) for value in (4.7, 5.0, 10.0, 0.3)] == ["4,7", "5", "10", "0,3"]


def test_one_and_many_have_their_words():
    assert [count_words(n, "natt", "nätter") for n in (0, 1, 2)] == [
        "0 nätter",
        "1 natt",
        "2 nätter",
    ]
