"""Who may do what: one table, and fetching as the check. What may not be reached does not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from functools import reduce
from operator import or_
from typing import Any, TypeGuard
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lindra.models import (
    Absence,
    Commission,
    Handover,
    Part,
    Patient,
    Role,
    RoleKind,
    Staff,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.rules.calendar import SWEDEN
from lindra.rules.lifecycle import State

CARE = "Vård och behandling"
OWN = "Egna uppgifter"


class Reach(StrEnum):
    """How somebody stands to a treatment, or to a unit when there is no treatment.

    `OFFERED`: a therapist of the unit that it is offered to. `FORMER`: in the team when the unit
    handed it over.
    """

    OWN = "own"
    TEAM = "team"
    OFFERED = "offered"
    FORMER = "former"
    THERAPIST = "therapist"
    PATIENT_ADMINISTRATOR = "patient_administrator"


class May(Enum):
    """What a door opens to: the name, and the ways of standing to it that suffice."""

    CHOOSE_TREATMENT = ("choose_treatment", Reach.OWN)
    READ_OWN_ANSWERS = ("read_own_answers", Reach.OWN)
    READ_PROGRAMME = ("read_programme", Reach.OWN)
    WORK_IN_PROGRAMME = ("work_in_programme", Reach.OWN)
    SEE_MINE = ("see_mine", Reach.THERAPIST)
    START_TREATMENT = ("start_treatment", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    READ_TREATMENT = ("read_treatment", Reach.TEAM)
    HANDLE_TREATMENT = ("handle_treatment", Reach.TEAM)
    SEE_UNIT = ("see_unit", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    MANAGE_UNIT = ("manage_unit", Reach.PATIENT_ADMINISTRATOR)
    OWN_PROFILE = ("own_profile", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    BE_AWAY = ("be_away", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    ANSWER_OFFER = ("answer_offer", Reach.OFFERED)
    READ_FORMER = ("read_former", Reach.FORMER)

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
    return _reached(Reach.OWN if isinstance(who, PatientSession) else Reach.TEAM, who, today)


def treatments_at_unit(who: StaffSession) -> QuerySet[Treatment]:
    """What the unit's list shows: all of the unit to its patient administrator, else none.

    Names and flags alone: no door to a treatment opens by it.
    """
    if not _is(who, RoleKind.PATIENT_ADMINISTRATOR):
        return Treatment.objects.none()
    return _found(Q(unit=who.commission.unit))


def treatments_offered(who: StaffSession, today: date) -> QuerySet[Treatment]:
    """What another unit offers to the therapist's."""
    return _reached(Reach.OFFERED, who, today)


def treatments_handed_over(who: StaffSession, today: date) -> QuerySet[Treatment]:
    """What the unit has handed over while the therapist was in the team."""
    return _reached(Reach.FORMER, who, today)


def fetch(may: May, who: Session, treatment_id: UUID, today: date) -> Treatment:
    """The treatment, if somebody who stands so to it may do that; `NotReachable` otherwise."""
    ways = (WAYS[reach](who, today) for reach in may.reaches if reach in WAYS)
    treatment = _found(reduce(or_, ways, NOTHING)).filter(pk=treatment_id).first()
    if treatment is None:
        raise NotReachable
    return treatment


def team_of(treatment: Treatment, today: date) -> list[TeamMember]:
    """Those who treat today, the responsible therapist first, her substitute by absence last."""
    rows = treatment.team.filter(current(today), part__in=TREATING).select_related("staff")
    members = sorted(rows, key=lambda each: (TREATING.index(Part(each.part)), each.added_at))
    absence = away(treatment, today)
    if absence and absence.substitute.staff_id not in {each.staff_id for each in members}:
        members.append(_substitute(treatment, absence))
    return members


def away(treatment: Treatment, today: date) -> Absence | None:
    """The absence that day of the responsible therapist, with her substitute (BEHAVIOUR N7)."""
    responsible = treatment.team.filter(current(today), part=Part.RESPONSIBLE)
    return (
        Absence.objects.filter(
            current(today),
            commission__unit=treatment.unit_id,
            commission__staff__in=responsible.values("staff"),
        )
        .select_related("commission__staff", "substitute__staff")
        .first()
    )


def therapists(unit: Unit, today: date) -> QuerySet[Commission]:
    """The commissions with a therapist's role at the unit that day, by name."""
    roles = Role.objects.filter(
        current(today), commission=OuterRef("pk"), kind=RoleKind.THERAPIST.value
    )
    return (
        Commission.objects.filter(current(today), Exists(roles), unit=unit)
        .select_related("staff", "unit")
        .order_by("staff__family_name", "staff__given_name", "pk")
    )


def handovers_of(who: StaffSession) -> QuerySet[Handover]:
    """What the unit has handed over while the member of staff was in the team, or offered it."""
    in_team = TeamMember.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=OuterRef("day_before")),
        treatment=OuterRef("treatment"),
        staff=who.staff,
        part__in=TREATING,
        first_day__lte=OuterRef("day_before"),
    )
    accepted = Handover.objects.filter(from_unit=who.commission.unit, accepted=True)
    day_before = TruncDate(F("answered_at") - timedelta(days=1), tzinfo=SWEDEN)
    return accepted.annotate(day_before=day_before).filter(
        Q(offered_by=who.staff) | Exists(in_team)
    )


def _own(who: Session, _today: date) -> Q:
    return Q(patient=who.patient) if isinstance(who, PatientSession) else NOTHING


def _team(who: Session, today: date) -> Q:
    if not _is(who, RoleKind.THERAPIST):
        return NOTHING
    reached = Q(pk__in=_teams(who.staff, today)) | Q(pk__in=_duties(who.commission, today))
    return Q(unit=who.commission.unit) & reached


def _offered(who: Session, _today: date) -> Q:
    if not _is(who, RoleKind.THERAPIST):
        return NOTHING
    open_offers = Handover.objects.filter(answered_at__isnull=True, to_unit=who.commission.unit)
    return Q(pk__in=open_offers.values("treatment")) & ~Q(state=State.ENDED)


def _former(who: Session, _today: date) -> Q:
    if not _is(who, RoleKind.THERAPIST):
        return NOTHING
    return Q(pk__in=handovers_of(who).values("treatment"))


NOTHING = Q(pk__in=())
WAYS: dict[Reach, Callable[[Session, date], Q]] = {
    Reach.OWN: _own,
    Reach.TEAM: _team,
    Reach.OFFERED: _offered,
    Reach.FORMER: _former,
}


def _is(who: Session, role: RoleKind) -> TypeGuard[StaffSession]:
    return isinstance(who, StaffSession) and role in who.roles


def _reached(reach: Reach, who: Session, today: date) -> QuerySet[Treatment]:
    return _found(WAYS[reach](who, today))


def _found(which: Q) -> QuerySet[Treatment]:
    return Treatment.objects.filter(which).select_related("patient", "unit__care_provider")


def _teams(staff: Staff, today: date) -> QuerySet[TeamMember, Any]:
    """The ids of the treatments in whose teams somebody treats today."""
    members = TeamMember.objects.filter(current(today), staff=staff, part__in=TREATING)
    return members.values("treatment")


def _duties(commission: Commission, today: date) -> QuerySet[TeamMember, Any]:
    """The ids of the treatments whose responsible therapist she stands in for today (N7)."""
    absent = Absence.objects.filter(
        current(today), substitute=commission, commission__unit=commission.unit_id
    )
    members = TeamMember.objects.filter(
        current(today), part=Part.RESPONSIBLE, staff__in=absent.values("commission__staff")
    )
    return members.values("treatment")


def _substitute(treatment: Treatment, absence: Absence) -> TeamMember:
    """Not kept: she is in the team by the absence alone."""
    return TeamMember(
        treatment=treatment,
        staff=absence.substitute.staff,
        part=Part.SUBSTITUTE,
        first_day=absence.first_day,
        last_day=absence.last_day,
        added_at=absence.added_at,
    )
