"""The unit's list asks as many questions for three hundred treatments as for one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindra.access import StaffSession, treatments_at_unit
from lindra.models import (
    Absence,
    Answer,
    Conversation,
    Message,
    Patient,
    TeamMember,
    Treatment,
)
from lindra.queries.unit import Unlike, counts, filtered, responsible_in, rows
from lindra.rules.attention import Quiet
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import State
from tests.cast import PROGRAMME, Cast
from tests.rules.numbers import invented


def fill(cast: Cast, number: int, *responsible: StaffSession, **fields: object) -> list[Treatment]:
    """So many busy treatments at the unit, of each of the therapists in turn."""
    people = Patient.objects.bulk_create(
        Patient(
            personal_number=invented(date(1950, 1, 1) + timedelta(days=n)),
            given_name="Eva",
            family_name=f"Ek {n:03}",
        )
        for n in range(number)
    )
    life = {
        "starts_on": cast.now.date(),
        "ends_on": cast.now.date() + timedelta(days=365),
        "started_at": cast.now,
        **fields,
    }
    made = Treatment.objects.bulk_create(
        Treatment(patient=patient, programme=PROGRAMME, unit=cast.smartenheten, **life)
        for patient in people
    )
    TeamMember.objects.bulk_create(
        TeamMember(
            treatment=treatment,
            staff=responsible[n % len(responsible)].staff,
            part="responsible",
            first_day=cast.now.date(),
            added_at=cast.now,
        )
        for n, treatment in enumerate(made)
    )
    busy(cast, made)
    return made


def busy(cast: Cast, treatments: Sequence[Treatment]) -> None:
    """Each has an answer to read, a late message to answer, and one that was misdirected."""
    long_ago, lifted = cast.now - timedelta(days=20), ["Nytt symtom"]
    Answer.objects.bulk_create(
        Answer(
            treatment=each,
            form="veckokollen",
            version=1,
            values={},
            key=uuid4(),
            sent_at=long_ago,
            lifted=lifted,
        )
        for each in treatments
    )
    threads = Conversation.objects.bulk_create(
        Conversation(treatment=each, title="Hej", started_at=long_ago) for each in treatments
    )
    sent = [
        {"conversation": each, "text": "Hej", "sent_at": long_ago, "author_name": "X"}
        for each in threads
    ]
    wrong = {"misdirected_at": cast.now, "misdirected_by": cast.bo.staff}
    Message.objects.bulk_create(
        [Message(author="patient", key=uuid4(), **each) for each in sent]
        + [
            Message(author="staff", staff=cast.bo.staff, key=uuid4(), **each, **wrong)
            for each in sent
        ]
    )


def over(cast: Cast) -> dict[str, object]:
    """What a treatment that has ended is."""
    return {"state": State.ENDED, "ended_at": cast.now, "end_reason": "Annan orsak"}


def be_away(cast: Cast) -> None:
    """Bo is away that day, and Erik stands in."""
    Absence.objects.create(
        commission=cast.bo.commission,
        substitute=cast.erik.commission,
        first_day=cast.now.date(),
        last_day=cast.now.date(),
        added_at=cast.now,
    )


@pytest.mark.row("F4", "N6", "N7")
@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("number", [1, 300])
def test_the_list_is_eight_questions_and_its_page_as_many(cast, number, ended):
    fill(cast, number, cast.bo, cast.erik, cast.agnes, **(over(cast) if ended else {}))
    Treatment.objects.filter(pk=cast.treatment.pk).update(unit=cast.ekbacken)
    be_away(cast)
    with CaptureQueriesContext(connection) as asked:
        found = rows(treatments_at_unit(cast.hanna), cast.smartenheten, cast.now)
        assert all(row.name and row.responsible.staff.name for row in found)
    assert (len(found), len(asked)) == (number, QUESTIONS)
    third = number // 3
    assert counts(found) == Counter(
        {
            **dict.fromkeys([FlagKind.LIFTED, FlagKind.MESSAGE], number),
            **dict.fromkeys([Unlike.OVERDUE, Unlike.MISDIRECTED], number),
            Quiet.ENDED if ended else FlagKind.NEW: number,
            Unlike.AWAY: max(third, 1),
            Unlike.VACANT: third,
        }
    )
    client = cast.client(cast.hanna)
    client.get("/enheten/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/enheten/").status_code == 200
    assert len(asked) == PAGE


QUESTIONS = 8
PAGE = 24


@pytest.mark.row("F4")
def test_filters_count_and_find_and_the_responsible_are_each_once(cast):
    fill(cast, 3, cast.erik, cast.bo)
    found = rows(treatments_at_unit(cast.hanna), cast.smartenheten, cast.now)
    assert counts(found)["message"] == 3
    assert counts(found)["new"] == 4
    assert [staff.given_name for staff in responsible_in(found)] == ["Bo", "Erik"]
    erik = cast.erik.staff.pk
    assert [row.name for row in filtered(found, None, erik)] == ["Eva Ek 000", "Eva Ek 002"]
    assert [row.name for row in filtered(found, Quiet.NOT_BEGUN, None)] == ["Astrid Alm"]
    assert found[-1].name == "Astrid Alm"
