"""A whole unit of answers, put into the table with COPY."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from lindra.models import Patient, Treatment
from tests.cast import PROGRAMME, Cast
from tests.exchange.filled import BEGIN, DAY, forms, values
from tests.rules.numbers import invented

EACH = 500  # answers of a patient
TEMPLATES = 40  # different fillings of each form
COLUMNS = (
    "id treatment_id form version entry_date one_per_date completes values lifted key sent_at"
    " withdrawn_at"
)


def fill_unit(cast: Cast, count: int) -> None:
    """So many answers of all forms at Astrid's unit, shared by as many patients as it takes."""
    dice = random.Random(count)
    chosen = [
        (form, [json.dumps(values(form, dice)) for _ in range(TEMPLATES)]) for form in forms()
    ]
    owners = [cast.treatment, *_more(cast, count // EACH - 1)]
    columns = ", ".join(f'"{name}"' for name in COLUMNS.split())
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY lindra_answer ({columns}) FROM STDIN") as copy,
    ):
        for number in range(count):
            form, filled = chosen[number % len(chosen)]
            sent_at = BEGIN + timedelta(seconds=number // 3)
            copy.write_row(
                (
                    UUID(int=dice.getrandbits(128)),
                    owners[number % len(owners)].pk,
                    form.id,
                    form.version,
                    DAY - timedelta(days=number % 300) if form.one_per_date else None,
                    False,
                    False,
                    dice.choice(filled),
                    [],
                    UUID(int=dice.getrandbits(128)),
                    sent_at,
                    sent_at if number % 97 == 5 else None,
                )
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lindra_answer, lindra_treatment")


def _more(cast: Cast, count: int) -> list[Treatment]:
    born = date(1930, 1, 1) + timedelta(days=Patient.objects.count())
    patients = Patient.objects.bulk_create(
        Patient(
            personal_number=invented(born + timedelta(days=n)),
            given_name="Eva",
            family_name=f"Ek {n}",
        )
        for n in range(count)
    )
    return Treatment.objects.bulk_create(
        Treatment(
            patient=patient,
            unit=cast.smartenheten,
            programme=PROGRAMME,
            state="active",
            starts_on=cast.treatment.starts_on,
            ends_on=cast.treatment.ends_on,
            started_at=cast.treatment.started_at,
        )
        for patient in patients
    )
