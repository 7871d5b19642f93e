"""What a row of the access log says."""

import pytest
from django.conf import settings

from lindra.access import Purpose
from lindra.actions.access_log import Activity, log_access
from lindra.gateways.population import Person
from lindra.models import AccessLog
from tests.cast import ASTRID, FATIMA, at

WALL = at("2026-11-22 09:00")
PROVIDER = ("SE-P1", "Region Västanvind")


def row(by, *, patients=(), treatment=None, activity=Activity.READ, **more) -> AccessLog:
    log_access(
        by=by,
        wall=WALL,
        activity=activity,
        name="manage",
        resource="Hantera",
        patients=patients,
        treatment=treatment,
        **more,
    )
    return AccessLog.objects.latest("id")


def place(found: AccessLog, prefix: str) -> tuple[str, ...]:
    names = ("provider_id", "provider_name", "unit_id", "unit_name")
    return tuple(getattr(found, f"{prefix}_{name}") for name in names)


def test_a_row_says_what_was_done_when_and_why(cast):
    found = row(cast.bo, patients=[cast.astrid.patient], treatment=cast.treatment)
    assert (found.system_id, found.start_date) == (settings.SYSTEM_ID, WALL)
    assert (found.activity_type, found.activity_args) == ("Läsa", "manage")
    assert (found.resource_type, found.purpose) == ("Hantera", "Vård och behandling")
    assert found.activity_level == str(cast.treatment.pk)
    assert found.patients == [{"id": ASTRID, "name": "Astrid Alm"}]


def test_a_row_says_who_of_the_staff_it_was_and_for_which_commission(cast):
    found = row(cast.bo, patients=[cast.astrid.patient], treatment=cast.treatment)
    assert (found.user_kind, found.user_id, found.user_name) == ("staff", "TST-Bo", "Bo Berg")
    assert (found.user_title, found.user_assignment) == ("fysioterapeut", "TST-Bo-1")
    unit = (*PROVIDER, "SE-E1", "Smärtenheten")
    assert (place(found, "user_care"), place(found, "care")) == (unit, unit)


def test_the_unit_is_that_of_the_treatment_and_not_only_that_of_the_reader(cast):
    found = row(cast.bo, patients=[cast.fatima.patient], treatment=cast.fatimas)
    assert place(found, "user_care") == (*PROVIDER, "SE-E1", "Smärtenheten")
    assert place(found, "care") == (*PROVIDER, "SE-E2", "Ekbacken")


def test_a_list_is_one_row_with_all_its_patients_at_the_readers_unit(cast):
    found = row(cast.bo, patients=[cast.astrid.patient, cast.fatima.patient])
    assert [each["id"] for each in found.patients] == [ASTRID, FATIMA]
    assert (found.activity_level, place(found, "care")[2]) == ("", "SE-E1")


def test_a_person_of_the_register_can_be_named_before_anything_is_started(cast):
    found = row(cast.bo, patients=[Person("194501029814", "Gunnar", "Grön")])
    assert found.patients == [{"id": "194501029814", "name": "Gunnar Grön"}]


def test_a_patients_own_row_has_her_own_purpose_and_no_assignment(cast):
    found = row(cast.astrid, patients=[cast.astrid.patient], treatment=cast.treatment)
    assert (found.user_kind, found.user_id, found.user_name) == ("patient", ASTRID, "Astrid Alm")
    assert (found.purpose, found.user_title, found.user_assignment) == ("Egna uppgifter", "", "")
    assert place(found, "user_care") == ("", "", "", "")
    assert place(found, "care") == (*PROVIDER, "SE-E1", "Smärtenheten")


def test_a_patients_log_in_is_at_no_unit(cast):
    assert place(row(cast.astrid, patients=[cast.astrid.patient]), "care") == ("", "", "", "")


@pytest.mark.parametrize("activity", Activity)
def test_a_row_says_whether_something_was_read_written_or_taken_out(cast, activity):
    assert row(cast.bo, activity=activity).activity_type == activity.value


def test_the_words_for_what_was_done_are_those_of_the_log_standard():
    found = [each.value for each in Activity]
    assert found == ["Läsa", "Skriva", "Utskrift", "Radera", "Nödöppning"]


def test_a_row_says_why_and_a_patients_reason_is_always_her_own(cast):
    assert row(cast.bo).purpose == "Vård och behandling"
    assert row(cast.doris, purpose=Purpose.STATISTICS).purpose == "Statistik"
    assert row(cast.astrid, purpose=Purpose.STATISTICS).purpose == "Egna uppgifter"
    assert {each.value for each in Purpose} == {
        "Vård och behandling",
        "Administration",
        "Statistik",
        "Kvalitetssäkring",
        "Annan dokumentation enligt lag",
        "Egna uppgifter",
    }


def test_names_are_snapshots_that_outlive_what_they_name(cast):
    found = row(cast.bo, patients=[cast.astrid.patient])
    cast.astrid.patient.family_name = "Ek"
    cast.astrid.patient.save()
    assert AccessLog.objects.get(pk=found.pk).patients[0]["name"] == "Astrid Alm"
