"""What is counted of a unit's treatments that began in a year (BEHAVIOUR F15).

Counted as it was when the year was over, whatever has been done, undone or moved since then. Six
questions, whatever there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from lindra.models import (
    Answer,
    Event,
    EventKind,
    Handover,
    ModuleDone,
    PageRead,
    Treatment,
    Unit,
)
from lindra.programme.registry import all_programmes
from lindra.programme.spec import Form, Programme
from lindra.rules.calendar import instant
from lindra.rules.lifecycle import end_reasons
from lindra.rules.progress import countable
from lindra.rules.unit_statistics import Counts, counted_until, months

OTHER = "Annan orsak"  # also what is no longer in the unit's list


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the statistics are about: treatments at a unit that began in a year that is over."""

    unit: Unit
    programme: Programme
    year: int

    @property
    def until(self) -> date:
        return counted_until(self.year)

    @property
    def before(self) -> datetime:
        """The first moment that is not counted."""
        return instant(self.until + timedelta(days=1), time())

    @property
    def months(self) -> tuple[date, ...]:
        return months(self.year)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The unit's reasons for an end. What else was once given counts as another reason."""
        own = end_reasons(self.unit.end_reasons)
        return own if OTHER in own else (*own, OTHER)

    @property
    def forms(self) -> tuple[Form, ...]:
        """All that can be sent but the one that says it is carried out, which is told by itself."""
        newest = self.programme.newest_forms()
        return tuple(form for form in newest if not (form.private or form.completes))


def programmes_of(unit: Unit) -> list[Programme]:
    """The programmes that the unit uses or has used."""
    used = set(Treatment.objects.filter(unit=unit).values_list("programme", flat=True).distinct())
    return [each for each in all_programmes() if each.id in {*unit.programmes, *used}]


def counts(chosen: Chosen) -> Counts:
    """What there is to count; nothing of a training unit (BEHAVIOUR F14)."""
    treatments = list(_treatments(chosen))
    ids = [each.pk for each in treatments]
    began = Counter(each.starts_on.month for each in treatments)
    return Counts(
        months=[began[first.month] for first in chosen.months],
        standing=_standing(treatments, chosen),
        completed=_completed(ids, chosen.before),
        modules=_modules(ids, chosen),
        forms=_forms(ids, chosen),
    )


def _treatments(chosen: Chosen) -> QuerySet[Treatment]:
    """Those that were the unit's then: one handed over since counts where it was handed from."""
    since = Handover.objects.filter(
        treatment=OuterRef("pk"), accepted=True, answered_at__gte=chosen.before
    )
    moved_from = Subquery(since.order_by("answered_at").values("from_unit")[:1])
    then_at = Coalesce(moved_from, F("unit"), output_field=BigIntegerField())
    return Treatment.objects.annotate(then_at=then_at).filter(
        then_at=chosen.unit.pk,
        unit__training=False,
        programme=chosen.programme.id,
        starts_on__year=chosen.year,
    )


def _standing(treatments: Sequence[Treatment], chosen: Chosen) -> list[int]:
    """Those that had not ended, then those that had by reason."""
    known = set(chosen.reasons)
    ended = [t for t in treatments if t.ended_at is not None and t.ended_at < chosen.before]
    why = Counter(t.end_reason if t.end_reason in known else OTHER for t in ended)
    return [len(treatments) - len(ended), *(why[reason] for reason in chosen.reasons)]


def _answers(ids: list[UUID], before: datetime) -> QuerySet[Answer]:
    """The answers that stood then: sent, and neither replaced nor taken back until since."""
    not_replaced = Q(replaced_at__isnull=True) | Q(replaced_at__gte=before)
    not_withdrawn = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=before)
    return Answer.objects.filter(not_replaced, not_withdrawn, treatment__in=ids, sent_at__lt=before)


def _completed(ids: list[UUID], before: datetime) -> int:
    said = _answers(ids, before).filter(completes=True)
    return said.values("treatment").distinct().count()


def _modules(ids: list[UUID], chosen: Chosen) -> list[tuple[int, int]]:
    """How many are under way and done with each module: begun is a page read, done is said."""
    modules = chosen.programme.modules
    done = _done(ids, chosen.before)
    named = Case(
        *(When(page__in=[p.id for p in countable(m)], then=Value(m.id)) for m in modules),
        default=Value(""),
    )
    pages = PageRead.objects.filter(treatment__in=ids, read_at__lt=chosen.before)
    begun = set(pages.values_list("treatment", named).distinct())
    under_way, finished = (Counter(module for _, module in found) for found in (begun - done, done))
    return [(under_way[each.id], finished[each.id]) for each in modules]


def _done(ids: list[UUID], before: datetime) -> set[tuple[UUID, str]]:
    """(treatment, module) for each that was done then: also where the first thing since undid it.

    Undoing takes the row away and leaves its event.
    """
    rows = ModuleDone.objects.filter(treatment__in=ids, done_at__lt=before)
    since = Event.objects.filter(
        treatment__in=ids,
        at__gte=before,
        kind__in=(EventKind.MODULE_DONE, EventKind.MODULE_UNDONE),
    )
    latest_first = since.order_by("-at", "-pk").values_list("treatment", "subject", "kind")
    first = {(treatment, module): kind for treatment, module, kind in latest_first}
    undone = {of for of, kind in first.items() if kind == EventKind.MODULE_UNDONE}
    return undone.union(rows.values_list("treatment", "module"))


def _forms(ids: list[UUID], chosen: Chosen) -> list[tuple[int, int]]:
    """How many have used each form, and how many fillings stand."""
    sent = _answers(ids, chosen.before)
    rows = sent.values("form").annotate(used=Count("treatment", distinct=True), n=Count("pk"))
    found = {row["form"]: (row["used"], row["n"]) for row in rows}
    return [found.get(form.id, (0, 0)) for form in chosen.forms]
