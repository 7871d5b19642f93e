"""The people at a unit: who is responsible, who can be chosen, who is away and who stands in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from lindra.access import commissions_with, current, therapists
from lindra.models import Absence, Commission, Part, RoleKind, TeamMember, Treatment, Unit
from lindra.rules.swedish import order


def responsible_of(treatment: Treatment) -> TeamMember:
    """Whoever is responsible now."""
    return treatment.team.select_related("staff").get(part=Part.RESPONSIBLE, last_day__isnull=True)


def responsible_of_each(treatments: Collection[UUID]) -> dict[UUID, TeamMember]:
    """The same for many treatments in one question."""
    rows = TeamMember.objects.select_related("staff").filter(
        treatment__in=treatments, part=Part.RESPONSIBLE, last_day__isnull=True
    )
    return {row.treatment_id: row for row in rows}


def colleagues(unit: Unit, today: date) -> list[Commission]:
    """The unit's therapists of that day, in Swedish order of names."""
    return sorted(therapists(unit, today), key=_by_name)


def can_join(treatment: Treatment, today: date) -> list[Commission]:
    """Those who can be added to the team: the unit's therapists who are not in it."""
    return _outside(treatment, colleagues(treatment.unit, today))


def can_supervise(treatment: Treatment, today: date) -> list[Commission]:
    """Those who can be named as supervisors: the unit's, but for those in the team."""
    able = commissions_with(RoleKind.SUPERVISOR, treatment.unit, today)
    return _outside(treatment, sorted(able, key=_by_name))


def away_at(unit: Unit, today: date) -> dict[int, Absence]:
    """Who is away at the unit that day, by the id of the member of staff."""
    rows = Absence.objects.filter(current(today), commission__unit=unit)
    found = rows.select_related("commission__staff", "substitute__staff")
    return {each.commission.staff_id: each for each in found}


def absences(commission: Commission, today: date) -> list[Absence]:
    """What is planned for somebody, from today on."""
    rows = commission.absences.filter(last_day__gte=today).order_by("first_day")
    return list(rows.select_related("commission__staff", "commission__unit", "substitute__staff"))


def absences_at(unit: Unit, today: date) -> list[Absence]:
    """What is planned at the unit, from today on, the nearest first."""
    rows = Absence.objects.filter(commission__unit=unit, last_day__gte=today)
    found = rows.select_related("commission__staff", "commission__unit", "substitute__staff")
    return list(found.order_by("first_day", "pk"))


def _outside(treatment: Treatment, among: list[Commission]) -> list[Commission]:
    """Those who are not in the team."""
    inside = set(treatment.team.filter(last_day__isnull=True).values_list("staff", flat=True))
    return [each for each in among if each.staff_id not in inside]


def _by_name(commission: Commission) -> tuple[str, str]:
    return order(f"{commission.staff.family_name} {commission.staff.given_name}")
