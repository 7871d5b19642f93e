"""Roles at a unit: given between two days, withdrawn at once, never forgotten."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lindra.access import StaffSession, commissions_with, standing
from lindra.models import Commission, Role, RoleKind, Unit
from lindra.rules.calendar import day_words, local_date
from lindra.rules.refused import Refused


@transaction.atomic
def give_role(
    *,
    commission: Commission,
    kind: RoleKind,
    first_day: date,
    last_day: date | None,
    by: StaffSession,
    now: datetime,
) -> Role:
    """Somebody at the unit gets a role from the first day to the last, or until further notice.

    `now` is the real time. By the unit's access administrator. Raises `Refused` for herself, for
    days that are past or in disorder, for a commission that is over by then, and for a role that
    she has on any of the days.
    """
    _lock(by, local_date(now))
    _check_unit(commission, by)
    if commission.staff_id == by.staff.pk:
        raise Refused("Du kan inte ge dig själv en roll. Be en kollega.", code="oneself")
    _check_days(commission, first_day, last_day, local_date(now))
    _check_free(commission, kind, first_day, last_day, local_date(now))
    return Role.objects.create(
        commission=commission,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        given_at=now,
        given_by=by.staff,
    )


@transaction.atomic
def withdraw_role(*, role: Role, by: StaffSession, now: datetime) -> None:
    """The role counts no more from the next request; the row stays, with who and when.

    `now` is the real time. By the unit's access administrator. Raises `Refused` for a role that is
    over or withdrawn already, and for her own as access administrator when nobody else at the unit
    is one that day.
    """
    today = local_date(now)
    _lock(by, today)
    _check_unit(role.commission, by)
    _check_last(role, by, today)
    lasting = Q(last_day__isnull=True) | Q(last_day__gte=today)
    rows = Role.objects.filter(lasting, pk=role.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=now, withdrawn_by=by.staff):
        raise Refused("Rollen gäller inte längre.", code="over")


def _lock(by: StaffSession, today: date) -> None:
    """One at a time changes the unit's roles, and only while she is access administrator still."""
    Unit.objects.select_for_update(no_key=True).get(pk=by.commission.unit_id)
    kind = RoleKind.ACCESS_ADMINISTRATOR
    if not by.commission.roles.filter(standing(today), kind=kind).exists():
        raise Refused("Du är inte behörighetsadministratör längre.", code="not_yours")


def _check_unit(commission: Commission, by: StaffSession) -> None:
    if commission.unit_id != by.commission.unit_id:
        raise Refused("Du kan bara ändra roller på din egen enhet.", code="another_unit")


def _check_days(
    commission: Commission, first_day: date, last_day: date | None, today: date
) -> None:
    if first_day < today:
        raise Refused(
            "Första dagen har redan varit. Välj i dag eller senare.", code="past", field="first_day"
        )
    if last_day and last_day < first_day:
        raise Refused(
            "Sista dagen kommer före den första.", code="days_in_disorder", field="last_day"
        )
    if commission.last_day and commission.last_day < first_day:
        raise Refused(
            f"Uppdraget på enheten slutar {day_words(commission.last_day, today)}.",
            code="commission_over",
            field="first_day",
        )


def _check_free(
    commission: Commission, kind: RoleKind, first_day: date, last_day: date | None, today: date
) -> None:
    """Raises `Refused` when the role is given already for any of the days."""
    meeting = commission.roles.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day), kind=kind, withdrawn_at__isnull=True
    )
    if last_day:
        meeting = meeting.filter(first_day__lte=last_day)
    found = meeting.order_by("first_day").first()
    if found is None:
        return
    until = f" till och med {day_words(found.last_day, today)}" if found.last_day else ""
    raise Refused(
        f"{commission.staff.name} har redan rollen från {day_words(found.first_day, today)}"
        f"{until}. Återta den först.",
        code="overlaps",
        field="first_day",
    )


def _check_last(role: Role, by: StaffSession, today: date) -> None:
    """A unit keeps an access administrator: the last one does not withdraw herself."""
    kind = RoleKind.ACCESS_ADMINISTRATOR
    if role.kind != kind or role.commission.staff_id != by.staff.pk:
        return
    others = commissions_with(kind, by.commission.unit, today).exclude(staff=by.staff)
    if not others.exists():
        raise Refused(
            "Du är enhetens enda behörighetsadministratör. Ge rollen till någon annan först.",
            code="last_one",
        )
