"""Carries out approved purges: patient by patient, each in a transaction of her own (M21, L7).

Killed at any moment it goes on from there: an item goes with its treatment, so what is left of them
is what is left to do. The access log keeps who was purged, by whom and when; nothing else does.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Q, QuerySet

from lindra.access import Purpose, StaffSession
from lindra.actions.access_log import Activity, log_access
from lindra.gateways import queue
from lindra.models import (
    Commission,
    ExportJob,
    ExportPart,
    ExportState,
    Notice,
    Patient,
    PurgeItem,
    PurgeRun,
    Treatment,
    Unit,
)
from lindra.privacy import DECLARATIONS, Declaration, Goes
from lindra.queries.purge import (
    HOLDS_COPIES,
    log_name,
    sorted_out,
    standing_holds,
    treatments_kept,
    units_with,
)
from lindra.queries.sessions import sessions_of
from lindra.rules.calendar import local_date

log = logging.getLogger("lindra.purge")


def carry_out_purges(*, now: datetime, wall: datetime, ids: Collection[UUID] | None = None) -> int:
    """Purge what is approved and left, of these runs or all; returns how many treatments went.

    Several workers may do it at once: each takes what no other holds.
    """
    runs = PurgeRun.objects.filter(approved_at__isnull=False, finished_at__isnull=True)
    if ids is not None:
        runs = runs.filter(pk__in=ids)
    return sum(_carry_out(run, now, wall) for run in runs.select_related("unit", "approved_by"))


def _carry_out(run: PurgeRun, now: datetime, wall: datetime) -> int:
    by = _approver(run)
    _remove_copies(run.unit)
    gone = 0
    for patient in list(_patients(run)):
        try:
            gone += _purge(patient, run, by, now, wall)
        except IntegrityError as error:  # one that cannot go must not stop the rest
            log.error("%s in purge %s", type(error).__name__, run.pk)  # noqa: TRY400
    _finish(run, now)
    return gone


def _patients(run: PurgeRun) -> QuerySet[PurgeItem, int]:
    """The ids of the patients whose treatments are left of the run."""
    left = run.items.order_by("treatment__patient")
    return left.values_list("treatment__patient", flat=True).distinct()


@transaction.atomic
def _purge(patient_id: int, run: PurgeRun, by: StaffSession, now: datetime, wall: datetime) -> int:
    """All of a patient that the run holds, or nothing; returns how many treatments went.

    A patient whom another worker holds is left. What may no longer go is let out of the run.
    """
    alone = Patient.objects.select_for_update(skip_locked=True)
    if alone.filter(pk=patient_id).first() is None:
        return 0
    gone = 0
    for item in run.items.filter(treatment__patient=patient_id).order_by("pk"):
        treatment = _held(item.treatment_id)
        if sorted_out(treatments_kept(Q(pk=treatment.pk)), run.unit, local_date(now)).held:
            item.delete()
            continue
        log_access(
            by=by,
            wall=wall,
            activity=Activity.DELETE,
            name=log_name(run),
            resource="Gallring",
            patients=[treatment.patient],
            treatment=treatment,
            purpose=Purpose.ADMINISTRATION,
        )
        _erase(treatment)
        gone += 1
    PurgeRun.objects.filter(pk=run.pk).update(purged=F("purged") + gone)
    return gone


def _held(pk: UUID) -> Treatment:
    """The treatment, held so that nothing is added to it meanwhile; its patient is already."""
    rows = Treatment.objects.select_for_update(of=("self",))
    return rows.select_related("patient", "unit__care_provider").get(pk=pk)


def _erase(treatment: Treatment) -> None:
    """Every row that is declared to go with the treatment; with the last one, the patient's own.

    ProtectedError when a hold that stands would go.
    """
    patient = treatment.patient
    notices = Notice.objects.filter(treatment=treatment).values_list("pk", flat=True)
    queue.forget([str(each) for each in notices])
    for each in _declared(Goes.WITH_TREATMENT):
        QuerySet(each.model).filter(**{each.path: treatment.pk}).delete()
    _erase_noted(patient)
    if patient.treatments.exists():
        return
    Session.objects.filter(pk__in=sessions_of(patient)).delete()
    for each in _declared(Goes.WITH_PATIENT):
        QuerySet(each.model).filter(**{each.to_patient: patient.pk}).delete()


def _erase_noted(patient: Patient) -> None:
    """What the units have noted of the patient that no longer have anything of hers."""
    left = Q(unit__in=units_with(patient))
    held = standing_holds().filter(patient=patient).exclude(left)
    if held:
        raise ProtectedError("a hold stands", set(held))
    for each in _declared(Goes.WITH_UNIT):
        QuerySet(each.model).filter(**{each.to_patient: patient.pk}).exclude(left).delete()


def _declared(goes: Goes) -> list[Declaration]:
    """What hangs on others comes before what it hangs on."""
    return [each for each in reversed(DECLARATIONS) if each.goes is goes]


def _remove_copies(unit: Unit) -> None:
    """Exports that wait to be fetched, or are being made, hold what is to go."""
    with transaction.atomic():
        jobs = ExportJob.objects.filter(unit=unit, state__in=HOLDS_COPIES)
        jobs.update(state=ExportState.PURGED)
        ExportPart.objects.filter(job__unit=unit).delete()


def _finish(run: PurgeRun, now: datetime) -> None:
    with transaction.atomic():
        held = PurgeRun.objects.select_for_update().get(pk=run.pk)
        if held.finished_at or held.items.exists():
            return
        _remove_copies(run.unit)
        held.finished_at = now
        held.save(update_fields=["finished_at"])


def _approver(run: PurgeRun) -> StaffSession:
    """Whoever approved it, by her commission at the unit, as the access log is to say."""
    commission = (
        Commission.objects.filter(staff=run.approved_by, unit=run.unit)
        .select_related("staff", "unit__care_provider")
        .order_by("-first_day", "-pk")
        .first()
    )
    assert commission is not None
    return StaffSession(commission, frozenset())
