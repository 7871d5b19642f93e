""" "Arbetsanteckningar" (BEHAVIOUR F8): written, struck out, never changed."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.notes import LONGEST, strike_note, write_note
from lindra.models import Treatment
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.fields import NO_NULLS
from lindra.web.staff.frame import patient_context
from lindra.web.widgets import LongText


class NoteForm(forms.Form):
    """The text, and the page's own key: sent twice it is one note."""

    use_required_attribute = False
    all_needed = True
    text = forms.CharField(
        label="Ny anteckning",
        required=False,
        widget=LongText(maximum=LONGEST, rows=4),
        error_messages=NO_NULLS,
    )
    key = forms.UUIDField(widget=forms.HiddenInput())


@door(
    May.READ_TREATMENT,
    "Arbetsanteckningar",
    methods=("GET", "POST"),
    post=May.HANDLE_TREATMENT,
    activity=Activity.WRITE,
)
def notes(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The notes, newest first, and a new one. What is refused stays as it was typed."""
    if request.method != "POST":
        return _page(request, treatment, NoteForm(initial={"key": uuid4()}))
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note = write_note(
                treatment=treatment,
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
                by=request.who,
                now=request.now,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Anteckningen är sparad.")
            return redirect(reverse("notes", args=[treatment.pk]) + f"#anteckning-{note.pk}")
    request.seen.activity = Activity.READ
    return _page(request, treatment, _with_new_key(form))


@door(May.HANDLE_TREATMENT, "Arbetsanteckningar", methods=("POST",), activity=Activity.WRITE)
def strike(request: StaffRequest, treatment: Treatment, note_id: int) -> HttpResponse:
    """The note no longer holds; its text stays."""
    note = treatment.work_notes.filter(pk=note_id).first()
    if note is None:
        raise Http404
    strike_note(note=note, by=request.who, now=request.now)
    messages.success(request, "Anteckningen är struken.")
    return redirect(reverse("notes", args=[treatment.pk]) + f"#anteckning-{note.pk}")


def _page(request: StaffRequest, treatment: Treatment, form: NoteForm) -> HttpResponse:
    page = {
        **patient_context(request, treatment, "notes"),
        "form": form,
        "notes": treatment.work_notes.select_related("struck_by").order_by("-written_at", "-pk"),
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/notes.html", page, status=422 if form.errors else 200)


def _with_new_key(form: NoteForm) -> NoteForm:
    """The same text with a key of its own: nothing was saved under the old one, or another text."""
    form.data = form.data.copy()
    form.data["key"] = str(uuid4())
    return form
