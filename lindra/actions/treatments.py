"""Starting a treatment and opening it for the first time."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lindra.access import PatientSession, StaffSession, current
from lindra.actions.events import record_event
from lindra.gateways.population import Person
from lindra.models import EventKind, Part, Patient, TeamMember, Treatment
from lindra.programme.spec import Programme
from lindra.rules.calendar import last_day, local_date
from lindra.rules.lifecycle import State
from lindra.rules.names import same_name
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused


class AlreadyRunning(Refused):
    """The patient has a running treatment with the programme at the unit (BEHAVIOUR M9)."""

    def __init__(self, treatment: Treatment) -> None:
        super().__init__("Patienten har redan programmet här.", code="already_running")
        self.treatment = treatment


@transaction.atomic
def start_treatment(
    *,
    number: PersonalNumber,
    person: Person,
    typed: bool,
    programme: Programme,
    by: StaffSession,
    now: datetime,
) -> Treatment:
    """Start the programme for the person at the commission's unit; the starter becomes responsible.

    `typed` says that the name comes from a keyboard, as the register was down (M9b). Raises
    `AlreadyRunning`, or `Refused` for somebody who is deceased or a programme not active here.
    """
    unit = by.commission.unit
    if programme.id not in unit.programmes:
        raise Refused("Programmet används inte på enheten.", code="not_here", field="programme")
    if person.deceased:
        raise Refused("Personen är avliden enligt folkbokföringen.", code="deceased")
    patient = _patient(number, person, typed=typed)
    today = local_date(now)
    try:
        with transaction.atomic():
            treatment = Treatment.objects.create(
                patient=patient,
                programme=programme.id,
                unit=unit,
                starts_on=today,
                ends_on=last_day(today, programme.months_of_access),
                started_at=now,
            )
    except IntegrityError as error:
        raise AlreadyRunning(_running(patient, programme, by)) from error
    TeamMember.objects.create(
        treatment=treatment, staff=by.staff, part=Part.RESPONSIBLE, first_day=today, added_at=now
    )
    record_event(treatment=treatment, kind=EventKind.STARTED, by=by, now=now)
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
    """The first opening of "Hantera" by a member of the team (M14b c)."""
    first = TeamMember.objects.filter(
        current(local_date(now)), treatment=treatment, staff=by.staff, opened_at__isnull=True
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
    """The patient's activity: page, form, message. Never for a private page."""
    Treatment.objects.filter(pk=treatment.pk, patient=by.patient).update(last_active_at=now)


@transaction.atomic
def confirm_person(
    *, treatment: Treatment, person: Person, by: StaffSession, now: datetime
) -> None:
    """The team says that it is the right person: the register's name is hers, access is open."""
    patient = treatment.patient
    patient.given_name, patient.family_name = person.given, person.family
    patient.name_typed, patient.mismatch_at = False, None
    patient.save(update_fields=["given_name", "family_name", "name_typed", "mismatch_at"])
    record_event(treatment=treatment, kind=EventKind.PERSON_CONFIRMED, by=by, now=now)


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
