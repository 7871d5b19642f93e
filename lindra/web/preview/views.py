"""The pages of the preview. Nobody is logged in and nothing is stored."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra import clock
from lindra.programme.registry import all_programmes
from lindra.programme.spec import HELP_NOW, Form
from lindra.rules.answers import is_empty
from lindra.rules.calendar import local_date
from lindra.rules.progress import neighbours
from lindra.web import appearance
from lindra.web.answer_form import AnswerForm
from lindra.web.frame import Frame
from lindra.web.page_words import written
from lindra.web.patient.mindfulness import player
from lindra.web.preview import nobody
from lindra.web.preview.reload import saved_at
from lindra.web.preview.sides import side
from lindra.web.words import plain

keep_appearance = appearance.choose.__wrapped__  # the door would open a database


def look(request: HttpRequest) -> dict[str, object]:
    """What every template is given: appearance, the side, and when the files were saved."""
    return {
        "ui": appearance.appearance(request),
        "side": side(request),
        "saved_at": saved_at(settings.PROGRAMMES_DIR),
    }


def first(_request: HttpRequest) -> HttpResponse:
    """To the first programme."""
    return redirect("home", _first())


def index(request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """Everything that the programme has, with links."""
    here = nobody.frame(treatment_id)
    others = [
        (content.name, reverse("home", args=[nobody.key(content.id)]))
        for content in all_programmes()
        if content.id != here.programme.id
    ]
    return render(request, "preview/index.html", {**_context(here), "others": others})


def module(request: HttpRequest, treatment_id: UUID, module_id: str) -> HttpResponse:
    """A module's own page."""
    here = nobody.frame(treatment_id)
    view = nobody.view(here, module_id)
    forms = {form.id: form for form in here.programme.newest_forms()}
    context = {
        **_context(here),
        "view": view,
        "module": view.module,
        "following": next((page for page in view.pages if not page.private), None),
        "tasks": [(task, forms.get(task.form)) for task in view.module.tasks],
        "safety": plain(view.module.safety, here.treatment, here.therapist),
    }
    if side(request) == "staff":
        return render(request, "preview/staff_module.html", context)
    kind = "exercises" if view.module.exercises else "module"
    return render(request, f"preview/{kind}.html", context)


def page(request: HttpRequest, treatment_id: UUID, module_id: str, page_id: str) -> HttpResponse:
    """A page, as the patient reads it or as staff look at it."""
    here = nobody.frame(treatment_id)
    view, shown = nobody.view(here, module_id), here.page(module_id, page_id)
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
    template = "staff_page" if side(request) == "staff" else "page"
    return render(request, f"preview/{template}.html", context)


def form(request: HttpRequest, treatment_id: UUID, form_id: str) -> HttpResponse:
    """A form to fill in; what is sent is shown as staff would see it, and forgotten."""
    here = nobody.frame(treatment_id)
    spec = here.form(form_id)
    shown = _filled_in(here, spec, None if spec.private else request.POST or None)
    context = {**_context(here), "form": shown, "spec": spec}
    if spec.private:
        return render(request, "preview/form_private.html", context)
    if shown.is_bound and shown.is_valid():
        if is_empty({k: v for k, v in shown.values().items() if k != spec.one_per_date}):
            shown.add_error(None, "Formuläret är tomt. Fyll i något först.")
        else:
            context["sent"] = nobody.answer(here, spec, shown.values())
    return render(request, "preview/form.html", context, status=422 if shown.errors else 200)


def exercise(request: HttpRequest, treatment_id: UUID, exercise_id: str) -> HttpResponse:
    """A mindfulness exercise with its player."""
    here = nobody.frame(treatment_id)
    try:
        shown = here.programme.exercise(exercise_id)
    except KeyError as error:
        raise Http404 from error
    after = here.form(shown.after) if shown.after else None
    context = {**_context(here), "exercise": shown, "after": after, "player": player(shown)}
    return render(request, "preview/exercise.html", context)


def exercises(_request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """To the module that has the exercises."""
    modules = nobody.frame(treatment_id).programme.modules
    found = next((each for each in modules if each.exercises), None)
    if found is None:
        raise Http404
    return redirect("module", treatment_id, found.id)


def help_page(request: HttpRequest, treatment_id: UUID, help_id: str) -> HttpResponse:
    """A text of help."""
    here = nobody.frame(treatment_id)
    found = next((each for each in here.programme.helps if each.id == help_id), None)
    if found is None:
        raise Http404
    body = nobody.helps(here)[help_id]
    context = {**_context(here), "title": found.title, "body": body}
    return render(request, "preview/help.html", context)


def help_now(request: HttpRequest) -> HttpResponse:
    """ "Hjälp nu" of the first programme, as on the site."""
    return help_page(request, _first(), HELP_NOW)


def changed(_request: HttpRequest) -> HttpResponse:
    """When the newest file was saved: the page asks, and reloads itself."""
    return JsonResponse({"saved_at": saved_at(settings.PROGRAMMES_DIR)})


def next_page(
    _request: HttpRequest, treatment_id: UUID, module_id: str, page_id: str
) -> HttpResponse:
    """ "Nästa": nothing is marked as read."""
    here = nobody.frame(treatment_id)
    here.page(module_id, page_id)
    _, after = neighbours(here.module(module_id).pages, page_id)
    if after is None:
        return redirect("module", treatment_id, module_id)
    return redirect("page", treatment_id, module_id, after.id)


def back(_request: HttpRequest, treatment_id: UUID, module_id: str, **page: str) -> HttpResponse:
    """What would be stored is not: back to the module, or to the page."""
    return redirect("page" if page else "module", treatment_id, module_id, *page.values())


def nothing(_request: HttpRequest) -> HttpResponse:
    """The service worker of the preview does nothing: what is being written must not be kept."""
    return HttpResponse(content_type="text/javascript; charset=utf-8")


def _filled_in(here: Frame, spec: Form, typed: QueryDict | None) -> AnswerForm:
    """The form with what is typed; "Fler rader" checks nothing yet."""
    now = clock.now()
    day = local_date(now) if spec.one_per_date else None
    form = AnswerForm(spec, now, typed, entry_date=day, helps=nobody.helps(here))
    if typed is None or "more_rows" not in typed:
        return form
    return AnswerForm(spec, now, initial=form.raw(), entry_date=day, helps=nobody.helps(here))


def _first() -> UUID:
    names = [content.id for content in all_programmes()]
    if not names:
        raise Http404
    return nobody.key(names[0])


def _context(here: Frame) -> dict[str, object]:
    return {
        "brand": here.programme.name,
        "home_url": here.address("home"),
        "programme": here.programme,
        "treatment": here.treatment,
        "frame": here,
        "therapist": here.therapist,
        "forms": here.programme.newest_forms(),
    }
