"""Who may do what: one table, and fetching as the check. What may not be reached does not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import Any, TypeGuard
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lindra.models import (
    Absence,
    Commission,
    EmergencyOpening,
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


class Purpose(StrEnum):
    """Why a door is passed (ändamål), in StoreLog's words; `OWN` is the patient's always."""

    CARE = "Vård och behandling"
    ADMINISTRATION = "Administration"
    STATISTICS = "Statistik"
    QUALITY = "Kvalitetssäkring"
    REQUIRED_BY_LAW = "Annan dokumentation enligt lag"
    OWN = "Egna uppgifter"


class Reach(StrEnum):
    """How somebody stands to a treatment, or to a unit when there is no treatment.

    `OFFERED`: a therapist of the unit that it is offered to. `FORMER`: in the team when the unit
    handed it over. `SUPERVISED`: named on it as supervisor. `EMERGENCY`: opened it in an emergency
    that still lasts. `OPENABLE`: a therapist of its unit, which allows that, outside its team.
    `AT_UNIT`: data administrator at its unit. `WHERE_ALLOWED`: a therapist at a unit that allows
    emergency openings.
    """

    OWN = "own"
    TEAM = "team"
    OFFERED = "offered"
    FORMER = "former"
    SUPERVISED = "supervised"
    EMERGENCY = "emergency"
    OPENABLE = "openable"
    AT_UNIT = "at_unit"
    WHERE_ALLOWED = "where_allowed"
    THERAPIST = "therapist"
    PATIENT_ADMINISTRATOR = "patient_administrator"
    DATA_ADMINISTRATOR = "data_administrator"
    ACCESS_ADMINISTRATOR = "access_administrator"
    LOG_REVIEWER = "log_reviewer"
    SUPERVISOR = "supervisor"


class May(Enum):
    """What a door opens to: the name, and the ways of standing to it that suffice."""

    CHOOSE_TREATMENT = ("choose_treatment", Reach.OWN)
    READ_OWN_ANSWERS = ("read_own_answers", Reach.OWN)
    READ_PROGRAMME = ("read_programme", Reach.OWN)
    WORK_IN_PROGRAMME = ("work_in_programme", Reach.OWN)
    SEE_MINE = ("see_mine", Reach.THERAPIST)
    START_TREATMENT = ("start_treatment", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    READ_TREATMENT = ("read_treatment", Reach.TEAM, Reach.SUPERVISED, Reach.EMERGENCY)
    HANDLE_TREATMENT = ("handle_treatment", Reach.TEAM)
    SEE_UNIT = ("see_unit", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    MANAGE_UNIT = ("manage_unit", Reach.PATIENT_ADMINISTRATOR)
    OWN_PROFILE = ("own_profile", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    BE_AWAY = ("be_away", Reach.THERAPIST, Reach.PATIENT_ADMINISTRATOR)
    ANSWER_OFFER = ("answer_offer", Reach.OFFERED)
    READ_FORMER = ("read_former", Reach.FORMER)
    SEE_READERS = ("see_readers", Reach.OWN)
    SEE_SUPERVISED = ("see_supervised", Reach.SUPERVISOR)
    FIND_IN_EMERGENCY = ("find_in_emergency", Reach.WHERE_ALLOWED)
    OPEN_IN_EMERGENCY = ("open_in_emergency", Reach.OPENABLE)
    SEE_STATISTICS = (
        "see_statistics",
        Reach.THERAPIST,
        Reach.PATIENT_ADMINISTRATOR,
        Reach.DATA_ADMINISTRATOR,
    )
    EXPORT = ("export", Reach.DATA_ADMINISTRATOR)
    PURGE = ("purge", Reach.DATA_ADMINISTRATOR)
    KEEP_RECORDS = ("keep_records", Reach.AT_UNIT)
    MANAGE_ROLES = ("manage_roles", Reach.ACCESS_ADMINISTRATOR)
    REVIEW_LOG = ("review_log", Reach.LOG_REVIEWER)

    @property
    def reaches(self) -> frozenset[Reach]:
        return frozenset(self.ways)

    @property
    def ways(self) -> tuple[Reach, ...]:
        """In the order in which they are tried."""
        return tuple(Reach(each) for each in self.value[1:])


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


def standing(today: date) -> Q:
    """The roles that hold today: their days do, and nobody has withdrawn them."""
    return current(today) & Q(withdrawn_at__isnull=True)


def staff_session(commission_id: int, today: date) -> StaffSession | None:
    """The session of a commission that holds today, with the roles that hold today; else None."""
    commission = (
        Commission.objects.filter(current(today), pk=commission_id)
        .select_related("staff", "unit__care_provider")
        .first()
    )
    if commission is None:
        return None
    kinds = Role.objects.filter(standing(today), commission=commission).values_list(
        "kind", flat=True
    )
    return StaffSession(commission, frozenset(kinds))


def allows(may: May, who: Session) -> bool:
    """Whether somebody may pass a door that leads to no treatment."""
    if isinstance(who, PatientSession):
        return Reach.OWN in may.reaches
    if _is(who, RoleKind.THERAPIST) and who.commission.unit.allows_emergency:
        return not may.reaches.isdisjoint({*who.roles, Reach.WHERE_ALLOWED})
    return not may.reaches.isdisjoint(who.roles)


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
    return reach_for(may, who, treatment_id, today)[0]


def reach_for(may: May, who: Session, treatment_id: UUID, today: date) -> tuple[Treatment, Reach]:
    """The same, with the first of the ways that she stands to it."""
    for reach in may.ways:
        if reach in WAYS:
            treatment = _reached(reach, who, today).filter(pk=treatment_id).first()
            if treatment is not None:
                return treatment, reach
    raise NotReachable


def treatments_supervised(who: StaffSession, today: date) -> QuerySet[Treatment]:
    """What somebody is named on as supervisor at the commission's unit (BEHAVIOUR, roles)."""
    return _reached(Reach.SUPERVISED, who, today)


def treatments_kept(who: StaffSession, today: date) -> QuerySet[Treatment]:
    """All at the unit, to its data administrator: what is exported, purged and given out."""
    return _reached(Reach.AT_UNIT, who, today)


def team_of(treatment: Treatment, today: date) -> list[TeamMember]:
    """Those who treat today, the responsible therapist first, her substitute by absence last."""
    return team_and_supervisors(treatment, today)[0]


def supervisors_of(treatment: Treatment, today: date) -> list[TeamMember]:
    """Those who read it today as supervisors, in the order in which they were named."""
    return team_and_supervisors(treatment, today)[1]


def team_and_supervisors(
    treatment: Treatment, today: date
) -> tuple[list[TeamMember], list[TeamMember]]:
    """Both: everybody who can read what the patient has sent."""
    able = commissions_with(RoleKind.SUPERVISOR, treatment.unit, today).order_by()
    supervises = Q(part=Part.SUPERVISOR, staff__in=able.values("staff"))
    found = treatment.team.filter(current(today), Q(part__in=TREATING) | supervises)
    rows = list(found.select_related("staff").order_by("added_at", "pk"))
    members = [each for each in rows if each.part != Part.SUPERVISOR]
    members.sort(key=lambda each: TREATING.index(Part(each.part)))
    absence = away(treatment, today)
    if absence and absence.substitute.staff_id not in {each.staff_id for each in members}:
        members.append(_substitute(treatment, absence))
    return members, [each for each in rows if each.part == Part.SUPERVISOR]


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
    return commissions_with(RoleKind.THERAPIST, unit, today)


def commissions_with(kind: RoleKind, unit: Unit, today: date) -> QuerySet[Commission]:
    """The commissions with a role at the unit that day, by name."""
    roles = Role.objects.filter(standing(today), commission=OuterRef("pk"), kind=kind.value)
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


def _supervised(who: Session, today: date) -> Q:
    if not _is(who, RoleKind.SUPERVISOR):
        return NOTHING
    named = TeamMember.objects.filter(current(today), staff=who.staff, part=Part.SUPERVISOR)
    return Q(unit=who.commission.unit, pk__in=named.values("treatment"))


def _emergency(who: Session, today: date) -> Q:
    if not _is(who, RoleKind.THERAPIST):
        return NOTHING
    opened = EmergencyOpening.objects.filter(staff=who.staff, day=today)
    return Q(
        unit=who.commission.unit, unit__allows_emergency=True, pk__in=opened.values("treatment")
    )


def _openable(who: Session, today: date) -> Q:
    if not _is(who, RoleKind.THERAPIST):
        return NOTHING
    return Q(unit=who.commission.unit, unit__allows_emergency=True) & ~_team(who, today)


def _at_unit(who: Session, _today: date) -> Q:
    if not _is(who, RoleKind.DATA_ADMINISTRATOR):
        return NOTHING
    return Q(unit=who.commission.unit)


NOTHING = Q(pk__in=())
WAYS: dict[Reach, Callable[[Session, date], Q]] = {
    Reach.OWN: _own,
    Reach.TEAM: _team,
    Reach.OFFERED: _offered,
    Reach.FORMER: _former,
    Reach.SUPERVISED: _supervised,
    Reach.EMERGENCY: _emergency,
    Reach.OPENABLE: _openable,
    Reach.AT_UNIT: _at_unit,
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
