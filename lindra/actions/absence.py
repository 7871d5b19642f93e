"""Being away: between two days somebody else has the duty, by rule (BEHAVIOUR N7)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lindra.access import StaffSession, therapists
from lindra.models import Absence, Commission, RoleKind
from lindra.rules.calendar import day_words, local_date
from lindra.rules.refused import Refused

AT_MOST = timedelta(days=366)


@transaction.atomic
def add_absence(
    *,
    commission: Commission,
    substitute: Commission,
    first_day: date,
    last_day: date,
    by: StaffSession,
    now: datetime,
) -> Absence:
    """Somebody is away from the first day to the last, inclusive; the substitute reads meanwhile.

    By herself or by the patient administrator of her unit. Raises `Refused` for days that are
    past, in disorder or more than a year, that overlap, for a substitute who is away herself or no
    therapist at the same unit on all the days, and while she stands in for somebody.
    """
    _check_by(commission, by)
    _check_days(first_day, last_day, local_date(now))
    _lock(commission, substitute)
    _check_substitute(commission, substitute, first_day, last_day)
    _check_free(commission, substitute, first_day, last_day, local_date(now))
    return Absence.objects.create(
        commission=commission,
        substitute=substitute,
        first_day=first_day,
        last_day=last_day,
        added_at=now,
    )


@transaction.atomic
def end_absence(*, absence: Absence, by: StaffSession, now: datetime) -> None:
    """She is back: an absence that has begun ends with yesterday, one to come is taken away."""
    _check_by(absence.commission, by)
    _lock(absence.commission, absence.substitute)
    today = local_date(now)
    rows = Absence.objects.filter(pk=absence.pk, last_day__gte=today)
    if rows.filter(first_day__gte=today).delete()[0]:
        return
    if not rows.update(last_day=today - timedelta(days=1)):
        raise Refused("Frånvaron är redan slut.", code="over")


def _check_by(commission: Commission, by: StaffSession) -> None:
    own = commission.pk == by.commission.pk
    administers = RoleKind.PATIENT_ADMINISTRATOR in by.roles
    if not own and not (administers and commission.unit_id == by.commission.unit_id):
        raise Refused("Du kan bara ändra din egen frånvaro.", code="not_yours")


def _check_days(first_day: date, last_day: date, today: date) -> None:
    if first_day < today:
        raise Refused(
            "Första dagen har redan varit. Börja i dag eller senare.",
            code="past",
            field="first_day",
        )
    if last_day < first_day:
        raise Refused(
            "Sista dagen kommer före den första.", code="days_in_disorder", field="last_day"
        )
    if last_day - first_day > AT_MOST:
        raise Refused(
            "Längre än ett år går inte. Byt ansvarig behandlare.", code="too_long", field="last_day"
        )


def _lock(*commissions: Commission) -> None:
    """One at a time plans for these people."""
    rows = Commission.objects.filter(pk__in=[each.pk for each in commissions]).order_by("pk")
    list(rows.select_for_update(no_key=True))


def _check_substitute(
    commission: Commission, substitute: Commission, first_day: date, last_day: date
) -> None:
    if substitute.staff_id == commission.staff_id:
        raise Refused("Välj en kollega som ersättare.", code="oneself", field="substitute")
    there = substitute.unit_id == commission.unit_id and all(
        therapists(commission.unit, day).filter(pk=substitute.pk).exists()
        for day in (first_day, last_day)
    )
    if not there:
        raise Refused(
            f"{substitute.staff.name} är inte behandlare på enheten alla dagarna.",
            code="no_therapist",
            field="substitute",
        )


def _check_free(
    commission: Commission, substitute: Commission, first_day: date, last_day: date, today: date
) -> None:
    meeting = Absence.objects.select_related("commission__staff", "substitute__staff").filter(
        first_day__lte=last_day, last_day__gte=first_day
    )
    if found := meeting.filter(commission=commission).first():
        raise Refused(
            f"Det finns redan frånvaro {_days(found, today)}. Ändra den först.",
            code="overlaps",
            field="first_day",
        )
    if found := meeting.filter(commission=substitute).first():
        raise Refused(
            f"{found.commission.staff.name} är själv borta {_days(found, today)}.",
            code="substitute_away",
            field="substitute",
        )
    if found := meeting.filter(substitute=commission).first():
        raise Refused(
            f"{commission.staff.name} är ersättare för {found.commission.staff.name} "
            f"{_days(found, today)}. Byt ersättare där först.",
            code="stands_in",
            field="first_day",
        )


def _days(absence: Absence, today: date) -> str:
    first, last = (day_words(day, today) for day in (absence.first_day, absence.last_day))
    return f"{first} till och med {last}"
