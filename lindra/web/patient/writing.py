"""Filling in: a draft is a page of its own, saved by itself, sent when the patient says so."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.answers import AlreadySent, DateTaken, send_answer
from lindra.actions.drafts import (
    NotCurrent,
    Stale,
    check_may_write,
    discard_draft,
    open_draft,
    save_draft,
)
from lindra.actions.preferences import show_more_questions
from lindra.models import Answer, Draft, Treatment
from lindra.models.answer import CURRENT
from lindra.programme.spec import Form, QuestionType
from lindra.queries.results import drafted
from lindra.rules.answers import check_entry_date, is_empty
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.web.answer_form import AnswerForm
from lindra.web.door import PatientRequest, door
from lindra.web.frame import Frame, frame
from lindra.web.patient.frame import context
from lindra.web.rows import empty
from lindra.web.words import in_words

GET_POST = ("GET", "POST")
KEEPING = ("keep_on", "yesterday", "more_rows", "more", "fewer")  # buttons that do not send
TYPED_ANEW = (QuestionType.TEXT, QuestionType.DATE)


@door(May.WORK_IN_PROGRAMME, "Formulär")
def fill_in(
    request: PatientRequest, treatment: Treatment, form_id: str, entry_date: date | None = None
) -> HttpResponse:
    """To the form's draft. A diary of one a day asks for its day; a private one has no draft."""
    request.seen.nothing = True
    here = frame(treatment, request.now)
    form = here.shown_form(form_id)
    check_may_write(treatment, request.now)
    if form.private:
        blank = _answer_form(request, here, form)
        return render(
            request, "patient/form_private.html", {**context(request, here), "form": blank}
        )
    if form.one_per_date and entry_date is None:
        return render(request, "patient/choose_day.html", _days(request, here, form))
    if entry_date is not None:
        check_entry_date(form, entry_date, local_date(request.now))
        taken = treatment.answers.filter(CURRENT, form=form.id, entry_date=entry_date).first()
        if taken is not None:
            return redirect("answer", treatment.pk, taken.pk)
    draft = open_draft(
        treatment=treatment,
        form=form,
        by=request.who,
        now=request.now,
        entry_date=entry_date if form.one_per_date else None,
    )
    return redirect("draft", treatment.pk, draft.pk)


@door(May.WORK_IN_PROGRAMME, "Formulär", methods=GET_POST, activity=Activity.WRITE)
def draft_page(request: PatientRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """The form. Sending it leaves a row in the access log; looking at a draft does not."""
    request.seen.nothing = True
    here = frame(treatment, request.now)
    draft = treatment.drafts.select_related("replaces").filter(pk=draft_id).first()
    if request.method != "POST":
        if draft is None:
            return _gone(here, draft_id)
        form = here.form(draft.form, draft.version)
        if not here.can_write:
            kept = {"draft": draft, "spec": form, "filling": drafted(draft, form)}
            return render(request, "patient/draft_kept.html", {**context(request, here), **kept})
        shown = _answer_form(request, here, form, draft=draft)
        return _page(request, here, draft, shown)
    if draft is None:
        return _send_without_draft(request, here, draft_id)
    form = here.form(draft.form, draft.version)
    bound = _answer_form(request, here, form, draft=draft, bound=True)
    for button in KEEPING:
        if button in request.POST:
            return _keep_and_show(request, here, draft, bound, button)
    return _send(request, here, draft, bound)


@door(May.WORK_IN_PROGRAMME, "Utkast", methods=("POST",))
def save(request: PatientRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Saved by itself. 409 when a newer revision is saved, 410 when the draft is gone."""
    request.seen.nothing = True
    here = frame(treatment, request.now)
    draft = treatment.drafts.select_related("treatment").filter(pk=draft_id).first()
    if draft is None:
        return render(request, "patient/_draft_gone.html", {"frame": here}, status=410)
    form = here.form(draft.form, draft.version)
    bound = _answer_form(request, here, form, draft=draft, bound=True)
    revision = draft.revision if "keep" in request.POST else _revision(request)
    try:
        revision = save_draft(
            draft=draft,
            values=bound.raw(),
            revision=revision,
            by=request.who,
            now=request.now,
            page=_opened(request),
        )
    except Stale:
        parts = {"frame": here, "draft": draft}
        return render(request, "patient/_draft_conflict.html", parts, status=409)
    return render(
        request, "patient/_draft_saved.html", {"revision": revision, "saved_at": request.now}
    )


@door(May.WORK_IN_PROGRAMME, "Utkast", methods=("POST",))
def discard(request: PatientRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    request.seen.nothing = True
    draft = treatment.drafts.filter(pk=draft_id).first()
    if draft is not None:
        discard_draft(draft=draft, by=request.who, now=request.now)
    return redirect("home", treatment.pk)


def _answer_form(
    request: PatientRequest,
    here: Frame,
    form: Form,
    *,
    draft: Draft | None = None,
    bound: bool = False,
) -> AnswerForm:
    helps = {
        help_.id: in_words(help_.html, here.treatment, here.programme, here.therapist)
        for help_ in here.programme.helps
    }
    return AnswerForm(
        form,
        request.now,
        request.POST if bound else None,
        initial=draft.values if draft else None,
        entry_date=draft.entry_date if draft else None,
        helps=helps,
    )


def _page(
    request: PatientRequest,
    here: Frame,
    draft: Draft,
    form: AnswerForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = form.raw() if form.is_bound else draft.values
    hidden = {question.id for question, _ in form.more()}
    answered = any(not empty(typed.get(key)) for key in hidden)
    show_more = here.treatment.more_questions or answered
    return render(
        request,
        "patient/form.html",
        {
            **context(request, here),
            "form": form,
            "spec": form.spec,
            "draft": draft,
            "refused": refused,
            "opened": _opened(request) or secrets.token_urlsafe(12),
            "has_errors": bool(form.is_bound and form.errors),
            "show_more": show_more or bool(form.is_bound and hidden & set(form.errors)),
            "yesterday": None if typed else _yesterday(draft),
        },
        status=status,
    )


def _send(request: PatientRequest, here: Frame, draft: Draft, bound: AnswerForm) -> HttpResponse:
    if not bound.is_valid():
        refused = _keep(request, draft, bound)
        return _page(request, here, draft, bound, refused=refused, status=422)
    if is_empty({k: v for k, v in bound.values().items() if k != bound.spec.one_per_date}):
        refused = Refused("Formuläret är tomt. Fyll i något först.", code="empty")
        return _page(request, here, draft, bound, refused=refused, status=422)
    try:
        answer = send_answer(
            treatment=here.treatment,
            form=bound.spec,
            draft_id=draft.pk,
            values=bound.values(),
            revision=_revision(request),
            by=request.who,
            now=request.now,
            correction_days=here.programme.correction_days,
            page=_opened(request),
        )
    except Stale as stale:
        draft.refresh_from_db()
        return _page(request, here, draft, bound, refused=stale, status=409)
    except (AlreadySent, DateTaken, NotCurrent) as told:
        return _told(request, here, draft, bound, told)
    except Refused as refused:
        return _page(request, here, draft, bound, refused=refused, status=422)
    request.seen.nothing = False
    return redirect("receipt", here.treatment.pk, answer.pk)


def _told(
    request: PatientRequest,
    here: Frame,
    draft: Draft,
    bound: AnswerForm,
    told: AlreadySent | DateTaken | NotCurrent,
) -> HttpResponse:
    """What is typed becomes a change of the answer that stands, or a filling of its own."""
    try:
        if isinstance(told, NotCurrent):
            anew = _start_anew(request, here, told)
            discard_draft(draft=draft, by=request.who, now=request.now)
            return anew
        return _change_instead(request, here, bound, told.answer, told)
    except Refused as refused:
        return _page(request, here, draft, bound, refused=refused, status=422)


def _send_without_draft(request: PatientRequest, here: Frame, draft_id: UUID) -> HttpResponse:
    """The draft was sent or thrown away elsewhere: what is typed here is never lost."""
    sent = here.treatment.answers.filter(key=draft_id).first()
    if sent is None:
        return _start_anew(request, here)
    form = here.form(sent.form, sent.version)
    bound = AnswerForm(form, request.now, request.POST, entry_date=sent.entry_date)
    if bound.is_valid() and bound.values() == sent.values:
        return redirect("receipt", here.treatment.pk, sent.pk)
    try:
        return _change_instead(request, here, bound, sent, AlreadySent(sent))
    except Refused:  # it is changed, taken back or too old by now
        return _start_anew(request, here)


def _change_instead(
    request: PatientRequest, here: Frame, bound: AnswerForm, answer: Answer, refused: Refused
) -> HttpResponse:
    """Show what is typed as a change of the answer that stands."""
    draft = open_draft(
        treatment=here.treatment,
        form=bound.spec,
        by=request.who,
        now=request.now,
        entry_date=answer.entry_date,
        replaces=answer,
        correction_days=here.programme.correction_days,
    )
    form = _answer_form(request, here, bound.spec, draft=draft, bound=True)
    _begin(request, draft, form)
    return _page(request, here, draft, form, refused=refused, status=409)


def _start_anew(request: PatientRequest, here: Frame, why: Refused | None = None) -> HttpResponse:
    """What is typed is shown in a new draft; `why` says what became of the old one."""
    form = here.form(request.POST.get("form", ""))
    if form.private:
        raise Http404
    draft = open_draft(
        treatment=here.treatment,
        form=form,
        by=request.who,
        now=request.now,
        entry_date=_entry_date(request, form),
    )
    bound = _answer_form(request, here, form, draft=draft, bound=True)
    gone = Refused("Utkastet togs bort på ett annat ställe. Här är det du skrev.", code="gone")
    refused = Stale() if draft.revision else why or gone
    _begin(request, draft, bound)
    return _page(request, here, draft, bound, refused=refused, status=409)


def _begin(request: PatientRequest, draft: Draft, bound: AnswerForm) -> None:
    """A new draft begins with what is typed; one that holds something is left as it is."""
    if not draft.revision:
        draft.revision = save_draft(
            draft=draft, values=bound.raw(), revision=0, by=request.who, now=request.now
        )


def _entry_date(request: PatientRequest, form: Form) -> date | None:
    """The day that the form carries, or 404 for what is no day."""
    if not form.one_per_date:
        return None
    try:
        return date.fromisoformat(request.POST.get("entry_date", ""))
    except ValueError as error:
        raise Http404 from error


def _keep_and_show(
    request: PatientRequest, here: Frame, draft: Draft, bound: AnswerForm, button: str
) -> HttpResponse:
    if button in ("more", "fewer"):
        show_more_questions(
            treatment=here.treatment, more=button == "more", by=request.who, now=request.now
        )
    before = _copied(draft, bound.spec) if button == "yesterday" else {}
    stale = _keep(request, draft, bound, before)
    if stale:
        return _page(request, here, draft, bound, refused=stale, status=409)
    return redirect("draft", here.treatment.pk, draft.pk)


def _copied(draft: Draft, form: Form) -> dict[str, object]:
    """ "Som i går": what yesterday's answer says, but for words, dates and what is lifted."""
    before = _yesterday(draft)
    if before is None:
        return {}
    copied = {q.id for q in form.questions if q.type not in TYPED_ANEW and not q.lifted}
    return {key: value for key, value in before.values.items() if key in copied}


def _keep(
    request: PatientRequest,
    draft: Draft,
    bound: AnswerForm,
    before: Mapping[str, object] = MappingProxyType({}),
) -> Refused | None:
    """Save what is typed, and where nothing is, what was there before; why not, to be shown."""
    typed = {key: value for key, value in bound.raw().items() if not empty(value)}
    try:
        draft.revision = save_draft(
            draft=draft,
            values={**before, **typed},
            revision=_revision(request),
            by=request.who,
            now=request.now,
            page=_opened(request),
        )
    except Refused as refused:
        draft.refresh_from_db()
        return refused
    return None


def _gone(here: Frame, draft_id: UUID) -> HttpResponse:
    sent = here.treatment.answers.filter(key=draft_id).first()
    if sent is None:
        raise Http404
    return redirect("answer", here.treatment.pk, sent.pk)


def _opened(request: PatientRequest) -> str:
    """What tells this opened page from another tab or device; "" when the page does not say."""
    return request.POST.get("page", "")[:32]


def _revision(request: PatientRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _yesterday(draft: Draft) -> Answer | None:
    if draft.entry_date is None or draft.replaces_id:
        return None
    return (
        Answer.objects.filter(
            CURRENT,
            treatment=draft.treatment_id,
            form=draft.form,
            entry_date=draft.entry_date - timedelta(days=1),
        )
        .exclude(values={})
        .first()
    )


def _days(request: PatientRequest, here: Frame, form: Form) -> dict[str, object]:
    today = local_date(request.now)
    first = max(
        here.treatment.starts_on - timedelta(days=1), today - timedelta(days=form.days_back)
    )
    answers = here.treatment.answers.filter(CURRENT, form=form.id, entry_date__gte=first)
    filled = set(answers.values_list("entry_date", flat=True))
    span = [today - timedelta(days=n) for n in range((today - first).days + 1)]
    return {
        **context(request, here),
        "spec": form,
        "days": [{"date": day, "filled": day in filled} for day in span],
    }
