""" "Meddelanden" for staff: the list, a conversation, what is done to its messages."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.drafts import Stale
from lindra.actions.message_drafts import (
    discard_message_draft,
    open_message_draft,
    save_message_draft,
)
from lindra.actions.messages import (
    Renamed,
    mark_misdirected,
    open_conversation_as_team,
    rename_conversation,
    send_message,
    undo_message,
    unwaive,
    waive,
)
from lindra.models import Conversation, Treatment
from lindra.queries.inbox import own_drafts
from lindra.rules.messages import with_first_name
from lindra.rules.refused import Refused
from lindra.web.composer import Typed
from lindra.web.door import StaffRequest, door, handles
from lindra.web.staff.message_pages import (
    NEW,
    PREFIX,
    address,
    conversation_page,
    left_at,
    list_page,
    new_page,
)

GET_POST = ("GET", "POST")
POST = ("POST",)
READ, HANDLE, WRITE = May.READ_TREATMENT, May.HANDLE_TREATMENT, Activity.WRITE


@door(READ, "Meddelanden")
def conversations(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The conversations, newest first. Nothing is opened by that."""
    return list_page(request, treatment)


@door(READ, "Meddelanden")
def message_window(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The window, where it was left: the conversation that was open, or the list."""
    at = left_at(request, treatment)
    if at == NEW and handles(request):
        return new_page(request, treatment, window=True)
    found = treatment.conversations.filter(pk=at).first() if at else None
    if found is None:
        return list_page(request, treatment, window=True)
    return _open(request, treatment, found, window=True)


@door(READ, "Meddelanden", methods=GET_POST, post=HANDLE, activity=WRITE)
def conversation(
    request: StaffRequest, treatment: Treatment, conversation_id: UUID
) -> HttpResponse:
    """One conversation. Opening it makes the patient's messages read; sending is a POST."""
    found = _found(treatment, conversation_id)
    if request.method == "POST":
        return _send(request, treatment, found)
    return _open(request, treatment, found)


@door(HANDLE, "Meddelanden", methods=GET_POST, activity=WRITE)
def new_conversation(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Skapa ny konversation": it begins with its first message."""
    if request.method == "POST":
        return _send(request, treatment, None)
    return new_page(request, treatment)


@door(HANDLE, "Utkast", methods=POST)
def save_message(request: StaffRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Saved by itself. 409 when a newer revision is saved, 410 when the draft is gone."""
    request.seen.nothing = True
    typed = Typed.of(request)
    prefix = PREFIX if request.POST.get("prefix") else ""
    draft = own_drafts(treatment, request.who).filter(pk=draft_id).first()
    if draft is None:
        return render(request, "components/message_draft_gone.html", status=410)
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
        parts = {
            "save": reverse("save_message", args=[treatment.pk, draft.pk]),
            "show": _show_draft(request, treatment, draft.conversation),
            "draft": draft,
            "prefix": prefix,
        }
        return render(request, "components/message_draft_conflict.html", parts, status=409)
    parts = {"revision": revision, "saved_at": request.now, "prefix": prefix}
    return render(request, "components/message_draft_saved.html", parts)


@door(HANDLE, "Utkast", methods=POST)
def discard_message(request: StaffRequest, treatment: Treatment, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    request.seen.nothing = True
    draft = own_drafts(treatment, request.who).filter(pk=draft_id).first()
    if draft is None:
        return redirect("conversations", treatment.pk)
    discard_message_draft(draft=draft, by=request.who, now=request.now)
    return _back(request, treatment, draft.conversation)


@door(HANDLE, "Meddelanden", methods=POST, activity=WRITE)
def undo_sent(request: StaffRequest, treatment: Treatment, key: UUID) -> HttpResponse:
    """ "Ångra": back to a draft."""
    try:
        draft = undo_message(treatment=treatment, key=key, by=request.who, now=request.now)
    except Refused as refused:
        request.seen.activity = Activity.READ
        if refused.code == "no_message":
            raise Http404 from refused
        found = treatment.conversations.get(messages__key=key)
        return conversation_page(request, treatment, found, refused=refused, status=422)
    return _back(request, treatment, draft.conversation, new=draft.conversation is None)


@door(HANDLE, "Meddelanden", methods=GET_POST, activity=WRITE)
def misdirected(
    request: StaffRequest, treatment: Treatment, conversation_id: UUID, message_id: UUID
) -> HttpResponse:
    """ "Felskickat": says what happens, and does it."""
    found = _found(treatment, conversation_id)
    message = found.messages.filter(pk=message_id).first()
    if message is None:
        raise Http404
    if request.method != "POST":
        return conversation_page(request, treatment, found, misdirecting=message)
    try:
        mark_misdirected(message=message, by=request.who, now=request.now)
    except Refused as refused:
        request.seen.activity = Activity.READ
        return conversation_page(request, treatment, found, refused=refused, status=422)
    return _back(request, treatment, found)


@door(HANDLE, "Meddelanden", methods=POST, activity=WRITE)
def waive_answer(
    request: StaffRequest, treatment: Treatment, conversation_id: UUID
) -> HttpResponse:
    """ "Behöver inget svar", for those that were shown."""
    found = _found(treatment, conversation_id)
    waive(conversation=found, message_ids=_ids(request), by=request.who, now=request.now)
    return _back(request, treatment, found)


@door(HANDLE, "Meddelanden", methods=POST, activity=WRITE)
def want_answer(request: StaffRequest, treatment: Treatment, conversation_id: UUID) -> HttpResponse:
    """ "Ångra": they wait for an answer again."""
    found = _found(treatment, conversation_id)
    unwaive(conversation=found, message_ids=_ids(request), by=request.who, now=request.now)
    return _back(request, treatment, found)


@door(HANDLE, "Meddelanden", methods=POST, activity=WRITE)
def rename(request: StaffRequest, treatment: Treatment, conversation_id: UUID) -> HttpResponse:
    """Another name for the conversation."""
    found = _found(treatment, conversation_id)
    typed = {name: request.POST.get(name, "") for name in ("title", "seen")}
    try:
        rename_conversation(conversation=found, **typed, by=request.who, now=request.now)
    except Refused as refused:
        request.seen.activity = Activity.READ
        if isinstance(refused, Renamed):
            found.title = typed["seen"] = refused.title
        status = 409 if isinstance(refused, Renamed) else 422
        return conversation_page(
            request, treatment, found, refused=refused, renaming=typed, status=status
        )
    return _back(request, treatment, found)


def _open(
    request: StaffRequest, treatment: Treatment, found: Conversation, *, window: bool = False
) -> HttpResponse:
    if handles(request):
        open_conversation_as_team(conversation=found, by=request.who, now=request.now)
    return conversation_page(request, treatment, found, window=window)


def _send(request: StaffRequest, treatment: Treatment, found: Conversation | None) -> HttpResponse:
    typed = Typed.of(request)
    if "mall" in request.POST:
        return _with_template(request, treatment, found, typed)
    try:
        sent = send_message(
            treatment=treatment,
            draft_id=typed.draft_id,
            text=typed.text,
            revision=typed.revision,
            page=typed.page,
            seen=typed.seen,
            notice=typed.notice,
            by=request.who,
            now=request.now,
        )
    except Refused as refused:
        request.seen.activity = Activity.READ
        status = 422 if refused.code in ("empty", "too_long", "ended") else 409
        if found is None:
            return new_page(request, treatment, typed=typed, refused=refused, status=status)
        return conversation_page(
            request, treatment, found, typed=typed, refused=refused, status=status
        )
    return _back(request, treatment, sent.conversation)


def _with_template(
    request: StaffRequest, treatment: Treatment, found: Conversation | None, typed: Typed
) -> HttpResponse:
    """The template's words after what is written; nothing is sent by that."""
    chosen = request.POST["mall"]
    template = (
        request.who.commission.unit.message_templates.filter(pk=chosen).first()
        if chosen.isdecimal() and len(chosen) < 18
        else None
    )
    if template is None:
        raise Http404
    words = with_first_name(template.text, treatment.patient.given_name)
    text = f"{typed.text.rstrip()}\n\n{words}" if typed.text.strip() else words
    draft = open_message_draft(
        treatment=treatment, conversation=found, by=request.who, now=request.now
    )
    save_message_draft(
        draft=draft,
        text=text,
        revision=draft.revision,
        by=request.who,
        now=request.now,
    )
    request.seen.nothing = True
    return _back(request, treatment, found, new=found is None)


def _back(
    request: StaffRequest, treatment: Treatment, found: Conversation | None, *, new: bool = False
) -> HttpResponse:
    """To the conversation after something was done; its newest message is in view."""
    if found is None and not new:
        return redirect(address(request, "conversations", treatment.pk))
    return redirect(_show_draft(request, treatment, found))


def _show_draft(request: StaffRequest, treatment: Treatment, found: Conversation | None) -> str:
    if found is None:
        return address(request, "new_conversation", treatment.pk)
    return address(request, "conversation", treatment.pk, found.pk)


def _found(treatment: Treatment, conversation_id: UUID) -> Conversation:
    found = treatment.conversations.filter(pk=conversation_id).first()
    if found is None:
        raise Http404
    return found


def _ids(request: StaffRequest) -> list[UUID]:
    try:
        return [UUID(each) for each in request.POST.getlist("meddelande")]
    except ValueError as error:
        raise Http404 from error
