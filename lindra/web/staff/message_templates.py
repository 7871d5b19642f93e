"""The unit's message templates: listed, made, changed and removed by those who write (F9)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.templates import (
    TemplateChanged,
    TemplateGone,
    remove_template,
    save_template,
    seen_of_template,
)
from lindra.models import MessageTemplate
from lindra.rules.messages import FIRST_NAME
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.fields import NO_NULLS
from lindra.web.staff.frame import context
from lindra.web.widgets import LongText

GET_POST = ("GET", "POST")


class TemplateForm(forms.Form):
    """A template's name and text. What they may be is the rule's to say."""

    use_required_attribute = False
    all_needed = True
    title = forms.CharField(
        label="Mallens namn",
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=NO_NULLS,
    )
    text = forms.CharField(
        label="Text",
        help_text=f"{FIRST_NAME} blir patientens förnamn.",
        required=False,
        widget=LongText(rows=8),
        error_messages=NO_NULLS,
    )


@door(May.SEE_MINE, "Meddelandemallar", methods=GET_POST)
def templates(request: StaffRequest) -> HttpResponse:
    """The unit's templates, and a form for a new one."""
    return _take(request, None)


@door(May.SEE_MINE, "Meddelandemallar", methods=GET_POST)
def template(request: StaffRequest, template_id: int) -> HttpResponse:
    """One of them, to be changed or removed; what is typed over one that is gone is kept."""
    found = request.who.commission.unit.message_templates.filter(pk=template_id).first()
    if found is None and request.method != "POST":
        raise Http404
    return _take(request, found or MessageTemplate(pk=template_id))


def _take(request: StaffRequest, found: MessageTemplate | None) -> HttpResponse:
    if request.method != "POST":
        first = {"title": found.title, "text": found.text} if found else None
        return _page(request, found, TemplateForm(initial=first))
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        done = _remove(request, found) if "remove" in request.POST else _save(request, found, form)
    except TemplateChanged as changed:
        form.add_error(None, changed.message)
        return _page(request, changed.saved, form, anew=True, status=409)
    except TemplateGone as gone:
        form.add_error(None, gone.message)
        return _page(request, None, form, status=409)
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _page(request, found, form, status=422)
    messages.success(request, done)
    return redirect("templates")


def _save(request: StaffRequest, found: MessageTemplate | None, form: TemplateForm) -> str:
    seen = request.POST.get("seen", "")
    save_template(**form.cleaned_data, template=found, seen=seen, by=request.who, now=request.now)
    return "Mallen är sparad."


def _remove(request: StaffRequest, found: MessageTemplate | None) -> str:
    if found is not None:
        seen = request.POST.get("seen", "")
        remove_template(template=found, seen=seen, by=request.who, now=request.now)
    return "Mallen är borttagen."


def _page(
    request: StaffRequest,
    found: MessageTemplate | None,
    form: TemplateForm,
    *,
    anew: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`anew`: the template as it is now is shown beside what was typed, and is seen by that."""
    seen = seen_of_template(found) if found else ""
    page = {
        **context(request),
        "templates": request.who.commission.unit.message_templates.order_by("title"),
        "template": found,
        "seen": seen if anew else request.POST.get("seen", seen),
        "saved": found if anew else None,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/messages_templates.html", page, status=status)
