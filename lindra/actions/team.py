"""The team around a treatment: who joins, who leaves, who is responsible (BEHAVIOUR F4, F4b)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lindra.access import (
    StaffSession,
    commissions_with,
    current,
    therapists,
    treatments_at_unit,
    treatments_of,
)
from lindra.actions.events import record_event
from lindra.models import Commission, EventKind, Part, RoleKind, Staff, TeamMember, Treatment
from lindra.queries.colleagues import responsible_of
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused


@transaction.atomic
def join_team(
    *, treatment: Treatment, colleague: Commission, by: StaffSession, now: datetime
) -> TeamMember:
    """A colleague treats beside from today on.

    Raises `Refused` for somebody who is no therapist at the unit that day, or is in the team.
    """
    lock(treatment)
    check_therapist(colleague, treatment.unit_id, local_date(now))
    if treatment.team.filter(staff=colleague.staff, last_day__isnull=True).exists():
        raise Refused(f"{colleague.staff.name} är redan i teamet.", code="in_team")
    member = _add(treatment, colleague.staff, Part.CO_THERAPIST, now)
    _tell(treatment, EventKind.TEAM_JOINED, by, now, colleague.staff.name)
    return member


@transaction.atomic
def name_supervisor(
    *, treatment: Treatment, supervisor: Commission, by: StaffSession, now: datetime
) -> TeamMember:
    """A supervisor reads the treatment from today on, and writes nothing (BEHAVIOUR, roles).

    By the responsible therapist alone. Raises `Refused` for somebody who is no supervisor at the
    unit that day, or is in the team.
    """
    lock(treatment)
    if responsible_of(treatment).staff != by.staff:
        raise Refused("Bara den som är ansvarig väljer handledare.", code="not_responsible")
    able = commissions_with(RoleKind.SUPERVISOR, treatment.unit, local_date(now))
    name = supervisor.staff.name
    if not able.filter(pk=supervisor.pk).exists():
        raise Refused(f"{name} är inte handledare på enheten i dag.", code="no_supervisor")
    if treatment.team.filter(staff=supervisor.staff, last_day__isnull=True).exists():
        raise Refused(f"{name} är redan i teamet.", code="in_team")
    member = _add(treatment, supervisor.staff, Part.SUPERVISOR, now)
    _tell(treatment, EventKind.TEAM_JOINED, by, now, _words(member))
    return member


@transaction.atomic
def leave_team(
    *, treatment: Treatment, member: TeamMember, by: StaffSession, now: datetime
) -> None:
    """A co-therapist leaves at once: herself, or taken out by whoever is responsible.

    A supervisor, too, is taken out so.

    Raises `Refused` for the responsible therapist, who first hands the treatment on.
    """
    lock(treatment)
    found = treatment.team.select_related("staff").filter(pk=member.pk, last_day=None).first()
    if found is None:
        raise Refused("Hon eller han har redan lämnat teamet.", code="has_left")
    if found.part == Part.RESPONSIBLE:
        raise Refused("Byt ansvarig behandlare först.", code="responsible")
    if found.staff != by.staff and responsible_of(treatment).staff != by.staff:
        raise Refused("Bara den som är ansvarig tar bort någon annan.", code="not_responsible")
    _end(found, local_date(now))
    _tell(treatment, EventKind.TEAM_LEFT, by, now, _words(found))


@transaction.atomic
def change_responsible(
    *,
    shown: Mapping[UUID, int],
    to: Commission,
    stay: bool,
    by: StaffSession,
    now: datetime,
) -> int:
    """One or many treatments get another responsible therapist; returns how many were changed.

    `shown` has, by treatment, the id of the responsible `TeamMember` that the page showed: when
    somebody else has been quicker, everything is refused. `stay` keeps the former beside. By the
    responsible therapist for her own, by the patient administrator for any at the unit. Flag (c)
    is raised for the new one, whose membership is new (M14b).
    """
    check_therapist(to, by.commission.unit_id, local_date(now))
    found = _locked(shown, by, local_date(now))
    if len(found) != len(shown):
        raise Refused("Ett av momenten finns inte kvar på enheten.", code="gone")
    return sum(_change(each, shown[each.pk], to, stay=stay, by=by, now=now) for each in found)


def lock(treatment: Treatment) -> None:
    """One at a time changes the team. Refreshes what is known of it; `Refused` when it is ended."""
    Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    treatment.refresh_from_db(fields=["state", "unit"])
    if treatment.state == State.ENDED:
        raise Refused("Momentet är avslutat.", code="ended")


def check_therapist(commission: Commission, unit_id: int, today: date) -> None:
    """Raises `Refused` unless the commission has a therapist's role at the unit that day."""
    known = therapists(commission.unit, today).filter(pk=commission.pk, unit=unit_id)
    if not known.exists():
        raise Refused(
            f"{commission.staff.name} är inte behandlare på enheten i dag.",
            code="no_therapist",
            field="to",
        )


@transaction.atomic
def move_team(*, treatment: Treatment, to: Staff, by: StaffSession, now: datetime) -> None:
    """Everybody leaves, and somebody else is responsible: the treatment has changed units."""
    for member in treatment.team.select_related("staff").filter(last_day__isnull=True):
        _end(member, local_date(now))
        _tell(treatment, EventKind.TEAM_LEFT, by, now, _words(member))
    _make_responsible(treatment, to, now)


def _end(member: TeamMember, today: date) -> None:
    """She reaches it no more, from this moment: yesterday was her last day.

    Who came today is taken out; the timeline keeps that she came and left.
    """
    if member.first_day >= today:
        member.delete()
        return
    member.last_day = today - timedelta(days=1)
    member.save(update_fields=["last_day"])


def _make_responsible(treatment: Treatment, staff: Staff, now: datetime) -> None:
    """A new row from now on, so that the flag for a new treatment is raised again (M14b c)."""
    for member in treatment.team.filter(staff=staff, last_day__isnull=True):
        _end(member, local_date(now))
    _add(treatment, staff, Part.RESPONSIBLE, now)


def _change(
    treatment: Treatment, shown: int, to: Commission, *, stay: bool, by: StaffSession, now: datetime
) -> bool:
    former = responsible_of(treatment)
    if former.pk != shown:
        raise Refused(
            f"Någon hann före: {former.staff.name} är ansvarig nu. Ladda om sidan.", code="changed"
        )
    if former.staff == to.staff:
        return False
    _end(former, local_date(now))
    _make_responsible(treatment, to.staff, now)
    if stay:
        _add(treatment, former.staff, Part.CO_THERAPIST, now)
    words = f"{to.staff.name}, efter {former.staff.name}"
    _tell(treatment, EventKind.RESPONSIBLE_CHANGED, by, now, words)
    return True


def _locked(shown: Mapping[UUID, int], by: StaffSession, today: date) -> list[Treatment]:
    """The treatments that may be changed by her, each locked, always in the same order."""
    own = TeamMember.objects.filter(
        current(today), part=Part.RESPONSIBLE, staff=by.staff, treatment__in=list(shown)
    )
    mine = treatments_of(by, today).filter(pk__in=own.values("treatment"))
    reached = {*mine.values_list("pk", flat=True)}
    reached |= {*treatments_at_unit(by).filter(pk__in=list(shown)).values_list("pk", flat=True)}
    found = Treatment.objects.filter(pk__in=reached).exclude(state=State.ENDED).order_by("pk")
    return list(found.select_for_update(no_key=True))


def _add(treatment: Treatment, staff: Staff, part: Part, now: datetime) -> TeamMember:
    return TeamMember.objects.create(
        treatment=treatment, staff=staff, part=part, first_day=local_date(now), added_at=now
    )


def _words(member: TeamMember) -> str:
    """Karin Ek; Sixten Sand, handledare"""
    part = f", {member.get_part_display()}" if member.part == Part.SUPERVISOR else ""
    return f"{member.staff.name}{part}"


def _tell(
    treatment: Treatment, kind: EventKind, by: StaffSession, now: datetime, words: str
) -> None:
    record_event(treatment=treatment, kind=kind, by=by, now=now, words=words)
