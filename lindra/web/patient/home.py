"""The patient's start page, the list of modules, and what there is to know about the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, away, team_and_supervisors, treatments_of
from lindra.actions.treatments import open_as_patient
from lindra.models import Draft, Treatment
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.queries.facts import patient_facts
from lindra.queries.handover import former_units, moved_lately
from lindra.queries.inbox import unread_by_patient, unsent
from lindra.queries.life import phase_of
from lindra.queries.overview import Overview, overview
from lindra.rules.answers import is_empty
from lindra.rules.calendar import date_words, day_words, days_left, local_date, reminder_due
from lindra.rules.lifecycle import Phase
from lindra.rules.offers import due
from lindra.rules.patient_flags import PatientFlag, PatientFlagKind, patient_flags, patient_is_new
from lindra.rules.shown import module_words
from lindra.rules.working_days import reply_by
from lindra.web.door import PatientRequest, door
from lindra.web.frame import Frame, frame
from lindra.web.patient.frame import context
from lindra.web.readers import away_words

AT_MOST = 3


@door(May.CHOOSE_TREATMENT, "Egna program")
def treatments(request: PatientRequest) -> HttpResponse:
    """The patient's programmes, those that are open first; with only one it is opened."""
    today = local_date(request.now)
    mine = list(treatments_of(request.who, today).order_by("-started_at"))
    if len(mine) == 1:
        return redirect("home", mine[0].pk)
    unread = unread_by_patient([each.pk for each in mine], request.now)
    choices = [_choice(each, today, len(unread.get(each.pk, ()))) for each in mine]
    choices.sort(key=lambda each: bool(each["closed"]))
    return render(request, "patient/treatments.html", {"choices": choices})


@door(May.READ_OWN_ANSWERS, "Startsida")
def home(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Where to go on, what is not sent, what is due today, and the path."""
    here = frame(treatment, request.now)
    today = local_date(request.now)
    flags = patient_flags(patient_facts(treatment, request.now))
    if not here.can_read:
        return _closed(request, here, flags)
    seen = overview(treatment)
    new = open_as_patient(treatment=treatment, by=request.who, now=request.now)
    return render(
        request,
        "patient/home.html",
        {
            **context(request, here, "home"),
            "overview": seen,
            "shown_words": module_words(here.programme, [v.module.id for v in seen.modules]),
            "new": new,
            **_flags(flags),
            "drafts": _drafts(treatment, here),
            **_writing(request, here),
            "offers": _offers(here, seen, today),
            "steps": _steps(seen),
            "reminder": reminder_due(treatment.ends_on, today),
            "days_left": days_left(treatment.ends_on, today),
            "moved": moved_lately(treatment, request.now),
        },
    )


def _writing(request: PatientRequest, here: Frame) -> dict[str, object]:
    """ "Skriv till Karin", with the promise of an answer, and messages that are not sent."""
    if not here.can_write:
        return {}
    days = here.treatment.unit.reply_days
    return {
        "message_drafts": unsent(here.treatment, request.who),
        "reply_by": reply_by(local_date(request.now), days),
    }


def _flags(flags: Sequence[PatientFlag]) -> dict[str, object]:
    """The patient's flags, each where it belongs on the start page."""
    words = {flag.kind: flag.words for flag in flags}
    return {
        "new_messages": [flag for flag in flags if flag.kind is PatientFlagKind.MESSAGE],
        "ending": words.get(PatientFlagKind.ENDING),
        "welcome_back": words.get(PatientFlagKind.WELCOME_BACK),
    }


def _has_others(request: PatientRequest, treatment: Treatment) -> bool:
    mine = treatments_of(request.who, local_date(request.now))
    return mine.exclude(pk=treatment.pk).exists()


def _choice(treatment: Treatment, today: date, unread: int) -> dict[str, object]:
    stage = phase_of(treatment, today)
    last = date_words(treatment.ends_on)
    words = {
        Phase.PLANNED: f"Öppnar {day_words(treatment.starts_on, today)}",
        Phase.RUNNING: f"Öppet till och med {last}",
        Phase.MAINTAINED: f"Du kan läsa till och med {last}",
        Phase.EXPIRED: "Tiden har gått ut",
        Phase.ENDED: "Avslutat",
    }[stage]
    open_ = stage in (Phase.RUNNING, Phase.MAINTAINED)
    news = ["Nytt"] if open_ and patient_is_new(treatment.opened_by_patient_at) else []
    if unread:
        news.append("1 nytt meddelande" if unread == 1 else f"{unread} nya meddelanden")
    return {
        "treatment": treatment,
        "programme": programme(treatment.programme),
        "sub": f"{treatment.unit.name} · {words}",
        "news": news,
        "closed": stage in (Phase.EXPIRED, Phase.ENDED),
    }


def _closed(request: PatientRequest, here: Frame, flags: Sequence[PatientFlag]) -> HttpResponse:
    """Before the first day, and when the time is over: "Mina uppgifter" alone (BEHAVIOUR M18)."""
    page = {
        **context(request, here, "home"),
        **_flags(flags),
        "drafts": _drafts(here.treatment, here),
        "others": _has_others(request, here.treatment),
    }
    return render(request, "patient/home_closed.html", page)


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
    here, today = frame(treatment, request.now), local_date(request.now)
    team, supervisors = team_and_supervisors(treatment, today)
    absence = away(treatment, today)
    page = {
        **context(request, here),
        "team": team,
        "supervisors": supervisors,
        "away": away_words(absence, today) if absence else "",
        "former": former_units(treatment),
        "others": _has_others(request, treatment),
    }
    return render(request, "patient/about.html", page)


def _drafts(treatment: Treatment, here: Frame) -> list[dict[str, object]]:
    return [
        {"draft": draft, "form": here.form(draft.form, draft.version)}
        for draft in treatment.drafts.select_related("replaces").order_by("-saved_at")
        if draft.revision and not is_empty(draft.values) and _can_be_sent(draft)
    ]


def _can_be_sent(draft: Draft) -> bool:
    """Not a change of an answer that has been changed elsewhere."""
    return draft.replaces is None or draft.replaces.replaced_at is None


def _offers(here: Frame, seen: Overview, today: date) -> tuple[Form, ...]:
    if not here.can_write:
        return ()
    rows = here.treatment.answers.filter(CURRENT).values_list("form", "entry_date", "sent_at")
    last: dict[str, date] = {}
    for form, entry_date, sent_at in rows:
        day = entry_date or local_date(sent_at)
        last[form] = max(day, last.get(form, day))
    reached = {view.module.id for view in seen.modules if view.begun}
    return due(here.offered(seen.programme.newest_forms()), last, reached, today)[:AT_MOST]


def _steps(seen: Overview) -> list[object]:
    """The module under way and the next: "Visa alla" leads to the rest."""
    path = list(seen.path)
    if not path:
        return []
    at = next((n for n, view in enumerate(path) if view is seen.here and not view.done), None)
    if at is None:
        at = next((n for n, view in enumerate(path) if not view.done), len(path) - 1)
    return path[at : at + 2]
