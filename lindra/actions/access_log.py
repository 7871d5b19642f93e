"""The row that says who opened or changed what: written in the same transaction as the answer."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from lindra.access import PatientSession, Purpose, Session, StaffSession
from lindra.models import AccessLog, Treatment, Unit


class Activity(StrEnum):
    """activityType of StoreLog 2."""

    READ = "Läsa"
    WRITE = "Skriva"
    PRINT = "Utskrift"
    DELETE = "Radera"
    EMERGENCY = "Nödöppning"


class Named(Protocol):
    """Somebody whom a row is about: a patient, or a person in the population register."""

    @property
    def personal_number(self) -> str: ...

    @property
    def name(self) -> str: ...


def log_access(
    *,
    by: Session,
    wall: datetime,
    activity: Activity,
    name: str,
    resource: str,
    patients: Sequence[Named],
    treatment: Treatment | None = None,
    purpose: Purpose = Purpose.CARE,
) -> None:
    """Write one row about all the patients. `wall` is the real time; `name` is the view's.

    `purpose` is that of staff; a patient's is always her own.
    """
    AccessLog.objects.create(
        system_id=settings.SYSTEM_ID,
        activity_type=activity,
        activity_level=str(treatment.pk) if treatment else "",
        activity_args=name,
        start_date=wall,
        purpose=Purpose.OWN if isinstance(by, PatientSession) else purpose,
        resource_type=resource,
        patients=[{"id": p.personal_number, "name": p.name} for p in patients],
        **_user(by),
        **_place("care", _resource_unit(by, treatment)),
    )


def _resource_unit(by: Session, treatment: Treatment | None) -> Unit | None:
    if treatment is not None:
        return treatment.unit
    return by.commission.unit if isinstance(by, StaffSession) else None


def _user(by: Session) -> dict[str, str]:
    if isinstance(by, PatientSession):
        return {
            "user_kind": "patient",
            "user_id": by.patient.personal_number,
            "user_name": by.patient.name,
        }
    return {
        "user_kind": "staff",
        "user_id": by.staff.hsa_id,
        "user_name": by.staff.name,
        "user_title": by.staff.profession,
        "user_assignment": by.commission.hsa_id,
        **_place("user_care", by.commission.unit),
    }


def _place(prefix: str, unit: Unit | None) -> dict[str, str]:
    if unit is None:
        return {}
    return {
        f"{prefix}_provider_id": unit.care_provider.hsa_id,
        f"{prefix}_provider_name": unit.care_provider.name,
        f"{prefix}_unit_id": unit.hsa_id,
        f"{prefix}_unit_name": unit.name,
    }
