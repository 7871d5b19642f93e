"""Ratios and means, rounded to one decimal as people do it: a half goes away from zero."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal


def ratio(total: int, count: int) -> float:
    """total / count with one decimal. ZeroDivisionError when `count` is 0."""
    if count == 0:
        raise ZeroDivisionError("a ratio needs something to divide by")
    exact = Decimal(total) / Decimal(count)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0


def mean(values: Iterable[int | None], *, at_least: int = 1) -> float | None:
    """The mean of what was filled in; None when that is fewer than `at_least`."""
    known = [value for value in values if value is not None]
    return ratio(sum(known), len(known)) if len(known) >= at_least else None


def number_words(value: float) -> str:
    """As Swedes write it: 4,7 and 5."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def count_words(count: int, one: str, many: str) -> str:
    """1 natt, 3 nätter"""
    return f"{count} {one if count == 1 else many}"
