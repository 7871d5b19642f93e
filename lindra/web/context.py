"""What every template is given: appearance, session warning, and in demo the moved clock."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lindra import clock
from lindra.actions.time_travel import travelled
from lindra.rules.calendar import local_date
from lindra.web import session
from lindra.web.appearance import appearance


def page(request: HttpRequest) -> dict[str, object]:
    """Nothing in it is about a person."""
    context: dict[str, object] = {"ui": appearance(request)}
    if session.KEY in request.session:
        context["session_warning"] = {
            "seconds": session.seconds_left(request),
            "url": reverse("stay"),
        }
    if settings.TIME_TRAVEL:
        context["time_travel"] = {"today": local_date(clock.now()), "moved": bool(travelled())}
    return context
