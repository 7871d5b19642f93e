"""Who at a unit has which roles: now, from a coming day, and before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lindra.models import Commission, Role, RoleKind, Unit
from lindra.rules.swedish import order


@dataclass(frozen=True, slots=True)
class Holder:
    """A commission and its roles; `over` when the commission is."""

    commission: Commission
    now: tuple[Role, ...]
    coming: tuple[Role, ...]
    before: tuple[Role, ...]
    over: bool


def holders(unit: Unit, today: date) -> list[Holder]:
    """Everybody with a commission at the unit, in Swedish order of names; those gone last."""
    found = [_holder(each, today) for each in _commissions(unit)]
    return sorted(found, key=lambda each: (each.over, _name(each.commission)))


def holder(unit: Unit, commission_id: int, today: date) -> Holder | None:
    """One of them; None for somebody of another unit."""
    found = _commissions(unit).filter(pk=commission_id).first()
    return _holder(found, today) if found else None


def role_at(unit: Unit, role_id: int) -> Role | None:
    """A role at the unit."""
    rows = Role.objects.select_related("commission__staff", "commission__unit")
    return rows.filter(pk=role_id, commission__unit=unit).first()


def _commissions(unit: Unit) -> QuerySet[Commission]:
    found = Commission.objects.filter(unit=unit).select_related("staff", "unit")
    return found.prefetch_related("roles__given_by", "roles__withdrawn_by")


def _holder(commission: Commission, today: date) -> Holder:
    """Its roles in the order of RoleKind; what was is told newest first."""
    kinds = list(RoleKind)
    roles = sorted(
        commission.roles.all(), key=lambda role: (kinds.index(RoleKind(role.kind)), role.first_day)
    )
    before = [role for role in roles if _is_over(role, today)]
    before.sort(key=lambda role: (role.first_day, role.pk), reverse=True)
    standing = [role for role in roles if not _is_over(role, today)]
    return Holder(
        commission,
        tuple(role for role in standing if role.first_day <= today),
        tuple(role for role in standing if role.first_day > today),
        tuple(before),
        commission.last_day is not None and commission.last_day < today,
    )


def _is_over(role: Role, today: date) -> bool:
    return role.withdrawn_at is not None or (role.last_day is not None and role.last_day < today)


def _name(commission: Commission) -> tuple[str, str]:
    return order(f"{commission.staff.family_name} {commission.staff.given_name}")
