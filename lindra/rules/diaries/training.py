"""The training diary: one pass, its weeks, and one plain sentence (CONTENT 3.2).

No advice is worked out from the answers (BEHAVIOUR M14c).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from lindra.rules.calendar import instant, local_date, monday
from lindra.rules.diaries import values as read
from lindra.rules.diaries.figures import count_words, mean, ratio
from lindra.rules.refused import Refused

CONFIRM_OVER = 120
AS_PLANNED = "som_plan"
BESIDE_A_PLAN = (AS_PLANNED, "mer", "mindre")


@dataclass(frozen=True, slots=True)
class TrainingPass:
    """One pass. Effort and pain 0–10; None is what was not filled in.

    `plan` is the pass beside the own plan: som_plan, mer, mindre, ingen_plan.
    """

    day: date
    kind: str
    minutes: int
    at: time | None = None
    effort: int | None = None
    before: int | None = None
    after: int | None = None
    plan: str | None = None
    note: str = ""

    @property
    def pain_change(self) -> int | None:
        """Pain after less pain before; None unless both were filled in."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class TrainingWeek:
    """A week with at least one pass. Means have one decimal.

    `as_planned` is the share, in per cent, of the passes that were compared with a plan.
    """

    monday: date
    minutes: int
    passes: int
    days: int
    minutes_by_kind: tuple[tuple[str, int], ...]
    effort: float | None
    pain_change: float | None
    as_planned: float | None


def pass_from_values(values: read.Values) -> TrainingPass:
    """A pass from an answer's values; needed are datum, typ and minuter (1–300).

    Raises `Refused` with field and code: missing, no_such_date, not_a_time, not_a_number,
    out_of_range.
    """
    return TrainingPass(
        day=read.needed(read.day(values, "datum"), "datum"),
        kind=read.needed(read.choice(values, "typ"), "typ"),
        minutes=read.needed(read.whole(values, "minuter", 1, 300), "minuter"),
        at=read.clock(values, "tid"),
        effort=read.nrs(values, "anstr"),
        before=read.nrs(values, "fore"),
        after=read.nrs(values, "efter"),
        plan=read.choice(values, "plan"),
        note=read.words(values, "anm"),
    )


def check_has_happened(done: TrainingPass, now: datetime) -> None:
    """Raises `Refused` "in_future" for a pass that is later than `now` (an aware moment)."""
    if done.day > local_date(now):
        raise Refused("Den dagen har inte varit än.", code="in_future", field="datum")
    if done.at is not None and instant(done.day, done.at, field="tid") > now:
        raise Refused("Den tiden har inte varit än.", code="in_future", field="tid")


def question_to_confirm(done: TrainingPass) -> str | None:
    """What to ask before a pass of more than 120 minutes is kept; None otherwise."""
    return f"{done.minutes} minuter. Stämmer det?" if done.minutes > CONFIRM_OVER else None


def weeks(passes: Iterable[TrainingPass]) -> tuple[TrainingWeek, ...]:
    """The weeks that have a pass, oldest first; a week without is not there, rather than 0."""

    def week_of(done: TrainingPass) -> date:
        return monday(done.day)

    ordered = sorted(passes, key=week_of)
    return tuple(_week(start, tuple(group)) for start, group in groupby(ordered, key=week_of))


def finding(
    passes: Iterable[TrainingPass], today: date, planned_minutes: int | None = None
) -> str | None:
    """One sentence on the last seven days beside the own plan; None without a pass in them."""
    first = today - timedelta(days=6)
    recent = [done for done in passes if first <= done.day <= today]
    if not recent:
        return None
    minutes = count_words(sum(done.minutes for done in recent), "minut", "minuter")
    days = count_words(len({done.day for done in recent}), "dag", "dagar")
    plan = f", och din plan är {planned_minutes} minuter" if planned_minutes else ""
    return f"Du har rört på dig {minutes} på {days} den senaste veckan{plan}."


def _week(start: date, passes: Sequence[TrainingPass]) -> TrainingWeek:
    compared = [done.plan for done in passes if done.plan in BESIDE_A_PLAN]
    kinds = sorted({done.kind for done in passes})
    return TrainingWeek(
        monday=start,
        minutes=sum(done.minutes for done in passes),
        passes=len(passes),
        days=len({done.day for done in passes}),
        minutes_by_kind=tuple(
            (kind, sum(done.minutes for done in passes if done.kind == kind)) for kind in kinds
        ),
        effort=mean(done.effort for done in passes),
        pain_change=mean(done.pain_change for done in passes),
        as_planned=ratio(100 * compared.count(AS_PLANNED), len(compared)) if compared else None,
    )
