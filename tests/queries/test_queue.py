""" "Kön": what stands in it, for whom, in which order, and what takes each thing away."""

from datetime import date, timedelta

import pytest

from lindra.actions.answers import mark_read
from lindra.actions.follow_ups import follow_up
from lindra.actions.messages import waive
from lindra.actions.treatments import open_as_team
from lindra.models import Absence, Patient, Treatment
from lindra.queries.queue import count_kinds, queue
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import State
from lindra.rules.work import Also
from tests.cast import Cast, start
from tests.messages import write
from tests.rules.numbers import invented

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CONTACT = {"nytt": "Ord.", "vill_ha_kontakt": True}


def kinds(who, now) -> list[object]:
    return [item.work.kind for item in queue(who, now)]


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """Somebody has opened "Hantera" of Astrid's treatment: nothing waits."""
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)
    return cast


@pytest.mark.row("N6")
def test_each_thing_stands_by_itself_the_most_urgent_first(cast):
    cast.send("reflektion-1", CONTACT)
    cast.send("genomfort", {"klar": True})
    cast.send("veckokollen", {"smarta": 3})
    cast.send("veckokollen", {"smarta": 4})
    write(cast.treatment, cast.astrid, "Hej", cast.now)
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(mismatch_at=cast.now)
    items = queue(cast.bo, cast.now + 365 * DAY)
    assert [item.work.kind for item in items] == [
        FlagKind.LIFTED,
        Also.PERSON,
        FlagKind.MESSAGE,
        FlagKind.COMPLETED,
        FlagKind.ENDING,
        FlagKind.ANSWERED,
        FlagKind.NEW,
        Also.FOLLOW_UP,
    ]
    assert set(count_kinds(items).values()) == {1}
    assert {item.treatment.patient.name for item in items} == {"Astrid Alm"}
    assert items[5].work.why == "Veckokollen: 2 olästa svar"


@pytest.mark.row("N6")
def test_a_thing_goes_when_somebody_has_done_it_or_waived_it_and_by_no_passing_of_time(opened):
    cast, later = opened, opened.now + 20 * DAY
    answer = cast.send("reflektion-1", CONTACT)
    message = write(cast.treatment, cast.astrid, "Hej", cast.now)
    expected = [FlagKind.LIFTED, FlagKind.MESSAGE]
    assert kinds(cast.bo, cast.now + MINUTE) == kinds(cast.bo, later) == expected
    mark_read(answers=[answer], by=cast.bo, now=later)
    assert kinds(cast.bo, later) == [FlagKind.MESSAGE]
    waive(conversation=message.conversation, message_ids=[message.pk], by=cast.bo, now=later)
    assert kinds(cast.bo, later) == []
    assert kinds(cast.bo, later + DAY) == [Also.FOLLOW_UP]
    follow_up(treatment=cast.treatment, by=cast.bo, now=later + DAY)
    assert kinds(cast.bo, later + DAY) == []


@pytest.mark.row("M14b")
def test_the_end_goes_by_ending_alone_and_what_the_patient_sent_stays_until_it_is_read(opened):
    cast, last = opened, opened.now + 364 * DAY
    follow_up(treatment=cast.treatment, by=cast.bo, now=last)
    answer = cast.send("reflektion-1", {"nytt": "Ord."})
    assert kinds(cast.bo, last) == [FlagKind.ENDING, FlagKind.ANSWERED]
    open_as_team(treatment=cast.treatment, by=cast.bo, now=last)
    assert kinds(cast.bo, last) == [FlagKind.ENDING, FlagKind.ANSWERED]
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=last, end_reason="Annan orsak"
    )
    assert kinds(cast.bo, last) == [FlagKind.ANSWERED]
    mark_read(answers=[answer], by=cast.bo, now=last)
    assert kinds(cast.bo, last) == []


@pytest.mark.row("N6")
@pytest.mark.row("N7")
def test_the_substitute_has_the_queue_while_the_other_is_away_and_sees_whose_it_is(opened):
    cast = opened
    cast.send("reflektion-1", CONTACT)
    assert kinds(cast.erik, cast.now) == []
    Absence.objects.create(
        commission=cast.bo.commission,
        substitute=cast.erik.commission,
        first_day=cast.treatment.starts_on,
        last_day=cast.treatment.starts_on + DAY,
        added_at=cast.now,
    )
    (item,) = queue(cast.erik, cast.now)
    assert (item.work.kind, item.responsible) == (FlagKind.LIFTED, "Bo Berg")
    assert [item.responsible for item in queue(cast.bo, cast.now)] == [""]
    assert kinds(cast.erik, cast.now + 2 * DAY) == []


@pytest.mark.row("N6")
def test_the_queue_holds_what_one_reaches_and_nothing_else(cast):
    assert [item.treatment for item in queue(cast.carin, cast.now)] == [cast.fatimas]
    assert queue(cast.doris, cast.now) == []


@pytest.mark.row("N6")
def test_the_oldest_stands_first_within_its_kind(opened):
    cast = opened
    other = start(invented(date(1980, 1, 1), 970), "Eva", "Ek", cast.bo, cast.now - DAY)
    third = start(invented(date(1980, 1, 1), 971), "Bo", "Bo", cast.bo, cast.now - 2 * DAY)
    assert [item.treatment for item in queue(cast.bo, cast.now)] == [third, other]
