"""Reading: a module and its pages, "Nästa", "Klar med modulen"."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions import reading as act
from lindra.models import Treatment
from lindra.programme.spec import ExerciseKind
from lindra.queries.overview import overview
from lindra.rules.progress import neighbours, next_module
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.page_words import page_context
from lindra.web.patient.frame import context


@door(May.READ_PROGRAMME, "Modul")
def module(request: PatientRequest, treatment: Treatment, module_id: str) -> HttpResponse:
    """What the module is about, its pages, its tasks."""
    here = frame(treatment, request.now)
    here.shown_module(module_id)
    seen = overview(treatment)
    view = seen.module(module_id)
    forms = {form.id: form for form in here.offered(here.programme.newest_forms())}
    tasks = [
        (task, forms.get(task.form))
        for task in view.module.tasks
        if not task.form or task.form in forms
    ]
    following = next((p for p in view.pages if p.id not in view.read and not p.private), None)
    return render(
        request,
        "patient/module.html",
        {
            **context(request, here, "modules"),
            "view": view,
            "recommended": seen.begin is view,
            "tasks": tasks,
            "following": following,
        },
    )


@door(May.READ_PROGRAMME, "Sida")
def page(
    request: PatientRequest, treatment: Treatment, module_id: str, page_id: str
) -> HttpResponse:
    """A page. Opening it keeps the place, but for a private page, which leaves no trace at all."""
    here = frame(treatment, request.now)
    shown = here.shown_page(module_id, page_id)
    view = overview(treatment).module(module_id)
    act.open_page(
        treatment=treatment, module=view.module, page=shown, by=request.who, now=request.now
    )
    request.seen.nothing = shown.private
    before, after = neighbours(view.pages, shown.id)
    return render(
        request,
        "patient/page.html",
        {
            **context(request, here),
            **page_context(here, shown),
            "forms": here.offered(here.form(form) for form in shown.forms),
            "view": view,
            "number": view.pages.index(shown) + 1,
            "before": before,
            "after": after,
            "acknowledged": treatment.acknowledgements.filter(page=shown.id).first(),
        },
    )


@door(May.READ_PROGRAMME, "Sida", methods=("POST",))
def page_done(
    request: PatientRequest, treatment: Treatment, module_id: str, page_id: str
) -> HttpResponse:
    """ "Nästa": the page is read. Leads to the next page, or to the module after the last."""
    here = frame(treatment, request.now)
    shown = here.shown_page(module_id, page_id)
    act.read_page(treatment=treatment, page=shown, by=request.who, now=request.now)
    request.seen.nothing = shown.private
    view = overview(treatment).module(module_id)
    _, after = neighbours(view.pages, shown.id)
    if after is None:
        return redirect("module", treatment.pk, module_id)
    return redirect("page", treatment.pk, module_id, after.id)


@door(May.WORK_IN_PROGRAMME, "Modul", methods=("POST",))
def module_done(request: PatientRequest, treatment: Treatment, module_id: str) -> HttpResponse:
    """ "Klar med modulen", and its undoing."""
    here = frame(treatment, request.now)
    chosen = here.shown_module(module_id)
    if request.POST.get("undo"):
        act.reopen_module(treatment=treatment, module=chosen, by=request.who, now=request.now)
        return redirect("module", treatment.pk, module_id)
    act.finish_module(treatment=treatment, module=chosen, by=request.who, now=request.now)
    modules = [view.module for view in overview(treatment).modules]
    following = next_module(modules, chosen)
    return render(
        request,
        "patient/module_done.html",
        {**context(request, here, "modules"), "module": chosen, "following": following},
    )


@door(May.WORK_IN_PROGRAMME, "Sida", methods=("POST",))
def acknowledge(
    request: PatientRequest, treatment: Treatment, module_id: str, page_id: str
) -> HttpResponse:
    """ "Jag har läst och förstått"."""
    here = frame(treatment, request.now)
    shown = here.shown_page(module_id, page_id)
    if not any(each.kind is ExerciseKind.ACKNOWLEDGE for each in shown.exercises):
        raise Http404
    act.acknowledge(treatment=treatment, page=shown, by=request.who, now=request.now)
    return redirect("page", treatment.pk, module_id, page_id)
