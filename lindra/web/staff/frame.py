"""What every page of the staff shares: header, tabs, and the patient it is about."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from lindra.access import May, Reach, StaffSession, allows, team_and_supervisors
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.queries.handover import offers_to
from lindra.rules.attention import Quiet
from lindra.rules.calendar import days_left, local_date, reminder_due
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import State, phase
from lindra.web.door import StaffRequest, handles
from lindra.web.landing import landing, menu

FILTERS: dict[str, FlagKind | Quiet] = {
    "lyfta": FlagKind.LIFTED,
    "meddelande": FlagKind.MESSAGE,
    "genomfort": FlagKind.COMPLETED,
    "slutar": FlagKind.ENDING,
    "formular": FlagKind.ANSWERED,
    "nytt": FlagKind.NEW,
    "folj-upp": Quiet.FOLLOW_UP,
    "tysta": Quiet.SILENT,
    "ej-borjat": Quiet.NOT_BEGUN,
    "tiden-ute": Quiet.EXPIRED,
    "avslutade": Quiet.ENDED,
}
TABS = (
    ("manage", "Hantera"),
    ("timeline", "Tidslinje"),
    ("results", "Formulär"),
    ("conversations", "Meddelanden"),
    ("notes", "Arbetsanteckningar"),
)

READS_AS = {
    Reach.SUPERVISED: "Du läser som handledare. Det du öppnar räknas inte som läst av teamet.",
    Reach.EMERGENCY: "Nödöppnat, gäller i dag. Du läser utan att ändra något. Allt loggas.",
}


def list_filter(request: StaffRequest, name: str) -> str:
    """The filter of "Mina" that the address carries under that name; "" for none that exists."""
    chosen = request.GET.get(name, "")
    return chosen if chosen in FILTERS else ""


def kept_filter(request: StaffRequest) -> str:
    """The filter that "Nästa att hantera" walks, as an address about a patient carries it on."""
    return list_query(list_filter(request, "lista"))


def list_query(chosen: str) -> str:
    """What an address about a patient carries, so that "Nästa att hantera" keeps the filter."""
    return f"?lista={chosen}" if chosen else ""


def nav_items(who: StaffSession, current: str) -> list[dict[str, object]]:
    """The menu: what the roles of the commission open.

    On "Mina" the unit carries how many treatments other units offer it (BEHAVIOUR F5).
    """
    offers = len(offers_to(who.commission.unit)) if current == "mine" else 0
    return [
        {
            "label": label,
            "url": reverse(name),
            "current": name == current,
            "count": offers if name == "unit" else 0,
        }
        for name, label in menu(who)
    ]


def context(request: StaffRequest, current: str = "") -> dict[str, object]:
    """The template context of a staff page; `current` is the menu's item."""
    return {
        "brand": "Lindra",
        "home_url": reverse(landing(request.who)),
        "home_name": dict(menu(request.who)).get(landing(request.who), ""),
        "nav_items": nav_items(request.who, current),
        "unit_name": request.who.commission.unit.name,
        "staff_name": request.who.name,
        "now": request.now,
        "handles": handles(request),
        "message_window": _message_window(request.who),
    }


def patient_context(request: StaffRequest, treatment: Treatment, current: str) -> dict[str, object]:
    """The same for a page about a patient, with the tabs."""
    today = local_date(request.now)
    chosen = list_filter(request, "lista")
    team, supervisors = team_and_supervisors(treatment, today)
    return {
        **context(request),
        "treatment": treatment,
        "patient": treatment.patient,
        "programme": programme(treatment.programme),
        "phase": phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today),
        "days_left": days_left(treatment.ends_on, today),
        "reminder": reminder_due(treatment.ends_on, today),
        "team": team,
        "supervisors": supervisors,
        "reads_as": READS_AS.get(request.reach),
        "window_url": reverse("message_window", args=[treatment.pk]),
        "message_window": _message_window(request.who, treatment if handles(request) else None),
        "filter": chosen,
        "query": list_query(chosen),
        "tabs": [
            {
                "label": label,
                "url": reverse(name, args=[treatment.pk]) + list_query(chosen),
                "current": name == current,
            }
            for name, label in TABS
        ],
    }


def _message_window(
    who: StaffSession, treatment: Treatment | None = None
) -> dict[str, object] | None:
    """The window that stands beside the pages, for those who write to patients (BEHAVIOUR M13)."""
    if not allows(May.SEE_MINE, who):
        return None
    return {"url": reverse("message_window", args=[UUID(int=0)]), "treatment": treatment}
