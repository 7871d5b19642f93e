"""How messages are drawn for staff: on the tab, and in the window beside other pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindra.access import team_and_supervisors
from lindra.actions.messages import check_may_send
from lindra.models import Conversation, Message, Treatment
from lindra.queries.inbox import (
    conversations,
    newest_conversation,
    thread,
    unanswered,
    unsent,
)
from lindra.queries.notices import is_told, told_today
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.messages import check_may_misdirect
from lindra.rules.refused import Refused
from lindra.rules.working_days import overdue, reply_by
from lindra.web.composer import Typed, composer, in_a_row, undoable
from lindra.web.door import StaffRequest, handles
from lindra.web.staff.frame import context, kept_filter, patient_context
from lindra.web.staff.walk import row_after

WINDOW = "fonster"
LAST = "message_window"
NEW = "ny"
BOX = "#id_text"  # the box to write in
PREFIX = "w-"  # before every id in the window, which stands on a page that may have the same


def in_window(request: StaffRequest) -> bool:
    """Whether the page is drawn in the message window; its forms and links say so."""
    return WINDOW in request.GET or WINDOW in request.POST


def address(request: StaffRequest, name: str, *args: object) -> str:
    """The address of a page of messages that is drawn where this one is."""
    return reverse(name, args=args) + _query(request, window=in_window(request)) + "#nyast"


def write_address(request: StaffRequest, treatment: Treatment) -> str:
    """Where "Skriv till Astrid" leads: the box in the newest conversation, or a new one.

    "" for who does not write to the patient, and when the treatment is ended.
    """
    if not handles(request) or treatment.state == State.ENDED:
        return ""
    newest = newest_conversation(treatment, request.who, request.now)
    chosen = kept_filter(request)
    if newest is None:
        return reverse("new_conversation", args=[treatment.pk]) + chosen + BOX
    return reverse("conversation", args=[treatment.pk, newest]) + chosen + BOX


def left_at(request: StaffRequest, treatment: Treatment) -> str:
    """Where the window was left: a conversation's id, "ny", or "" for the list.

    The session on the server remembers it; the browser keeps neither names nor text.
    """
    where, last = request.session.get(LAST, ("", ""))
    return last if where == str(treatment.pk) else ""


def list_page(request: StaffRequest, treatment: Treatment, *, window: bool = False) -> HttpResponse:
    """The conversations of the treatment."""
    page = {"part": "staff/_messages_choose.html"}
    return _render(request, treatment, page, window=window)


def new_page(
    request: StaffRequest,
    treatment: Treatment,
    *,
    window: bool = False,
    typed: Typed | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """A conversation that begins with its first message."""
    page = {
        "part": "staff/_messages_new.html",
        "at": NEW,
        **_writing(request, treatment, None, typed, refused),
    }
    return _render(request, treatment, page, window=window, status=status)


def conversation_page(  # noqa: PLR0913
    request: StaffRequest,
    treatment: Treatment,
    found: Conversation,
    *,
    window: bool = False,
    typed: Typed | None = None,
    refused: Refused | None = None,
    renaming: dict[str, str] | None = None,
    misdirecting: Message | None = None,
    status: int = 200,
) -> HttpResponse:
    """One conversation, with the box to answer in."""
    shown = thread(found, request.who, request.now)
    own = [m for m in shown.messages if m.staff_id == request.who.staff.pk and handles(request)]
    page = {
        "part": "staff/_messages_thread.html",
        "at": str(found.pk),
        "conversation": found,
        "thread": shown,
        "undo": (undo := undoable(own, request.now)),
        "more_waits": bool(undo and not _windowed(request, window=window))
        and row_after(request, treatment.pk) is not None,
        "misdirecting": misdirecting,
        "can_misdirect": {m.pk for m in shown.messages if _can_misdirect(m, request)},
        "renaming": renaming,
        **_waiting(request, treatment, found),
        **_writing(request, treatment, found, typed, refused),
    }
    return _render(request, treatment, page, window=window, status=status)


def readers(request: StaffRequest, treatment: Treatment) -> str:
    """ "Vem kan läsa", in words."""
    today = local_date(request.now)
    team, supervisors = team_and_supervisors(treatment, today)
    names = [f"{each.staff.name} ({each.staff.profession})" for each in team]
    names += [f"{each.staff.name} (handledare)" for each in supervisors]
    return f"Kan läsas av {in_a_row([treatment.patient.name, *names])}."


def _can_misdirect(message: Message, request: StaffRequest) -> bool:
    if not handles(request):
        return False
    try:
        check_may_misdirect(message.sent_at, request.now)
    except Refused:
        return False
    return message.misdirected_at is None and message.staff_id is not None


def _waiting(request: StaffRequest, treatment: Treatment, found: Conversation) -> dict[str, object]:
    """What waits for an answer in the conversation, and when it is due."""
    rows = unanswered([treatment.pk], request.now).get(treatment.pk, [])
    waiting = [each for each in rows if each.conversation == found.pk]
    if not waiting:
        return {"waiting": ()}
    days, first = treatment.unit.reply_days, waiting[0].sent_at
    return {
        "waiting": waiting,
        "reply_by": reply_by(local_date(first), days),
        "overdue": overdue(first, days, request.now),
    }


def _writing(
    request: StaffRequest,
    treatment: Treatment,
    found: Conversation | None,
    typed: Typed | None,
    refused: Refused | None,
) -> dict[str, object]:
    """The box to write in; why there is none, when the treatment is ended. Readers have none."""
    if not handles(request):
        return {}
    try:
        check_may_send(treatment=treatment, by=request.who, now=request.now)
    except Refused as closed:
        return {"closed": closed, "refused": refused}
    box = composer(
        treatment=treatment,
        conversation=found,
        by=request.who,
        now=request.now,
        typed=typed,
    )
    return {
        "composer": box,
        "refused": refused,
        "told": is_told(treatment),
        "told_today": told_today(treatment.patient, request.now),
        "templates": request.who.commission.unit.message_templates.order_by("title"),
    }


def _render(
    request: StaffRequest,
    treatment: Treatment,
    page: dict[str, object],
    *,
    window: bool = False,
    status: int = 200,
) -> HttpResponse:
    window = _windowed(request, window=window)
    drafts = unsent(treatment, request.who)
    refused = page.get("refused")
    whole = {
        "has_errors": isinstance(refused, Refused) and bool(refused.field),
        "lines": conversations(treatment, request.who, request.now),
        "new_draft": next((draft for draft in drafts if draft.conversation_id is None), None),
        "readers": readers(request, treatment),
        "window": window,
        "prefix": PREFIX if window else "",
        "query": _query(request, window=window),
        **page,
    }
    if not window:
        chosen = {"window_url": _window_url(treatment, page)}
        whole = {**patient_context(request, treatment, "conversations"), **chosen, **whole}
        return render(request, "staff/messages.html", whole, status=status)
    request.session[LAST] = [str(treatment.pk), page.get("at", "")]
    whole = {
        **context(request),
        "treatment": treatment,
        "patient": treatment.patient,
        **whole,
    }
    part = bool(request.headers.get("HX-Request"))
    template = "staff/_messages_window.html" if part else "staff/messages_window.html"
    return render(request, template, whole, status=status)


def _windowed(request: StaffRequest, *, window: bool) -> bool:
    return window or in_window(request)


def _query(request: StaffRequest, *, window: bool) -> str:
    """What an address carries: the window, or the filter that "Nästa att hantera" walks."""
    return f"?{WINDOW}=1" if window else kept_filter(request)


def _window_url(treatment: Treatment, page: dict[str, object]) -> str:
    """Where the window opens when it is opened from this page."""
    found = page.get("conversation")
    if isinstance(found, Conversation):
        return reverse("conversation", args=[treatment.pk, found.pk]) + f"?{WINDOW}=1"
    return reverse("message_window", args=[treatment.pk])
