"""What is counted of a unit's treatments that began in a year (BEHAVIOUR F15).

Counted as of the last day of the last whole month. Five questions, whatever there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from lindra.models import Answer, ModuleDone, PageRead, Treatment, Unit
from lindra.models.answer import CURRENT
from lindra.programme.registry import all_programmes
from lindra.programme.spec import Form, Programme
from lindra.rules.calendar import instant
from lindra.rules.lifecycle import end_reasons
from lindra.rules.progress import countable
from lindra.rules.unit_statistics import Counts, counted_until, months

OTHER = "Annan orsak"  # also what is no longer in the unit's list


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the statistics are about: treatments at a unit with a first day in a year."""

    unit: Unit
    programme: Programme
    year: int
    until: date

    @classmethod
    def of(cls, unit: Unit, programme: Programme, year: int, today: date) -> Chosen:
        return cls(unit, programme, year, counted_until(today))

    @property
    def before(self) -> datetime:
        """The first moment that is not counted."""
        return instant(self.until + timedelta(days=1), time())

    @property
    def months(self) -> tuple[date, ...]:
        return months(self.year, self.until)

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
    treatments = list(
        Treatment.objects.filter(
            unit=chosen.unit,
            unit__training=False,
            programme=chosen.programme.id,
            starts_on__year=chosen.year,
            starts_on__lte=chosen.until,
        )
    )
    ids = [each.pk for each in treatments]
    began = Counter(each.starts_on.month for each in treatments)
    return Counts(
        months=[began[first.month] for first in chosen.months],
        standing=_standing(treatments, chosen),
        completed=_completed(ids, chosen.before),
        modules=_modules(ids, chosen),
        forms=_forms(ids, chosen),
    )


def _standing(treatments: Sequence[Treatment], chosen: Chosen) -> list[int]:
    """Those that had not ended, then those that had by reason."""
    known = set(chosen.reasons)
    ended = [t for t in treatments if t.ended_at is not None and t.ended_at < chosen.before]
    why = Counter(t.end_reason if t.end_reason in known else OTHER for t in ended)
    return [len(treatments) - len(ended), *(why[reason] for reason in chosen.reasons)]


def _completed(ids: list[UUID], before: datetime) -> int:
    said = Answer.objects.filter(CURRENT, treatment__in=ids, completes=True, sent_at__lt=before)
    return said.aggregate(n=Count("treatment", distinct=True))["n"]


def _modules(ids: list[UUID], chosen: Chosen) -> list[tuple[int, int]]:
    """How many are under way and done with each module: begun is a page read, done is said."""
    modules = chosen.programme.modules
    done = ModuleDone.objects.filter(treatment__in=ids, done_at__lt=chosen.before)
    finished = Counter(done.values_list("module", flat=True))
    named = Case(
        *(When(page__in=[p.id for p in countable(m)], then=Value(m.id)) for m in modules),
        default=Value(""),
    )
    this = done.filter(treatment=OuterRef("treatment"), module=OuterRef("module"))
    read = (
        PageRead.objects.filter(treatment__in=ids, read_at__lt=chosen.before)
        .annotate(module=named)
        .filter(~Exists(this))
        .values("module")
        .annotate(n=Count("treatment", distinct=True))
    )
    under_way = {row["module"]: row["n"] for row in read}
    return [(under_way.get(each.id, 0), finished[each.id]) for each in modules]


def _forms(ids: list[UUID], chosen: Chosen) -> list[tuple[int, int]]:
    """How many have used each form, and how many fillings stand."""
    sent = Answer.objects.filter(CURRENT, Q(sent_at__lt=chosen.before), treatment__in=ids)
    rows = sent.values("form").annotate(used=Count("treatment", distinct=True), n=Count("pk"))
    found = {row["form"]: (row["used"], row["n"]) for row in rows}
    return [found.get(form.id, (0, 0)) for form in chosen.forms]
