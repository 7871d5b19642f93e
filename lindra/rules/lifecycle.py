"""The states of a treatment, what is derived from its dates, and what may be done with it when.

`docs/lifecycle.md` is written from `TRANSITIONS` (`lindra lifecycle`).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from lindra.rules.calendar import date_words, day_words, last_day
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


class Act(StrEnum):
    """What the team may do with a treatment as a whole."""

    EXTEND = "extend"
    MAINTAIN = "maintain"
    END = "end"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    CHOOSE_MODULES = "choose_modules"
    RECOMMEND = "recommend"


# The state that an act leads to; None is the state that ending left. What is not here is refused.
TRANSITIONS: dict[tuple[Phase, Act], State | None] = {
    (Phase.PLANNED, Act.POSTPONE): State.ACTIVE,
    (Phase.PLANNED, Act.CHOOSE_MODULES): State.ACTIVE,
    (Phase.PLANNED, Act.RECOMMEND): State.ACTIVE,
    (Phase.PLANNED, Act.END): State.ENDED,
    (Phase.RUNNING, Act.CHOOSE_MODULES): State.ACTIVE,
    (Phase.RUNNING, Act.RECOMMEND): State.ACTIVE,
    (Phase.RUNNING, Act.EXTEND): State.ACTIVE,
    (Phase.RUNNING, Act.MAINTAIN): State.MAINTENANCE,
    (Phase.RUNNING, Act.END): State.ENDED,
    (Phase.MAINTAINED, Act.EXTEND): State.ACTIVE,
    (Phase.MAINTAINED, Act.MAINTAIN): State.MAINTENANCE,
    (Phase.MAINTAINED, Act.END): State.ENDED,
    (Phase.EXPIRED, Act.EXTEND): State.ACTIVE,
    (Phase.EXPIRED, Act.MAINTAIN): State.MAINTENANCE,
    (Phase.EXPIRED, Act.END): State.ENDED,
    (Phase.ENDED, Act.REOPEN): None,
}

# Why not, where a treatment in that phase does not take the act.
_NOT_PLANNED = "Momentet har redan börjat. Startdagen kan inte ändras."
_NOT_ENDED = "Momentet är inte avslutat."
_MAINTAINED = "Momentet vidmakthålls. Välj moduler under Vidmakthåll."
_EXPIRED = "Tiden har gått ut. Förläng eller vidmakthåll momentet först."
REFUSALS: dict[tuple[Phase, Act], str] = {
    (Phase.PLANNED, Act.EXTEND): "Momentet har inte börjat än. Ändra startdagen i stället.",
    (Phase.PLANNED, Act.MAINTAIN): "Momentet har inte börjat än.",
    (Phase.PLANNED, Act.REOPEN): _NOT_ENDED,
    (Phase.RUNNING, Act.REOPEN): _NOT_ENDED,
    (Phase.RUNNING, Act.POSTPONE): _NOT_PLANNED,
    (Phase.MAINTAINED, Act.REOPEN): _NOT_ENDED,
    (Phase.MAINTAINED, Act.POSTPONE): _NOT_PLANNED,
    (Phase.MAINTAINED, Act.CHOOSE_MODULES): _MAINTAINED,
    (Phase.MAINTAINED, Act.RECOMMEND): _MAINTAINED,
    (Phase.EXPIRED, Act.REOPEN): _NOT_ENDED,
    (Phase.EXPIRED, Act.POSTPONE): _NOT_PLANNED,
    (Phase.EXPIRED, Act.CHOOSE_MODULES): _EXPIRED,
    (Phase.EXPIRED, Act.RECOMMEND): _EXPIRED,
    (Phase.ENDED, Act.EXTEND): "Momentet är avslutat.",
    (Phase.ENDED, Act.MAINTAIN): "Momentet är avslutat.",
    (Phase.ENDED, Act.END): "Momentet är redan avslutat.",
    (Phase.ENDED, Act.POSTPONE): "Momentet är avslutat.",
    (Phase.ENDED, Act.CHOOSE_MODULES): "Momentet är avslutat.",
    (Phase.ENDED, Act.RECOMMEND): "Momentet är avslutat.",
}

MAINTENANCE_DAYS = range(1, 366)
REOPEN_DAYS = 14
AHEAD_MONTHS = 12  # how far ahead a first day or a new last day may lie
DECEASED = "Avliden"
END_REASONS = (
    "Genomfört enligt plan",
    "Avbrutet på patientens önskemål",
    "Avbrutet av behandlaren",
    "Övergått till annan vård",
    "Aldrig påbörjat",
    "Slutat vara aktiv",
    DECEASED,
    "Felaktigt startat",
    "Annan orsak",
)


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


def may(act: Act, stage: Phase) -> bool:
    """Whether a treatment in that phase takes the act."""
    return (stage, act) in TRANSITIONS


def check_act(act: Act, stage: Phase) -> State | None:
    """The state that the act leads to; None for the state that ending left. `Refused` otherwise."""
    if not may(act, stage):
        raise Refused(REFUSALS[stage, act], code="not_now")
    return TRANSITIONS[stage, act]


def latest_day(today: date) -> date:
    """The latest first day, and the latest new last day: a year ahead."""
    return last_day(today, AHEAD_MONTHS)


def check_extension(new: date, present: date, today: date) -> None:
    """Raises `Refused` unless the new last day lies after today and the present one (M18b)."""
    if latest_day(today) <= present:
        raise Refused(
            "Programmet är redan öppet så länge det går: ett år från i dag.",
            code="already_longest",
            field="last_day",
        )
    if new <= max(present, today):
        words = date_words(max(present, today))
        raise Refused(f"Välj en dag efter {words}.", code="too_early", field="last_day")
    if new > latest_day(today):
        words = date_words(latest_day(today))
        raise Refused(f"Välj en dag till och med {words}.", code="too_late", field="last_day")


def maintained_until(days: int, today: date) -> date:
    """The last day of so many days of maintenance, today not counted. `Refused` outside 1–365."""
    if days not in MAINTENANCE_DAYS:
        raise Refused("Skriv ett antal dagar mellan 1 och 365.", code="days", field="days")
    return today + timedelta(days=days)


def check_first_day(day: date, today: date) -> None:
    """Raises `Refused` unless a treatment may begin that day: today to a year ahead (F12)."""
    if not today <= day <= latest_day(today):
        words = date_words(latest_day(today))
        raise Refused(
            f"Välj en startdag från i dag till och med {words}.",
            code="first_day",
            field="first_day",
        )


def reopened_until(ended_on: date) -> date:
    """The last day on which an ended treatment can be opened again (BEHAVIOUR M18b)."""
    return ended_on + timedelta(days=REOPEN_DAYS)


def check_reopening(ended_on: date, today: date) -> None:
    """Raises `Refused` when more than 14 days have passed since the end (BEHAVIOUR M18b)."""
    until = reopened_until(ended_on)
    if today > until:
        raise Refused(
            f"Momentet kunde återöppnas till och med {date_words(until)}. Starta ett nytt moment.",
            code="too_late",
        )


def end_reasons(own: list[str]) -> tuple[str, ...]:
    """The reasons to choose among: the unit's own list, or the usual (BEHAVIOUR M20)."""
    return tuple(own) or END_REASONS
