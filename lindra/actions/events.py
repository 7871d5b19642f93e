"""The line on the timeline that every action leaves."""

from datetime import datetime

from lindra.access import PatientSession, Session
from lindra.models import ActorKind, Answer, Event, EventKind, Treatment


def record_event(
    *,
    treatment: Treatment,
    kind: EventKind,
    by: Session,
    now: datetime,
    subject: str = "",
    answer: Answer | None = None,
) -> Event:
    """Write what happened. `subject` is the id of the page, module or form that it is about."""
    return Event.objects.create(
        treatment=treatment,
        kind=kind,
        at=now,
        actor=ActorKind.PATIENT if isinstance(by, PatientSession) else ActorKind.STAFF,
        actor_name=by.name,
        subject=subject,
        answer=answer,
    )
