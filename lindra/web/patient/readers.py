""" "Vem har läst" (BEHAVIOUR F16): when, at which unit, why – and who, where the unit says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from lindra.access import May
from lindra.models import Treatment
from lindra.queries.readers import Reader, readers_of
from lindra.rules.calendar import local, local_date
from lindra.rules.swedish import listed
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context

DID = {
    "Läsa": "Läste",
    "Skriva": "Skrev eller ändrade",
    "Utskrift": "Tog ut en kopia",
    "Radera": "Tog bort",
    "Nödöppning": "Läste i en akut situation, utan att vara i ditt team",
}
WHY = {
    "Vård och behandling": "För din vård och behandling",
    "Administration": "För att sköta mottagningens arbete",
    "Kvalitetssäkring": "För att kontrollera att reglerna följs",
    "Statistik": "För att räkna och följa upp",
    "Kvalitetsregister": "För ett kvalitetsregister",
    "Annan dokumentation enligt lag": "För att göra det som lagen kräver",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What one reader did for one reason on one day, with the times of every access."""

    who: str
    name: str
    did: str
    why: str
    unit: str
    times: str
    count: int


@dataclass(frozen=True, slots=True)
class Day:
    """A Swedish day, with the readers in the order of their latest access."""

    day: date
    visits: tuple[Visit, ...]


@door(May.SEE_READERS, "Vem har läst")
def page(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Every access by staff to what is kept about the patient, newest first, 100 at a time."""
    before = request.GET.get("fore", "")
    known = before.isascii() and before.isdecimal() and len(before) < 18
    found = readers_of(request.who.patient, int(before) if known else None)
    here = frame(treatment, request.now)
    shown = {
        **context(request, here),
        "own_data_url": here.address("own_data"),
        "days": days(found.found),
        "older": found.older,
        "later": known,
        "names": any(each.name for each in found.found),
    }
    return render(request, "patient/readers.html", shown)


def days(found: Iterable[Reader]) -> list[Day]:
    """The accesses by day, and within a day by who, what and why; none is left out."""
    by_day = groupby(found, key=lambda each: local_date(each.row.start_date))
    return [Day(day, _visits(each)) for day, each in by_day]


def _visits(found: Iterable[Reader]) -> tuple[Visit, ...]:
    together: dict[tuple[str, ...], list[Reader]] = {}
    for each in found:
        row = each.row
        key = (row.user_id, row.user_assignment, row.user_title, row.activity_type, row.purpose)
        together.setdefault(key, []).append(each)
    return tuple(_visit(each) for each in together.values())


def _visit(found: list[Reader]) -> Visit:
    row = found[0].row
    times = [f"{local(each.row.start_date):%H:%M}" for each in reversed(found)]
    return Visit(
        who=row.user_title or "Personal",
        name=found[0].name,
        did=DID.get(row.activity_type, row.activity_type),
        why=WHY.get(row.purpose, row.purpose),
        unit=row.user_care_unit_name,
        times=listed(list(dict.fromkeys(times))),
        count=len(found),
    )
