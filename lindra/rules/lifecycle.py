"""The states of a treatment, what is derived from its dates, and when it may be worked in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from lindra.rules.calendar import day_words
from lindra.rules.refused import Refused


class State(StrEnum):
    """What is stored."""

    ACTIVE = "active"
    MAINTENANCE = "maintenance"
    ENDED = "ended"


class Phase(StrEnum):
    """What is seen: the stored state, and what its dates make of it."""

    PLANNED = "planned"
    RUNNING = "running"
    MAINTAINED = "maintained"
    EXPIRED = "expired"
    ENDED = "ended"


def phase(state: State, starts_on: date, ends_on: date, today: date) -> Phase:
    """The phase on that day. The last day counts as running (BEHAVIOUR M3)."""
    if state is State.ENDED:
        return Phase.ENDED
    if today > ends_on:
        return Phase.EXPIRED
    if state is State.MAINTENANCE:
        return Phase.MAINTAINED
    return Phase.PLANNED if today < starts_on else Phase.RUNNING


def check_readable(state: State, starts_on: date, ends_on: date, today: date) -> None:
    """Raises `Refused` unless the patient may read the programme that day (BEHAVIOUR M3, M18)."""
    match phase(state, starts_on, ends_on, today):
        case Phase.PLANNED:
            raise Refused(f"Programmet öppnar {day_words(starts_on, today)}.", code="planned")
        case Phase.EXPIRED | Phase.ENDED:
            raise Refused(
                "Tiden för programmet har gått ut. Det du har skrivit finns kvar under Mina svar.",
                code="over",
            )
        case _:
            return


def check_workable(state: State, starts_on: date, ends_on: date, today: date) -> None:
    """Raises `Refused` unless the patient may fill in that day (BEHAVIOUR M18, M19)."""
    check_readable(state, starts_on, ends_on, today)
    if phase(state, starts_on, ends_on, today) is Phase.MAINTAINED:
        raise Refused("Du kan läsa men inte fylla i.", code="read_only")
