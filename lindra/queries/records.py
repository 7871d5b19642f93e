"""What the data administrator sees of one patient at the unit: no answer, no message (M21, F19)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from lindra.access import StaffSession, treatments_kept
from lindra.models import Disclosure, LegalHold, Treatment
from lindra.rules.calendar import local_date


def of_patient(who: StaffSession, personal_number: str, now: datetime) -> list[Treatment]:
    """The unit's treatments of the patient with that number, the newest first."""
    found = treatments_kept(who, local_date(now)).filter(patient__personal_number=personal_number)
    return list(found.order_by("-started_at", "-pk"))


def beside(treatment: Treatment) -> list[Treatment]:
    """All treatments of its patient at its unit, the newest first."""
    found = Treatment.objects.filter(patient=treatment.patient_id, unit=treatment.unit_id)
    return list(found.order_by("-started_at", "-pk"))


def holds(treatment: Treatment) -> QuerySet[LegalHold]:
    """The "gallringsstopp" of its patient at its unit, the newest first."""
    found = LegalHold.objects.filter(patient=treatment.patient_id, unit=treatment.unit_id)
    return found.select_related("placed_by", "lifted_by").order_by("-placed_at", "-pk")


def standing_hold(treatment: Treatment) -> LegalHold | None:
    """The one that nobody has lifted."""
    return holds(treatment).filter(lifted_at__isnull=True).first()


def disclosures(treatment: Treatment) -> QuerySet[Disclosure]:
    """What the unit has given out of its patient, the newest first."""
    found = Disclosure.objects.filter(patient=treatment.patient_id, unit=treatment.unit_id)
    return found.select_related("made_by").order_by("-made_at", "-pk")
