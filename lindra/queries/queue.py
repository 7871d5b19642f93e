""" "Kön": what waits in the treatments that somebody reaches, in a constant number of questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lindra.access import StaffSession, current, treatments_of
from lindra.models import Part, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.queries.conditions import NOT_ENDED, something_waits
from lindra.queries.facts import last_looks, staff_facts
from lindra.queries.life import phase_of
from lindra.rules.attention import follow_up_due, start_of
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, staff_flags
from lindra.rules.lifecycle import Phase
from lindra.rules.work import (
    ORDER,
    Kind,
    Work,
    work_of_flag,
    work_of_look,
    work_of_mismatch,
    work_order,
)


@dataclass(frozen=True, slots=True)
class Item:
    """What waits, in which treatment. `responsible` is the name when it is somebody else's."""

    work: Work
    treatment: Treatment
    programme: Programme
    responsible: str


def queue(who: StaffSession, now: datetime) -> list[Item]:
    """Everything that waits, most urgent first and oldest first within that.

    What has ended is there while something that the patient sent waits. Six questions.
    """
    today = local_date(now)
    found = treatments_of(who, today).filter(NOT_ENDED | something_waits(now))
    treatments = list(found)
    ids = [treatment.pk for treatment in treatments]
    facts, looks = staff_facts(treatments, now), last_looks(ids)
    others = _responsible(ids, who, now)
    items = [
        Item(work, t, programme(t.programme), others.get(t.pk, ""))
        for t in treatments
        for work in [
            *_of_flags(t, staff_flags(facts[t.pk]), today),
            *_beside_flags(t, looks.get(t.pk), today),
        ]
    ]
    return sorted(items, key=lambda item: work_order(item.work))


def count_kinds(items: Sequence[Item]) -> dict[Kind, int]:
    """How many rows each kind has, for those that have any."""
    found = Counter(kind for item in items for kind in item.work.kinds)
    return {kind: found[kind] for kind in ORDER if found[kind]}


def _of_flags(treatment: Treatment, flags: Sequence[Flag], today: date) -> Iterator[Work]:
    content = programme(treatment.programme)
    for flag in flags:
        yield work_of_flag(flag, content.form(flag.form).title if flag.form else "", today)


def _beside_flags(treatment: Treatment, looked_at: datetime | None, today: date) -> Iterator[Work]:
    """What waits without being a flag."""
    stage, starts_on = phase_of(treatment, today), treatment.starts_on
    if treatment.patient.mismatch_at and stage is not Phase.ENDED:
        yield work_of_mismatch(treatment.patient.mismatch_at)
    days = programme(treatment.programme).follow_up_days
    if stage is Phase.RUNNING and follow_up_due(looked_at, starts_on, days, today):
        latest = max(local_date(looked_at), starts_on) if looked_at else starts_on
        due = start_of(latest + timedelta(days=days))
        yield work_of_look(due, latest, today, looked=looked_at is not None)


def _responsible(treatments: Collection[UUID], who: StaffSession, now: datetime) -> dict[UUID, str]:
    """The responsible therapists' names, of those treatments that are not her own."""
    members = TeamMember.objects.filter(
        current(local_date(now)), part=Part.RESPONSIBLE, treatment__in=treatments
    ).exclude(staff=who.staff)
    return {member.treatment_id: member.staff.name for member in members.select_related("staff")}
