"""The unit's message templates: listed, made, changed and removed by those who write (F9)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.templates import remove_template, save_template
from lindra.models import MessageTemplate
from lindra.rules.messages import FIRST_NAME
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context

GET_POST = ("GET", "POST")


@door(May.SEE_MINE, "Meddelandemallar", methods=GET_POST)
def templates(request: StaffRequest) -> HttpResponse:
    """The unit's templates, and a form for a new one."""
    return _page(request, None)


@door(May.SEE_MINE, "Meddelandemallar", methods=GET_POST)
def template(request: StaffRequest, template_id: int) -> HttpResponse:
    """One of them, to be changed or removed."""
    found = request.who.commission.unit.message_templates.filter(pk=template_id).first()
    if found is None:
        raise Http404
    return _page(request, found)


def _page(request: StaffRequest, found: MessageTemplate | None) -> HttpResponse:
    title = found.title if found else ""
    text = found.text if found else ""
    refused = None
    if request.method == "POST":
        if found is not None and "remove" in request.POST:
            remove_template(template=found, by=request.who, now=request.now)
            messages.success(request, "Mallen är borttagen.")
            return redirect("templates")
        title, text = request.POST.get("title", ""), request.POST.get("text", "")
        try:
            save_template(template=found, title=title, text=text, by=request.who, now=request.now)
        except Refused as why:
            refused = why
        else:
            messages.success(request, "Mallen är sparad.")
            return redirect("templates")
    page = {
        **context(request),
        "templates": request.who.commission.unit.message_templates.order_by("title"),
        "template": found,
        "title": title,
        "text": text,
        "refused": refused,
        "first_name": FIRST_NAME,
    }
    return render(request, "staff/messages_templates.html", page, status=422 if refused else 200)
