"""The team's flags, read off facts and never stored (BEHAVIOUR M14, M14b, M14c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lindra.rules.attention import start_of
from lindra.rules.calendar import days_left, local_date
from lindra.rules.lifecycle import State
from lindra.rules.working_days import reply_by

ENDING_DAYS = 1


class FlagKind(StrEnum):
    """In the order in which a list shows them: most urgent first."""

    LIFTED = "lifted"
    MESSAGE = "message"
    COMPLETED = "completed"
    ENDING = "ending"
    ANSWERED = "answered"
    NEW = "new"


WORDS = {
    FlagKind.MESSAGE: "Nytt meddelande",
    FlagKind.COMPLETED: "Programmet genomfört",
    FlagKind.ANSWERED: "Besvarat formulär",
    FlagKind.NEW: "Nytt program",
}
LATE = "Försenat svar"


@dataclass(frozen=True, slots=True)
class UnreadAnswer:
    """A current answer that nobody in the team has opened or marked."""

    form: str
    sent_at: datetime
    completes: bool = False
    lifted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A patient's message that nobody has answered, nor said to need no answer."""

    conversation: UUID
    message: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What the team's flags are read off. `responsible_since` is when the responsible was added.

    `reply_days`: working days within which the unit answers (BEHAVIOUR N7).
    """

    unread: Sequence[UnreadAnswer]
    messages: Sequence[Waiting]
    responsible_since: datetime
    team_opened_at: datetime | None
    state: State
    ends_on: date
    reply_days: int
    today: date


@dataclass(frozen=True, slots=True)
class Flag:
    """`since`: when it was raised; `form` or `conversation`: the thing itself; `lifted`: M14c.

    `completes`: one of its answers states that the programme is carried out, whatever is lifted.
    `left` is the days that are left, of the flag "ending" alone; `reply_by` the last day to answer
    the oldest of a conversation's messages, and `late` that it is over.
    """

    kind: FlagKind
    since: datetime
    form: str = ""
    count: int = 1
    lifted: tuple[str, ...] = ()
    completes: bool = False
    conversation: UUID | None = None
    left: int | None = None
    reply_by: date | None = None
    late: bool = False

    @property
    def kinds(self) -> frozenset[FlagKind]:
        """What it is found under: lifted words come first, but hide no completion."""
        return frozenset({self.kind, FlagKind.COMPLETED} if self.completes else {self.kind})

    @property
    def words(self) -> str:
        if self.left is not None:
            return ending_words(self.left)
        if self.late:
            return LATE
        own = [WORDS[kind] for kind in self.kinds if kind is not FlagKind.LIFTED]
        return ", ".join([*self.lifted, *own])


def ending_words(left: int) -> str:
    """What the flag says that many days before the last day; negative when it has passed."""
    if left < 0:
        return "Tiden har gått ut"
    return "Slutar i dag" if left == 0 else "Slutar i morgon"


def staff_flags(facts: StaffFacts) -> tuple[Flag, ...]:
    """The team's flags, most urgent first and oldest first within a kind.

    (a) and (b) stand while an answer is unread; a form stands once, with the number of its
    fillings. (c) stands until somebody of the team has opened "Hantera" under the present
    responsible therapist. (e) stands from the day before the last day until somebody ends, extends
    or maintains. (f) stands once for a conversation, until answered or said to need no answer.
    What is ended keeps only what the patient has sent.
    """
    flags = [*_answers(facts.unread), *_messages(facts)]
    if facts.state is not State.ENDED:
        flags += [*_ending(facts), *_new(facts)]
    return tuple(sorted(flags, key=urgency))


def urgency(flag: Flag) -> tuple[int, datetime, str]:
    """The key that sorts flags: the most urgent kind first, the oldest first within it."""
    return list(FlagKind).index(flag.kind), flag.since, flag.form or str(flag.conversation or "")


def _answers(unread: Sequence[UnreadAnswer]) -> list[Flag]:
    groups: dict[str, list[UnreadAnswer]] = {}
    for answer in unread:
        groups.setdefault(answer.form, []).append(answer)
    return [_flag(form, answers) for form, answers in groups.items()]


def _flag(form: str, answers: list[UnreadAnswer]) -> Flag:
    lifted = tuple(dict.fromkeys(words for answer in answers for words in answer.lifted))
    completes = any(answer.completes for answer in answers)
    kind = FlagKind.LIFTED if lifted else FlagKind.COMPLETED if completes else FlagKind.ANSWERED
    since = min(answer.sent_at for answer in answers)
    return Flag(kind, since, form, len(answers), lifted, completes)


def _messages(facts: StaffFacts) -> list[Flag]:
    threads: dict[UUID, list[datetime]] = {}
    for message in facts.messages:
        threads.setdefault(message.conversation, []).append(message.sent_at)
    return [_message(thread, sent, facts) for thread, sent in threads.items()]


def _message(conversation: UUID, sent: list[datetime], facts: StaffFacts) -> Flag:
    since = min(sent)
    last = reply_by(local_date(since), facts.reply_days)
    return Flag(
        FlagKind.MESSAGE,
        since,
        count=len(sent),
        conversation=conversation,
        reply_by=last,
        late=facts.today > last,
    )


def _ending(facts: StaffFacts) -> list[Flag]:
    left = days_left(facts.ends_on, facts.today)
    if left > ENDING_DAYS:
        return []
    raised = start_of(facts.ends_on - timedelta(days=ENDING_DAYS))
    return [Flag(FlagKind.ENDING, raised, left=left)]


def _new(facts: StaffFacts) -> list[Flag]:
    opened = facts.team_opened_at
    if opened is not None and opened >= facts.responsible_since:
        return []
    return [Flag(FlagKind.NEW, facts.responsible_since)]
