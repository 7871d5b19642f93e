"""The exports that a unit has ordered, what it can order, and whom a file is about (M22)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lindra.models import ExportJob, ExportPart, Handover, Patient, Treatment, Unit
from lindra.programme.registry import all_programmes, programme
from lindra.programme.spec import Programme
from lindra.queries.export import Selection, chosen_treatments

SHOWN = 50


def programmes_at(unit: Unit) -> list[Programme]:
    """What the unit offers, or has treated by."""
    used = set(Treatment.objects.filter(unit=unit).values_list("programme", flat=True).distinct())
    return [each for each in all_programmes() if each.id in used | set(unit.programmes)]


def exports_of(unit: Unit) -> list[ExportJob]:
    """The newest fifty, the last ordered first; `has_key`: a key waits to be fetched."""
    keys = ExportPart.objects.filter(job=OuterRef("pk"), is_key=True)
    found = ExportJob.objects.filter(unit=unit).annotate(has_key=Exists(keys))
    return list(found.select_related("ordered_by").order_by("-ordered_at", "pk")[:SHOWN])


def selection_of(job: ExportJob) -> Selection:
    """What the export reads. KeyError for a programme that is there no more."""
    return Selection(job.unit, programme(job.programme), job.first, job.last)


def patients_in(job: ExportJob) -> QuerySet[Patient]:
    """Everybody who can be in the file, for the access log.

    Those of the unit now, and those that it has handed over since the export was ordered.
    """
    since = Handover.objects.filter(
        from_unit=job.unit, accepted=True, answered_at__gte=job.ordered_at
    )
    here = Q(unit=job.unit) | Q(pk__in=since.values("treatment"))
    found = chosen_treatments(selection_of(job), here)
    return Patient.objects.filter(pk__in=found.values("patient")).order_by("pk")
