"""Who may do what: one table, and fetching as the check. What may not be reached does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lindra.models import Commission, Part, Patient, Role, RoleKind, Staff, TeamMember, Treatment

CARE = "Vård och behandling"
OWN = "Egna uppgifter"


class Reach(StrEnum):
    """How somebody stands to a treatment, or to a unit when there is no treatment."""

    OWN = "own"
    TEAM = "team"
    THERAPIST = "therapist"
    PATIENT_ADMINISTRATOR = "patient_administrator"
    ANYBODY_KNOWN = "anybody_known"


class May(Enum):
    """What a door opens to: the name, and the ways of standing to it that suffice."""

    CHOOSE_TREATMENT = ("choose_treatment", Reach.OWN)
    READ_OWN_ANSWERS = ("read_own_answers", Reach.OWN)
    READ_PROGRAMME = ("read_programme", Reach.OWN)
    WORK_IN_PROGRAMME = ("work_in_programme", Reach.OWN)
    SEE_MINE = ("see_mine", Reach.THERAPIST)
    START_TREATMENT = ("start_treatment", Reach.THERAPIST)
    READ_TREATMENT = ("read_treatment", Reach.TEAM)
    HANDLE_TREATMENT = ("handle_treatment", Reach.TEAM)

    @property
    def reaches(self) -> frozenset[Reach]:
        return frozenset(self.value[1:])


TREATING = (Part.RESPONSIBLE, Part.CO_THERAPIST, Part.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class PatientSession:
    """A patient who is logged in."""

    patient: Patient

    @property
    def name(self) -> str:
        return self.patient.name


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A member of staff who is logged in for one commission, with its roles of today."""

    commission: Commission
    roles: frozenset[str]

    @property
    def staff(self) -> Staff:
        return self.commission.staff

    @property
    def name(self) -> str:
        return self.staff.name


Session = PatientSession | StaffSession


class NotReachable(Exception):
    """For this person the thing does not exist: answered with 404."""


def current(today: date) -> Q:
    """The rows whose days hold today: first_day ≤ today ≤ last_day, or no last day."""
    return Q(first_day__lte=today) & (Q(last_day__isnull=True) | Q(last_day__gte=today))


def staff_session(commission_id: int, today: date) -> StaffSession | None:
    """The session of a commission that holds today, with the roles that hold today; else None."""
    commission = (
        Commission.objects.filter(current(today), pk=commission_id)
        .select_related("staff", "unit__care_provider")
        .first()
    )
    if commission is None:
        return None
    kinds = Role.objects.filter(current(today), commission=commission).values_list(
        "kind", flat=True
    )
    return StaffSession(commission, frozenset(kinds))


def allows(may: May, who: Session) -> bool:
    """Whether somebody may pass a door that leads to no treatment."""
    if isinstance(who, PatientSession):
        return Reach.OWN in may.reaches
    return any(role in may.reaches for role in who.roles)


def treatments_of(who: Session, today: date) -> QuerySet[Treatment]:
    """What somebody reaches: the patient's own; those of the team at the commission's unit."""
    found = Treatment.objects.select_related("patient", "unit__care_provider")
    if isinstance(who, PatientSession):
        return found.filter(patient=who.patient)
    if RoleKind.THERAPIST not in who.roles:
        return found.none()
    return found.filter(unit=who.commission.unit, pk__in=_teams(who.staff, today))


def fetch(may: May, who: Session, treatment_id: UUID, today: date) -> Treatment:
    """The treatment, if somebody who stands so to it may do that; `NotReachable` otherwise."""
    reach = Reach.OWN if isinstance(who, PatientSession) else Reach.TEAM
    treatment = treatments_of(who, today).filter(pk=treatment_id).first()
    if treatment is None or reach not in may.reaches:
        raise NotReachable
    return treatment


def team_of(treatment: Treatment, today: date) -> Iterable[TeamMember]:
    """Those who treat today, the responsible therapist first."""
    members = treatment.team.filter(current(today), part__in=TREATING).select_related("staff")
    return sorted(members, key=lambda member: (TREATING.index(Part(member.part)), member.added_at))


def _teams(staff: Staff, today: date) -> QuerySet[TeamMember, Any]:
    """The ids of the treatments in whose teams somebody treats today."""
    members = TeamMember.objects.filter(current(today), staff=staff, part__in=TREATING)
    return members.values("treatment")
