"""Joining and leaving a team, and the change of the responsible therapist for one or many."""

from datetime import date, timedelta
from functools import partial

import pytest

from lindra.actions.team import (
    change_responsible,
    join_team,
    leave_team,
    move_team,
    name_supervisor,
)
from lindra.actions.treatments import open_as_team
from lindra.models import EventKind, Part, TeamMember, Treatment
from lindra.queries.facts import staff_facts
from lindra.rules.flags import FlagKind, staff_flags
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import Cast, start
from tests.rules.numbers import invented

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def join(cast: Cast, who=None, by=None, days: int = 0) -> TeamMember:
    return join_team(
        treatment=cast.treatment,
        colleague=(who or cast.erik).commission,
        by=by or cast.bo,
        now=cast.now + days * DAY,
    )


def leave(cast: Cast, member: TeamMember, by, days: int = 0) -> None:
    leave_team(treatment=cast.treatment, member=member, by=by, now=cast.now + days * DAY)


def shown(*treatments: Treatment) -> dict:
    rows = TeamMember.objects.filter(
        treatment__in=treatments, part=Part.RESPONSIBLE, last_day__isnull=True
    )
    return {row.treatment_id: row.pk for row in rows}


def change(cast: Cast, *treatments, to=None, by=None, stay=False, days=0, seen=None) -> int:
    return change_responsible(
        shown=seen or shown(*(treatments or [cast.treatment])),
        to=(to or cast.erik).commission,
        stay=stay,
        by=by or cast.bo,
        now=cast.now + days * DAY,
    )


def open_team(treatment: Treatment) -> list[tuple[str, str]]:
    rows = treatment.team.filter(last_day__isnull=True).select_related("staff").order_by("pk")
    return [(row.staff.given_name, row.part) for row in rows]


def refusal(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def end(treatment: Treatment) -> None:
    Treatment.objects.filter(pk=treatment.pk).update(
        state="ended", ended_at=treatment.started_at, end_reason="Annan orsak"
    )


@pytest.mark.row("F4b")
def test_a_colleague_joins_beside_and_it_stands_on_the_timeline(cast):
    member = join(cast)
    assert (member.part, member.first_day, member.last_day) == (Part.CO_THERAPIST, TODAY, None)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.words, event.actor_name) == (
        EventKind.TEAM_JOINED,
        "Erik Edlund",
        "Bo Berg",
    )


@pytest.mark.row("F4b")
@pytest.mark.parametrize(
    ("who", "code"), [("carin", "no_therapist"), ("doris", "no_therapist"), ("bo", "in_team")]
)
def test_only_a_therapist_of_the_unit_who_is_not_in_it_joins(cast, who, code):
    assert refusal(lambda: join(cast, getattr(cast, who))) == code
    assert open_team(cast.treatment) == [("Bo", "responsible")]


@pytest.mark.row("F4b")
def test_a_therapist_whose_role_ended_yesterday_does_not_join(cast):
    cast.erik.commission.roles.update(last_day=TODAY - DAY)
    assert refusal(lambda: join(cast)) == "no_therapist"


@pytest.mark.row("F4b")
def test_who_came_the_day_before_has_yesterday_as_the_last_day(cast):
    member = join(cast)
    leave(cast, member, cast.erik, days=1)
    member.refresh_from_db()
    assert (member.first_day, member.last_day) == (TODAY, TODAY)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.words) == (EventKind.TEAM_LEFT, "Erik Edlund")


@pytest.mark.row("F4b")
def test_who_came_and_left_on_one_day_can_come_again_that_day(cast):
    for _ in range(2):
        leave(cast, join(cast), cast.bo)
    join(cast)
    assert open_team(cast.treatment) == [("Bo", "responsible"), ("Erik", "co_therapist")]
    kinds = cast.treatment.events.filter(kind__in=["team_joined", "team_left"]).order_by("id")
    assert [each.kind for each in kinds] == ["team_joined", "team_left"] * 2 + ["team_joined"]


@pytest.mark.row("F4b")
def test_the_responsible_does_not_leave_and_another_is_taken_out_by_the_responsible_alone(cast):
    cast_third = join(cast)
    bo = cast.treatment.team.get(staff=cast.bo.staff)
    assert refusal(lambda: leave(cast, bo, cast.bo)) == "responsible"
    change(cast, to=cast.erik, stay=True)
    former = cast.treatment.team.get(staff=cast.bo.staff, last_day__isnull=True)
    assert refusal(lambda: leave(cast, cast_third, cast.erik)) == "has_left"
    leave(cast, former, cast.erik)
    assert open_team(cast.treatment) == [("Erik", "responsible")]


@pytest.mark.row("F4b")
def test_somebody_beside_does_not_take_out_another(cast):
    anna = join(cast)
    other = cast.carin
    other.commission.unit = cast.smartenheten
    other.commission.save()
    bella = join(cast, other)
    assert refusal(lambda: leave(cast, bella, cast.erik)) == "not_responsible"
    leave(cast, anna, cast.erik)
    assert refusal(lambda: leave(cast, anna, cast.erik)) == "has_left"


@pytest.mark.row("F4b")
def test_nothing_changes_in_the_team_of_what_has_ended(cast):
    end(cast.treatment)
    assert refusal(lambda: join(cast)) == "ended"
    assert refusal(lambda: change(cast)) == "gone"


@pytest.mark.row("F4b")
def test_the_responsible_hands_her_own_on_and_leaves(cast):
    assert change(cast, days=1) == 1
    assert open_team(cast.treatment) == [("Erik", "responsible")]
    former = cast.treatment.team.get(staff=cast.bo.staff)
    assert (former.part, former.last_day) == (Part.RESPONSIBLE, TODAY)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.words) == (
        EventKind.RESPONSIBLE_CHANGED,
        "Erik Edlund, efter Bo Berg",
    )


@pytest.mark.row("F4b")
@pytest.mark.parametrize("days", [0, 1])
def test_she_can_stay_beside_and_who_was_beside_becomes_responsible(cast, days):
    join(cast)
    change(cast, stay=True, days=days)
    assert open_team(cast.treatment) == [("Erik", "responsible"), ("Bo", "co_therapist")]


@pytest.mark.row("F4b")
def test_back_and_forth_on_one_day_leaves_one_responsible(cast):
    change(cast)
    change(cast, to=cast.bo, by=cast.erik)
    change(cast, to=cast.erik, by=cast.bo)
    assert open_team(cast.treatment) == [("Erik", "responsible")]
    assert cast.treatment.team.count() == 1


@pytest.mark.row("F4b", "M14b")
def test_the_flag_for_a_new_programme_is_raised_again_for_a_new_responsible(cast):
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)

    def flags(now):
        return [f.kind for f in staff_flags(staff_facts([cast.treatment], now)[cast.treatment.pk])]

    assert flags(cast.now) == []
    change(cast, stay=True, days=1)
    assert flags(cast.now + DAY) == [FlagKind.NEW]
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now + 2 * DAY)
    assert flags(cast.now + 2 * DAY) == []


@pytest.mark.row("F4")
def test_the_administrator_changes_many_at_once_and_what_is_so_already_is_not_counted(cast):
    second = start(invented(date(1980, 1, 1)), "Eva", "Ek", cast.erik, cast.now)
    assert change(cast, cast.treatment, second, by=cast.hanna, days=1) == 1
    assert open_team(cast.treatment) == open_team(second) == [("Erik", "responsible")]


@pytest.mark.row("F4")
@pytest.mark.parametrize("who", ["erik", "carin", "doris"])
def test_neither_a_colleague_nor_another_administrator_changes_it(cast, who):
    by = getattr(cast, who)
    to = cast.carin if who == "carin" else cast.erik
    assert refusal(lambda: change(cast, by=by, to=to)) == "gone"


@pytest.mark.row("F4b")
def test_somebody_beside_and_the_former_do_not_change_the_responsible(cast):
    join(cast)
    assert refusal(lambda: change(cast, by=cast.erik)) == "gone"
    change(cast, stay=True)
    assert refusal(lambda: change(cast, to=cast.bo, by=cast.bo)) == "gone"


@pytest.mark.row("F4")
def test_one_that_cannot_be_changed_refuses_them_all(cast):
    seen = {**shown(cast.treatment), **shown(cast.fatimas)}
    assert refusal(lambda: change(cast, by=cast.hanna, seen=seen)) == "gone"
    assert open_team(cast.treatment) == [("Bo", "responsible")]


@pytest.mark.row("F4")
def test_what_the_page_showed_must_still_hold(cast):
    seen = shown(cast.treatment)
    change(cast)
    assert refusal(lambda: change(cast, by=cast.hanna, to=cast.bo, seen=seen)) == "changed"


@pytest.mark.row("F4")
def test_the_new_one_is_a_therapist_of_the_unit(cast):
    for who in (cast.carin, cast.doris, cast.hanna):
        assert refusal(partial(change, cast, to=who, by=cast.hanna)) == "no_therapist"


@pytest.mark.row("F5")
def test_a_team_that_moves_is_told_one_by_one(cast):
    join(cast)
    move_team(treatment=cast.treatment, to=cast.carin.staff, by=cast.carin, now=cast.now + DAY)
    assert open_team(cast.treatment) == [("Carin", "responsible")]
    left = cast.treatment.events.filter(kind=EventKind.TEAM_LEFT).order_by("id")
    assert [each.words for each in left] == ["Bo Berg", "Erik Edlund"]


def kinds(results) -> list[str]:
    return sorted(each.code if isinstance(each, Refused) else "done" for each in results)


@pytest.mark.row("F4")
def test_of_twenty_who_change_the_same_at_once_one_wins_and_the_others_are_told(committed):
    seen = shown(committed.treatment)
    calls = [partial(change, committed, by=committed.hanna, seen=seen) for _ in range(20)]
    assert kinds(at_once(calls)) == ["changed"] * 19 + ["done"]
    assert open_team(committed.treatment) == [("Erik", "responsible")]


@pytest.mark.row("F4b")
def test_of_twenty_who_add_the_same_colleague_at_once_one_wins(committed):
    results = at_once([partial(join, committed) for _ in range(20)])
    assert sum(isinstance(each, TeamMember) for each in results) == 1
    assert open_team(committed.treatment) == [("Bo", "responsible"), ("Erik", "co_therapist")]


@pytest.mark.row("F4")
def test_two_administrators_of_many_in_other_orders_wait_for_nobody_in_a_ring(committed):
    number = invented(date(1980, 1, 1))
    second = start(number, "Eva", "Ek", committed.bo, committed.now)
    seen = shown(committed.treatment, second)
    turned = dict(reversed(seen.items()))
    for_all = [partial(change, committed, by=committed.hanna, seen=each) for each in (seen, turned)]
    assert kinds(at_once(for_all * 10)) == ["changed"] * 19 + ["done"]


def test_a_supervisor_is_named_by_the_responsible_therapist(cast):
    found = name_supervisor(
        treatment=cast.treatment, supervisor=cast.sixten.commission, by=cast.bo, now=cast.now
    )
    assert (found.staff, found.part, found.last_day) == (cast.sixten.staff, Part.SUPERVISOR, None)
    leave_team(treatment=cast.treatment, member=found, by=cast.bo, now=cast.now)
    rows = cast.treatment.events.filter(kind__in=["team_joined", "team_left"]).order_by("pk")
    assert {row.words for row in rows} == {"Sixten Sand, handledare"}


@pytest.mark.parametrize(
    ("who", "by", "code"),
    [
        ("sixten", "erik", "not_responsible"),
        ("erik", "bo", "no_supervisor"),
        ("sixten", "bo", "in_team"),
    ],
)
def test_a_supervisor_is_not_named_by_others_nor_without_the_role_nor_twice(cast, who, by, code):
    if code == "in_team":
        name_supervisor(
            treatment=cast.treatment, supervisor=cast.sixten.commission, by=cast.bo, now=cast.now
        )
    with pytest.raises(Refused) as found:
        name_supervisor(
            treatment=cast.treatment,
            supervisor=getattr(cast, who).commission,
            by=getattr(cast, by),
            now=cast.now,
        )
    assert found.value.code == code
