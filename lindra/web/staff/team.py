"""The team around a treatment: who joins, who leaves, who is responsible (BEHAVIOUR F4b)."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, StaffSession, away, team_of
from lindra.actions.access_log import Activity
from lindra.actions.team import change_responsible, join_team, leave_team, name_supervisor
from lindra.models import Commission, Part, TeamMember, Treatment
from lindra.queries.colleagues import can_join, can_supervise, colleagues, responsible_of
from lindra.queries.handover import open_offer
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.readers import away_words
from lindra.web.staff.frame import patient_context

POST = ("POST",)


@door(May.READ_TREATMENT, "Team")
def team(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The team and what can be changed in it."""
    return _page(request, treatment)


@door(May.HANDLE_TREATMENT, "Team", methods=POST, activity=Activity.WRITE)
def join(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """A colleague treats beside."""
    try:
        to = _chosen(can_join(treatment, local_date(request.now)), request)
        join_team(treatment=treatment, colleague=to, by=request.who, now=request.now)
    except Refused as refused:
        return _page(request, treatment, refused, joining=request.POST.get("to", ""))
    messages.success(request, f"{to.staff.name} är med i teamet.")
    return redirect("team", treatment.pk)


@door(May.HANDLE_TREATMENT, "Team", methods=POST, activity=Activity.WRITE)
def supervisor(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The responsible therapist names a supervisor, who reads."""
    try:
        to = _chosen(can_supervise(treatment, local_date(request.now)), request, "handledare")
        name_supervisor(treatment=treatment, supervisor=to, by=request.who, now=request.now)
    except Refused as refused:
        return _page(request, treatment, refused, supervising=request.POST.get("to", ""))
    messages.success(request, f"{to.staff.name} är handledare.")
    return redirect("team", treatment.pk)


@door(May.HANDLE_TREATMENT, "Team", methods=POST, activity=Activity.WRITE)
def leave(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """A co-therapist leaves, or is taken out by whoever is responsible."""
    key = request.POST.get("member", "")
    known = key.isascii() and key.isdecimal() and len(key) < 10
    member = treatment.team.filter(pk=int(key)).select_related("staff").first() if known else None
    if member is None:
        raise Http404
    leave_team(treatment=treatment, member=member, by=request.who, now=request.now)
    if member.staff == request.who.staff:
        messages.success(request, "Du har lämnat teamet.")
        return redirect("mine")
    messages.success(request, f"{member.staff.name} har lämnat teamet.")
    return redirect("team", treatment.pk)


@door(May.HANDLE_TREATMENT, "Ansvarig behandlare", methods=POST, activity=Activity.WRITE)
def responsible(request: StaffRequest, treatment: Treatment) -> HttpResponse:
    """The responsible therapist hands her treatment on to a colleague."""
    shown, stay = request.POST.get("shown", ""), bool(request.POST.get("stay"))
    try:
        to = _chosen(colleagues(treatment.unit, local_date(request.now)), request)
        change_responsible(
            shown={treatment.pk: int(shown) if shown.isdecimal() else 0},
            to=to,
            stay=stay,
            by=request.who,
            now=request.now,
        )
    except Refused as refused:
        changing = request.POST.get("to", "")
        return _page(request, treatment, refused, changing=changing, stay=stay)
    messages.success(request, f"{to.staff.name} är ansvarig behandlare nu.")
    return redirect("team", treatment.pk) if stay else redirect("mine")


def _page(
    request: StaffRequest,
    treatment: Treatment,
    refused: Refused | None = None,
    **typed: object,
) -> HttpResponse:
    today = local_date(request.now)
    if refused:
        request.seen.activity = Activity.READ
    members, present = team_of(treatment, today), responsible_of(treatment)
    absence = away(treatment, today)
    page = {
        **patient_context(request, treatment, "manage"),
        **typed,
        "team": members,
        "responsible": present,
        "removable": _removable(members, present, request.who),
        "me": request.who.staff.pk,
        "absence": away_words(absence, today) if absence else "",
        "can_join": can_join(treatment, today),
        "can_supervise": can_supervise(treatment, today),
        "can_be_responsible": [
            each for each in colleagues(treatment.unit, today) if each.staff_id != present.staff_id
        ],
        "offer": open_offer(treatment),
        "over": treatment.state == State.ENDED,
        "refused": refused,
    }
    return render(request, "staff/team.html", page, status=422 if refused else 200)


def _removable(
    members: Sequence[TeamMember], present: TeamMember, who: StaffSession
) -> frozenset[int]:
    """Those whom she can take out: herself beside, and anybody beside when she is responsible."""
    own = present.staff_id == who.staff.pk
    return frozenset(
        each.pk
        for each in members
        if each.part == Part.CO_THERAPIST and (own or each.staff_id == who.staff.pk)
    )


def _chosen(
    among: Sequence[Commission], request: StaffRequest, what: str = "behandlare"
) -> Commission:
    """The colleague of the list; `Refused` when none is chosen, or one who is not in it."""
    for each in among:
        if str(each.pk) == request.POST.get("to"):
            return each
    raise Refused(f"Välj en {what} i listan.", code="nobody", field="to")
