"""The patient's start page, the list of modules, and what there is to know about the time."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, team_of, treatments_of
from lindra.actions.treatments import open_as_patient
from lindra.models import Draft, Treatment
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.queries.overview import Overview, overview
from lindra.rules.answers import is_empty
from lindra.rules.calendar import days_left, local_date, reminder_due
from lindra.rules.flags import patient_is_new
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.offers import due
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context

AT_MOST = 3


@door(May.CHOOSE_TREATMENT, "Egna program")
def treatments(request: PatientRequest) -> HttpResponse:
    """The patient's programmes; with only one it is opened."""
    today = local_date(request.now)
    mine = list(treatments_of(request.who, today).exclude(state=State.ENDED))
    if len(mine) == 1:
        return redirect("home", mine[0].pk)
    choices = [(t, programme(t.programme), patient_is_new(t.opened_by_patient_at)) for t in mine]
    return render(request, "patient/treatments.html", {"choices": choices})


@door(May.READ_OWN_ANSWERS, "Startsida")
def home(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Where to go on, what is not sent, what is due today, and the path."""
    here = frame(treatment, request.now)
    today = local_date(request.now)
    seen = overview(treatment)
    stage = phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)
    readable = stage in (Phase.RUNNING, Phase.MAINTAINED)
    new = readable and open_as_patient(treatment=treatment, by=request.who, now=request.now)
    return render(
        request,
        "patient/home.html",
        {
            **context(request, here, "home"),
            "overview": seen,
            "new": new,
            "drafts": _drafts(treatment, seen),
            "offers": _offers(treatment, seen, today) if stage is Phase.RUNNING else (),
            "steps": _steps(seen),
            "reminder": reminder_due(treatment.ends_on, today),
            "days_left": days_left(treatment.ends_on, today),
            "running": stage is Phase.RUNNING,
            "readable": readable,
            "planned": stage is Phase.PLANNED,
        },
    )


@door(May.READ_PROGRAMME, "Moduler")
def modules(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Every module, all of them open."""
    here = frame(treatment, request.now)
    return render(
        request,
        "patient/modules.html",
        {**context(request, here, "modules"), "overview": overview(treatment)},
    )


@door(May.READ_OWN_ANSWERS, "Om programmet")
def about(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """The team, the last day, who reads what and when."""
    here = frame(treatment, request.now)
    return render(
        request,
        "patient/about.html",
        {**context(request, here), "team": team_of(treatment, local_date(request.now))},
    )


def _drafts(treatment: Treatment, seen: Overview) -> list[dict[str, object]]:
    return [
        {"draft": draft, "form": seen.programme.form(draft.form, draft.version)}
        for draft in treatment.drafts.select_related("replaces").order_by("-saved_at")
        if draft.revision and not is_empty(draft.values) and _can_be_sent(draft)
    ]


def _can_be_sent(draft: Draft) -> bool:
    """Not a change of an answer that has been changed elsewhere."""
    return draft.replaces is None or draft.replaces.replaced_at is None


def _offers(treatment: Treatment, seen: Overview, today: date) -> tuple[Form, ...]:
    rows = treatment.answers.filter(CURRENT).values_list("form", "entry_date", "sent_at")
    last: dict[str, date] = {}
    for form, entry_date, sent_at in rows:
        day = entry_date or local_date(sent_at)
        last[form] = max(day, last.get(form, day))
    reached = {view.module.id for view in seen.modules if view.begun}
    return due(seen.programme.newest_forms(), last, reached, today)[:AT_MOST]


def _steps(seen: Overview) -> list[object]:
    """The module under way and the next: "Visa alla" leads to the rest."""
    path = list(seen.path)
    at = next((n for n, view in enumerate(path) if view is seen.here and not view.done), None)
    if at is None:
        at = next((n for n, view in enumerate(path) if not view.done), len(path) - 1)
    return path[at : at + 2]
