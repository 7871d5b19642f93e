"""The patient's page for staff: "Hantera", the timeline, the forms and their answers."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.answers import mark_read, mark_unopened, unmark
from lindra.actions.treatments import open_as_team
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.queries.emergency import unseen_of
from lindra.queries.notices import failed_notices
from lindra.queries.overview import overview
from lindra.queries.results import filling, fillings, forms_answered
from lindra.queries.timeline import GROUPS
from lindra.queries.timeline import timeline as events_of
from lindra.web.charts import chart_forms, charts_of
from lindra.web.door import StaffRequest, door, handles
from lindra.web.staff.follow_ups import follow_up_context, just_followed_up
from lindra.web.staff.frame import list_filter, list_query, patient_context
from lindra.web.staff.life_words import life_context
from lindra.web.staff.message_pages import write_address
from lindra.web.staff.to_handle import to_handle, ways_out
from lindra.web.timeline_words import lines

MARKED = "marked"


@door(May.READ_TREATMENT, "Hantera")
def manage(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """What needs somebody, how far the patient has come, and the curves."""
    chosen = list_filter(request, "lista")
    waiting = to_handle(treatment, request.now, chosen, handles=handles(request))
    if handles(request):
        open_as_team(treatment=treatment, by=request.who, now=request.now)
    return render(
        request,
        "staff/manage.html",
        {
            **patient_context(request, treatment, "manage"),
            **waiting,
            **follow_up_context(request, treatment),
            "look": _just_looked(request, treatment),
            "marked": _just_marked(request, treatment),
            "undelivered": failed_notices(treatment, request.now),
            "overview": overview(treatment),
            "emergencies": unseen_of(treatment) if handles(request) else (),
            "write_to": cache(lambda: write_address(request, treatment)),
            **life_context(request, treatment),
            "curves": charts_of(treatment, chart_forms(programme(treatment.programme))),
        },
    )


@door(May.HANDLE_TREATMENT, "Att hantera", methods=("POST",), activity=Activity.WRITE)
def mark(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Markera som läst": those that were shown, unopened, with "Ångra"."""
    marked = mark_unopened(
        treatment=treatment,
        answer_ids=_ids(request),
        by=request.who,
        now=request.now,
    )
    return _box(request, treatment, marked)


@door(May.HANDLE_TREATMENT, "Att hantera", methods=("POST",), activity=Activity.WRITE)
def undo_mark(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Ångra"."""
    unmark(treatment=treatment, answer_ids=_ids(request), by=request.who, now=request.now)
    return _box(request, treatment, [])


@door(May.READ_TREATMENT, "Tidslinje")
def timeline(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Everything, newest first, filtered by kind and by form."""
    group = request.GET.get("visa", "")
    group = group if group in GROUPS else ""
    content = programme(treatment.programme)
    form = request.GET.get("formular", "")
    form = form if any(f.id == form for f in content.forms) else ""
    before = request.GET.get("fore", "")
    found = events_of(
        treatment, group, form, int(before) if before.isdecimal() and len(before) < 18 else None
    )
    return render(
        request,
        "staff/timeline.html",
        {
            **patient_context(request, treatment, "timeline"),
            "lines": lines(found.events, content),
            "older": found.older,
            "groups": [(key, words) for key, (words, _) in GROUPS.items()],
            "group": group,
            "form": form,
            "forms": [line.form for line in forms_answered(treatment)],
        },
    )


@door(May.READ_TREATMENT, "Formulär")
def results(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Every form that has answers."""
    return render(
        request,
        "staff/results.html",
        {**patient_context(request, treatment, "results"), "lines": forms_answered(treatment)},
    )


@door(May.READ_TREATMENT, "Svar på formulär")
def results_of_form(request: StaffRequest, treatment: Treatment, form_id: str) -> HttpResponse:
    """Every filling of a form. Opening shows them and makes them read (BEHAVIOUR M15)."""
    try:
        spec = programme(treatment.programme).form(form_id)
    except KeyError as error:
        raise Http404 from error
    shown = fillings(treatment, form_id)
    unread = [each for each in shown if each.answer.read_at is None] if handles(request) else []
    news = {each.answer.pk for each in unread if each.current}
    mark_read(answers=[each.answer for each in unread], by=request.who, now=request.now)
    return render(
        request,
        "staff/results_of_form.html",
        {
            **patient_context(request, treatment, "results"),
            "spec": spec,
            "fillings": [{"filling": each, "new": each.answer.pk in news} for each in shown],
            "curves": charts_of(treatment, (form_id,)),
            "write_to": cache(lambda: write_address(request, treatment)),
            "ways_out": _after_completion(request, treatment, spec),
        },
    )


@door(May.READ_TREATMENT, "Svar på formulär")
def answer(request: StaffRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """One answer, opened from the timeline: read."""
    found = (
        treatment.answers.select_related("treatment__unit", "read_by", "replaces", "replaced_by")
        .filter(pk=answer_id)
        .first()
    )
    if found is None:
        raise Http404
    if handles(request):
        mark_read(answers=[found], by=request.who, now=request.now)
    return render(
        request,
        "staff/answer.html",
        {
            **patient_context(request, treatment, "results"),
            "filling": (shown := filling(found)),
            "write_to": cache(lambda: write_address(request, treatment)),
            "ways_out": _after_completion(request, treatment, shown.form),
        },
    )


def _after_completion(
    request: StaffRequest, treatment: Treatment, form: Form
) -> list[tuple[str, str]]:
    """What the team does next when a patient has said that the programme is carried out."""
    if not (form.completes and handles(request)):
        return []
    return ways_out(treatment, request.now, list_filter(request, "lista"))


def _just_looked(request: StaffRequest, treatment: Treatment) -> object:
    """The look that was marked just now without scripts, so that it can be undone."""
    looked = just_followed_up(request)
    return looked["look"] if looked and looked["treatment"] == str(treatment.pk) else None


def _just_marked(request: StaffRequest, treatment: Treatment) -> list[str]:
    """What the box marked just now without scripts, so that it can be undone."""
    where, marked = request.session.pop(MARKED, ("", []))
    return marked if where == str(treatment.pk) else []


def _ids(request: StaffRequest) -> list[UUID]:
    try:
        return [UUID(each) for each in request.POST.getlist("svar")]
    except ValueError as error:
        raise Http404 from error


def _box(request: StaffRequest, treatment: Treatment, marked: list[UUID]) -> HttpResponse:
    chosen = list_filter(request, "lista")
    if request.headers.get("HX-Request"):
        parts = {"treatment": treatment, "patient": treatment.patient, "marked": marked}
        parts |= {"handles": True, **follow_up_context(request, treatment)}
        parts["write_to"] = cache(lambda: write_address(request, treatment))
        parts["query"] = list_query(chosen)
        waiting = to_handle(treatment, request.now, chosen)
        return render(request, "staff/_to_handle.html", {**parts, **waiting})
    request.session[MARKED] = [str(treatment.pk), [str(each) for each in marked]]
    return redirect(reverse("manage", args=[treatment.pk]) + list_query(chosen))
