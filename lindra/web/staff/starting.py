""" "Starta nytt moment": personal number and programme, then "Är det här rätt person?"."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from lindra.access import May, NotReachable, fetch
from lindra.actions.access_log import Activity
from lindra.actions.treatments import AlreadyRunning, start_treatment
from lindra.gateways.population import Person, RegisterDown
from lindra.gateways.providers import population_register
from lindra.models import Part, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Programme
from lindra.rules.calendar import date_words, local_date
from lindra.rules.personal_number import PersonalNumber, parse
from lindra.web.door import StaffRequest, door
from lindra.web.landing import landing
from lindra.web.staff.frame import context
from lindra.web.staff.number_form import WithNumber
from lindra.web.staff.start_forms import OptionsForm, ProgrammeForm, unsigned

GET_POST = ("GET", "POST")
SALT = "start"
TEN_MINUTES = 600


class StartForm(WithNumber, ProgrammeForm):
    """The guide's two steps on one page."""

    field_order = ("number", "programme")


class NameForm(forms.Form):
    """The name, typed when the register does not answer."""

    use_required_attribute = False
    all_needed = True
    given = forms.CharField(
        label="Förnamn", max_length=99, error_messages={"required": "Skriv förnamnet."}
    )
    family = forms.CharField(
        label="Efternamn", max_length=99, error_messages={"required": "Skriv efternamnet."}
    )


@door(May.START_TREATMENT, "Starta nytt moment", methods=GET_POST)
def start(request: StaffRequest) -> HttpResponse:
    """The number and the programme. The number never stands in an address."""
    today = local_date(request.now)
    form = StartForm(request.who, today, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        page = {**context(request), "form": form, "has_errors": bool(form.errors)}
        return render(request, "staff/start.html", page, status=status)
    number = form.cleaned_data["number"]
    options = OptionsForm(programme(form.cleaned_data["programme"]), request.who, today)
    return _confirm(request, number, NameForm(), options)


@door(May.START_TREATMENT, "Starta nytt moment", methods=("POST",), activity=Activity.WRITE)
def confirm(request: StaffRequest) -> HttpResponse:
    """ "Nytt moment": the person is the right one, and the treatment is started."""
    try:
        token = request.POST.get("token", "")
        (value, programme_id), late = unsigned(token, SALT, TEN_MINUTES)
    except signing.BadSignature:
        return redirect("start_treatment")
    number = parse(value, local_date(request.now))
    person, down = look_up(number)
    typed = NameForm(request.POST)
    today = local_date(request.now)
    options = OptionsForm(programme(programme_id), request.who, today, request.POST, late=late)
    if not options.is_sound or (down and not typed.is_valid()):
        return _confirm(request, number, typed, options, status=422)
    if down:
        person = Person(number.value, typed.cleaned_data["given"], typed.cleaned_data["family"])
    if person is None:
        return _confirm(request, number, NameForm(), options)
    try:
        treatment = start_treatment(
            number=number,
            person=person,
            typed=down,
            programme=options.content,
            by=request.who,
            now=request.now,
            **options.chosen,
        )
    except AlreadyRunning as running:
        return _already(request, running)
    request.seen.patients = [treatment.patient]
    messages.success(request, started_words(treatment, options.content, request))
    return redirect(landing(request.who))


def started_words(treatment: Treatment, content: Programme, request: StaffRequest) -> str:
    """What was done, for whom, and when the patient gets to know."""
    patient = treatment.patient
    who = format_html("{}", patient.name)
    if _reachable(request, treatment):
        who = format_html('<a href="{}">{}</a>', reverse("manage", args=[treatment.pk]), who)
    told = "Patienten får veta det vid nästa inloggning."
    if treatment.starts_on > local_date(request.now):
        first = date_words(treatment.starts_on)
        words = "{} är planerat för {} och öppnar {}. {}"
        return format_html(words, content.name, who, first, told)
    return format_html("{} är startat för {}. {}", content.name, who, told)


def _confirm(
    request: StaffRequest,
    number: PersonalNumber,
    name: NameForm,
    options: OptionsForm,
    status: int = 200,
) -> HttpResponse:
    person, down = look_up(number)
    request.seen.activity, request.seen.patients = Activity.READ, [person] if person else []
    page = {
        **context(request),
        "number": number,
        "age": number.age(local_date(request.now)),
        "person": person,
        "down": down,
        "token": signing.dumps([number.value, options.content.id], salt=SALT),
        "name": name,
        "options": options,
        "chosen": options.content,
        "has_errors": status != 200,
    }
    return render(request, "staff/confirm_person.html", page, status=status)


def look_up(number: PersonalNumber) -> tuple[Person | None, bool]:
    """The person, and whether the register is down."""
    try:
        return population_register().look_up(number.value), False
    except RegisterDown:
        return None, True


def _already(request: StaffRequest, running: AlreadyRunning) -> HttpResponse:
    """Refused: a link to the running treatment, or the name of the colleague who has it."""
    treatment = running.treatment
    request.seen.activity, request.seen.patients = Activity.READ, [treatment.patient]
    responsible = treatment.team.filter(part=Part.RESPONSIBLE, last_day__isnull=True).first()
    page = {
        **context(request),
        "refused": running,
        "reachable": _reachable(request, treatment),
        "responsible": responsible,
    }
    return render(request, "staff/already_running.html", page, status=409)


def _reachable(request: StaffRequest, treatment: Treatment) -> Treatment | None:
    """The treatment, for who may open it."""
    try:
        return fetch(May.READ_TREATMENT, request.who, treatment.pk, local_date(request.now))
    except NotReachable:
        return None
