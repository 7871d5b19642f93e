"""What every page of the staff shares: header, tabs, and the patient it is about."""

from __future__ import annotations

from django.urls import reverse

from lindra.access import team_of
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.rules.calendar import days_left, local_date, reminder_due
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import State, phase
from lindra.web.door import StaffRequest

FILTERS = {
    "lyfta": FlagKind.LIFTED,
    "genomfort": FlagKind.COMPLETED,
    "formular": FlagKind.ANSWERED,
    "nytt": FlagKind.NEW,
}
TABS = (("manage", "Hantera"), ("timeline", "Tidslinje"), ("results", "Formulär"))


def list_filter(request: StaffRequest, name: str) -> str:
    """The filter of "Mina" that the address carries under that name; "" for none that exists."""
    chosen = request.GET.get(name, "")
    return chosen if chosen in FILTERS else ""


def list_query(chosen: str) -> str:
    """What an address about a patient carries, so that "Nästa att hantera" keeps the filter."""
    return f"?lista={chosen}" if chosen else ""


def context(request: StaffRequest, current: str = "") -> dict[str, object]:
    """The template context of a staff page; `current` is the menu's item."""
    return {
        "brand": "Lindra",
        "home_url": reverse("mine"),
        "nav_items": [{"label": "Mina", "url": reverse("mine"), "current": current == "mine"}],
        "unit_name": request.who.commission.unit.name,
        "staff_name": request.who.name,
        "now": request.now,
    }


def patient_context(request: StaffRequest, treatment: Treatment, current: str) -> dict[str, object]:
    """The same for a page about a patient, with the tabs."""
    today = local_date(request.now)
    chosen = list_filter(request, "lista")
    return {
        **context(request),
        "treatment": treatment,
        "patient": treatment.patient,
        "programme": programme(treatment.programme),
        "phase": phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today),
        "days_left": days_left(treatment.ends_on, today),
        "reminder": reminder_due(treatment.ends_on, today),
        "team": team_of(treatment, today),
        "filter": chosen,
        "tabs": [
            {
                "label": label,
                "url": reverse(name, args=[treatment.pk]) + list_query(chosen),
                "current": name == current,
            }
            for name, label in TABS
        ],
    }
