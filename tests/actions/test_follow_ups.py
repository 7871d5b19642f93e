""" "Markera som uppföljd": once a day for each, undone the same day, with its trace."""

from datetime import timedelta

import pytest

from lindra.actions.follow_ups import follow_up, undo_follow_up
from lindra.models import Absence, EventKind, FollowUp, Treatment
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def trace(cast) -> list[tuple[str, str]]:
    found = cast.treatment.events.filter(kind=EventKind.FOLLOWED_UP).order_by("pk")
    return list(found.values_list("actor_name", "words"))


def look(cast, by=None, at=None) -> FollowUp:
    return follow_up(treatment=cast.treatment, by=by or cast.bo, now=at or cast.now)


@pytest.mark.row("M17")
def test_a_look_is_kept_with_who_and_when_on_the_timeline(cast):
    found = look(cast)
    assert (found.at, found.staff, trace(cast)) == (cast.now, cast.bo.staff, [("Bo Berg", "")])


@pytest.mark.row("M17")
def test_marking_twice_on_a_day_is_one_look_and_another_day_or_another_person_is_another(cast):
    first = look(cast)
    assert look(cast, at=cast.now + MINUTE) == first
    assert look(cast, by=cast.erik, at=cast.now + MINUTE) != first
    assert look(cast, at=cast.now + DAY) != first
    assert [name for name, _ in trace(cast)] == ["Bo Berg", "Erik Edlund", "Bo Berg"]


@pytest.mark.row("M17")
def test_it_is_undone_the_same_day_and_the_timeline_says_so(cast):
    found = look(cast)
    for _ in range(2):  # undone twice is undone once
        undo_follow_up(treatment=cast.treatment, follow_up_id=found.pk, by=cast.bo, now=cast.now)
    assert not FollowUp.objects.exists()
    assert trace(cast) == [("Bo Berg", ""), ("Bo Berg", "ångrad")]


def test_it_is_not_undone_another_day(cast):
    found = look(cast)
    with pytest.raises(Refused, match="samma dag"):
        undo_follow_up(
            treatment=cast.treatment, follow_up_id=found.pk, by=cast.bo, now=cast.now + DAY
        )
    assert FollowUp.objects.get() == found


def test_nobody_undoes_a_colleagues_look_nor_one_of_another_treatment(cast):
    found = look(cast)
    undo_follow_up(treatment=cast.treatment, follow_up_id=found.pk, by=cast.erik, now=cast.now)
    undo_follow_up(treatment=cast.fatimas, follow_up_id=found.pk, by=cast.bo, now=cast.now)
    assert FollowUp.objects.get() == found


def test_what_is_ended_is_not_followed_up(cast):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak"
    )
    with pytest.raises(Refused, match="avslutat"):
        look(cast)
    assert trace(cast) == []


@pytest.mark.row("M14b")
@pytest.mark.row("N7")
def test_who_stands_in_for_the_responsible_opens_in_her_place(cast):
    from lindra.actions.treatments import open_as_team

    Absence.objects.create(
        commission=cast.bo.commission,
        substitute=cast.erik.commission,
        first_day=cast.treatment.starts_on,
        last_day=cast.treatment.starts_on,
        added_at=cast.now,
    )
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now + MINUTE)
    assert cast.treatment.team.get().opened_at == cast.now + MINUTE
    event = cast.treatment.events.get(kind=EventKind.TEAM_OPENED)
    assert event.actor_name == "Erik Edlund"
