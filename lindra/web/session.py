"""Who is logged in: kept in the session, checked anew at every request, ended by time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from lindra import clock
from lindra.access import PatientSession, Session, staff_session
from lindra.models import Patient
from lindra.queries.sessions import KEY
from lindra.rules.calendar import local_date

SEEN = "seen_at"
BEGUN = "begun_at"

PASSIVE = "X-Lindra-Passive"


def begin(request: HttpRequest, kind: str, key: int) -> None:
    """Start a new session for a patient or a commission; the old one is dead (ASVS 7.2.4)."""
    request.session.flush()
    rotate_token(request)
    moment = clock.wall().timestamp()
    request.session.update({KEY: [kind, key], SEEN: moment, BEGUN: moment})


def end(request: HttpRequest) -> None:
    """End the session on the server."""
    request.session.flush()


def who(request: HttpRequest) -> Session | None:
    """Whoever is logged in; None when the time is out or the commission is over.

    Asking counts as being here, unless the request says that it is passive (polling).
    """
    kept = request.session.get(KEY)
    if kept is None:
        return None
    if _too_old(request, clock.wall()):
        request.session.flush()
        return None
    if PASSIVE not in request.headers:
        request.session[SEEN] = clock.wall().timestamp()
    kind, key = kept
    if kind == "staff":
        return staff_session(key, local_date(clock.wall()))
    patient = Patient.objects.filter(pk=key, mismatch_at__isnull=True).first()
    return PatientSession(patient) if patient else None


def seconds_left(request: HttpRequest) -> int:
    """Seconds until the session ends by itself."""
    wall = clock.wall().timestamp()
    idle = request.session.get(SEEN, wall) + settings.IDLE_SECONDS - wall
    whole = request.session.get(BEGUN, wall) + settings.SESSION_HOURS * 3600 - wall
    return max(0, int(min(idle, whole)))


def _too_old(request: HttpRequest, wall: datetime) -> bool:
    seen = datetime.fromtimestamp(request.session[SEEN], wall.tzinfo)
    begun = datetime.fromtimestamp(request.session[BEGUN], wall.tzinfo)
    idle = timedelta(seconds=settings.IDLE_SECONDS)
    return wall - seen > idle or wall - begun > timedelta(hours=settings.SESSION_HOURS)
