"""Log-in through an identity provider, log-out, and keeping a session alive."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lindra import clock
from lindra.actions.log_in import patient_logs_in, staff_logs_in
from lindra.gateways.identity import Identity, Kind, LoginFailed
from lindra.rules.refused import Refused
from lindra.web import session
from lindra.web.door import open_door
from lindra.web.landing import NOWHERE, landing
from lindra.web.providers import identity_provider, test_provider

STATE = "login_state"


@open_door
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page; whoever is logged in goes on, but for staff whose roles are gone."""
    who = session.who(request)
    if who is None:
        return render(request, "login/start.html")
    where = landing(who)
    if where == NOWHERE:
        return render(request, "login/no_role.html")
    return redirect(where)


@open_door
@require_POST
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the browser to the provider."""
    state = secrets.token_urlsafe(32)
    request.session[STATE] = state
    return redirect(identity_provider().begin(_kind(kind), state))


@open_door
@require_safe
def choose_person(request: HttpRequest, kind: str) -> HttpResponse:
    """The test provider's page: "Välj person"."""
    if not settings.TEST_LOGIN:
        raise Http404
    context = {
        "people": test_provider().people(_kind(kind)),
        "kind": kind,
        "state": request.GET.get("state", ""),
    }
    return render(request, "login/choose_person.html", context)


@open_door
@require_POST
def finish(request: HttpRequest, kind: str) -> HttpResponse:
    """The provider's answer: a new session, or a clear no."""
    try:
        identity = _identity(request, _kind(kind))
    except LoginFailed:
        context = {"message": "Inloggningen gick inte att slutföra. Försök igen."}
        return render(request, "login/failed.html", context, status=400)
    try:
        if identity.kind is Kind.PATIENT:
            patient = patient_logs_in(identity=identity, now=clock.now(), wall=clock.wall())
            session.begin(request, "patient", patient.patient.pk)
            return redirect("treatments")
        staff = staff_logs_in(identity=identity, wall=clock.wall())
    except Refused as refused:
        return render(request, "login/failed.html", {"message": refused.message}, status=403)
    session.begin(request, "staff", staff.commission.pk)
    return redirect(landing(staff))


@open_door
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session and ask the browser to forget."""
    session.end(request)
    response = render(request, "login/logged_out.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@open_door
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """For how long the session goes on; 401 when it is over."""
    if session.who(request) is None:
        return render(request, "login/_session_over.html", status=401)
    return JsonResponse({"seconds_left": session.seconds_left(request)})


def _identity(request: HttpRequest, kind: Kind) -> Identity:
    """Who the provider says it is. LoginFailed when that is of another kind than was asked for."""
    state = request.session.pop(STATE, "")
    identity = identity_provider().finish(kind, state, request.POST.dict(), clock.wall())
    if identity.kind is not kind:
        raise LoginFailed("kind")
    return identity


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError as error:
        raise Http404 from error
