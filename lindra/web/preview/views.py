"""The pages of the preview. Nobody is logged in and nothing is stored."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from lindra import clock
from lindra.models import Answer, Patient, Treatment, Unit
from lindra.programme.registry import all_programmes
from lindra.programme.spec import Form, Programme
from lindra.queries.overview import ModuleView
from lindra.queries.results import filling
from lindra.rules.answers import lifted_words
from lindra.rules.calendar import local_date
from lindra.rules.progress import ModuleState, neighbours
from lindra.web.answer_form import AnswerForm
from lindra.web.frame import Frame
from lindra.web.page_words import written
from lindra.web.patient.mindfulness import player
from lindra.web.preview.reload import saved_at


def look(request: HttpRequest) -> dict[str, object]:
    """What every template is given: which side is shown, and when the files were saved."""
    side = request.GET.get("visa") or request.COOKIES.get("visa", "patient")
    return {"ui": {}, "side": side, "saved_at": saved_at(settings.PROGRAMMES_DIR)}


def index(request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """Everything that the programme has, with links."""
    return render(request, "preview/index.html", _context(_frame(treatment_id)))


def module(request: HttpRequest, treatment_id: UUID, module_id: str) -> HttpResponse:
    """A module's own page."""
    here = _frame(treatment_id)
    view = _view(here, module_id)
    forms = {form.id: form for form in here.programme.newest_forms()}
    tasks = [(task, forms.get(task.form)) for task in view.module.tasks]
    return render(request, "patient/module.html", {**_context(here), "view": view, "tasks": tasks})


def page(request: HttpRequest, treatment_id: UUID, module_id: str, page_id: str) -> HttpResponse:
    """A page, as the patient reads it or as staff look at it."""
    here = _frame(treatment_id)
    view, shown = _view(here, module_id), here.page(module_id, page_id)
    before, after = neighbours(view.pages, page_id)
    context = {
        **_context(here),
        **written(here, shown),
        "note": shown.note_when.text if shown.note_when else "",
        "recalled": [(recall.lead, "(patientens egna ord)") for recall in shown.recall],
        "charts": [],
        "view": view,
        "module": view.module,
        "number": view.pages.index(shown) + 1,
        "before": before,
        "after": after,
    }
    response = render(request, "preview/page.html", context)
    if request.GET.get("visa") in ("patient", "staff"):
        response.set_cookie("visa", request.GET["visa"], samesite="Lax")
    return response


def form(request: HttpRequest, treatment_id: UUID, form_id: str) -> HttpResponse:
    """A form to fill in; what is sent is shown as staff would see it, and forgotten."""
    here = _frame(treatment_id)
    spec = here.form(form_id)
    helps = {each.id: each.html for each in here.programme.helps}
    now = clock.now()
    shown = AnswerForm(
        spec,
        now,
        request.POST or None,
        entry_date=local_date(now) if spec.one_per_date else None,
        helps=helps,
    )
    sent = _answer(here, spec, shown.values()) if shown.is_bound and shown.is_valid() else None
    context = {**_context(here), "form": shown, "spec": spec, "sent": sent}
    return render(request, "preview/form.html", context, status=422 if shown.errors else 200)


def exercise(request: HttpRequest, treatment_id: UUID, exercise_id: str) -> HttpResponse:
    """A mindfulness exercise with its player."""
    here = _frame(treatment_id)
    try:
        shown = here.programme.exercise(exercise_id)
    except KeyError as error:
        raise Http404 from error
    after = here.form(shown.after) if shown.after else None
    context = {**_context(here), "exercise": shown, "after": after, "player": player(shown)}
    return render(request, "patient/exercise.html", context)


def help_page(request: HttpRequest, treatment_id: UUID, help_id: str) -> HttpResponse:
    """A text of help."""
    here = _frame(treatment_id)
    found = [help_ for help_ in here.programme.helps if help_.id == help_id]
    if not found:
        raise Http404
    return render(request, "preview/help.html", {**_context(here), "help": found[0]})


def changed(_request: HttpRequest) -> HttpResponse:
    """When the newest file was saved: the page asks, and reloads itself."""
    return JsonResponse({"saved_at": saved_at(settings.PROGRAMMES_DIR)})


def first(_request: HttpRequest) -> HttpResponse:
    """To the first programme."""
    names = [content.id for content in all_programmes()]
    if not names:
        raise Http404
    return redirect("home", _key(names[0]))


def next_page(
    _request: HttpRequest, treatment_id: UUID, module_id: str, page_id: str
) -> HttpResponse:
    """ "Nästa": nothing is marked as read."""
    view = _view(_frame(treatment_id), module_id)
    _, after = neighbours(view.pages, page_id)
    if after is None:
        return redirect("module", treatment_id, module_id)
    return redirect("page", treatment_id, module_id, after.id)


def back(_request: HttpRequest, treatment_id: UUID, module_id: str, **_rest: str) -> HttpResponse:
    """What would be stored is not: back to the module."""
    return redirect("module", treatment_id, module_id)


def _key(programme_id: str) -> UUID:
    """What stands for the treatment in the addresses."""
    return uuid5(NAMESPACE_URL, programme_id)


def _frame(treatment_id: UUID) -> Frame:
    """Somebody's treatment with the programme, at a unit: nobody's, and never saved."""
    found = [content for content in all_programmes() if _key(content.id) == treatment_id]
    if not found:
        raise Http404
    unit = Unit(name="Mottagningen", reads="på vardagar", answers="inom tre vardagar")
    patient = Patient(personal_number="0" * 12, given_name="Patienten", family_name="")
    nobody = Treatment(id=treatment_id, patient=patient, unit=unit, programme=found[0].id)
    return Frame(nobody, found[0], "Karin")


def _context(here: Frame) -> dict[str, object]:
    content: Programme = here.programme
    return {
        "brand": content.name,
        "programme": content,
        "treatment": here.treatment,
        "therapist": here.therapist,
        "preview": content.id,
    }


def _view(here: Frame, module_id: str) -> ModuleView:
    found = here.module(module_id)
    return ModuleView(found, ModuleState.NOT_BEGUN, frozenset(), found.pages)


def _answer(here: Frame, spec: Form, values: dict[str, object]) -> object:
    answer = Answer(
        treatment=here.treatment,
        form=spec.id,
        version=spec.version,
        values=values,
        lifted=list(lifted_words(spec, values)),
        sent_at=clock.now(),
    )
    return filling(answer)
