""" "Mina": the patients of a therapist, with their flags, in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lindra.access import StaffSession, treatments_of
from lindra.models import ModuleDone, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import ModuleKind, Programme
from lindra.queries.facts import staff_facts
from lindra.rules.calendar import days_left, reminder_due
from lindra.rules.flags import Flag, FlagKind, staff_flags, urgency
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.swedish import order


@dataclass(frozen=True, slots=True)
class Row:
    """A patient's line. `modules_done` of `modules`; `here` is where the patient last was.

    `reminder` is 30 or 7 when that many days or fewer are left (BEHAVIOUR M3).
    """

    treatment: Treatment
    programme: Programme
    flags: tuple[Flag, ...]
    phase: Phase
    modules_done: int
    modules: int
    here: str
    days_left: int
    reminder: int | None

    @property
    def name(self) -> str:
        return self.treatment.patient.name

    @property
    def last_active(self) -> datetime | None:
        return self.treatment.last_active_at


def mine(who: StaffSession, today: date) -> list[Row]:
    """Most urgent first, oldest first within that; those without flags by name in Swedish order."""
    treatments = list(treatments_of(who, today).exclude(state=State.ENDED).select_related("place"))
    ids = [treatment.pk for treatment in treatments]
    facts = staff_facts(ids)
    done = _modules_done(ids)
    rows = [
        _row(t, staff_flags(facts[t.pk]), done.get(t.pk, frozenset()), today) for t in treatments
    ]
    return sorted(rows, key=_rank)


def counts(rows: Sequence[Row]) -> dict[FlagKind, int]:
    """How many patients carry each kind of flag."""
    found = Counter(kind for row in rows for kind in _kinds(row))
    return {kind: found[kind] for kind in FlagKind if found[kind]}


def filtered(rows: Sequence[Row], kind: FlagKind | None) -> list[Row]:
    """The rows that carry the kind of flag; all of them for None."""
    return [row for row in rows if kind is None or kind in _kinds(row)]


def next_to_handle(rows: Sequence[Row], after: UUID) -> Row | None:
    """The row with flags that follows the given one in the list, beginning anew at its end."""
    ids = [row.treatment.pk for row in rows]
    at = ids.index(after) + 1 if after in ids else 0
    return next(
        (row for row in [*rows[at:], *rows[:at]] if row.flags and row.treatment.pk != after), None
    )


def _kinds(row: Row) -> set[FlagKind]:
    return {kind for flag in row.flags for kind in flag.kinds}


def _modules_done(treatments: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = {}
    for treatment, module in ModuleDone.objects.filter(treatment__in=treatments).values_list(
        "treatment", "module"
    ):
        found[treatment] = found.get(treatment, frozenset()) | {module}
    return found


def _row(treatment: Treatment, flags: tuple[Flag, ...], done: frozenset[str], today: date) -> Row:
    content = programme(treatment.programme)
    modules = [m for m in content.modules if m.kind is ModuleKind.MODULE]
    place = getattr(treatment, "place", None)
    here = next((m.title for m in content.modules if place and m.id == place.module), "")
    state = phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)
    return Row(
        treatment,
        content,
        flags,
        state,
        sum(module.id in done for module in modules),
        len(modules),
        here,
        days_left(treatment.ends_on, today),
        reminder_due(treatment.ends_on, today),
    )


def _rank(row: Row) -> tuple[bool, object, object]:
    first = urgency(row.flags[0]) if row.flags else ()
    return not row.flags, first, order(f"{row.treatment.patient.family_name} {row.name}")
