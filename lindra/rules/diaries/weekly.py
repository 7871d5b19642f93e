"""Veckokollen: six figures of the last seven days, their change since the start (CONTENT 3.4).

No bands, no arrows, no judgement: a figure, and how far it is from the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lindra.rules.diaries import values as read
from lindra.rules.diaries.figures import number_words, ratio


@dataclass(frozen=True, slots=True)
class WeekCheck:
    """One filling, 0–10 each; None is what was not filled in.

    `chores` and `joy` are how much pain disturbed them; `mood`, `sleep` and `confidence` are better
    the higher they are.
    """

    day: date
    pain: int | None = None
    chores: int | None = None
    joy: int | None = None
    mood: int | None = None
    sleep: int | None = None
    confidence: int | None = None
    new_symptom: bool = False
    note: str = ""

    @property
    def impact(self) -> float | None:
        """Påverkan: the mean of pain, chores and joy, one decimal; None unless all are there."""
        if self.pain is None or self.chores is None or self.joy is None:
            return None
        return ratio(self.pain + self.chores + self.joy, 3)


FIGURES = ("pain", "chores", "joy", "mood", "sleep", "confidence", "impact")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure's first and latest value."""

    figure: str
    first: float
    latest: float

    @property
    def difference(self) -> float:
        return round(self.latest - self.first, 1)

    @property
    def words(self) -> str:
        """lika som vid start; 2 högre än vid start; 1,3 lägre än vid start"""
        if not self.difference:
            return "lika som vid start"
        direction = "högre" if self.difference > 0 else "lägre"
        return f"{number_words(abs(self.difference))} {direction} än vid start"


def check_from_values(values: read.Values, day: date) -> WeekCheck:
    """A filling of `day` from an answer's values.

    Raises `Refused` with field and code: not_a_number, out_of_range.
    """
    return WeekCheck(
        day=day,
        pain=read.nrs(values, "smarta"),
        chores=read.nrs(values, "sysslor"),
        joy=read.nrs(values, "gladje"),
        mood=read.nrs(values, "humor"),
        sleep=read.nrs(values, "somn"),
        confidence=read.nrs(values, "tilltro"),
        new_symptom=read.ticked(values, "nytt_symtom"),
        note=read.words(values, "anm"),
    )


def change(checks: Iterable[WeekCheck], figure: str) -> Change | None:
    """From the first filling that has the figure to the latest; None with fewer than two."""
    ordered = sorted(checks, key=lambda check: check.day)
    known = [value for check in ordered if (value := getattr(check, figure)) is not None]
    return Change(figure, known[0], known[-1]) if len(known) > 1 else None


def changes(checks: Iterable[WeekCheck]) -> tuple[Change, ...]:
    """The change of each figure that has one, in the order of FIGURES."""
    checks = tuple(checks)
    found = (change(checks, figure) for figure in FIGURES)
    return tuple(each for each in found if each is not None)


def finding(checks: Iterable[WeekCheck]) -> str | None:
    """One sentence on how much pain affects the days, beside the start; None without figures."""
    checks = sorted(checks, key=lambda check: check.day)
    impacts = [check.impact for check in checks if check.impact is not None]
    if not impacts:
        return None
    latest = f"Så mycket påverkar smärtan vardagen: {number_words(impacts[-1])} av 10"
    since_start = change(checks, "impact")
    return f"{latest}, {since_start.words}." if since_start else f"{latest}."
