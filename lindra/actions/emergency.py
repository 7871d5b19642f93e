""" "Nödöppning": somebody outside the team reads that day, for a reason, and the unit is told."""

from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EmergencyOpening, EventKind, Treatment
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused

SHORTEST, LONGEST = 10, 500  # signs of a reason


@transaction.atomic
def open_in_emergency(
    *, treatment: Treatment, reason: str, by: StaffSession, now: datetime
) -> EmergencyOpening:
    """From now until midnight she reads the treatment (PDL 4 kap. 1 §: needed for the work).

    Opened twice the same day it is the same opening, with the first reason. Raises `Refused` for a
    reason of fewer than 10 or more than 500 signs.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST:
        raise Refused("Skriv varför, med minst tio tecken.", code="too_short", field="reason")
    if len(reason) > LONGEST:
        raise Refused(
            f"Orsaken är {len(reason)} tecken. Den får vara högst {LONGEST}.",
            code="too_long",
            field="reason",
        )
    opening, new = EmergencyOpening.objects.get_or_create(
        treatment=treatment,
        staff=by.staff,
        day=local_date(now),
        defaults={"reason": reason, "opened_at": now},
    )
    if new:
        kind = EventKind.EMERGENCY_OPENED
        record_event(treatment=treatment, kind=kind, by=by, now=now, words=reason)
    return opening


@transaction.atomic
def mark_emergency_seen(*, opening: EmergencyOpening, by: StaffSession, now: datetime) -> None:
    """ "Jag har sett det", by whoever comes first, for all at the unit.

    Raises `Refused` for whoever opened it.
    """
    if opening.staff_id == by.staff.pk:
        raise Refused("Någon annan på enheten ska se det.", code="oneself")
    rows = EmergencyOpening.objects.filter(pk=opening.pk, seen_at__isnull=True)
    rows.update(seen_at=now, seen_by=by.staff)
