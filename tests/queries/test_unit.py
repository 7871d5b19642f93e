"""The unit's list asks as many questions for three hundred treatments as for one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindra.access import treatments_at_unit
from lindra.models import Patient, Treatment
from lindra.queries.unit import counts, filtered, responsible_in, rows
from tests.cast import PROGRAMME, Cast
from tests.rules.numbers import invented


def fill(cast: Cast, number: int) -> None:
    """So many treatments beside Astrid's, every other of them Erik's."""
    people = Patient.objects.bulk_create(
        Patient(
            personal_number=invented(date(1950, 1, 1) + timedelta(days=n)),
            given_name="Eva",
            family_name=f"Ek {n:03}",
        )
        for n in range(number)
    )
    made = Treatment.objects.bulk_create(
        Treatment(
            patient=patient,
            programme=PROGRAMME,
            unit=cast.smartenheten,
            starts_on=cast.now.date(),
            ends_on=cast.now.date() + timedelta(days=365),
            started_at=cast.now,
        )
        for patient in people
    )
    for n, treatment in enumerate(made):
        treatment.team.create(
            staff=(cast.bo if n % 2 else cast.erik).staff,
            part="responsible",
            first_day=cast.now.date(),
            added_at=cast.now,
        )


@pytest.mark.row("F4")
@pytest.mark.parametrize("number", [1, 300])
def test_the_list_is_seven_questions_and_its_page_as_many(cast, number):
    fill(cast, number - 1)
    with CaptureQueriesContext(connection) as asked:
        found = rows(list(treatments_at_unit(cast.hanna)), cast.smartenheten, cast.now)
        assert all(row.name and row.responsible.staff.name for row in found)
    assert (len(found), len(asked)) == (number, QUESTIONS)
    client = cast.client(cast.hanna)
    client.get("/enheten/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/enheten/").status_code == 200
    assert len(asked) == PAGE


QUESTIONS = 7
PAGE = 23


@pytest.mark.row("F4")
def test_filters_count_and_find_and_the_responsible_are_each_once(cast):
    fill(cast, 3)
    found = rows(list(treatments_at_unit(cast.hanna)), cast.smartenheten, cast.now)
    assert dict(counts(found)) == {"new": 4}
    assert [staff.given_name for staff in responsible_in(found)] == ["Bo", "Erik"]
    erik = cast.erik.staff.pk
    assert [row.name for row in filtered(found, None, erik)] == ["Eva Ek 000", "Eva Ek 002"]
    assert found[0].name == "Astrid Alm"
