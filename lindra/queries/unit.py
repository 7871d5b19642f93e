""" "Enheten": who needs something at the unit, with flags by kind alone (BEHAVIOUR F4, N7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lindra.models import Absence, Staff, TeamMember, Treatment, Unit
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.queries.colleagues import away_at, responsible_of_each
from lindra.queries.facts import staff_facts
from lindra.queries.inbox import misdirected
from lindra.rules.attention import is_silent
from lindra.rules.calendar import local_date
from lindra.rules.flags import Flag, FlagKind, StaffFacts, staff_flags, urgency
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.swedish import order
from lindra.rules.working_days import overdue, reply_by


class Unlike(StrEnum):
    """What the list finds beside the flags."""

    OVERDUE = "overdue"
    AWAY = "away"
    MISDIRECTED = "misdirected"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Raised:
    """A kind of flag and since when: never which form, nor its words."""

    kind: FlagKind
    since: datetime
    left: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A treatment in the unit's list.

    `overdue_since` is the day by which the oldest late message was to be answered.
    """

    treatment: Treatment
    programme: Programme
    responsible: TeamMember
    absence: Absence | None
    flags: tuple[Raised, ...]
    phase: Phase
    overdue: int
    overdue_since: object
    misdirected: int
    silent: bool

    @property
    def name(self) -> str:
        return self.treatment.patient.name

    @property
    def kinds(self) -> frozenset[StrEnum]:
        """What the filters find it under."""
        found = {
            Unlike.OVERDUE: bool(self.overdue),
            Unlike.AWAY: self.absence is not None,
            Unlike.MISDIRECTED: bool(self.misdirected),
            Unlike.SILENT: self.silent,
        }
        return frozenset({*(flag.kind for flag in self.flags), *(k for k, v in found.items() if v)})


def rows(treatments: Collection[Treatment], unit: Unit, now: datetime) -> list[UnitRow]:
    """The rows, overdue messages first, then as "Mina"; six questions however many they are."""
    facts = staff_facts(treatments, now)
    responsible = responsible_of_each([each.pk for each in treatments])
    absent = away_at(unit, local_date(now))
    wrong = misdirected([each.pk for each in treatments], now)
    made = [
        _row(t, facts[t.pk], responsible[t.pk], absent, len(wrong.get(t.pk, ())), unit, now)
        for t in treatments
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


def _row(
    treatment: Treatment,
    facts: StaffFacts,
    responsible: TeamMember,
    absent: dict[int, Absence],
    wrong: int,
    unit: Unit,
    now: datetime,
) -> tuple[tuple[object, ...], UnitRow]:
    today, flags = local_date(now), staff_flags(facts)
    late = [m.sent_at for m in facts.messages if overdue(m.sent_at, unit.reply_days, now)]
    row = UnitRow(
        treatment,
        programme(treatment.programme),
        responsible,
        absent.get(responsible.staff_id),
        _by_kind(flags),
        phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today),
        len(late),
        reply_by(local_date(min(late)), unit.reply_days) if late else None,
        wrong,
        facts.state is State.ACTIVE and is_silent(treatment.last_active_at, today),
    )
    name = order(f"{treatment.patient.family_name} {treatment.patient.given_name}")
    first = urgency(flags[0]) if flags else ()
    return (not late, min(late, default=now), not flags, first, name), row


def _by_kind(flags: Sequence[Flag]) -> tuple[Raised, ...]:
    """Each kind once, since the oldest of it; those that a flag carries along too."""
    found: dict[FlagKind, Raised] = {}
    for flag in flags:
        for kind in flag.kinds:
            since = min(flag.since, found[kind].since) if kind in found else flag.since
            found[kind] = Raised(kind, since, flag.left)
    return tuple(found[kind] for kind in FlagKind if kind in found)
