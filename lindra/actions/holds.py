""" "Gallringsstopp": nothing of a patient at the unit is purged until it is lifted (M21)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, LegalHold, Patient, Treatment, Unit
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
    _tell(made, EventKind.HOLD_PLACED, by, now, why)
    return made


@transaction.atomic
def lift_hold(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """The patient's data at the unit may be purged again. `Refused` when no hold stands."""
    _alone(treatment)
    held = standing_hold(treatment)
    if held is None:
        raise Refused("Gallringsstoppet är redan hävt.", code="lifted")
    _lift(held, by, now)
    _tell(held, EventKind.HOLD_LIFTED, by, now)


@transaction.atomic
def take_hold_along(*, treatment: Treatment, to: Unit, by: StaffSession, now: datetime) -> None:
    """A hold on a treatment that is about to be handed over holds at the new unit, too (F5, M21).

    It is as it was placed. At the old unit it stands on while that has another treatment of the
    patient's: nobody there reaches it otherwise. The patient's row is held, as when one is placed.
    """
    _alone(treatment)
    held = standing_hold(treatment)
    if held is None:
        return
    its = {"reason": held.reason, "placed_at": held.placed_at, "placed_by": held.placed_by}
    placed, new = LegalHold.objects.get_or_create(
        patient=treatment.patient, unit=to, lifted_at=None, defaults=its
    )
    if new:
        _tell(placed, EventKind.HOLD_PLACED, by, now, placed.reason)
    if not _about(held).exclude(pk=treatment.pk).exists():
        _lift(held, by, now)


def _lift(held: LegalHold, by: StaffSession, now: datetime) -> None:
    held.lifted_at, held.lifted_by = now, by.staff
    held.save(update_fields=["lifted_at", "lifted_by"])


def _alone(treatment: Treatment) -> None:
    """Hold the patient's row until the transaction ends.

    `Refused` when she has been purged, or the treatment has been handed over meanwhile.
    """
    held = Patient.objects.select_for_update(no_key=True).filter(pk=treatment.patient_id)
    if held.first() is None:
        raise Refused("Patientens uppgifter är gallrade.", code="purged")
    if not Treatment.objects.filter(pk=treatment.pk, unit=treatment.unit_id).exists():
        raise Refused("Momentet är överlämnat till en annan enhet.", code="handed_over")


def _about(held: LegalHold) -> QuerySet[Treatment]:
    """The treatments that it holds."""
    return Treatment.objects.filter(patient=held.patient_id, unit=held.unit_id)


def _tell(
    held: LegalHold, kind: EventKind, by: StaffSession, now: datetime, words: str = ""
) -> None:
    """On the timeline of each treatment that it is about."""
    for each in _about(held):
        record_event(treatment=each, kind=kind, by=by, now=now, words=words)
