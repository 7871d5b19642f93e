"""A treatment's life as a whole: what it was when somebody looked, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lindra.models import EventKind, Treatment
from lindra.models.answer import UNREAD
from lindra.programme.registry import programme
from lindra.queries.inbox import unanswered
from lindra.rules.calendar import local_date
from lindra.rules.fingerprint import fingerprint
from lindra.rules.lifecycle import Phase, State, phase, reopened_until
from lindra.rules.shown import shown_modules

LIFE = (
    EventKind.STARTED,
    EventKind.POSTPONED,
    EventKind.MODULES_CHANGED,
    EventKind.BEGIN_CHANGED,
    EventKind.EXTENDED,
    EventKind.MAINTAINED,
    EventKind.ENDED,
    EventKind.REOPENED,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What nobody has handled yet. Of drafts only that they are there: they are the patient's."""

    answers: int
    messages: int
    drafts: bool

    def __bool__(self) -> bool:
        return bool(self.answers or self.messages or self.drafts)


def phase_of(treatment: Treatment, today: date) -> Phase:
    """The phase of the treatment that day."""
    return phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)


def shown_in(treatment: Treatment) -> frozenset[str]:
    """The ids of the modules that the patient is shown."""
    return shown_modules(
        programme(treatment.programme),
        State(treatment.state),
        treatment.hidden_modules,
        treatment.maintained_modules,
    )


def seen_of(treatment: Treatment) -> str:
    """What somebody has seen of the treatment's life: another once anything in it has changed."""
    return fingerprint(
        treatment.state,
        str(treatment.starts_on),
        str(treatment.ends_on),
        sorted(treatment.hidden_modules),
        treatment.begin_with,
        sorted(treatment.maintained_modules),
        str(treatment.ended_at and treatment.ended_at.timestamp()),
    )


def waiting(treatment: Treatment, now: datetime) -> Waiting:
    """What still waits when somebody is about to end or maintain."""
    written = treatment.message_drafts.filter(staff__isnull=True).exclude(text="")
    return Waiting(
        treatment.answers.filter(UNREAD).count(),
        len(unanswered([treatment.pk], now).get(treatment.pk, [])),
        treatment.drafts.filter(revision__gt=0).exists() or written.exists(),
    )


def changed_by(treatment: Treatment) -> str:
    """Who last changed the treatment's life; "" when nobody has."""
    last = treatment.events.filter(kind__in=LIFE).order_by("-id").first()
    return last.actor_name if last else ""


def reopen_until(treatment: Treatment) -> date | None:
    """The last day on which an ended treatment can be opened again; None when it is not ended."""
    return reopened_until(local_date(treatment.ended_at)) if treatment.ended_at else None
