"""When a treatment may be purged, and from which day (BEHAVIOUR M21).

Three things hold it back: the unit's waiting time, a legal hold ("gallringsstopp"), and a programme
that is kept as journal, at least ten years after the last entry (patientdatalagen 2008:355, 3 kap.
17 §). That there is a decision to purge, and a second person, is asked for elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lindra.programme.spec import Retention
from lindra.rules.calendar import date_words, last_day
from lindra.rules.refused import Refused

JOURNAL_YEARS = 10
SHORTEST_WAIT = 15  # days: "Återöppna" is over before anything can go (BEHAVIOUR M18b)


@dataclass(frozen=True, slots=True)
class Kept:
    """What purge asks of a treatment. Dates are Swedish; `ended_on` is None while it runs.

    `last_entry_on` is the day of the last answer, message or note, whoever wrote it; it may lie
    after the end (a note), and before it.
    """

    retention: Retention
    ended_on: date | None
    last_entry_on: date
    legal_hold: bool = False


def purgeable_from(kept: Kept, waiting_days: int) -> date | None:
    """The first day on which the time is out; None while it runs. A legal hold is not counted.

    `waiting_days` is the unit's, counted from the end; fewer than 15 count as 15. ValueError when
    it is negative.
    """
    if waiting_days < 0:
        raise ValueError("a waiting time is not negative")
    if kept.ended_on is None:
        return None
    waited = kept.ended_on + timedelta(days=max(waiting_days, SHORTEST_WAIT))
    if kept.retention is Retention.JOURNAL:
        return max(waited, journal_until(kept) + timedelta(days=1))
    return waited


def journal_until(kept: Kept) -> date:
    """The last day that the law keeps a journal: ten years after the last entry or the end."""
    last = max(day for day in (kept.last_entry_on, kept.ended_on) if day is not None)
    return last_day(last, 12 * JOURNAL_YEARS)


def check_purge(kept: Kept, waiting_days: int, today: date) -> None:
    """Raises `Refused` unless the treatment may be purged that day.

    Codes: "not_ended", "legal_hold", "journal", "waiting". A hold comes before the rest: it is
    somebody's decision, not a matter of days.
    """
    first = purgeable_from(kept, waiting_days)
    if first is None:
        raise Refused("Momentet är inte avslutat.", code="not_ended")
    if kept.legal_hold:
        raise Refused("Gallringsstopp gäller för patienten.", code="legal_hold")
    if kept.retention is Retention.JOURNAL and today <= journal_until(kept):
        words = date_words(journal_until(kept))
        raise Refused(f"Programmet bevaras som journal till och med {words}.", code="journal")
    if today < first:
        raise Refused(f"Momentet kan gallras från {date_words(first)}.", code="waiting")


def may_purge(kept: Kept, waiting_days: int, today: date) -> bool:
    """Whether `check_purge` says nothing."""
    try:
        check_purge(kept, waiting_days, today)
    except Refused:
        return False
    return True


def backup_words(gone_on: date, backup_days: int) -> str:
    """What can be said of backups after a purge (N11): no more than the operator has stated.

    `backup_days`: how long a backup is kept, 0 when nobody has said.
    """
    if not backup_days:
        return (
            "Hur länge säkerhetskopior sparas är inte angivet. Uppgifterna kan finnas kvar i "
            "säkerhetskopior, och det går inte att säga hur länge."
        )
    last = date_words(gone_on + timedelta(days=backup_days))
    return (
        f"Uppgifterna kan finnas kvar i säkerhetskopior till och med {last}: kopior sparas i "
        f"{backup_days} dagar enligt inställningen för driften."
    )
