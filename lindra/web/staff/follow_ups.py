""" "Markera som uppföljd" with "Ångra", from Mina, Kön and Hantera (BEHAVIOUR M17)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May
from lindra.actions import follow_ups as act
from lindra.actions.access_log import Activity
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.queries.facts import last_looks
from lindra.queries.life import phase_of
from lindra.rules.attention import follow_up_due
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import Phase
from lindra.web.door import StaffRequest, door, handles
from lindra.web.staff.frame import FILTERS

LOOKED = "looked"
PAGES = {"mine": "visa", "queue": "visa", "manage": "lista"}


@door(May.HANDLE_TREATMENT, "Uppföljning", methods=("POST",), activity=Activity.WRITE)
def follow_up(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """One click."""
    look = act.follow_up(treatment=treatment, by=request.who, now=request.now)
    if "HX-Request" not in request.headers:
        request.session[LOOKED] = [str(treatment.pk), look.pk]
    return _again(request, treatment, look.pk)


@door(May.HANDLE_TREATMENT, "Uppföljning", methods=("POST",), activity=Activity.WRITE)
def undo_follow_up(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """ "Ångra"."""
    look = request.POST.get("uppfoljning", "")
    if not (look.isdecimal() and len(look) < 18):
        raise Http404
    act.undo_follow_up(treatment=treatment, follow_up_id=int(look), by=request.who, now=request.now)
    return _again(request, treatment, None)


def just_followed_up(request: StaffRequest) -> dict[str, object] | None:
    """What was marked a moment ago without scripts, so that it can be undone."""
    kept = request.session.pop(LOOKED, None)
    return {"treatment": kept[0], "look": kept[1]} if kept else None


def follow_up_context(request: StaffRequest, treatment: Treatment) -> dict[str, object]:
    """When somebody last looked, and whether it is time again."""
    today = local_date(request.now)
    looked_at = last_looks([treatment.pk]).get(treatment.pk)
    days = programme(treatment.programme).follow_up_days
    running = phase_of(treatment, today) is Phase.RUNNING
    return {
        "looked_at": looked_at,
        "look_due": running and follow_up_due(looked_at, treatment.starts_on, days, today),
        "can_follow_up": handles(request) and phase_of(treatment, today) is not Phase.ENDED,
    }


def _again(request: StaffRequest, treatment: Treatment, look: int | None) -> HttpResponse:
    """The same place once more, with "Ångra" when there is something to undo."""
    page = request.POST.get("sida", "")
    page = page if page in PAGES else "manage"
    if "HX-Request" in request.headers:
        parts = {"treatment": treatment, "page": page, "look": look}
        return render(
            request, "staff/_follow_up.html", {**parts, **follow_up_context(request, treatment)}
        )
    args = [treatment.pk] if page == "manage" else []
    chosen = request.POST.get("lista", "")
    query = f"?{PAGES[page]}={chosen}" if chosen in FILTERS else ""
    return redirect(reverse(page, args=args) + query)
