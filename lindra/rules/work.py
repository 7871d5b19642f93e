"""The work queue: everything that waits for somebody, why, and the smallest thing to do (N6).

A row is read off the same facts as the flags. It goes when a person of the team has done what it
asks for, or has said that it is not needed; time alone takes none away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lindra.rules.calendar import day_words
from lindra.rules.flags import Flag, FlagKind


class Also(StrEnum):
    """What stands in the queue without being a flag."""

    PERSON = "person"
    FOLLOW_UP = "follow_up"


Kind = FlagKind | Also
ORDER: tuple[Kind, ...] = (
    FlagKind.LIFTED,
    Also.PERSON,
    FlagKind.MESSAGE,
    FlagKind.COMPLETED,
    FlagKind.ENDING,
    FlagKind.ANSWERED,
    FlagKind.NEW,
    Also.FOLLOW_UP,
)
# What takes a thing out of the queue.
LEAVES: dict[Kind, str] = {
    FlagKind.LIFTED: "när svaret är öppnat",
    FlagKind.MESSAGE: "när meddelandet är besvarat eller markerat Behöver inget svar",
    FlagKind.COMPLETED: "när svaret är öppnat",
    FlagKind.ENDING: "när momentet är förlängt, vidmakthålls eller är avslutat",
    FlagKind.ANSWERED: "när svaren är öppnade eller markerade som lästa",
    FlagKind.NEW: "när Hantera är öppnat",
    Also.PERSON: "när personen är kontrollerad",
    Also.FOLLOW_UP: "när momentet är markerat som uppföljt",
}


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that waits. `why` is the reason in words, without any value of an answer's."""

    kind: Kind
    since: datetime
    why: str
    flag: Flag | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """What it is found under."""
        return self.flag.kinds if self.flag else frozenset({self.kind})


def work_of_flag(flag: Flag, title: str, today: date) -> Work:
    """A flag as work. `title` is its form's, "" for a flag without one."""
    return Work(flag.kind, flag.since, _why(flag, title, today), flag)


def work_of_mismatch(stopped_at: datetime) -> Work:
    """The name that was typed at the start is not the name that logged in (M9b)."""
    return Work(Also.PERSON, stopped_at, "Namnet stämmer inte. Inloggningen är stoppad.")


def work_of_look(due: datetime, latest: date, today: date, *, looked: bool) -> Work:
    """It is time to look: `due` since when, `latest` the day of the last look or of the start."""
    days = (today - latest).days
    what = "Senast uppföljd" if looked else "Inte uppföljd sedan starten"
    return Work(Also.FOLLOW_UP, due, f"{what} {day_words(latest, today)}, {days} dagar sedan")


def work_order(work: Work) -> tuple[int, datetime, str]:
    """The key that sorts the queue: the most urgent kind first, the oldest first within it."""
    return ORDER.index(work.kind), work.since, work.why


def _why(flag: Flag, title: str, today: date) -> str:
    match flag.kind:
        case FlagKind.LIFTED | FlagKind.COMPLETED:
            return f"{flag.words} · {title}"
        case FlagKind.MESSAGE:
            return _about_message(flag, today)
        case FlagKind.ENDING:
            return f"{flag.words}: förläng, vidmakthåll eller avsluta"
        case FlagKind.ANSWERED:
            return f"{title}: {_count(flag.count, 'oläst svar', 'olästa svar')}"
        case _:
            return "Nytt program. Ingen har öppnat Hantera."


def _about_message(flag: Flag, today: date) -> str:
    number = _count(flag.count, "meddelande", "meddelanden")
    if flag.reply_by is None:
        return number
    last = day_words(flag.reply_by, today)
    if flag.late:
        return f"{number}. Skulle ha besvarats senast {last}."
    return f"{number} att besvara senast {last}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
