""" "Enheten": who needs something at the unit, with flags by kind alone (BEHAVIOUR F4, N7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from lindra.access import therapists
from lindra.models import Absence, Message, Staff, TeamMember, Treatment, Unit
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.queries.colleagues import away_at, responsible_of_each
from lindra.queries.conditions import NOT_ENDED, begun, something_waits
from lindra.queries.facts import staff_facts
from lindra.queries.inbox import TOLD, misdirected
from lindra.queries.life import phase_of
from lindra.rules.attention import Quiet, quiet_filters
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, FlagKind, StaffFacts, staff_flags, urgency
from lindra.rules.lifecycle import Phase
from lindra.rules.swedish import order
from lindra.rules.working_days import overdue, reply_by


class Unlike(StrEnum):
    """What the list finds beside the flags and the quiet filters."""

    VACANT = "vacant"
    OVERDUE = "overdue"
    AWAY = "away"
    MISDIRECTED = "misdirected"


@dataclass(frozen=True, slots=True)
class Raised:
    """A kind of flag and since when: never which form, nor its words."""

    kind: FlagKind
    since: datetime
    left: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A treatment in the unit's list.

    `vacant`: the responsible is no therapist at the unit today, and reaches nothing.
    `overdue_since` is the day by which the oldest late message was to be answered.
    """

    treatment: Treatment
    programme: Programme
    responsible: TeamMember
    vacant: bool
    absence: Absence | None
    flags: tuple[Raised, ...]
    phase: Phase
    overdue: int
    overdue_since: object
    misdirected: int
    quiet: frozenset[Quiet]

    @property
    def name(self) -> str:
        return self.treatment.patient.name

    @property
    def kinds(self) -> frozenset[StrEnum]:
        """What the filters find it under."""
        found = {
            Unlike.VACANT: self.vacant,
            Unlike.OVERDUE: bool(self.overdue),
            Unlike.AWAY: self.absence is not None,
            Unlike.MISDIRECTED: bool(self.misdirected),
        }
        beside = (kind for kind, holds in found.items() if holds)
        return self.quiet.union((flag.kind for flag in self.flags), beside)


def rows(treatments: QuerySet[Treatment], unit: Unit, now: datetime) -> list[UnitRow]:
    """Those without a responsible therapist first, overdue messages next, then as "Mina".

    What has ended is there while something that the patient sent waits, and so long as
    "Felskickat" is told of. Eight questions however many they are.
    """
    today = local_date(now)
    listed = treatments.filter(NOT_ENDED | something_waits(now) | _told_of(now))
    found = list(listed.annotate(begun=ExpressionWrapper(begun(), BooleanField())))
    ids = [each.pk for each in found]
    facts, responsible, wrong = (
        staff_facts(found, now),
        responsible_of_each(ids),
        misdirected(ids, now),
    )
    able = set(therapists(unit, today).values_list("staff", flat=True))
    absent = away_at(unit, today)
    made = [
        _row(t, facts[t.pk], responsible[t.pk], able, absent, len(wrong.get(t.pk, ())), now)
        for t in found
    ]
    return [row for _, row in sorted(made, key=lambda each: each[0])]


def counts(found: Sequence[UnitRow]) -> Counter[StrEnum]:
    """How many rows each filter finds."""
    return Counter(kind for row in found for kind in row.kinds)


def filtered(
    found: Sequence[UnitRow], kind: StrEnum | None, responsible: int | None
) -> list[UnitRow]:
    """Those that a filter finds, of one responsible therapist or of all."""
    return [
        row
        for row in found
        if (kind is None or kind in row.kinds)
        and (responsible is None or row.responsible.staff_id == responsible)
    ]


def responsible_in(found: Sequence[UnitRow]) -> list[Staff]:
    """The responsible therapists of the rows, each once, in Swedish order of names."""
    staff = {row.responsible.staff_id: row.responsible.staff for row in found}
    return sorted(staff.values(), key=lambda each: order(f"{each.family_name} {each.given_name}"))


def _told_of(now: datetime) -> Q:
    """The treatments with what `misdirected` finds."""
    wrong = Message.objects.filter(misdirected_at__gt=now - TOLD)
    return Q(Exists(wrong.filter(conversation__treatment=OuterRef("pk"))))


def _row(
    treatment: Treatment,
    facts: StaffFacts,
    responsible: TeamMember,
    able: set[int],
    absent: dict[int, Absence],
    wrong: int,
    now: datetime,
) -> tuple[tuple[object, ...], UnitRow]:
    flags, stage = staff_flags(facts), phase_of(treatment, facts.today)
    late = [m.sent_at for m in facts.messages if overdue(m.sent_at, facts.reply_days, now)]
    row = UnitRow(
        treatment,
        programme(treatment.programme),
        responsible,
        responsible.staff_id not in able,
        absent.get(responsible.staff_id),
        _by_kind(flags),
        stage,
        len(late),
        reply_by(local_date(min(late)), facts.reply_days) if late else None,
        wrong,
        quiet_filters(
            stage,
            begun=treatment.begun,  # type: ignore[attr-defined]
            last_active_at=treatment.last_active_at,
            look_due=False,  # the team's own
            today=facts.today,
        ),
    )
    name = order(f"{treatment.patient.family_name} {treatment.patient.given_name}")
    first = urgency(flags[0]) if flags else ()
    rank = (not row.vacant, not late, min(late, default=now), not flags, first, name)
    return rank, row


def _by_kind(flags: Sequence[Flag]) -> tuple[Raised, ...]:
    """Each kind once, since the oldest of it; those that a flag carries along too."""
    found: dict[FlagKind, Raised] = {}
    for flag in flags:
        for kind in flag.kinds:
            since = min(flag.since, found[kind].since) if kind in found else flag.since
            found[kind] = Raised(kind, since, flag.left)
    return tuple(found[kind] for kind in FlagKind if kind in found)
