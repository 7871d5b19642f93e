"""Starting a treatment and opening it for the first time."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from lindra.access import PatientSession, StaffSession, current, therapists
from lindra.actions.events import record_event
from lindra.gateways.population import Person
from lindra.models import (
    Absence,
    Commission,
    EventKind,
    Part,
    Patient,
    Staff,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.programme.spec import Programme
from lindra.rules.calendar import date_words, last_day, local_date
from lindra.rules.lifecycle import State, check_first_day
from lindra.rules.names import same_name
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from lindra.rules.shown import begin_words, check_choice, check_recommended, hidden_words


class AlreadyRunning(Refused):
    """The patient has a running treatment with the programme at the unit (BEHAVIOUR M9)."""

    def __init__(self, treatment: Treatment) -> None:
        super().__init__("Patienten har redan programmet här.", code="already_running")
        self.treatment = treatment


@transaction.atomic
def start_treatment(  # noqa: PLR0913 - who, what, from when and with what
    *,
    number: PersonalNumber,
    person: Person,
    typed: bool,
    programme: Programme,
    by: StaffSession,
    now: datetime,
    first_day: date | None = None,
    hidden: Collection[str] = (),
    begin: str = "",
    responsible: Commission | None = None,
) -> Treatment:
    """Start the programme for the person at the commission's unit.

    The starter becomes responsible, or the therapist that she names.

    `typed` says that the name comes from a keyboard, as the register was down (M9b). `first_day` is
    today or within a year (F12); the modules `hidden` are not shown, `begin` is recommended (M4).
    Raises `AlreadyRunning`, or `Refused` for somebody who is deceased, a programme not active here,
    or a choice that cannot be.
    """
    unit = by.commission.unit
    if programme.id not in unit.programmes:
        raise Refused("Programmet används inte på enheten.", code="not_here", field="programme")
    if person.deceased:
        raise Refused("Personen är avliden enligt folkbokföringen.", code="deceased")
    today = local_date(now)
    starts_on = first_day or today
    check_first_day(starts_on, today)
    shown = {module.id for module in programme.modules} - set(hidden)
    check_choice(programme, shown)
    check_recommended(begin, shown, programme)
    treats = _responsible(responsible or by.commission, unit, today)
    patient = _patient(number, person, typed=typed)
    try:
        with transaction.atomic():
            treatment = Treatment.objects.create(
                patient=patient,
                programme=programme.id,
                unit=unit,
                starts_on=starts_on,
                ends_on=last_day(starts_on, programme.months_of_access),
                started_at=now,
                hidden_modules=[m.id for m in programme.modules if m.id not in shown],
                begin_with=begin,
            )
    except IntegrityError as error:
        raise AlreadyRunning(_running(patient, programme, by)) from error
    TeamMember.objects.create(
        treatment=treatment, staff=treats, part=Part.RESPONSIBLE, first_day=today, added_at=now
    )
    words = f"Öppnar {date_words(starts_on)}" if starts_on > today else ""
    record_event(treatment=treatment, kind=EventKind.STARTED, by=by, now=now, words=words)
    _record_choice(treatment, programme, by, now)
    return treatment


@transaction.atomic
def open_as_patient(*, treatment: Treatment, by: PatientSession, now: datetime) -> bool:
    """The first opening clears the patient's "Nytt" (M14b c). Returns whether it was the first."""
    first = Treatment.objects.filter(pk=treatment.pk, opened_by_patient_at__isnull=True).update(
        opened_by_patient_at=now
    )
    if first:
        record_event(treatment=treatment, kind=EventKind.OPENED, by=by, now=now)
    return bool(first)


@transaction.atomic
def open_as_team(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """Opens "Hantera" for the team, the first time under each responsible therapist (M14b c).

    Who stands in for the absent responsible therapist opens in her place (N7).
    """
    today = local_date(now)
    absent = Absence.objects.filter(current(today), substitute=by.commission)
    in_her_place = Q(part=Part.RESPONSIBLE, staff__in=absent.values("commission__staff"))
    responsible = treatment.team.filter(part=Part.RESPONSIBLE, last_day__isnull=True)
    first = TeamMember.objects.filter(
        current(today),
        Q(staff=by.staff) | in_her_place,
        Q(opened_at__isnull=True) | Q(opened_at__lt=responsible.values("added_at")),
        treatment=treatment,
    ).update(opened_at=now)
    if first:
        record_event(treatment=treatment, kind=EventKind.TEAM_OPENED, by=by, now=now)


@transaction.atomic
def log_in_patient(*, by: PatientSession, now: datetime) -> None:
    """A log-in is activity; the time before it is kept for "Välkommen tillbaka" (M14b d)."""
    own = Treatment.objects.filter(patient=by.patient).exclude(state=State.ENDED)
    for treatment in own.select_for_update(no_key=True).order_by("pk"):
        treatment.previous_active_at = treatment.last_active_at
        treatment.last_active_at = now
        treatment.save(update_fields=["previous_active_at", "last_active_at"])


def be_active(*, treatment: Treatment, by: PatientSession, now: datetime) -> None:
    """The patient's activity: page, form, message. Never for a private page.

    Something has been done since the log-in: "Välkommen tillbaka" goes (M14b d).
    """
    own = Treatment.objects.filter(pk=treatment.pk, patient=by.patient)
    own.update(last_active_at=now, previous_active_at=None)


@transaction.atomic
def confirm_person(
    *, treatment: Treatment, person: Person, by: StaffSession, now: datetime
) -> None:
    """The team says that it is the right person: the register's name is hers, access is open.

    The register's protection is taken over with the name (M9b).
    """
    patient = treatment.patient
    patient.given_name, patient.family_name = person.given, person.family
    patient.name_typed, patient.mismatch_at = False, None
    patient.protected = person.protected
    patient.save(
        update_fields=["given_name", "family_name", "name_typed", "mismatch_at", "protected"]
    )
    record_event(treatment=treatment, kind=EventKind.PERSON_CONFIRMED, by=by, now=now)


def _responsible(commission: Commission, unit: Unit, today: date) -> Staff:
    """Who treats; `Refused` for somebody who is no therapist at the unit that day."""
    if not therapists(unit, today).filter(pk=commission.pk).exists():
        raise Refused(
            "Välj en behandlare på enheten som ansvarig.", code="no_therapist", field="responsible"
        )
    return commission.staff


def _record_choice(
    treatment: Treatment, content: Programme, by: StaffSession, now: datetime
) -> None:
    hidden, begin = treatment.hidden_modules, treatment.begin_with
    if hidden:
        words = hidden_words(content, hidden)
        record_event(
            treatment=treatment, kind=EventKind.MODULES_CHANGED, by=by, now=now, words=words
        )
    if begin:
        words = begin_words(content, begin)
        record_event(treatment=treatment, kind=EventKind.BEGIN_CHANGED, by=by, now=now, words=words)


def _running(patient: Patient, programme: Programme, by: StaffSession) -> Treatment:
    return Treatment.objects.exclude(state=State.ENDED).get(
        patient=patient, programme=programme.id, unit=by.commission.unit
    )


def _patient(number: PersonalNumber, person: Person, *, typed: bool) -> Patient:
    """Made, or met again: the register's word replaces what was kept, a typed name never does."""
    said = {
        "given_name": person.given,
        "family_name": person.family,
        "name_typed": typed,
        "protected": person.protected,
    }
    found = Patient.objects.get_or_create if typed else Patient.objects.update_or_create
    patient, new = found(personal_number=number.value, defaults=said)
    kept = patient.given_name, patient.family_name
    if typed and not new and not same_name(*kept, person.given, person.family):
        raise Refused(
            "Namnet och personnumret hör inte ihop. Kontrollera båda, eller vänta tills "
            "folkbokföringen svarar.",
            code="other_name",
        )
    return patient
