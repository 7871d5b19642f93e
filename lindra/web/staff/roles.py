""" "Behörigheter": who at the unit has which roles, given and withdrawn (BEHAVIOUR, roles).

Days are real ones: a log-in asks the real clock which roles hold.
"""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra import clock
from lindra.access import May
from lindra.actions.roles import give_role, withdraw_role
from lindra.models import Role, RoleKind
from lindra.queries.roles import Holder, holder, holders, role_at
from lindra.rules.calendar import date_words, local_date
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.widgets import CalendarDate, ChoiceRows

RESOURCE = "Behörigheter"
OPENS = {
    RoleKind.THERAPIST: "Startar moment, och läser och svarar i dem där hon eller han behandlar.",
    RoleKind.PATIENT_ADMINISTRATOR: "Ser enhetens lista, startar moment och byter behandlare. "
    "Läser inga svar.",
    RoleKind.DATA_ADMINISTRATOR: "Exporterar, gallrar och lämnar ut enhetens uppgifter.",
    RoleKind.ACCESS_ADMINISTRATOR: "Ger och återtar roller på enheten.",
    RoleKind.LOG_REVIEWER: "Följer upp vem som har öppnat vad, aldrig sina egna öppningar.",
    RoleKind.SUPERVISOR: "Läser de moment som hon eller han handleder. Skriver inget.",
}


class RoleForm(forms.Form):
    """A role, and between which days. `today` is when it can begin first."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="Roll",
        choices=[(kind.value, f"{kind.label.capitalize()}. {OPENS[kind]}") for kind in RoleKind],
        widget=ChoiceRows(),
        error_messages={"required": "Välj en roll.", "invalid_choice": "Välj en roll i listan."},
    )
    first_day = forms.DateField(
        label="Första dagen",
        error_messages={"required": "Välj en dag.", "invalid": "Välj en dag som finns."},
    )
    last_day = forms.DateField(
        label="Sista dagen",
        help_text="Lämna tomt om rollen gäller tills vidare.",
        required=False,
        error_messages={"invalid": "Välj en dag som finns."},
    )

    def __init__(self, today: date, data: object = None) -> None:
        super().__init__(data, initial={"first_day": today})  # type: ignore[arg-type]
        for name in ("first_day", "last_day"):
            self.fields[name].widget = CalendarDate(earliest=today)


@door(May.MANAGE_ROLES, RESOURCE)
def roles(request: StaffRequest) -> HttpResponse:
    """Everybody at the unit with what they may do."""
    everybody = holders(request.who.commission.unit, _today())
    page = {
        **context(request, "roles"),
        "holders": [each for each in everybody if not each.over],
        "gone": [each for each in everybody if each.over],
    }
    return render(request, "staff/roles.html", page)


@door(May.MANAGE_ROLES, RESOURCE, methods=("GET", "POST"))
def person(request: StaffRequest, commission_id: int) -> HttpResponse:
    """What somebody has, has had, and a form for one more."""
    found = holder(request.who.commission.unit, commission_id, _today())
    if found is None:
        raise Http404
    form = RoleForm(_today(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = RoleKind(form.cleaned_data["kind"])
        try:
            role = give_role(
                commission=found.commission,
                kind=kind,
                first_day=form.cleaned_data["first_day"],
                last_day=form.cleaned_data["last_day"],
                by=request.who,
                now=clock.wall(),
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _given(role))
            return redirect("staff_roles", commission_id)
    return _page(request, found, form)


@door(May.MANAGE_ROLES, RESOURCE, methods=("POST",))
def withdraw(request: StaffRequest, role_id: int) -> HttpResponse:
    """ "Återta": from the next request the role counts no more."""
    unit = request.who.commission.unit
    role = role_at(unit, role_id)
    if role is None:
        raise Http404
    try:
        withdraw_role(role=role, by=request.who, now=clock.wall())
    except Refused as refused:
        found = holder(unit, role.commission_id, _today())
        return _page(request, found, RoleForm(_today()), refused)
    name = role.commission.staff.name
    messages.success(request, f"{name} är inte {role.get_kind_display()} längre.")
    own = role.commission_id == request.who.commission.pk
    left = own and role.kind == RoleKind.ACCESS_ADMINISTRATOR
    return redirect("start") if left else redirect("staff_roles", role.commission_id)


def _given(role: Role) -> str:
    words = f"{role.commission.staff.name} är {role.get_kind_display()}"
    later = role.first_day > _today()
    return f"{words} från {date_words(role.first_day)}." if later else f"{words} nu."


def _page(
    request: StaffRequest, found: Holder | None, form: RoleForm, refused: Refused | None = None
) -> HttpResponse:
    page = {
        **context(request, "roles"),
        "holder": found,
        "own": found is not None and found.commission.staff_id == request.who.staff.pk,
        "form": form,
        "refused": refused,
        "has_errors": bool(form.errors),
    }
    wrong = bool(form.errors) or refused is not None
    return render(request, "staff/roles_person.html", page, status=422 if wrong else 200)


def _today() -> date:
    return local_date(clock.wall())
