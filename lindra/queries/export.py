"""What an export of a unit and a programme reads, a stretch at a time (BEHAVIOUR M22).

Rows come through a cursor of the server's own, five hundred at a time: the memory used is the same
for ten answers and for a million. Run within one transaction with REPEATABLE READ where the same
treatments must be seen by every question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lindra.models import (
    Answer,
    Message,
    ModuleDone,
    PageRead,
    Patient,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.models.treatment import Part
from lindra.programme.spec import Programme
from lindra.rules.calendar import SWEDEN

STRETCH = 500  # rows; of a form with many questions, some megabytes


@dataclass(frozen=True, slots=True)
class Selection:
    """A unit's treatments of one programme; answers sent from `first` to `last`, both included.

    A treatment is in the selection when it was running, or answered in, on any of the days.
    Days are Swedish. ValueError when they are not in order.
    """

    unit: Unit
    programme: Programme
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("the first day comes after the last")

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after the last day."""
        return _midnight(self.last + timedelta(days=1))


def treatments(selection: Selection) -> QuerySet[Treatment]:
    """The treatments, the first started first."""
    return (
        chosen_treatments(selection, Q(unit=selection.unit))
        .select_related("patient", "unit__care_provider")
        .order_by("started_at", "pk")
    )


def chosen_treatments(selection: Selection, here: Q) -> QuerySet[Treatment]:
    """Those of the programme and the period among the treatments that `here` names."""
    running = Q(started_at__lt=selection.ends) & (
        Q(ended_at__isnull=True) | Q(ended_at__gte=selection.begins)
    )
    answered = Exists(Answer.objects.filter(_in_period(selection), treatment=OuterRef("pk")))
    return Treatment.objects.filter(running | answered, here, programme=selection.programme.id)


def each_treatment(selection: Selection) -> Iterator[Treatment]:
    """The treatments, a stretch at a time, with `pages`, `modules`, `responsible` and `sent`:

    pages read, the ids of finished modules, the responsible member of staff or None, and how many
    answers the period has.
    """
    found = treatments(selection).annotate(
        sent=Count("answers", filter=_in_period(selection, "answers__"))
    )
    stretch: list[Treatment] = []
    for treatment in found.iterator(STRETCH):
        stretch.append(treatment)
        if len(stretch) == STRETCH:
            yield from _with_progress(stretch)
            stretch = []
    yield from _with_progress(stretch)


def patients_of(selection: Selection) -> Iterator[Patient]:
    """Whose the treatments are, each person once."""
    found = chosen_treatments(selection, Q(unit=selection.unit))
    patients = Patient.objects.filter(pk__in=found.values("patient"))
    return patients.order_by("pk").iterator(STRETCH)


def each_answer(selection: Selection, form: str = "") -> Iterator[Answer]:
    """The answers of the period, also those replaced or taken back, by form and when sent.

    Only of one form when it is named. Each carries its treatment.
    """
    found = _answers(selection, form).select_related("treatment")
    return found.order_by("form", "sent_at", "pk").iterator(STRETCH)


def each_message(selection: Selection) -> Iterator[Message]:
    """The messages of the period with their threads; a misdirected one is left out."""
    return (
        Message.objects.filter(
            conversation__treatment__unit=selection.unit,
            conversation__treatment__programme=selection.programme.id,
            sent_at__gte=selection.begins,
            sent_at__lt=selection.ends,
            misdirected_at__isnull=True,
        )
        .select_related("conversation__treatment", "staff")
        .order_by("sent_at", "pk")
        .iterator(STRETCH)
    )


def answers_in(selection: Selection) -> int:
    """How many answers the export has."""
    return _answers(selection).count()


def forms_in(selection: Selection) -> frozenset[tuple[str, int]]:
    """The forms that have answers in the period, each with its version."""
    found = _answers(selection).order_by().values_list("form", "version").distinct()
    return frozenset(found)


def _answers(selection: Selection, form: str = "") -> QuerySet[Answer]:
    chosen = Answer.objects.filter(
        _in_period(selection),
        treatment__unit=selection.unit,
        treatment__programme=selection.programme.id,
    )
    return chosen.filter(form=form) if form else chosen


def _in_period(selection: Selection, path: str = "") -> Q:
    return Q(**{f"{path}sent_at__gte": selection.begins, f"{path}sent_at__lt": selection.ends})


def _with_progress(stretch: list[Treatment]) -> Iterator[Treatment]:
    ids = [treatment.pk for treatment in stretch]
    pages = dict(
        PageRead.objects.filter(treatment__in=ids)
        .values_list("treatment")
        .annotate(Count("id"))
        .order_by()
    )
    done: dict[object, list[str]] = {}
    for row in ModuleDone.objects.filter(treatment__in=ids).order_by("done_at", "pk"):
        done.setdefault(row.treatment_id, []).append(row.module)
    members = TeamMember.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
        treatment__in=ids,
        part=Part.RESPONSIBLE,
    ).order_by("added_at")
    responsible = {each.treatment_id: each.staff for each in members.select_related("staff")}
    for treatment in stretch:
        treatment.pages = pages.get(treatment.pk, 0)  # type: ignore[attr-defined]
        treatment.modules = tuple(done.get(treatment.pk, ()))  # type: ignore[attr-defined]
        treatment.responsible = responsible.get(treatment.pk)  # type: ignore[attr-defined]
        yield treatment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SWEDEN).astimezone(UTC)
