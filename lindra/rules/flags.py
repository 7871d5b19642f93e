"""Flags, read off facts and never stored (BEHAVIOUR M14, M14b, M14c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FlagKind(StrEnum):
    """In the order in which a list shows them: most urgent first."""

    LIFTED = "lifted"
    COMPLETED = "completed"
    ANSWERED = "answered"
    NEW = "new"


WORDS = {
    FlagKind.COMPLETED: "Programmet genomfört",
    FlagKind.ANSWERED: "Besvarat formulär",
    FlagKind.NEW: "Nytt program",
}


@dataclass(frozen=True, slots=True)
class UnreadAnswer:
    """A current answer that nobody in the team has opened or marked."""

    form: str
    sent_at: datetime
    completes: bool = False
    lifted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What the team's flags are read off. `responsible_since` is when the responsible was added."""

    unread: Sequence[UnreadAnswer]
    responsible_since: datetime
    team_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Flag:
    """`since`: when it was raised; `form`: the thing itself; `lifted`: M14c's words.

    `completes`: one of its answers states that the programme is carried out, whatever is lifted.
    """

    kind: FlagKind
    since: datetime
    form: str = ""
    count: int = 1
    lifted: tuple[str, ...] = ()
    completes: bool = False

    @property
    def kinds(self) -> frozenset[FlagKind]:
        """What it is found under: lifted words come first, but hide no completion."""
        return frozenset({self.kind, FlagKind.COMPLETED} if self.completes else {self.kind})

    @property
    def words(self) -> str:
        own = [WORDS[kind] for kind in self.kinds if kind is not FlagKind.LIFTED]
        return ", ".join([*self.lifted, *own])


def staff_flags(facts: StaffFacts) -> tuple[Flag, ...]:
    """The team's flags, most urgent first and oldest first within a kind.

    (a) and (b) stand while an answer is unread; a form stands once, with the number of its
    fillings. (c) stands until somebody of the team has opened "Hantera" under the present
    responsible therapist.
    """
    groups: dict[str, list[UnreadAnswer]] = {}
    for answer in facts.unread:
        groups.setdefault(answer.form, []).append(answer)
    flags = [_flag(form, answers) for form, answers in groups.items()]
    if facts.team_opened_at is None or facts.team_opened_at < facts.responsible_since:
        flags.append(Flag(FlagKind.NEW, facts.responsible_since))
    return tuple(sorted(flags, key=urgency))


def patient_is_new(opened_at: datetime | None) -> bool:
    """The patient's flag (c), "Nytt": until the first opening of the programme."""
    return opened_at is None


def urgency(flag: Flag) -> tuple[int, datetime, str]:
    """The key that sorts flags: the most urgent kind first, the oldest first within it."""
    return list(FlagKind).index(flag.kind), flag.since, flag.form


def _flag(form: str, answers: list[UnreadAnswer]) -> Flag:
    lifted = tuple(dict.fromkeys(words for answer in answers for words in answer.lifted))
    completes = any(answer.completes for answer in answers)
    kind = FlagKind.LIFTED if lifted else FlagKind.COMPLETED if completes else FlagKind.ANSWERED
    since = min(answer.sent_at for answer in answers)
    return Flag(kind, since, form, len(answers), lifted, completes)
