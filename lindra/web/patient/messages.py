""" "Meddelanden" for the patient: write to the team, read what they write, answer (M6)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May, team_and_supervisors
from lindra.actions.access_log import Activity
from lindra.actions.drafts import Stale
from lindra.actions.message_drafts import discard_message_draft, save_message_draft
from lindra.actions.messages import (
    Renamed,
    check_may_send,
    open_conversation_as_patient,
    rename_conversation,
    send_message,
    undo_message,
)
from lindra.models import ActorKind, Conversation, Message, Treatment
from lindra.queries.inbox import conversations, own_drafts, unsent
from lindra.queries.inbox import thread as messages_of
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused
from lindra.rules.working_days import overdue, reply_by
from lindra.web.composer import Typed, composer, in_a_row, undoable
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context

GET_POST = ("GET", "POST")
POST = ("POST",)
OWN, WORK, WRITE = May.READ_OWN_ANSWERS, May.WORK_IN_PROGRAMME, Activity.WRITE
CLOSED = {
    "planned": "Du kan skriva när programmet har öppnat.",
    "read_only": "Du kan läsa det som är skrivet, men inte skriva nytt.",
    "over": "Programmet är slut. Du kan läsa det som är skrivet, men inte skriva nytt.",
}


@door(OWN, "Meddelanden")
def messages(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """The conversations, newest first. Nothing is opened by that."""
    drafts = unsent(treatment, request.who)
    page = {
        "lines": conversations(treatment, request.who, request.now),
        "new_draft": next((draft for draft in drafts if draft.conversation_id is None), None),
    }
    return _render(request, treatment, "patient/messages.html", page)


@door(WORK, "Meddelanden", methods=GET_POST, activity=WRITE)
def write(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """ "Skriv till Karin": no title is asked for."""
    if request.method == "POST":
        return _send(request, treatment, None)
    request.seen.nothing = True
    return _page(request, treatment, None)


@door(OWN, "Meddelanden", methods=GET_POST, activity=WRITE)
def thread(request: PatientRequest, treatment: Treatment, conversation_id: UUID) -> HttpResponse:
    """One conversation. Opening it makes the team's messages read; sending is a POST."""
    found = _found(request, treatment, conversation_id)
    if request.method == "POST":
        return _send(request, treatment, found)
    open_conversation_as_patient(conversation=found, by=request.who, now=request.now)
    return _page(request, treatment, found)


@door(WORK, "Utkast", methods=POST)
def save(request: PatientRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Saved by itself. 409 when a newer revision is saved, 410 when the draft is gone."""
    request.seen.nothing = True
    typed = Typed.of(request)
    draft = own_drafts(treatment, request.who).filter(pk=draft_id).first()
    if draft is None:
        return render(request, "components/message_draft_gone.html", status=410)
    here = frame(treatment, request.now)
    revision = draft.revision if "keep" in request.POST else typed.revision
    try:
        revision = save_message_draft(
            draft=draft,
            text=typed.text,
            revision=revision,
            by=request.who,
            now=request.now,
            page=typed.page,
        )
    except Stale:
        where = ["thread", draft.conversation_id] if draft.conversation_id else ["write_message"]
        parts = {
            "save": here.address("save_own_message", draft.pk),
            "show": here.address(*where),
            "draft": draft,
        }
        return render(request, "components/message_draft_conflict.html", parts, status=409)
    parts = {"revision": revision, "saved_at": request.now}
    return render(request, "components/message_draft_saved.html", parts)


@door(WORK, "Utkast", methods=POST)
def discard(request: PatientRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    request.seen.nothing = True
    draft = own_drafts(treatment, request.who).filter(pk=draft_id).first()
    if draft is None:
        return redirect("messages", treatment.pk)
    discard_message_draft(draft=draft, by=request.who, now=request.now)
    return _back(treatment, draft.conversation)


@door(WORK, "Meddelanden", methods=POST, activity=WRITE)
def undo_sent(request: PatientRequest, treatment: Treatment, key: UUID) -> HttpResponse:
    """ "Ångra": back to a draft."""
    try:
        draft = undo_message(treatment=treatment, key=key, by=request.who, now=request.now)
    except Refused as refused:
        request.seen.activity = Activity.READ
        if refused.code == "no_message":
            raise Http404 from refused
        found = treatment.conversations.get(messages__key=key)
        return _page(request, treatment, found, refused=refused, status=422)
    if draft.conversation is None:
        return redirect("write_message", treatment.pk)
    return _back(treatment, draft.conversation)


@door(WORK, "Meddelanden", methods=POST, activity=WRITE)
def rename(request: PatientRequest, treatment: Treatment, conversation_id: UUID) -> HttpResponse:
    """Another name for the conversation."""
    found = _found(request, treatment, conversation_id)
    typed = {name: request.POST.get(name, "") for name in ("title", "seen")}
    try:
        rename_conversation(conversation=found, **typed, by=request.who, now=request.now)
    except Refused as refused:
        request.seen.activity = Activity.READ
        if isinstance(refused, Renamed):
            found.title = typed["seen"] = refused.title
        status = 409 if isinstance(refused, Renamed) else 422
        return _page(request, treatment, found, refused=refused, renaming=typed, status=status)
    return _back(treatment, found)


def _send(
    request: PatientRequest, treatment: Treatment, found: Conversation | None
) -> HttpResponse:
    typed = Typed.of(request)
    try:
        sent = send_message(
            treatment=treatment,
            draft_id=typed.draft_id,
            text=typed.text,
            revision=typed.revision,
            page=typed.page,
            by=request.who,
            now=request.now,
        )
    except Refused as refused:
        request.seen.activity = Activity.READ
        status = 409 if refused.code in ("stale", "already_sent", "no_draft") else 422
        return _page(request, treatment, found, typed=typed, refused=refused, status=status)
    return _back(treatment, sent.conversation)


def _page(
    request: PatientRequest,
    treatment: Treatment,
    found: Conversation | None,
    *,
    typed: Typed | None = None,
    refused: Refused | None = None,
    renaming: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, object] = {"conversation": found, "refused": refused, "renaming": renaming}
    page["has_errors"] = bool(refused and refused.field)
    closed = closed_to(request, treatment)
    if closed:
        page["typed"] = typed.text if typed else ""
    else:
        page["composer"] = composer(
            treatment=treatment, conversation=found, by=request.who, now=request.now, typed=typed
        )
    if found is None:
        return _render(request, treatment, "patient/messages_write.html", page, status)
    shown = messages_of(found, request.who, request.now).messages
    own = [m for m in shown if m.author == ActorKind.PATIENT]
    page |= {
        "messages_shown": shown,
        "undo": undoable(own, request.now),
        "awaited": _awaited(request, treatment, shown),
    }
    return _render(request, treatment, "patient/messages_thread.html", page, status)


def closed_to(request: PatientRequest, treatment: Treatment) -> str:
    """Why the patient may not write now, in words; "" when she may."""
    try:
        check_may_send(treatment=treatment, by=request.who, now=request.now)
    except Refused as refused:
        return CLOSED.get(refused.code, refused.message)
    return ""


def _awaited(request: PatientRequest, treatment: Treatment, shown: tuple[Message, ...]) -> object:
    """The day by which the newest own message is answered, while it has not passed or all ended."""
    newest = shown[-1] if shown and treatment.state != State.ENDED else None
    days = treatment.unit.reply_days
    if newest is None or newest.author != ActorKind.PATIENT or newest.waived_at:
        return None
    if overdue(newest.sent_at, days, request.now):
        return None
    return reply_by(local_date(newest.sent_at), days)


def _render(
    request: PatientRequest,
    treatment: Treatment,
    template: str,
    page: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    here = frame(treatment, request.now)
    today = local_date(request.now)
    members, supervisors = team_and_supervisors(treatment, today)
    team = [f"{m.staff.name}, {m.staff.profession}" for m in members]
    team += [f"{m.staff.name}, handledare" for m in supervisors]
    whole = {
        **context(request, here, "messages"),
        "closed": closed_to(request, treatment),
        "reply_by": reply_by(today, treatment.unit.reply_days),
        "readers": f"Du och ditt team kan läsa: {in_a_row(team)}." if team else "",
        **page,
    }
    return render(request, template, whole, status=status)


def _back(treatment: Treatment, found: Conversation | None) -> HttpResponse:
    if found is None:
        return redirect("messages", treatment.pk)
    return redirect(reverse("thread", args=[treatment.pk, found.pk]) + "#nyast")


def _found(request: PatientRequest, treatment: Treatment, conversation_id: UUID) -> Conversation:
    """A conversation of which the patient sees something; one that can be undone is not there."""
    found = treatment.conversations.filter(pk=conversation_id).first()
    if found is None or not messages_of(found, request.who, request.now).messages:
        raise Http404
    return found
