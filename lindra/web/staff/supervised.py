""" "Handledning": the treatments that a supervisor is named on, to be read (BEHAVIOUR, roles)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from lindra.access import May, treatments_supervised
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.queries.colleagues import responsible_of_each
from lindra.queries.life import phase_of
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.swedish import order
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context


@door(May.SEE_SUPERVISED, "Handledning")
def supervised(request: StaffRequest) -> HttpResponse:
    """By name in Swedish order, those that have ended last; one log row with all of them."""
    today = local_date(request.now)
    found = sorted(treatments_supervised(request.who, today), key=_place)
    responsible = responsible_of_each([each.pk for each in found])
    request.seen.patients = [each.patient for each in found]
    rows = [
        {
            "treatment": each,
            "programme": programme(each.programme),
            "phase": phase_of(each, today),
            "responsible": responsible.get(each.pk),
        }
        for each in found
    ]
    return render(
        request, "staff/supervised.html", {**context(request, "supervised"), "rows": rows}
    )


def _place(treatment: Treatment) -> tuple[bool, tuple[str, str]]:
    patient = treatment.patient
    return treatment.state == State.ENDED, order(f"{patient.family_name} {patient.given_name}")
