""" "Rätt person?": the name typed at the start is not the name that logged in (M9b)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.treatments import confirm_person
from lindra.gateways.population import RegisterDown
from lindra.gateways.providers import population_register
from lindra.models import Treatment
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import patient_context


@door(May.HANDLE_TREATMENT, "Rätt person", methods=("GET", "POST"), activity=Activity.WRITE)
def check_person(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """What was typed beside what the register says; one of the team confirms."""
    try:
        person = population_register().look_up(treatment.patient.personal_number)
        down = False
    except RegisterDown:
        person, down = None, True
    if request.method == "POST" and person is not None:
        confirm_person(treatment=treatment, person=person, by=request.who, now=request.now)
        messages.success(request, "Namnet är rättat. Patienten kan logga in.")
        return redirect("manage", treatment.pk)
    page = {**patient_context(request, treatment, "manage"), "person": person, "down": down}
    return render(request, "staff/check_person.html", page)
