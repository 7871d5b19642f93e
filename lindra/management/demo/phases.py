"""The demo's treatments that do not simply run: planned, near their end, maintained and ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from lindra.actions.lifecycle import end_treatment, extend_treatment, maintain_treatment
from lindra.actions.treatments import start_treatment
from lindra.management.demo.cast import Cast
from lindra.management.demo.lives import KARIN, PROGRAMME, Story, live
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.queries.life import seen_of
from lindra.rules.calendar import local_date
from lindra.rules.personal_number import PersonalNumber

DAY = timedelta(days=1)
MAINTAINED_DAYS = 90
MAINTAINED_MODULES = 3

ENDS_TOMORROW = Story(  # its own year ended yesterday or today, whichever the leap year gives
    366,
    modules=7,
    active=3,
    weekly=(360, 3),
    forms={"start": 365, "smartbild": 350},
    read=2,
)
IS_MAINTAINED = Story(
    340,
    modules=8,
    active=9,
    training=(200, 60),
    weekly=(330, 32),
    forms={"start": 339, "smartbild": 320, "genomfort": 31},
    read=30,
)
HAS_ENDED = Story(
    190,
    modules=6,
    active=8,
    weekly=(180, 9),
    forms={"start": 189, "smartbild": 170, "genomfort": 8},
    read=6,
)


def live_through_phases(cast: Cast, now: datetime) -> None:
    """Nadia opens in ten days, Bengt's ends tomorrow, Ulla only reads, Dragan's has ended."""
    _plan(cast, "nadia", now)
    _end_tomorrow(cast, live(cast, "bengt", ENDS_TOMORROW, now), now)
    _maintain(cast, live(cast, "ulla", IS_MAINTAINED, now), now)
    _end(cast, live(cast, "dragan", HAS_ENDED, now), now)


def _plan(cast: Cast, who: str, now: datetime) -> None:
    start_treatment(
        number=PersonalNumber(cast.people[who].personal_number),
        person=cast.people[who],
        typed=False,
        programme=programme(PROGRAMME),
        by=cast.staff[KARIN],
        now=now - DAY,
        first_day=local_date(now) + 10 * DAY,
    )


def _end_tomorrow(cast: Cast, treatment: Treatment, now: datetime) -> None:
    treatment.refresh_from_db()
    extend_treatment(
        treatment=treatment,
        new_last_day=local_date(now) + DAY,
        reason="Vill läsa de sista modulerna i lugn och ro.",
        seen=seen_of(treatment),
        by=cast.staff[KARIN],
        now=now - 14 * DAY,
    )


def _maintain(cast: Cast, treatment: Treatment, now: datetime) -> None:
    treatment.refresh_from_db()
    maintain_treatment(
        treatment=treatment,
        days=MAINTAINED_DAYS,
        modules=[m.id for m in programme(PROGRAMME).modules[:MAINTAINED_MODULES]],
        seen=seen_of(treatment),
        by=cast.staff[KARIN],
        now=now - 30 * DAY,
    )


def _end(cast: Cast, treatment: Treatment, now: datetime) -> None:
    treatment.refresh_from_db()
    end_treatment(
        treatment=treatment,
        reason="Genomfört enligt plan",
        seen=seen_of(treatment),
        by=cast.staff[KARIN],
        now=now - 5 * DAY,
    )
