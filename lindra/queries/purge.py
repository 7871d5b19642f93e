"""What may be purged at a unit today, what holds the rest back, and what to know before (M21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate

from lindra.models import (
    AccessLog,
    Answer,
    ExportJob,
    ExportState,
    LegalHold,
    Message,
    Patient,
    PurgeRun,
    RecordNote,
    Treatment,
    Unit,
    WorkNote,
)
from lindra.programme.registry import programme
from lindra.rules.calendar import SWEDEN, local_date
from lindra.rules.refused import Refused
from lindra.rules.retention import Kept, check_purge

Row = TypeVar("Row", bound=Model)

HOLDS_COPIES = (ExportState.RUNNING, ExportState.READY)
OWN_COPY = ("own_pdf", "own_json")  # the views of "Mina uppgifter" that give a file


@dataclass(frozen=True, slots=True)
class Found:
    """A treatment and what the rule asks of it."""

    id: UUID
    programme: str
    ended_at: datetime | None
    personal_number: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Count:
    """So many treatments of a programme that ended in a year."""

    programme: str
    year: int
    number: int

    @property
    def name(self) -> str:
        """The programme's name."""
        return programme(self.programme).name


@dataclass(frozen=True, slots=True)
class Preview:
    """What may go today, and how many are held back for each of the rule's reasons."""

    found: tuple[Found, ...]
    held: Counter[str]

    @property
    def counts(self) -> list[Count]:
        """By programme and year of the end."""
        years = Counter((each.programme, _year(each)) for each in self.found)
        return [Count(name, year, number) for (name, year), number in sorted(years.items())]

    @property
    def fingerprint(self) -> str:
        """Another as soon as it is not exactly these treatments."""
        return sha256(" ".join(sorted(str(each.id) for each in self.found)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnCopies:
    """How many patients, and how many of them have logged in, or taken a file, since the end."""

    patients: int
    logged_in: int
    taken: int


@dataclass(frozen=True, slots=True)
class NotExported:
    """Answers of a programme that no fetched export holds. `last` is when one was fetched last."""

    programme: str
    answers: int
    last: datetime | None

    @property
    def name(self) -> str:
        """The programme's name."""
        return programme(self.programme).name


def treatments_kept(which: Q) -> list[Found]:
    """The treatments with all that the rule asks about them: one question."""
    rows = Treatment.objects.filter(which).annotate(
        last_entry_at=Greatest(
            F("started_at"),
            _newest(Answer.objects.filter(treatment=OuterRef("pk")), "sent_at"),
            _newest(Message.objects.filter(conversation__treatment=OuterRef("pk")), "sent_at"),
            _newest(WorkNote.objects.filter(treatment=OuterRef("pk")), "written_at"),
            _newest(RecordNote.objects.filter(treatment=OuterRef("pk")), "approved_at"),
        ),
        held=Exists(standing_holds().filter(patient=OuterRef("patient"), unit=OuterRef("unit"))),
    )
    values = rows.order_by("ended_at", "pk").values_list(
        "pk", "programme", "ended_at", "patient__personal_number", "last_entry_at", "held"
    )
    return [_found(row) for row in values]


def standing_holds() -> QuerySet[LegalHold]:
    """The "gallringsstopp" that nobody has lifted."""
    return LegalHold.objects.filter(lifted_at__isnull=True)


def units_with(patient: Patient) -> QuerySet[Unit]:
    """The units that have a treatment of the patient's, or have handed one over that is left."""
    former = Q(handed_over__treatment__patient=patient, handed_over__accepted=True)
    return Unit.objects.filter(Q(treatments__patient=patient) | former)


def preview(unit: Unit, today: date) -> Preview:
    """All of the unit: the rule decides of each treatment."""
    return sorted_out(treatments_kept(Q(unit=unit)), unit, today)


def sorted_out(found: Iterable[Found], unit: Unit, today: date) -> Preview:
    """Those that the rule lets go, and the number for each reason why not."""
    may_go: list[Found] = []
    held: Counter[str] = Counter()
    for each in found:
        reason = _reason(each, unit, today)
        if reason:
            held[reason] += 1
        else:
            may_go.append(each)
    return Preview(tuple(may_go), held)


def still_held(run: PurgeRun, today: date) -> Counter[str]:
    """Why treatments of a proposal may no longer go, and how many for each reason."""
    shown = treatments_kept(Q(pk__in=run.items.values("treatment")))
    return sorted_out(shown, run.unit, today).held


def not_exported(found: Sequence[Found], unit: Unit) -> list[NotExported]:
    """For each programme: the answers that have come since an export that was fetched.

    An export holds what was sent within its days before it was ordered.
    """
    made = [
        _not_exported(name, [each.id for each in found if each.programme == name], unit)
        for name in sorted({each.programme for each in found})
    ]
    return [each for each in made if each.answers]


def own_copies(found: Collection[Found]) -> OwnCopies:
    """What the access log tells of the patients since each treatment's end."""
    ends = {each.personal_number: each.ended_at for each in found}
    by_patient = AccessLog.objects.filter(user_kind="patient", user_id__in=list(ends))
    rows = by_patient.filter(activity_args__in=("log_in", *OWN_COPY)).values_list(
        "user_id", "activity_args", "start_date"
    )
    since = [(who, what) for who, what, at in rows if at >= (ends[who] or at)]
    return OwnCopies(
        len(ends),
        len({who for who, what in since if what == "log_in"}),
        len({who for who, what in since if what in OWN_COPY}),
    )


def copies_waiting(unit: Unit) -> int:
    """Exports of the unit that wait to be fetched, or are being made."""
    return ExportJob.objects.filter(unit=unit, state__in=HOLDS_COPIES).count()


def open_run(unit: Unit) -> PurgeRun | None:
    """The proposal that waits, or the purge that is going on."""
    return _runs(unit).filter(finished_at__isnull=True, cancelled_at__isnull=True).first()


def past_runs(unit: Unit) -> list[PurgeRun]:
    """What is over, the newest first."""
    over = Q(finished_at__isnull=False) | Q(cancelled_at__isnull=False)
    return list(_runs(unit).filter(over).order_by("-proposed_at"))


def run_at(unit: Unit, run_id: UUID) -> PurgeRun | None:
    """A run of the unit."""
    return _runs(unit).filter(pk=run_id).first()


def counts_of(run: PurgeRun) -> list[Count]:
    """What was shown when it was proposed."""
    return [Count(name, year, number) for name, year, number in run.shown]


def log_name(run: PurgeRun) -> str:
    """What the access log calls it in its rows."""
    return f"purge {run.pk}"


def rows_in_log(run: PurgeRun) -> int:
    """How many rows of the access log tell of it: one for each treatment."""
    return AccessLog.objects.filter(activity_args=log_name(run)).count()


def _runs(unit: Unit) -> QuerySet[PurgeRun]:
    return PurgeRun.objects.filter(unit=unit).select_related(
        "unit", "proposed_by", "approved_by", "cancelled_by"
    )


def _found(row: tuple[UUID, str, datetime | None, str, datetime, bool]) -> Found:
    pk, name, ended_at, number, entry, held = row
    ended_on = local_date(ended_at) if ended_at else None
    kept = Kept(programme(name).retention, ended_on, local_date(entry), legal_hold=held)
    return Found(pk, name, ended_at, number, kept)


def _newest(rows: QuerySet[Row], moment: str) -> Subquery:
    return Subquery(rows.order_by(f"-{moment}").values(moment)[:1])


def _reason(found: Found, unit: Unit, today: date) -> str:
    try:
        check_purge(found.kept, unit.waiting_days, today)
    except Refused as refused:
        return refused.code
    return ""


def _year(found: Found) -> int:
    assert found.kept.ended_on is not None
    return found.kept.ended_on.year


def _not_exported(name: str, ids: list[UUID], unit: Unit) -> NotExported:
    fetched = ExportJob.objects.filter(unit=unit, programme=name, fetched_at__isnull=False)
    held = Q(pk__in=())
    for first, last, ordered_at in fetched.values_list("first", "last", "ordered_at"):
        held |= Q(day__range=(first, last), sent_at__lt=ordered_at)
    answers = Answer.objects.filter(treatment__in=ids).annotate(
        day=TruncDate("sent_at", tzinfo=SWEDEN)
    )
    newest = fetched.order_by("-fetched_at").values_list("fetched_at", flat=True).first()
    return NotExported(name, answers.exclude(held).count(), newest)
