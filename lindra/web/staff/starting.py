""" "Starta nytt moment": personal number and programme, then "Är det här rätt person?"."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, NotReachable, StaffSession, fetch
from lindra.actions.access_log import Activity
from lindra.actions.treatments import AlreadyRunning, start_treatment
from lindra.gateways.population import Person, RegisterDown
from lindra.models import Part
from lindra.programme.registry import programme
from lindra.rules.calendar import local_date
from lindra.rules.personal_number import PersonalNumber, parse
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.providers import population_register
from lindra.web.staff.frame import context
from lindra.web.widgets import PersonalNumber as PersonalNumberInput

GET_POST = ("GET", "POST")
SALT = "start"
TEN_MINUTES = 600


class StartForm(forms.Form):
    """The guide's two steps on one page."""

    use_required_attribute = False
    all_needed = True
    number = forms.CharField(
        label="Patientens personnummer",
        help_text="ÅÅMMDDXXXX eller ÅÅÅÅMMDDXXXX. Samordningsnummer går också bra.",
        required=False,
        max_length=40,
        widget=PersonalNumberInput(),
    )
    programme = forms.ChoiceField(
        label="Moment",
        error_messages={
            "required": "Välj ett moment.",
            "invalid_choice": "Momentet används inte på enheten.",
        },
    )

    def __init__(self, who: StaffSession, today: object, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.today = today
        active = [(p, programme(p).name) for p in who.commission.unit.programmes]
        first = [] if len(active) == 1 else [("", "Välj moment")]
        self.fields["programme"].choices = [*first, *active]

    def clean_number(self) -> PersonalNumber:
        try:
            return parse(self.cleaned_data["number"], self.today)  # type: ignore[arg-type]
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused


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
    token = signing.dumps([number.value, form.cleaned_data["programme"]], salt=SALT)
    return _confirm(request, number, form.cleaned_data["programme"], token, NameForm())


@door(May.START_TREATMENT, "Starta nytt moment", methods=("POST",), activity=Activity.WRITE)
def confirm(request: StaffRequest) -> HttpResponse:
    """ "Nytt moment": the person is the right one, and the treatment is started."""
    try:
        token = request.POST.get("token", "")
        value, programme_id = signing.loads(token, salt=SALT, max_age=TEN_MINUTES)
    except signing.BadSignature:
        return redirect("start_treatment")
    number = parse(value, local_date(request.now))
    person, down = _look_up(number)
    typed = NameForm(request.POST)
    if down:
        if not typed.is_valid():
            return _confirm(request, number, programme_id, token, typed, status=422)
        person = Person(number.value, typed.cleaned_data["given"], typed.cleaned_data["family"])
    if person is None:
        return _confirm(request, number, programme_id, token, typed)
    try:
        treatment = start_treatment(
            number=number,
            person=person,
            typed=down,
            programme=programme(programme_id),
            by=request.who,
            now=request.now,
        )
    except AlreadyRunning as running:
        return _already(request, running)
    request.seen.patients = [treatment.patient]
    messages.success(request, f"{programme(programme_id).name} är startat.")
    return redirect("mine")


def _confirm(
    request: StaffRequest,
    number: PersonalNumber,
    programme_id: str,
    token: str,
    name: NameForm,
    status: int = 200,
) -> HttpResponse:
    person, down = _look_up(number)
    request.seen.patients = [person] if person else []
    page = {
        **context(request),
        "number": number,
        "age": number.age(local_date(request.now)),
        "person": person,
        "down": down,
        "token": token,
        "name": name,
        "chosen": programme(programme_id),
    }
    return render(request, "staff/confirm_person.html", page, status=status)


def _look_up(number: PersonalNumber) -> tuple[Person | None, bool]:
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
    try:
        today = local_date(request.now)
        reachable = fetch(May.READ_TREATMENT, request.who, treatment.pk, today)
    except NotReachable:
        reachable = None
    page = {
        **context(request),
        "refused": running,
        "reachable": reachable,
        "responsible": responsible,
    }
    return render(request, "staff/already_running.html", page, status=409)
