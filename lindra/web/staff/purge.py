""" "Gallring": what may go, a proposal, another person's approval, and the protocol (M21)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.purge import DECISION_LENGTH, approve_purge, cancel_purge, propose_purge
from lindra.models import PurgeRun
from lindra.queries import purge as asks
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.rules.retention import SHORTEST_WAIT, backup_words
from lindra.web.door import StaffRequest, door
from lindra.web.fields import NO_NULLS
from lindra.web.staff.frame import context

NAME = "Gallring"
HELD = {
    "legal_hold": "har gallringsstopp",
    "journal": "hör till ett program som bevaras som journal i minst tio år",
    "waiting": "är avslutade, men väntetiden är inte slut",
    "not_ended": "är inte avslutade",
}


class ProposalForm(forms.Form):
    """The decision, and the fingerprint of what is shown."""

    use_required_attribute = False
    all_needed = True
    decision = forms.CharField(
        label="Gallringsbeslut (diarienummer)",
        help_text="Beslutet som tillåter gallringen, till exempel arkivnämndens.",
        max_length=DECISION_LENGTH,
        error_messages={
            "required": "Skriv beslutets diarienummer.",
            "max_length": "Skriv högst 100 tecken.",
            **NO_NULLS,
        },
    )


@door(May.PURGE, NAME, methods=("GET", "POST"))
def overview(request: StaffRequest) -> HttpResponse:
    """What may go today, in numbers alone; "Föreslå gallring"; what has been done."""
    if request.method != "POST":
        return _preview(request, ProposalForm())
    form = ProposalForm(request.POST)
    refused: Refused | None = None
    if form.is_valid():
        try:
            run = propose_purge(
                decision=form.cleaned_data["decision"],
                shown=request.POST.get("shown", ""),
                by=request.who,
                now=request.now,
            )
        except Refused as said:
            refused = said
        else:
            messages.success(request, "Förslaget är gjort. Inget är gallrat än.")
            return redirect("purge_run", run.pk)
    return _preview(request, form, refused)


@door(May.PURGE, NAME)
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """The proposal to approve, the purge that goes on, or the protocol."""
    return _run(request, _fetched(request, run_id))


@door(May.PURGE, NAME, methods=("POST",))
def approve(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """The second person's: exactly what was shown."""
    found = _fetched(request, run_id)
    try:
        approve_purge(run=found, by=request.who, now=request.now)
    except Refused as refused:
        return _run(request, _fetched(request, run_id), refused)
    messages.success(request, "Gallringen är godkänd och genomförs nu.")
    return redirect("purge_run", found.pk)


@door(May.PURGE, NAME, methods=("POST",))
def cancel(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Either may, before it is approved."""
    found = _fetched(request, run_id)
    try:
        cancel_purge(run=found, by=request.who, now=request.now)
    except Refused as refused:
        return _run(request, _fetched(request, run_id), refused)
    messages.success(request, "Förslaget är avbrutet. Inget är gallrat.")
    return redirect("purge")


def _fetched(request: StaffRequest, run_id: UUID) -> PurgeRun:
    found = asks.run_at(request.who.commission.unit, run_id)
    if found is None:
        raise Http404
    return found


def _preview(
    request: StaffRequest, form: ProposalForm, refused: Refused | None = None
) -> HttpResponse:
    unit = request.who.commission.unit
    shown = asks.preview(unit, local_date(request.now))
    failed = bool(form.errors or refused)
    page = {
        **context(request, "purge"),
        "unit": unit,
        "waiting_days": max(unit.waiting_days, SHORTEST_WAIT),
        "shown": shown,
        "total": len(shown.found),
        "held": [(shown.held[why], words) for why, words in HELD.items() if shown.held[why]],
        "not_exported": asks.not_exported(shown.found, unit),
        "copies": asks.own_copies(shown.found),
        "waiting_exports": asks.copies_waiting(unit),
        "open": asks.open_run(unit),
        "past": asks.past_runs(unit),
        "form": form,
        "refused": refused,
        "has_errors": failed,
    }
    return render(request, "staff/purge.html", page, status=422 if failed else 200)


def _run(request: StaffRequest, found: PurgeRun, refused: Refused | None = None) -> HttpResponse:
    done = found.finished_at
    page = {
        **context(request, "purge"),
        "run": found,
        "counts": asks.counts_of(found),
        "own": found.proposed_by_id == request.who.staff.pk,
        "left_out": found.total - found.purged,
        "logged": asks.rows_in_log(found) if done else 0,
        "backups": backup_words(local_date(done), settings.BACKUP_DAYS) if done else "",
        "waiting_exports": asks.copies_waiting(found.unit),
        "refused": refused,
    }
    return render(request, "staff/purge_run.html", page, status=422 if refused else 200)
