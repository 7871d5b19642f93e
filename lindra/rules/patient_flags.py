"""The patient's flags in the patient's own words: inviting, never accusing (M14, M14b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lindra.rules.attention import is_silent
from lindra.rules.calendar import days_left, local_date
from lindra.rules.flags import ENDING_DAYS
from lindra.rules.lifecycle import Phase

READABLE = (Phase.RUNNING, Phase.MAINTAINED)


class PatientFlagKind(StrEnum):
    """In the order in which the start page shows them."""

    MESSAGE = "message"
    ENDING = "ending"
    WELCOME_BACK = "welcome_back"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message from the team that the patient has not opened."""

    conversation: UUID
    sender: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What the patient's flags are read off.

    `previous_active_at` is the last activity before this log-in, or None: at the first log-in, and
    once something has been done after it. Then `last_active_at` is the log-in itself.
    """

    phase: Phase
    ends_on: date
    today: date
    opened_at: datetime | None
    last_active_at: datetime | None
    previous_active_at: datetime | None
    messages: Sequence[NewMessage] = ()


@dataclass(frozen=True, slots=True)
class PatientFlag:
    """`conversation`, its sender and when its newest message was sent: of a new message alone."""

    kind: PatientFlagKind
    words: str
    conversation: UUID | None = None
    sent_at: datetime | None = None


def patient_flags(facts: PatientFacts) -> tuple[PatientFlag, ...]:
    """The patient's flags in the order of the start page; a conversation stands once, newest first.

    All but messages are about the programme, and stand only while it may be read.
    """
    flags = _messages(facts.messages)
    if facts.phase in READABLE:
        flags += [*_ending(facts), *_welcome_back(facts), *_new(facts)]
    return tuple(flags)


def patient_is_new(opened_at: datetime | None) -> bool:
    """The patient's flag (c), "Nytt": until the first opening of the programme."""
    return opened_at is None


def is_back(last_active_at: datetime | None, previous_active_at: datetime | None) -> bool:
    """The patient's flag (d): fourteen days or more before this log-in, and nothing done since."""
    return last_active_at is not None and is_silent(previous_active_at, local_date(last_active_at))


def _messages(messages: Sequence[NewMessage]) -> list[PatientFlag]:
    newest: dict[UUID, NewMessage] = {}
    for message in sorted(messages, key=lambda each: each.sent_at):
        newest[message.conversation] = message
    return [
        PatientFlag(
            PatientFlagKind.MESSAGE,
            f"Nytt meddelande från {message.sender}",
            message.conversation,
            message.sent_at,
        )
        for message in sorted(newest.values(), key=lambda each: each.sent_at, reverse=True)
    ]


def _ending(facts: PatientFacts) -> list[PatientFlag]:
    left = days_left(facts.ends_on, facts.today)
    if left > ENDING_DAYS:
        return []
    words = "I dag är sista dagen." if left == 0 else "I morgon är sista dagen."
    return [PatientFlag(PatientFlagKind.ENDING, words)]


def _welcome_back(facts: PatientFacts) -> list[PatientFlag]:
    if not is_back(facts.last_active_at, facts.previous_active_at):
        return []
    words = "Välkommen tillbaka. Här var du senast."
    return [PatientFlag(PatientFlagKind.WELCOME_BACK, words)]


def _new(facts: PatientFacts) -> list[PatientFlag]:
    if not patient_is_new(facts.opened_at):
        return []
    return [PatientFlag(PatientFlagKind.NEW, "Nytt")]
