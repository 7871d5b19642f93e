"""Emergency openings that nobody has taken note of, and what can be found for a new one."""

from __future__ import annotations

from django.db.models import QuerySet

from lindra.models import EmergencyOpening, Treatment, Unit
from lindra.rules.personal_number import PersonalNumber


def unseen_at(unit: Unit) -> list[EmergencyOpening]:
    """Those at the unit, the oldest first."""
    return list(_unseen().filter(treatment__unit=unit))


def unseen_of(treatment: Treatment) -> list[EmergencyOpening]:
    """Those of one treatment."""
    return list(_unseen().filter(treatment=treatment))


def treatments_of_number(unit: Unit, number: PersonalNumber) -> list[Treatment]:
    """What somebody with that number has at the unit, the newest first."""
    rows = Treatment.objects.filter(unit=unit, patient__personal_number=number.value)
    return list(rows.select_related("patient").order_by("-started_at", "pk"))


def _unseen() -> QuerySet[EmergencyOpening]:
    rows = EmergencyOpening.objects.filter(seen_at__isnull=True)
    return rows.select_related("staff", "treatment__patient").order_by("opened_at", "pk")
