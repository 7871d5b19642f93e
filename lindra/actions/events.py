"""The line on the timeline that every action leaves."""

from datetime import datetime

from lindra.access import PatientSession, Session
from lindra.models import ActorKind, Answer, Event, EventKind, Treatment

SYSTEM = "Systemet"


def record_event(
    *,
    treatment: Treatment,
    kind: EventKind,
    by: Session | None,
    now: datetime,
    subject: str = "",
    answer: Answer | None = None,
    words: str = "",
) -> Event:
    """Write what happened. `subject` is the id of the page, module or form that it is about.

    `words` is what staff gave as a reason, or what changed; what is over 300 characters is cut.
    `by` None is the system: what time brings.
    """
    return Event.objects.create(
        treatment=treatment,
        kind=kind,
        at=now,
        actor=_kind(by),
        actor_name=by.name if by else SYSTEM,
        subject=subject,
        answer=answer,
        words=words[:300],
    )


def _kind(by: Session | None) -> ActorKind:
    if by is None:
        return ActorKind.SYSTEM
    return ActorKind.PATIENT if isinstance(by, PatientSession) else ActorKind.STAFF
