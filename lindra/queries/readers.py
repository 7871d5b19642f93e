""" "Vem har läst" (BEHAVIOUR F16): the rows of the access log that staff have left about a patient.

A public care provider gives a patient unit and time of each access, so that she can judge whether
it was justified (PDL 8 kap. 5 §, HSLF-FS 2016:40 4 kap. 10 §); who it was, is the unit's setting.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from lindra.models import AccessLog, Patient, Unit

PAGE = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """One access. `name` is "" where the reader's unit does not show names."""

    row: AccessLog
    name: str


@dataclass(frozen=True, slots=True)
class Readers:
    """`older` is the id to ask for what comes before; None at the beginning."""

    found: tuple[Reader, ...]
    older: int | None


def readers_of(patient: Patient, before: int | None = None) -> Readers:
    """At most 100 accesses by staff to anything about the patient, newest first, lists included."""
    rows = AccessLog.objects.filter(
        user_kind="staff", patients__contains=[{"id": patient.personal_number}]
    )
    if before is not None:
        rows = rows.filter(id__lt=before)
    # + 0: the index of patients is to be used, not a walk backwards through everybody's rows
    found = list(rows.order_by((F("id") + 0).desc())[: PAGE + 1])
    shown = found[:PAGE]
    named = _units_that_name({row.user_care_unit_id for row in shown})
    given = (Reader(row, row.user_name if row.user_care_unit_id in named else "") for row in shown)
    return Readers(tuple(given), shown[-1].pk if len(found) > PAGE else None)


def _units_that_name(units: set[str]) -> frozenset[str]:
    shows = Unit.objects.filter(hsa_id__in=units, shows_names=True)
    return frozenset(shows.values_list("hsa_id", flat=True))
