""" "Förläng", "Vidmakthåll", "Avsluta", "Återöppna", "Ändra startdag": each says what will happen.

Nothing is done before it is confirmed, and nothing typed is lost when it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.lifecycle import (
    Changed,
    end_treatment,
    extend_treatment,
    maintain_treatment,
    postpone_treatment,
    reopen_treatment,
)
from lindra.models import Treatment
from lindra.queries.life import Waiting, phase_of, seen_of, waiting
from lindra.rules.calendar import date_words, local_date
from lindra.rules.lifecycle import Act, check_act, check_reopening
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff import life_words as words
from lindra.web.staff.frame import kept_filter, patient_context
from lindra.web.staff.life_forms import (
    EndForm,
    ExtendForm,
    LifeForm,
    MaintainForm,
    PostponeForm,
    ReopenForm,
)

GET_POST = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things to do: its page, its form, what it will bring, and what does it.

    `asks` says that what will happen depends on what is chosen: it is shown on a page of its own.
    """

    act: Act
    title: str
    form: type[LifeForm]
    happens: Callable[[Treatment, LifeForm, StaffRequest, Waiting], list[str]]
    do: Callable[[Treatment, LifeForm, StaffRequest, str], str]
    asks: bool = False
    danger: bool = False


def _extends(treatment: Treatment, form: LifeForm, request: StaffRequest, _w: Waiting) -> list[str]:
    return words.extending(treatment, form.cleaned_data["last_day"], local_date(request.now))


def _extend(treatment: Treatment, form: LifeForm, request: StaffRequest, seen: str) -> str:
    done = extend_treatment(
        treatment=treatment,
        new_last_day=form.cleaned_data["last_day"],
        reason=form.cleaned_data["reason"],
        seen=seen,
        by=request.who,
        now=request.now,
    )
    return f"Förlängt. Öppet till och med {date_words(done.ends_on)}."


def _maintains(
    treatment: Treatment, form: LifeForm, request: StaffRequest, w: Waiting
) -> list[str]:
    today, chosen = local_date(request.now), form.cleaned_data
    return words.maintaining(treatment, chosen["days"], chosen["modules"], today, w)


def _maintain(treatment: Treatment, form: LifeForm, request: StaffRequest, seen: str) -> str:
    done = maintain_treatment(
        treatment=treatment,
        days=form.cleaned_data["days"],
        modules=form.cleaned_data["modules"],
        seen=seen,
        by=request.who,
        now=request.now,
    )
    return f"Momentet vidmakthålls till och med {date_words(done.ends_on)}."


def _ends(treatment: Treatment, _form: LifeForm, request: StaffRequest, w: Waiting) -> list[str]:
    return words.ending(treatment, local_date(request.now), w)


def _end(treatment: Treatment, form: LifeForm, request: StaffRequest, seen: str) -> str:
    reason = form.cleaned_data["reason"]
    end_treatment(treatment=treatment, reason=reason, seen=seen, by=request.who, now=request.now)
    return "Momentet är avslutat."


def _reopens(
    treatment: Treatment, _form: LifeForm, request: StaffRequest, _w: Waiting
) -> list[str]:
    return words.reopening(treatment, local_date(request.now))


def _reopen(treatment: Treatment, _form: LifeForm, request: StaffRequest, seen: str) -> str:
    reopen_treatment(treatment=treatment, seen=seen, by=request.who, now=request.now)
    return "Momentet är återöppnat."


def _postpones(
    treatment: Treatment, _form: LifeForm, _request: StaffRequest, _w: Waiting
) -> list[str]:
    return words.postponing(treatment)


def _postpone(treatment: Treatment, form: LifeForm, request: StaffRequest, seen: str) -> str:
    first = form.cleaned_data["first_day"]
    postpone_treatment(
        treatment=treatment, first_day=first, seen=seen, by=request.who, now=request.now
    )
    return f"Startdagen är ändrad. {words.first_and_last(treatment, first)}."


EXTEND = Step(Act.EXTEND, "Förläng", ExtendForm, _extends, _extend, asks=True)
MAINTAIN = Step(Act.MAINTAIN, "Vidmakthåll", MaintainForm, _maintains, _maintain, asks=True)
END = Step(Act.END, "Avsluta", EndForm, _ends, _end, danger=True)
REOPEN = Step(Act.REOPEN, "Återöppna", ReopenForm, _reopens, _reopen)
POSTPONE = Step(Act.POSTPONE, "Ändra startdag", PostponeForm, _postpones, _postpone)


@door(May.HANDLE_TREATMENT, "Förläng", methods=GET_POST, activity=Activity.WRITE)
def extend(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """A new last day and a reason (M18b)."""
    return _take(request, treatment, EXTEND)


@door(May.HANDLE_TREATMENT, "Vidmakthåll", methods=GET_POST, activity=Activity.WRITE)
def maintain(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """How many days, which modules, confirm (M19)."""
    return _take(request, treatment, MAINTAIN)


@door(May.HANDLE_TREATMENT, "Avsluta", methods=GET_POST, activity=Activity.WRITE)
def end(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """A reason, what will happen, confirm (M20)."""
    return _take(request, treatment, END)


@door(May.HANDLE_TREATMENT, "Återöppna", methods=GET_POST, activity=Activity.WRITE)
def reopen(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Within 14 days of an end (M18b)."""
    return _take(request, treatment, REOPEN)


@door(May.HANDLE_TREATMENT, "Ändra startdag", methods=GET_POST, activity=Activity.WRITE)
def postpone(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """Another first day for what is planned (F12)."""
    return _take(request, treatment, POSTPONE)


def _take(request: StaffRequest, treatment: Treatment, step: Step) -> HttpResponse:
    """Ask, show what will happen, do it when it is confirmed."""
    today = local_date(request.now)
    try:
        _check(treatment, step, request)
    except Refused as refused:
        return impossible(request, treatment, refused, step.title)
    posted = request.POST if request.method == "POST" else None
    form = step.form(treatment, today, posted)
    if posted is None:
        return _page(request, treatment, step, form)
    if not form.is_valid():
        return _page(request, treatment, step, form, status=422)
    if "confirm" not in posted:
        request.seen.activity = Activity.READ
        return _page(request, treatment, step, form, preview="back" not in posted)
    return _do(request, treatment, step, form)


def _do(request: StaffRequest, treatment: Treatment, step: Step, form: LifeForm) -> HttpResponse:
    try:
        done = step.do(treatment, form, request, request.POST.get("seen", ""))
    except Changed as changed:
        treatment.refresh_from_db()
        return _page(request, treatment, step, form, refused=changed, status=409)
    except Refused as refused:
        form.tell(refused)
        return _page(request, treatment, step, form, status=422)
    messages.success(request, done)
    return redirect(reverse("manage", args=[treatment.pk]) + kept_filter(request))


def impossible(
    request: StaffRequest, treatment: Treatment, refused: Refused, title: str
) -> HttpResponse:
    """The treatment does not take it now: why, and the way back."""
    request.seen.activity = Activity.READ
    page = {**patient_context(request, treatment, ""), "refused": refused, "title": title}
    return render(request, "staff/life_refused.html", page, status=422)


def _check(treatment: Treatment, step: Step, request: StaffRequest) -> None:
    today = local_date(request.now)
    check_act(step.act, phase_of(treatment, today))
    if step.act is Act.REOPEN and treatment.ended_at:
        check_reopening(local_date(treatment.ended_at), today)


def _page(
    request: StaffRequest,
    treatment: Treatment,
    step: Step,
    form: LifeForm,
    *,
    preview: bool = False,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    if status != 200:
        request.seen.activity = Activity.READ
    waits = waiting(treatment, request.now)
    tell = preview or not step.asks
    kept = request.POST if preview else {}
    return render(
        request,
        "staff/life_preview.html" if preview else "staff/life_form.html",
        {
            **patient_context(request, treatment, ""),
            "step": step,
            "form": form,
            "refused": refused,
            "has_errors": bool(form.is_bound and form.errors),
            "happens": step.happens(treatment, form, request, waits) if tell else [],
            "waits": waits if step.act in (Act.END, Act.MAINTAIN) else None,
            "now_words": words.now_words(treatment, local_date(request.now)),
            "seen": request.POST.get("seen", "") if preview else seen_of(treatment),
            "kept": [(name, each) for name in form.fields for each in _values(kept, name)],
        },
        status=status,
    )


def _values(kept: object, name: str) -> list[str]:
    return list(kept.getlist(name)) if hasattr(kept, "getlist") else []
