"""Starting a treatment, opening it for the first time, being active, confirming the person."""

from datetime import date, timedelta

import pytest

from lindra.access import PatientSession, StaffSession
from lindra.actions.team import change_responsible, join_team
from lindra.actions.treatments import (
    AlreadyRunning,
    be_active,
    confirm_person,
    log_in_patient,
    open_as_patient,
    open_as_team,
    start_treatment,
)
from lindra.gateways.population import Person
from lindra.models import ActorKind, EventKind, Part, Patient, RoleKind, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.queries.facts import staff_facts
from lindra.rules.flags import staff_flags
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from tests.cast import ASTRID, PROGRAMME, Cast, at, staff

GUNNAR = "194501029814"
NIGHT = at("2026-11-22 23:30")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def start(by: StaffSession, *, now, number=GUNNAR, typed=False, person=None) -> Treatment:
    return start_treatment(
        number=PersonalNumber(number),
        person=person or Person(number, "Gunnar", "Grön"),
        typed=typed,
        programme=programme(PROGRAMME),
        by=by,
        now=now,
    )


@pytest.mark.row("M9")
def test_a_treatment_begins_today_for_the_person_at_the_unit(cast):
    found = Treatment.objects.get(pk=start(cast.bo, now=cast.now).pk)
    assert (found.programme, found.unit, found.state) == (PROGRAMME, cast.smartenheten, "active")
    assert (found.started_at, found.opened_by_patient_at) == (cast.now, None)
    assert (found.patient.personal_number, found.patient.name) == (GUNNAR, "Gunnar Grön")
    assert (found.patient.name_typed, found.patient.protected) == (False, False)


@pytest.mark.row("M3")
def test_a_treatment_started_after_midnight_in_sweden_lasts_a_year_from_that_day(cast):
    found = start(cast.bo, now=NIGHT)
    assert (found.starts_on, found.ends_on) == (date(2026, 11, 23), date(2027, 11, 23))


@pytest.mark.row("M9")
def test_whoever_starts_becomes_responsible_from_that_day(cast):
    member = start(cast.erik, now=NIGHT).team.get()
    assert (member.staff, member.part) == (cast.erik.staff, Part.RESPONSIBLE)
    assert (member.first_day, member.last_day) == (date(2026, 11, 23), None)
    assert (member.added_at, member.opened_at) == (NIGHT, None)


@pytest.mark.row("M16")
def test_the_start_is_the_first_line_of_the_timeline(cast):
    event = start(cast.bo, now=cast.now).events.get()
    assert (event.kind, event.at) == (EventKind.STARTED, cast.now)
    assert (event.actor, event.actor_name, event.subject) == (ActorKind.STAFF, "Bo Berg", "")


@pytest.mark.row("M9")
def test_a_second_start_is_refused_and_leads_to_the_running_one(cast):
    with pytest.raises(AlreadyRunning) as refused:
        start(cast.erik, now=cast.now, number=ASTRID)
    assert (refused.value.treatment, refused.value.code) == (cast.treatment, "already_running")
    assert cast.astrid.patient.treatments.count() == 1


@pytest.mark.row("M9")
@pytest.mark.parametrize("state", ["active", "maintenance"])
def test_a_planned_and_a_maintained_treatment_count_as_running(cast, state):
    later = cast.now.date() + 30 * DAY
    Treatment.objects.filter(pk=cast.treatment.pk).update(state=state, starts_on=later)
    with pytest.raises(AlreadyRunning):
        start(cast.bo, now=cast.now, number=ASTRID)


@pytest.mark.row("M9")
def test_the_same_programme_can_be_started_anew_after_an_end_and_at_another_unit(cast):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    assert start(cast.bo, now=cast.now, number=ASTRID).patient == cast.astrid.patient
    assert start(cast.carin, now=cast.now, number=ASTRID).unit == cast.ekbacken


@pytest.mark.row("M9")
def test_a_programme_that_is_not_active_at_the_unit_is_refused(cast):
    cast.bo.commission.unit.programmes = ["ett-annat"]
    with pytest.raises(Refused) as refused:
        start(cast.bo, now=cast.now)
    assert (refused.value.code, refused.value.field) == ("not_here", "programme")
    assert not Patient.objects.filter(personal_number=GUNNAR).exists()


@pytest.mark.row("M9b")
def test_nothing_is_started_for_somebody_who_is_deceased(cast):
    person = Person(GUNNAR, "Gunnar", "Grön", deceased=date(2026, 1, 1))
    with pytest.raises(Refused) as refused:
        start(cast.bo, now=cast.now, person=person)
    assert (refused.value.code, Patient.objects.count()) == ("deceased", 2)


@pytest.mark.row("M9b")
def test_a_typed_name_and_protection_are_kept_as_such(cast):
    person = Person(GUNNAR, "Gunnar", "Grön", protected=True)
    patient = start(cast.bo, now=cast.now, person=person, typed=True).patient
    assert (patient.name_typed, patient.protected) == (True, True)


@pytest.mark.row("M9b")
def test_what_the_register_says_at_a_later_start_replaces_what_was_typed(cast):
    start(cast.bo, now=cast.now, typed=True)
    person = Person(GUNNAR, "Gunnar Nils", "Grön", protected=True)
    patient = Patient.objects.get(pk=start(cast.carin, now=cast.now, person=person).patient.pk)
    assert (patient.name, patient.name_typed, patient.protected) == (
        "Gunnar Nils Grön",
        False,
        True,
    )


@pytest.mark.row("M9b")
def test_a_typed_name_never_replaces_what_the_register_said(cast):
    start(cast.bo, now=cast.now)
    person = Person(GUNNAR, "Gunnar Emil", "GRÖN")
    patient = start(cast.carin, now=cast.now, person=person, typed=True).patient
    assert (patient.name, patient.name_typed) == ("Gunnar Grön", False)


@pytest.mark.row("M9b")
def test_a_typed_name_that_is_not_the_known_ones_starts_nothing_and_tells_no_name(cast):
    start(cast.bo, now=cast.now)
    with pytest.raises(Refused) as refused:
        start(cast.carin, now=cast.now, person=Person(GUNNAR, "Anna", "Berg"), typed=True)
    assert (refused.value.code, "Gunnar" in refused.value.message) == ("other_name", False)
    assert Treatment.objects.filter(patient__personal_number=GUNNAR).count() == 1


@pytest.mark.row("M14b")
def test_the_first_opening_by_the_patient_is_kept_and_told_once(cast):
    first = open_as_patient(treatment=cast.treatment, by=cast.astrid, now=cast.now)
    second = open_as_patient(treatment=cast.treatment, by=cast.astrid, now=cast.now + HOUR)
    cast.treatment.refresh_from_db()
    assert (first, second, cast.treatment.opened_by_patient_at) == (True, False, cast.now)
    event = cast.treatment.events.get(kind=EventKind.OPENED)
    assert (event.at, event.actor) == (cast.now, ActorKind.PATIENT)


@pytest.mark.row("M14b")
def test_the_first_opening_by_the_team_is_kept_and_told_once_a_member(cast):
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=cast.now.date(),
        added_at=cast.now,
    )
    for by, hours in ((cast.bo, 0), (cast.bo, 1), (cast.erik, 2)):
        open_as_team(treatment=cast.treatment, by=by, now=cast.now + hours * HOUR)
    found = cast.treatment.team.order_by("id").values_list("opened_at", flat=True)
    assert list(found) == [cast.now, cast.now + 2 * HOUR]
    told = cast.treatment.events.filter(kind=EventKind.TEAM_OPENED).order_by("id")
    assert list(told.values_list("actor_name", flat=True)) == ["Bo Berg", "Erik Edlund"]


@pytest.mark.row("M14b")
def test_who_has_opened_before_opens_for_the_team_under_a_new_responsible_therapist(cast):
    gun = staff("Gun", "Gren", "läkare", cast.smartenheten, RoleKind.THERAPIST)
    given, by = {"treatment": cast.treatment}, {"by": cast.bo, "now": cast.now}
    join_team(**given, colleague=cast.erik.commission, **by)
    open_as_team(**given, by=cast.erik, now=cast.now)
    assert team_flags(cast, 0) == []
    shown = {cast.treatment.pk: cast.treatment.team.get(part=Part.RESPONSIBLE).pk}
    later = {"by": cast.bo, "now": cast.now + HOUR}
    change_responsible(shown=shown, to=gun.commission, stay=False, **later)
    assert team_flags(cast, 1) == ["new"]
    open_as_team(**given, by=cast.erik, now=cast.now + 2 * HOUR)
    assert team_flags(cast, 2) == []


def team_flags(cast, hours):
    now = cast.now + hours * HOUR
    found = staff_flags(staff_facts([cast.treatment], now)[cast.treatment.pk])
    return [flag.kind for flag in found]


@pytest.mark.row("M14b")
def test_a_substitute_with_a_last_day_opens_it_until_that_day_and_not_after(cast):
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.SUBSTITUTE,
        first_day=cast.now.date(),
        last_day=cast.now.date(),
        added_at=cast.now,
    )
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now + DAY)
    assert not cast.treatment.team.filter(opened_at__isnull=False).exists()
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now)
    assert cast.treatment.team.get(opened_at__isnull=False).staff == cast.erik.staff


def test_somebody_outside_the_team_leaves_no_opening(cast):
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now)
    assert not cast.treatment.events.filter(kind=EventKind.TEAM_OPENED).exists()


def times(treatment: Treatment):
    found = Treatment.objects.get(pk=treatment.pk)
    return found.previous_active_at, found.last_active_at


def test_a_log_in_is_activity_and_keeps_the_time_before_it(cast):
    log_in_patient(by=cast.astrid, now=cast.now)
    assert times(cast.treatment) == (None, cast.now)
    log_in_patient(by=cast.astrid, now=cast.now + DAY)
    assert times(cast.treatment) == (cast.now, cast.now + DAY)
    assert times(cast.fatimas) == (None, None)


def test_a_log_in_is_no_activity_in_what_is_ended(cast):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    log_in_patient(by=cast.astrid, now=cast.now)
    assert times(cast.treatment) == (None, None)


def test_activity_is_the_patients_own(cast: Cast) -> None:
    be_active(treatment=cast.treatment, by=cast.astrid, now=cast.now)
    be_active(treatment=cast.treatment, by=cast.fatima, now=cast.now + DAY)
    assert times(cast.treatment) == (None, cast.now)


@pytest.mark.row("M9b")
def test_the_team_confirms_the_person_and_access_is_open_again(cast):
    patient = cast.astrid.patient
    Patient.objects.filter(pk=patient.pk).update(name_typed=True, mismatch_at=cast.now)
    person = Person(ASTRID, "Astrid Maria", "Alm-Ek", protected=True)
    confirm_person(treatment=cast.treatment, person=person, by=cast.bo, now=cast.now + HOUR)
    found = PatientSession(Patient.objects.get(pk=patient.pk))
    assert (found.name, found.patient.name_typed) == ("Astrid Maria Alm-Ek", False)
    assert (found.patient.mismatch_at, found.patient.protected) == (None, True)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.at, event.actor_name) == (
        EventKind.PERSON_CONFIRMED,
        cast.now + HOUR,
        "Bo Berg",
    )
