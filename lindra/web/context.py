"""What every template is given: appearance, session warning, and in demo the moved clock."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lindra import clock
from lindra.access import PatientSession, Session
from lindra.actions.time_travel import travelled
from lindra.models import Treatment
from lindra.rules.calendar import local_date
from lindra.web import session
from lindra.web.appearance import appearance


def page(request: HttpRequest) -> dict[str, object]:
    """Nothing in it is about a person, but `training`: whether she is at a training unit (F14).

    That is asked only of a page that is about no treatment.
    """
    context: dict[str, object] = {"ui": appearance(request)}
    context["training"] = lambda: _is_training(getattr(request, "who", None))
    if session.KEY in request.session:
        context["session_warning"] = {
            "seconds": session.seconds_left(request),
            "url": reverse("stay"),
        }
    if settings.TIME_TRAVEL:
        context["time_travel"] = {"today": local_date(clock.now()), "moved": bool(travelled())}
    return context


def _is_training(who: Session | None) -> bool:
    if who is None:
        return False
    if isinstance(who, PatientSession):
        return Treatment.objects.filter(patient=who.patient, unit__training=True).exists()
    return who.commission.unit.training
