""" "Gallringsstopp": nothing of a patient at the unit is purged until it is lifted (M21)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, LegalHold, Patient, Treatment
from lindra.queries.records import standing_hold
from lindra.rules.refused import Refused

REASON_LENGTH = 300


@transaction.atomic
def place_hold(*, treatment: Treatment, reason: str, by: StaffSession, now: datetime) -> LegalHold:
    """For the patient at the treatment's unit, all her treatments there. `Refused` if one stands.

    The patient's row is held, so that a purge has either come first or sees it.
    """
    why = reason.strip()
    if not why:
        raise Refused("Skriv en orsak.", code="reason", field="reason")
    if len(why) > REASON_LENGTH:
        raise Refused("Skriv högst 300 tecken.", code="reason", field="reason")
    _alone(treatment)
    if standing_hold(treatment):
        raise Refused("Gallringsstopp gäller redan.", code="already")
    made = LegalHold.objects.create(
        patient=treatment.patient,
        unit=treatment.unit,
        reason=why,
        placed_at=now,
        placed_by=by.staff,
    )
    _tell(treatment, EventKind.HOLD_PLACED, by, now, why)
    return made


@transaction.atomic
def lift_hold(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """The patient's data at the unit may be purged again. `Refused` when no hold stands."""
    _alone(treatment)
    held = standing_hold(treatment)
    if held is None:
        raise Refused("Gallringsstoppet är redan hävt.", code="lifted")
    held.lifted_at, held.lifted_by = now, by.staff
    held.save(update_fields=["lifted_at", "lifted_by"])
    _tell(treatment, EventKind.HOLD_LIFTED, by, now)


def _alone(treatment: Treatment) -> None:
    """Hold the patient's row until the transaction ends; `Refused` when she has been purged."""
    held = Patient.objects.select_for_update(no_key=True).filter(pk=treatment.patient_id)
    if held.first() is None:
        raise Refused("Patientens uppgifter är gallrade.", code="purged")


def _tell(
    treatment: Treatment, kind: EventKind, by: StaffSession, now: datetime, words: str = ""
) -> None:
    """On the timeline of each treatment that it is about."""
    for each in Treatment.objects.filter(patient=treatment.patient_id, unit=treatment.unit_id):
        record_event(treatment=each, kind=kind, by=by, now=now, words=words)
