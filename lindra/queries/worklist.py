""" "Mina": the patients of a therapist, with their flags, in a constant number of questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from lindra.access import StaffSession, treatments_of
from lindra.models import ModuleDone, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import ModuleKind, Programme
from lindra.queries.conditions import begun
from lindra.queries.facts import last_looks, staff_facts
from lindra.queries.life import shown_in
from lindra.rules.attention import Quiet, follow_up_due, quiet_filters
from lindra.rules.calendar import days_left, local_date, reminder_due
from lindra.rules.flags import Flag, FlagKind, staff_flags, urgency
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.swedish import order

Filter = FlagKind | Quiet


@dataclass(frozen=True, slots=True)
class Row:
    """A patient's line. `modules_done` of `modules`; `here` is where the patient last was.

    `reminder` is 30 or 7 when that many days or fewer are left (BEHAVIOUR M3). `looked_at` is when
    somebody last marked it as followed up, `quiet` the quiet filters that find it.
    """

    treatment: Treatment
    programme: Programme
    flags: tuple[Flag, ...]
    quiet: frozenset[Quiet]
    phase: Phase
    modules_done: int
    modules: int
    here: str
    days_left: int
    reminder: int | None
    looked_at: datetime | None

    @property
    def name(self) -> str:
        return self.treatment.patient.name

    @property
    def last_active(self) -> datetime | None:
        return self.treatment.last_active_at

    @property
    def look_due(self) -> bool:
        return Quiet.FOLLOW_UP in self.quiet

    @property
    def found_under(self) -> frozenset[Filter]:
        """Every filter that shows the row."""
        return self.quiet.union(*(flag.kinds for flag in self.flags))


def mine(who: StaffSession, now: datetime) -> list[Row]:
    """Most urgent first, oldest first within that; those without flags by name in Swedish order.

    What has ended is not among them: it stands under "Avslutade" alone.
    """
    found = treatments_of(who, local_date(now)).exclude(state=State.ENDED)
    return sorted(_rows(found, now), key=_rank)


def ended(who: StaffSession, now: datetime) -> list[Row]:
    """What has ended, the last ended first (BEHAVIOUR M20)."""
    found = treatments_of(who, local_date(now)).filter(state=State.ENDED)
    return _rows(found.order_by("-ended_at", "pk"), now)


def count_ended(who: StaffSession, now: datetime) -> int:
    """How many have ended; one question."""
    return treatments_of(who, local_date(now)).filter(state=State.ENDED).count()


def counts(rows: Sequence[Row]) -> dict[Filter, int]:
    """How many patients each filter shows, for those that show any."""
    found = Counter(kind for row in rows for kind in row.found_under)
    return {kind: found[kind] for kind in (*FlagKind, *Quiet) if found[kind]}


def filtered(rows: Sequence[Row], kind: Filter | None) -> list[Row]:
    """The rows that the filter shows; all of them for None."""
    return [row for row in rows if kind is None or kind in row.found_under]


def next_to_handle(rows: Sequence[Row], after: UUID, kind: Filter | None = None) -> Row | None:
    """The row that follows the given one in the filtered list, beginning anew at its end.

    Without a filter those with flags alone; a quiet filter shows those that have none, too.
    """
    ids = [row.treatment.pk for row in rows]
    at = ids.index(after) + 1 if after in ids else 0
    following = (row for row in [*rows[at:], *rows[:at]] if row.treatment.pk != after)
    return next((row for row in following if row.flags or isinstance(kind, Quiet)), None)


def _rows(treatments: QuerySet[Treatment], now: datetime) -> list[Row]:
    """A line for each of the treatments, in their order, in six questions."""
    related = treatments.select_related("patient", "unit", "place")
    found = list(related.annotate(begun=ExpressionWrapper(begun(), BooleanField())))
    ids = [treatment.pk for treatment in found]
    facts, looks = staff_facts(found, now), last_looks(ids)
    done = _modules_done(ids)
    return [
        _row(t, staff_flags(facts[t.pk]), done.get(t.pk, frozenset()), looks.get(t.pk), now)
        for t in found
    ]


def _modules_done(treatments: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = {}
    for treatment, module in ModuleDone.objects.filter(treatment__in=treatments).values_list(
        "treatment", "module"
    ):
        found[treatment] = found.get(treatment, frozenset()) | {module}
    return found


def _row(
    treatment: Treatment,
    flags: tuple[Flag, ...],
    done: frozenset[str],
    looked_at: datetime | None,
    now: datetime,
) -> Row:
    content, today = programme(treatment.programme), local_date(now)
    shown = shown_in(treatment)
    modules = [m for m in content.modules if m.kind is ModuleKind.MODULE and m.id in shown]
    place = getattr(treatment, "place", None)
    here = next((m.title for m in content.modules if place and m.id == place.module), "")
    stage = phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)
    return Row(
        treatment,
        content,
        flags,
        quiet_filters(
            stage,
            begun=treatment.begun,  # type: ignore[attr-defined]
            last_active_at=treatment.last_active_at,
            look_due=follow_up_due(looked_at, treatment.starts_on, content.follow_up_days, today),
            today=today,
        ),
        stage,
        sum(module.id in done for module in modules),
        len(modules),
        here,
        days_left(treatment.ends_on, today),
        reminder_due(treatment.ends_on, today),
        looked_at,
    )


def _rank(row: Row) -> tuple[bool, object, object]:
    first = urgency(row.flags[0]) if row.flags else ()
    return not row.flags, first, order(f"{row.treatment.patient.family_name} {row.name}")
