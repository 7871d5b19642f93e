"""Absence: its days, its substitute, and what is refused."""

from datetime import date, timedelta
from functools import partial

import pytest

from lindra.actions.absence import add_absence, end_absence
from lindra.models import Absence, Commission, Role, RoleKind
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import LONG_AGO, Cast, staff

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)

pytestmark = pytest.mark.row("N7")


def add(cast: Cast, first: int, last: int, *, who=None, substitute=None, by=None) -> Absence:
    return add_absence(
        commission=(who or cast.bo).commission,
        substitute=(substitute or cast.erik).commission,
        first_day=TODAY + first * DAY,
        last_day=TODAY + last * DAY,
        by=by or who or cast.bo,
        now=cast.now,
    )


def refused(cast: Cast, *days: int, **more) -> tuple[str, str]:
    with pytest.raises(Refused) as found:
        add(cast, *days, **more)
    return found.value.code, found.value.field


def third(cast: Cast):
    return staff("Greta", "Gren", "läkare", cast.smartenheten, RoleKind.THERAPIST)


def test_an_absence_is_kept_with_its_days_and_substitute(cast):
    found = Absence.objects.get(pk=add(cast, 0, 13).pk)
    assert (found.commission, found.substitute) == (cast.bo.commission, cast.erik.commission)
    assert (found.first_day, found.last_day, found.added_at) == (TODAY, TODAY + 13 * DAY, cast.now)


def test_the_patient_administrator_plans_for_others_at_the_unit_and_nobody_else_does(cast):
    assert add(cast, 0, 0, by=cast.hanna).commission == cast.bo.commission
    for by in (cast.erik, cast.doris, cast.carin):
        assert refused(cast, 5, 6, by=by)[0] == "not_yours"
    assert refused(cast, 5, 6, who=cast.carin, by=cast.hanna)[0] == "not_yours"


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (-1, 3, ("past", "first_day")),
        (3, 2, ("days_in_disorder", "last_day")),
        (0, 367, ("too_long", "last_day")),
    ],
)
def test_days_that_cannot_be_are_refused(cast, first, last, found):
    assert refused(cast, first, last) == found


def test_a_whole_year_is_the_most(cast):
    assert add(cast, 0, 366).last_day == date(2027, 11, 23)


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 9), (5, 5), (0, 20), (7, 8)])
def test_overlapping_is_refused(cast, first, last):
    add(cast, 3, 7)
    assert refused(cast, first, last) == ("overlaps", "first_day")


def test_next_to_each_other_is_no_overlap(cast):
    add(cast, 3, 7)
    assert (add(cast, 8, 9).first_day, add(cast, 1, 2).last_day) == (
        TODAY + 8 * DAY,
        TODAY + 2 * DAY,
    )


def test_a_substitute_who_is_away_is_not_accepted(cast):
    add(cast, 3, 7, who=cast.erik, substitute=third(cast))
    assert refused(cast, 7, 9) == ("substitute_away", "substitute")
    assert add(cast, 8, 9).substitute == cast.erik.commission


def test_who_stands_in_for_somebody_is_not_away_those_days(cast):
    add(cast, 3, 7)
    assert refused(cast, 7, 9, who=cast.erik, substitute=third(cast)) == ("stands_in", "first_day")


def test_nobody_stands_in_for_herself_not_even_from_another_commission(cast):
    assert refused(cast, 0, 1, substitute=cast.bo) == ("oneself", "substitute")
    again = Commission.objects.create(
        hsa_id="bo-2", staff=cast.bo.staff, unit=cast.smartenheten, first_day=LONG_AGO
    )
    Role.objects.create(commission=again, kind=RoleKind.THERAPIST, first_day=LONG_AGO)
    with pytest.raises(Refused) as found:
        add_absence(
            commission=cast.bo.commission,
            substitute=again,
            first_day=TODAY,
            last_day=TODAY,
            by=cast.bo,
            now=cast.now,
        )
    assert found.value.code == "oneself"


@pytest.mark.parametrize("who", ["carin", "doris", "hanna"])
def test_a_substitute_is_a_therapist_of_the_same_unit(cast, who):
    assert refused(cast, 0, 1, substitute=getattr(cast, who)) == ("no_therapist", "substitute")


def test_a_substitute_whose_commission_ends_before_the_last_day_is_refused(cast):
    Commission.objects.filter(pk=cast.erik.commission.pk).update(last_day=TODAY + 2 * DAY)
    assert refused(cast, 1, 3) == ("no_therapist", "substitute")
    assert add(cast, 1, 2).last_day == TODAY + 2 * DAY


def test_what_has_begun_ends_with_yesterday_and_what_is_to_come_is_taken_away(cast):
    running, coming = add(cast, 0, 5), add(cast, 8, 9)
    end_absence(absence=coming, by=cast.bo, now=cast.now)
    end_absence(absence=running, by=cast.hanna, now=cast.now + 2 * DAY)
    kept = Absence.objects.get()
    assert (kept, kept.last_day) == (running, TODAY + DAY)


def test_an_absence_is_ended_once_and_by_those_who_may(cast):
    absence = add(cast, 0, 5)
    with pytest.raises(Refused) as found:
        end_absence(absence=absence, by=cast.erik, now=cast.now)
    assert found.value.code == "not_yours"
    end_absence(absence=absence, by=cast.bo, now=cast.now)
    with pytest.raises(Refused) as found:
        end_absence(absence=absence, by=cast.bo, now=cast.now)
    assert (found.value.code, Absence.objects.count()) == ("over", 0)


def test_of_twenty_plans_for_the_same_days_one_is_kept(committed):
    results = at_once([partial(add, committed, 0, 5) for _ in range(20)])
    assert sum(isinstance(each, Absence) for each in results) == 1
    assert Absence.objects.count() == 1


def test_two_who_choose_each_other_at_once_are_never_both_away(committed):
    for n in range(5):
        days = (n * 10, n * 10 + 3)
        results = at_once(
            [
                partial(add, committed, *days),
                partial(add, committed, *days, who=committed.erik, substitute=committed.bo),
            ]
        )
        assert sum(isinstance(each, Absence) for each in results) == 1
