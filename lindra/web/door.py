"""The door on every view: one transaction, log in, fetch, ask access, log, refuse in Swedish.

The order is the law's: the view runs in a savepoint, the log row is written last, the transaction
commits, and only then does the answer leave. No log, no answer (HSLF-FS 2016:40 4 kap. 9 §).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lindra import clock
from lindra.access import (
    May,
    NotReachable,
    PatientSession,
    Purpose,
    Reach,
    Session,
    StaffSession,
    allows,
    reach_for,
)
from lindra.actions.access_log import Activity, Named, log_access
from lindra.models import Treatment
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State, check_readable
from lindra.rules.refused import Refused
from lindra.web import session

View = Callable[..., HttpResponse]


@dataclass
class Seen:
    """What a view has shown of whom, for the access log. `nothing`: drafts and private pages.

    `unsent` holds what is to be closed when the answer is never sent: a file.
    """

    resource: str
    activity: Activity
    purpose: Purpose = Purpose.CARE
    patients: Sequence[Named] = field(default_factory=list)
    nothing: bool = False
    unsent: ExitStack = field(default_factory=ExitStack)


class DoorRequest(HttpRequest):
    """What a view behind a door is given. `reach` is how she stands to the treatment."""

    who: Session
    reach: Reach | None
    seen: Seen
    now: datetime


class PatientRequest(DoorRequest):
    """A request through a door that only a patient may pass."""

    who: PatientSession


class StaffRequest(DoorRequest):
    """A request through a door that only staff may pass."""

    who: StaffSession


def handles(request: StaffRequest) -> bool:
    """Whether she treats: what a supervisor or an emergency opens is read and leaves no mark."""
    return request.reach is Reach.TEAM


@dataclass(frozen=True, slots=True)
class Doorway:
    """Where a door leads: who may look, who may post, the view, the methods that it answers."""

    may: May
    post: May
    view: View
    methods: tuple[str, ...]

    def asks(self, method: str | None) -> May:
        return self.post if method == "POST" else self.may


def open_door(view: View) -> View:
    """A door that anybody may pass: log-in, help. Nothing about anybody is shown."""

    @wraps(view)
    def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        with transaction.atomic():
            return _rendered(view(request, *args, **kwargs))

    handle.door = None  # type: ignore[attr-defined]
    return handle


def door(
    may: May,
    resource: str,
    *,
    methods: Iterable[str] = ("GET",),
    post: May | None = None,
    activity: Activity = Activity.READ,
    purpose: Purpose = Purpose.CARE,
) -> Callable[[View], View]:
    """Only those may pass whom `access` lets. `resource` is what the log says was opened.

    `post` is what a POST asks for, where that is more than to look; `activity` is what a POST
    does: what is only looked at, or refused, is read. `purpose` is why staff pass. A view of an
    address with `treatment_id` gets the treatment, already fetched and checked.
    """
    allowed = tuple(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def handle(request: DoorRequest, **kwargs: object) -> HttpResponse:
            request.now = clock.now()
            does = activity if request.method == "POST" else Activity.READ
            with transaction.atomic():
                seen = Seen(resource, does, purpose)
                to = Doorway(may, post or may, view, allowed)
                return _pass(request, to, seen, kwargs)

        handle.door = may  # type: ignore[attr-defined]
        handle.post_door = post or may  # type: ignore[attr-defined]
        handle.methods = allowed  # type: ignore[attr-defined]
        return handle

    return decorate


def _pass(request: DoorRequest, to: Doorway, seen: Seen, kwargs: dict[str, object]) -> HttpResponse:
    person = session.who(request)
    if person is None:
        return _log_in_first(request)
    request.who, request.seen = person, seen
    treatment, request.reach = _reached(to.asks(request.method), person, kwargs)
    if request.method not in to.methods:
        return _not_allowed(request, to.methods)
    if treatment is not None:
        kwargs["treatment"] = treatment
    response = _answer(request, to, treatment, kwargs)
    try:
        _log(request, seen, treatment)
    except Exception:
        seen.unsent.close()
        raise
    return response


def _reached(
    may: May, person: Session, kwargs: dict[str, object]
) -> tuple[Treatment | None, Reach | None]:
    """The treatment of the address, if it has one; 404 for what may not be reached."""
    treatment_id = kwargs.pop("treatment_id", None)
    if isinstance(treatment_id, UUID):
        try:
            return reach_for(may, person, treatment_id, local_date(clock.now()))
        except NotReachable as error:
            raise Http404 from error
    if not allows(may, person):
        raise Http404
    return None, None


def _answer(
    request: DoorRequest, to: Doorway, treatment: Treatment | None, kwargs: dict[str, object]
) -> HttpResponse:
    try:
        if treatment is not None and to.may is May.READ_PROGRAMME:
            _check_open(treatment, local_date(clock.now()))
        with transaction.atomic():
            return _rendered(to.view(request, **kwargs))
    except Refused as refused:
        request.seen.activity = Activity.READ
        return render(request, "refused.html", {"refused": refused, **kwargs}, status=422)


def _check_open(treatment: Treatment, today: date) -> None:
    """Raises `Refused` when the programme may not be read that day."""
    check_readable(State(treatment.state), treatment.starts_on, treatment.ends_on, today)


def _not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    response = render(request, "errors/405.html", status=405)
    response.headers["Allow"] = ", ".join(methods)
    return response


def _rendered(response: HttpResponse) -> HttpResponse:
    """A template is rendered inside the transaction, so that nothing is read after it."""
    if hasattr(response, "render") and callable(response.render):
        response.render()
    return response


def _log(request: DoorRequest, seen: Seen, treatment: Treatment | None) -> None:
    if seen.nothing:
        return
    if isinstance(request.who, PatientSession):
        if seen.activity is Activity.READ:
            return
    elif treatment is None and not seen.patients:
        return
    log_access(
        by=request.who,
        wall=clock.wall(),
        activity=_kind(request),
        name=request.resolver_match.view_name if request.resolver_match else "",
        resource=seen.resource,
        treatment=treatment,
        patients=seen.patients or ([treatment.patient] if treatment else []),
        purpose=seen.purpose,
    )


def _kind(request: DoorRequest) -> Activity:
    """What she did; whatever is read by an emergency opening is told from other reading."""
    if request.reach is Reach.EMERGENCY:
        return Activity.EMERGENCY
    return request.seen.activity


def _log_in_first(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "login/_session_over.html", status=401)
    return redirect("start")
