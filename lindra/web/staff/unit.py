""" "Enheten": who needs something, who is away, what is offered; change of therapist for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra.access import May, allows, treatments_at_unit, treatments_of
from lindra.actions.access_log import Activity
from lindra.actions.team import change_responsible
from lindra.actions.units import UnitChanged, change_unit, seen_of_unit
from lindra.models import Commission, EmergencyOpening, Handover, Patient
from lindra.queries import unit as unit_list
from lindra.queries.colleagues import away_at
from lindra.queries.emergency import unseen_at
from lindra.queries.handover import handed_over, offers_to
from lindra.queries.unit import Raised, UnitRow, Unlike
from lindra.rules.attention import Quiet
from lindra.rules.calendar import local_date
from lindra.rules.flags import FlagKind, ending_words
from lindra.rules.lifecycle import Phase
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.staff.unit_forms import ChangeForm, UnitForm

FILTERS: dict[str, tuple[StrEnum, str, str]] = {
    "utan-behandlare": (Unlike.VACANT, "warning", "Utan ansvarig behandlare"),
    "forsenade": (Unlike.OVERDUE, "hourglass", "Försenade svar"),
    "borta": (Unlike.AWAY, "calendar", "Behandlaren är borta"),
    "lyfta": (FlagKind.LIFTED, "lifted", "Vill ha kontakt eller nytt symtom"),
    "meddelanden": (FlagKind.MESSAGE, "mail", "Nytt meddelande"),
    "genomfort": (FlagKind.COMPLETED, "check", "Programmet genomfört"),
    "slutar": (FlagKind.ENDING, "hourglass", "Tiden går ut"),
    "formular": (FlagKind.ANSWERED, "form", "Besvarat formulär"),
    "nytt": (FlagKind.NEW, "star", "Nytt program"),
    "felskickat": (Unlike.MISDIRECTED, "warning", "Felskickat"),
    "tysta": (Quiet.SILENT, "pause", "Tysta i två veckor"),
    "ej-borjat": (Quiet.NOT_BEGUN, "pause", "Inte börjat"),
}
DRAWN = {
    FlagKind.LIFTED: "lifted",
    FlagKind.MESSAGE: "message",
    FlagKind.COMPLETED: "done",
    FlagKind.ENDING: "ending",
    FlagKind.ANSWERED: "answer",
    FlagKind.NEW: "new",
}
WORDS = {kind: words for kind, _, words in FILTERS.values()}


@door(May.SEE_UNIT, "Enhetens lista")
def unit(request: StaffRequest) -> HttpResponse:
    """The list for the patient administrator; offers, absences and own late messages for all."""
    return _page(request)


@door(May.MANAGE_UNIT, "Byte av ansvarig behandlare", methods=("POST",), activity=Activity.WRITE)
def change_therapists(request: StaffRequest) -> HttpResponse:
    """Those that are ticked get another responsible therapist, or it is all refused."""
    shown, today = _ticked(request), local_date(request.now)
    form = ChangeForm(request.who.commission.unit, today, request.POST)
    if form.is_valid():
        to, stay = form.colleagues[form.cleaned_data["to"]], form.cleaned_data["stay"]
        try:
            changed = change_responsible(
                shown=shown, to=to, stay=stay, by=request.who, now=request.now
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            return _changed(request, shown, to, changed)
    request.seen.activity = Activity.READ
    return _page(request, form)


@door(May.MANAGE_UNIT, "Enhetens inställningar", methods=("GET", "POST"), activity=Activity.WRITE)
def settings(request: StaffRequest) -> HttpResponse:
    """The reply promise, the video link, whether patients see names, emergency openings."""
    kept = request.who.commission.unit
    first = {name: getattr(kept, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST or None, initial=first)
    seen = request.POST.get("seen", seen_of_unit(kept))
    if request.method == "POST" and form.is_valid():
        try:
            change_unit(**form.cleaned_data, seen=seen, by=request.who, now=request.now)
        except UnitChanged as changed:
            seen = changed.seen
            form.add_error(None, changed.message)
            for name, words in changed.saved.items():
                form.add_error(name, words)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Inställningarna är sparade.")
            return redirect("unit")
    page = {**context(request, "unit"), "form": form, "has_errors": bool(form.errors)}
    page["seen"] = seen
    return render(request, "staff/unit_settings.html", page, status=422 if form.errors else 200)


def _changed(
    request: StaffRequest, shown: Mapping[UUID, int], to: Commission, changed: int
) -> HttpResponse:
    found = treatments_at_unit(request.who).filter(pk__in=list(shown))
    request.seen.patients = [each.patient for each in found]
    done = "ett moment" if changed == 1 else f"{changed} moment"
    messages.success(request, f"{to.staff.name} är ansvarig för {done} till.")
    return redirect(_address(*_filters(request.POST)))


def _page(request: StaffRequest, refused: ChangeForm | None = None) -> HttpResponse:
    today, here = local_date(request.now), request.who.commission.unit
    administers = allows(May.MANAGE_UNIT, request.who)
    chosen, responsible = _filters(request.POST if refused else request.GET)
    rows = _rows(request)
    kind = FILTERS[chosen][0] if chosen else None
    shown = unit_list.filtered(rows, kind, responsible)
    offers, former = _offers(request)
    emergencies = unseen_at(here) if administers else []
    request.seen.patients = _patients(
        shown if administers else _late(rows), offers, former, emergencies
    )
    page = {
        **context(request, "unit"),
        "administers": administers,
        "unit": here,
        "rows": [_drawn(row) for row in shown],
        "late": _late(rows),
        "all": len(rows),
        "chips": _chips(rows, chosen, responsible),
        "filter": chosen,
        "responsible": responsible,
        "responsibles": unit_list.responsible_in(rows),
        "form": refused or (ChangeForm(here, today) if administers else None),
        "has_errors": bool(refused),
        "can_change": any(row.phase is not Phase.ENDED for row in shown),
        "absent": away_at(here, today).values(),
        "offers": offers,
        "emergencies": emergencies,
        "finds_in_emergency": allows(May.FIND_IN_EMERGENCY, request.who),
        "former": former,
        "ticked": {str(pk) for pk in _ticked(request)} if refused else set(),
    }
    return render(request, "staff/unit.html", page, status=422 if refused else 200)


def _rows(request: StaffRequest) -> list[UnitRow]:
    """Everything of the unit for its administrator, for a therapist the own alone."""
    if allows(May.MANAGE_UNIT, request.who):
        found = treatments_at_unit(request.who)
    else:
        found = treatments_of(request.who, local_date(request.now))
    return unit_list.rows(found, request.who.commission.unit, request.now)


def _late(rows: list[UnitRow]) -> list[UnitRow]:
    return [row for row in rows if row.overdue]


def _offers(request: StaffRequest) -> tuple[list[Handover], list[Handover]]:
    """What a therapist is offered and what she has handed over; nothing for others."""
    if not allows(May.SEE_MINE, request.who):
        return [], []
    here = request.who.commission.unit
    return offers_to(here), handed_over(request.who, request.now)


def _patients(rows: list[UnitRow], *lists: Sequence[Handover | EmergencyOpening]) -> list[Patient]:
    """Everybody whose name the page shows, once."""
    found = [row.treatment.patient for row in rows]
    found += [each.treatment.patient for some in lists for each in some]
    return [*{patient.pk: patient for patient in found}.values()]


def _drawn(row: UnitRow) -> dict[str, object]:
    flags = [
        {"kind": DRAWN[flag.kind], "text": _words(flag), "since": flag.since} for flag in row.flags
    ]
    value = f"{row.treatment.pk}_{row.responsible.pk}"
    return {"row": row, "flags": flags, "value": value, "id": str(row.treatment.pk)}


def _words(flag: Raised) -> str:
    return WORDS[flag.kind] if flag.left is None else ending_words(flag.left)


def _filters(given: Mapping[str, str]) -> tuple[str, int | None]:
    """The filters that the address (or the form) carries; none for what does not exist."""
    chosen, who = given.get("visa", ""), given.get("behandlare", "")
    known = who.isascii() and who.isdecimal() and len(who) < 10
    return chosen if chosen in FILTERS else "", int(who) if known else None


def _address(chosen: str, responsible: int | None) -> str:
    given = {"visa": chosen, "behandlare": responsible}
    query = urlencode({key: value for key, value in given.items() if value})
    return reverse("unit") + (f"?{query}" if query else "")


def _chips(rows: list[UnitRow], chosen: str, responsible: int | None) -> list[dict[str, object]]:
    among = unit_list.filtered(rows, None, responsible)
    found = unit_list.counts(among)
    chips: list[dict[str, object]] = [
        {"url": _address("", responsible), "icon": "users", "text": "Alla", "count": len(among)}
    ]
    chips[0]["current"] = not chosen
    for name, (kind, icon, words) in FILTERS.items():
        if found[kind] or name == chosen:
            url = _address(name, responsible)
            chip = {"url": url, "icon": icon, "text": words, "count": found[kind]}
            chips.append({**chip, "current": name == chosen})
    return chips


def _ticked(request: StaffRequest) -> dict[UUID, int]:
    """The treatments that are ticked, each with the responsible that was shown."""
    try:
        pairs = [each.split("_") for each in request.POST.getlist("moment")]
        return {UUID(treatment): int(member) for treatment, member in pairs}
    except ValueError as error:
        raise Http404 from error
