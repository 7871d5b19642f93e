""" "Tidsresa": demo and tests move the treatment's clock. Not installed in production."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from lindra import clock
from lindra.actions.time_travel import live_through, travel, travelled
from lindra.web.door import open_door
from lindra.web.safe import back

DAYS = {"1": 1, "7": 7, "21": 21, "0": 0}


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the kept offset to the clock for the time of the request."""

    def handle(request: HttpRequest) -> HttpResponse:
        with clock.moved(timedelta(seconds=travelled())):
            return get_response(request)

    return handle


@open_door
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the clock forward by the days asked for, or back to today (0).

    What falls due on the way is done.
    """
    if not settings.TIME_TRAVEL:
        raise Http404
    days = DAYS.get(request.POST.get("days", ""))
    if days is None:
        raise Http404
    before = clock.now()
    travel(days=days)
    live_through(start=before, end=before + timedelta(days=days))
    return HttpResponseRedirect(back(request))
