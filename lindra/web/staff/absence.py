""" "Min frånvaro": first and last day and who reads meanwhile (BEHAVIOUR N7)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, allows
from lindra.actions.absence import add_absence, end_absence
from lindra.models import Absence, Commission
from lindra.queries.colleagues import absences, absences_at, colleagues
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.widgets import CalendarDate

DAY = {"required": "Välj en dag.", "invalid": "Välj en dag som finns."}
CHOOSE = {"required": "Välj en kollega.", "invalid_choice": "Välj någon i listan."}


class AbsenceForm(forms.Form):
    """`commission` is asked for only where somebody plans for others."""

    use_required_attribute = False
    all_needed = True
    commission = forms.ChoiceField(label="Vem är borta?", error_messages=CHOOSE)
    first_day = forms.DateField(label="Första dagen", widget=CalendarDate(), error_messages=DAY)
    last_day = forms.DateField(label="Sista dagen", widget=CalendarDate(), error_messages=DAY)
    substitute = forms.ChoiceField(
        label="Ersättare",
        help_text="Läser och svarar de dagarna, och ser allt i de momenten.",
        error_messages=CHOOSE,
    )

    def __init__(
        self, own: Commission, among: list[Commission], *, administers: bool, data: object = None
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.people = {str(each.pk): each for each in among}
        named = [(key, each.staff.name) for key, each in self.people.items()]
        self.own = str(own.pk)
        if administers:
            self.fields["commission"].choices = [("", "Välj behandlare"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["commission"]
            named = [each for each in named if each[0] != self.own]
        self.fields["substitute"].choices = [("", "Välj kollega"), *named]  # type: ignore[attr-defined]

    @property
    def away(self) -> Commission:
        """Whoever is away: the one chosen, or oneself."""
        return self.people[self.cleaned_data.get("commission", self.own)]


@door(May.BE_AWAY, "Frånvaro", methods=("GET", "POST"))
def planned(request: StaffRequest) -> HttpResponse:
    """What is planned, and a form for more: the own, or anybody's for the administrator."""
    form = _form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            absence = add_absence(
                commission=form.away,
                substitute=form.people[form.cleaned_data["substitute"]],
                first_day=form.cleaned_data["first_day"],
                last_day=form.cleaned_data["last_day"],
                by=request.who,
                now=request.now,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            name = absence.substitute.staff.name
            messages.success(request, f"Frånvaron är sparad. {name} läser under tiden.")
            return redirect("absences")
    return _page(request, form)


@door(May.BE_AWAY, "Frånvaro", methods=("POST",))
def end(request: StaffRequest) -> HttpResponse:
    """Back, or not going after all."""
    chosen = request.POST.get("absence")
    absence = next((each for each in _planned(request) if str(each.pk) == chosen), None)
    if absence is None:
        raise Http404
    end_absence(absence=absence, by=request.who, now=request.now)
    messages.success(request, "Frånvaron är borttagen.")
    return redirect("absences")


def _form(request: StaffRequest, data: object = None) -> AbsenceForm:
    own = request.who.commission
    among = colleagues(own.unit, local_date(request.now))
    return AbsenceForm(own, among, administers=_administers(request), data=data)


def _page(request: StaffRequest, form: AbsenceForm) -> HttpResponse:
    page = {
        **context(request, "unit"),
        "administers": _administers(request),
        "absences": _planned(request),
        "today": local_date(request.now),
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/absences.html", page, status=422 if form.errors else 200)


def _planned(request: StaffRequest) -> list[Absence]:
    own, today = request.who.commission, local_date(request.now)
    return absences_at(own.unit, today) if _administers(request) else absences(own, today)


def _administers(request: StaffRequest) -> bool:
    return allows(May.MANAGE_UNIT, request.who)
