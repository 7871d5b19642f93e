"""The patient's own answers: the receipt, "Mina svar", change and take back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.answers import withdraw_answer
from lindra.actions.drafts import open_draft
from lindra.models import Answer, Treatment
from lindra.models.answer import CURRENT
from lindra.programme.spec import FormKind
from lindra.queries.results import filling, fillings, first_sent, forms_answered
from lindra.rules.answers import correctable_until
from lindra.rules.calendar import local_date, weekday_words
from lindra.rules.lifecycle import Phase, State, phase
from lindra.web.charts import chart_forms, charts_of
from lindra.web.door import PatientRequest, door
from lindra.web.frame import Frame, frame
from lindra.web.patient.frame import context

NIGHTS = 7


@door(May.READ_OWN_ANSWERS, "Kvitto")
def receipt(request: PatientRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """What was sent, who can read it, and what comes next."""
    here = frame(treatment, request.now)
    answer = answer_or_404(treatment, answer_id)
    spec = here.form(answer.form, answer.version)
    return render(
        request,
        "patient/receipt.html",
        {
            **context(request, here),
            **_correcting(request, here, answer),
            "answer": answer,
            "spec": spec,
            "week": _last_days(treatment, answer, local_date(request.now)),
            "follow_ups": here.offered(
                f for f in here.programme.newest_forms() if f.follows == spec.id
            ),
        },
    )


@door(May.READ_OWN_ANSWERS, "Mina svar")
def answers(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Every form that has been answered."""
    here = frame(treatment, request.now)
    return render(
        request,
        "patient/answers.html",
        {**context(request, here), "lines": forms_answered(treatment)},
    )


@door(May.READ_OWN_ANSWERS, "Mina svar")
def answers_of_form(request: PatientRequest, treatment: Treatment, form_id: str) -> HttpResponse:
    """Every filling of one form, newest first, with its curve."""
    here = frame(treatment, request.now)
    spec = here.form(form_id)
    return render(
        request,
        "patient/answers_of_form.html",
        {
            **context(request, here, "diaries" if spec.kind is FormKind.DIARY else ""),
            "spec": spec,
            "offered": bool(here.offered([spec])),
            "fillings": fillings(treatment, form_id),
            "charts": charts_of(treatment, (form_id,)),
        },
    )


@door(May.READ_OWN_ANSWERS, "Mina svar")
def answer(request: PatientRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """One answer in words, and whether it can be changed."""
    here = frame(treatment, request.now)
    found = answer_or_404(treatment, answer_id)
    return render(
        request,
        "patient/answer.html",
        {
            **context(request, here),
            **_correcting(request, here, found),
            "filling": filling(found),
            "answer": found,
        },
    )


@door(May.WORK_IN_PROGRAMME, "Formulär", methods=("POST",))
def change(request: PatientRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """ "Ändra": a draft that begins with the answer's values."""
    request.seen.nothing = True
    here = frame(treatment, request.now)
    found = answer_or_404(treatment, answer_id)
    draft = open_draft(
        treatment=treatment,
        form=here.form(found.form, found.version),
        by=request.who,
        now=request.now,
        entry_date=found.entry_date,
        replaces=found,
        correction_days=here.programme.correction_days,
    )
    return redirect("draft", treatment.pk, draft.pk)


@door(
    May.WORK_IN_PROGRAMME,
    "Formulär",
    methods=("GET", "POST"),
    activity=Activity.WRITE,
)
def withdraw(request: PatientRequest, treatment: Treatment, answer_id: UUID) -> HttpResponse:
    """ "Ta tillbaka": asks first, and says what stays."""
    here = frame(treatment, request.now)
    found = answer_or_404(treatment, answer_id)
    if request.method != "POST":
        request.seen.nothing = True
        spec = here.form(found.form, found.version)
        asking = {**context(request, here), "answer": found, "spec": spec}
        return render(request, "patient/withdraw.html", asking)
    withdraw_answer(
        answer=found,
        by=request.who,
        now=request.now,
        correction_days=here.programme.correction_days,
    )
    return redirect("answer", treatment.pk, found.pk)


@door(May.READ_OWN_ANSWERS, "Dagböcker")
def diaries(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """The diaries and Veckokollen, with the patient's own curves."""
    here = frame(treatment, request.now)
    kinds = (FormKind.DIARY, FormKind.WEEKLY)
    return render(
        request,
        "patient/diaries.html",
        {
            **context(request, here, "diaries"),
            "diaries": here.offered(f for f in here.programme.newest_forms() if f.kind in kinds),
            "charts": charts_of(treatment, chart_forms(here.programme)),
        },
    )


def answer_or_404(treatment: Treatment, answer_id: UUID) -> Answer:
    """The treatment's answer; another's does not exist."""
    found = (
        treatment.answers.select_related("treatment__unit", "read_by", "replaced_by")
        .filter(pk=answer_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _correcting(request: PatientRequest, here: Frame, answer: Answer) -> dict[str, object]:
    until = correctable_until(first_sent(answer), here.programme.correction_days)
    treatment = here.treatment
    today = local_date(request.now)
    stage = phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)
    stands = not (answer.withdrawn_at or answer.replaced_at)
    return {
        "until": until,
        "can_correct": stands and stage is Phase.RUNNING and today <= until,
    }


def _last_days(treatment: Treatment, answer: Answer, today: date) -> list[dict[str, object]]:
    """The last seven days of a diary of one a day: filled in or not."""
    if not answer.one_per_date:
        return []
    span = [today - timedelta(days=n) for n in reversed(range(NIGHTS))]
    found = treatment.answers.filter(CURRENT, form=answer.form, entry_date__in=span)
    filled = set(found.values_list("entry_date", flat=True))
    return [
        {
            "label": weekday_words(day)[:3],
            "text": f"{weekday_words(day)}: {'ifylld' if day in filled else 'inte ifylld'}",
            "filled": day in filled,
            "today": day == today,
        }
        for day in span
    ]
