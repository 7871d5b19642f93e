""" "Starta för flera": many personal numbers at once, each with its own words (F12, M9b)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May
from lindra.actions.access_log import Activity
from lindra.actions.treatments import start_treatment
from lindra.gateways.population import Person, RegisterDown
from lindra.gateways.providers import population_register
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.rules.calendar import date_words, local_date
from lindra.rules.lifecycle import State
from lindra.rules.personal_number import PersonalNumber, parse
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.landing import landing
from lindra.web.staff.frame import context
from lindra.web.staff.start_forms import OptionsForm, ProgrammeForm, unsigned
from lindra.web.widgets import LongText

SALT = "start-group"
HALF_AN_HOUR = 1800
MOST = 50
LONGEST = 4000
DOWN = "Folkbokföringen svarar inte just nu. Starta senare, eller en person i taget."
_BETWEEN = re.compile(r"[\n\r,;\t]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was typed: the person that it is, or why it is not included."""

    typed: str
    number: PersonalNumber | None = None
    person: Person | None = None
    age: int = 0
    why: str = ""


class GroupForm(ProgrammeForm):
    """Many numbers, and one programme for all of them."""

    field_order = ("numbers", "programme")
    numbers = forms.CharField(
        label="Patienternas personnummer",
        help_text=f"Ett på varje rad, högst {MOST}. Personer med skyddade personuppgifter "
        "startas en och en.",
        widget=LongText(rows=6),
        max_length=LONGEST,
        error_messages={
            "required": "Skriv minst ett personnummer.",
            "max_length": "Det är för mycket text. Skriv ett personnummer på varje rad.",
        },
    )

    def clean_numbers(self) -> str:
        typed = str(self.cleaned_data["numbers"])
        if len(lines_of(typed)) > MOST:
            raise forms.ValidationError(f"Skriv högst {MOST} personnummer åt gången.")
        return typed


@door(May.START_TREATMENT, "Starta för flera", methods=("GET", "POST"))
def start(request: StaffRequest) -> HttpResponse:
    """The numbers and the programme. No number stands in an address."""
    form = GroupForm(request.who, local_date(request.now), request.POST or None)
    if request.method != "POST" or "back" in request.POST:
        return _ask(request, form)
    if not form.is_valid():
        return _ask(request, form, status=422)
    typed, programme_id = form.cleaned_data["numbers"], form.cleaned_data["programme"]
    try:
        found = look_up_all(lines_of(typed), programme_id, request)
    except RegisterDown:
        form.add_error(None, DOWN)
        return _ask(request, form, status=422)
    options = OptionsForm(programme(programme_id), request.who, local_date(request.now))
    return _show(request, found, typed, options)


@door(May.START_TREATMENT, "Starta för flera", methods=("POST",), activity=Activity.WRITE)
def confirm(request: StaffRequest) -> HttpResponse:
    """ "Är det här rätt personer?" Yes: they are looked up once more, and started."""
    try:
        token = request.POST.get("token", "")
        (values, typed, programme_id), late = unsigned(token, SALT, HALF_AN_HOUR)
    except signing.BadSignature:
        return redirect("start_group")
    today = local_date(request.now)
    options = OptionsForm(programme(programme_id), request.who, today, request.POST, late=late)
    try:
        found = look_up_all(values, programme_id, request)
    except RegisterDown:
        found = [Found(value, why=DOWN) for value in values]
        return _show(request, found, typed, options, status=422)
    if not options.is_sound:
        return _show(request, found, typed, options, status=422)
    started, left = _start_all(request, found, options)
    request.seen.patients = [each.patient for each in started]
    if not started:
        request.seen.activity = Activity.READ
    if not left:
        messages.success(request, _done_words(started, options.content, local_date(request.now)))
        return redirect(landing(request.who))
    page = {**context(request), "started": started, "left": left, "chosen": options.content}
    return render(request, "staff/group_done.html", page, status=200 if started else 409)


def lines_of(typed: str) -> list[str]:
    """What stands on each line, or between commas and semicolons."""
    return [line.strip() for line in _BETWEEN.split(typed) if line.strip()]


def look_up_all(lines: Iterable[str], programme_id: str, request: StaffRequest) -> list[Found]:
    """Each line as a person or a fault; `RegisterDown` when nobody can be looked up."""
    today, seen, found = local_date(request.now), set[str](), []
    for line in lines:
        each = _look_up(line, today)
        if each.number and each.number.value in seen:
            each = Found(line, why="Står redan på listan.")
        elif each.number:
            seen.add(each.number.value)
        found.append(each)
    running = _running(request, programme_id, seen)
    return [_unless_running(each, running) for each in found]


def _look_up(line: str, today: date) -> Found:
    try:
        number = parse(line, today)
    except Refused as refused:
        return Found(line, why=refused.message)
    person = population_register().look_up(number.value)
    if person is None:
        return Found(line, why="Finns inte i folkbokföringen. Kontrollera numret.")
    if person.protected:
        return Found(line, number, why="Kan inte startas i grupp. Starta personen för sig.")
    if person.deceased:
        return Found(line, number, why="Personen är avliden enligt folkbokföringen.")
    return Found(line, number, person, number.age(today))


def _running(request: StaffRequest, programme_id: str, numbers: set[str]) -> set[str]:
    rows = Treatment.objects.exclude(state=State.ENDED).filter(
        unit=request.who.commission.unit,
        programme=programme_id,
        patient__personal_number__in=numbers,
    )
    return set(rows.values_list("patient__personal_number", flat=True))


def _unless_running(each: Found, running: set[str]) -> Found:
    if each.person and each.person.personal_number in running:
        return Found(each.typed, each.number, why="Har redan programmet här.")
    return each


def _start_all(
    request: StaffRequest, found: list[Found], options: OptionsForm
) -> tuple[list[Treatment], list[Found]]:
    started, left = [], []
    for each in found:
        if each.number is None or each.person is None:
            left.append(each)
            continue
        try:
            started.append(_start(request, each.number, each.person, options))
        except Refused as refused:
            left.append(Found(each.typed, each.number, why=refused.message))
    return started, left


def _start(
    request: StaffRequest, number: PersonalNumber, person: Person, options: OptionsForm
) -> Treatment:
    return start_treatment(
        number=number,
        person=person,
        typed=False,
        programme=options.content,
        by=request.who,
        now=request.now,
        **options.chosen,
    )


def _done_words(started: list[Treatment], content: Programme, today: date) -> str:
    first = started[0].starts_on if started else today
    if first > today:
        return f"{content.name} är planerat för {len(started)} och öppnar {date_words(first)}."
    return f"{content.name} är startat för {len(started)}."


def _ask(request: StaffRequest, form: GroupForm, status: int = 200) -> HttpResponse:
    page = {**context(request), "form": form, "has_errors": status != 200}
    return render(request, "staff/group_start.html", page, status=status)


def _show(
    request: StaffRequest,
    found: list[Found],
    typed: str,
    options: OptionsForm,
    status: int = 200,
) -> HttpResponse:
    right = [each for each in found if each.person]
    request.seen.activity = Activity.READ
    request.seen.patients = [each.person for each in right]
    values = [each.number.value for each in right if each.number]
    chosen: Programme = options.content
    page = {
        **context(request),
        "right": right,
        "wrong": [each for each in found if not each.person],
        "options": options,
        "chosen": chosen,
        "typed": typed,
        "token": signing.dumps([values, typed, chosen.id], salt=SALT),
        "has_errors": status != 200,
    }
    return render(request, "staff/group_confirm.html", page, status=status)
