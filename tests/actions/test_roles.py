"""Roles: given between two days by the access administrator, withdrawn at once, never forgotten."""

from datetime import date, timedelta
from functools import partial

import pytest

from lindra.access import May, StaffSession, allows, staff_session
from lindra.actions.roles import give_role, withdraw_role
from lindra.models import Commission, Role, RoleKind
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import LONG_AGO, Cast, at, staff

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
NOW = at("2026-11-22 08:00")
KIND = RoleKind.SUPERVISOR


def give(cast: Cast, first: int = 0, last: int | None = None, **more) -> Role:
    given = {"commission": cast.erik.commission, "kind": KIND, "by": cast.agnes, "now": NOW}
    days = {"first_day": TODAY + first * DAY, "last_day": None}
    if last is not None:
        days["last_day"] = TODAY + last * DAY
    return give_role(**{**given, **days, **more})


def refused(call, *args, **more) -> tuple[str, str]:
    with pytest.raises(Refused) as found:
        call(*args, **more)
    return found.value.code, found.value.field


def roles_of(who: StaffSession, days: int = 0) -> set[str]:
    return set(staff_session(who.commission.pk, TODAY + days * DAY).roles)


def own(who: StaffSession) -> Role:
    return Role.objects.get(commission=who.commission)


def test_a_role_is_kept_with_its_days_and_who_gave_it(cast):
    role = Role.objects.get(pk=give(cast, 1, 9).pk)
    assert (role.commission, role.kind) == (cast.erik.commission, KIND)
    assert (role.first_day, role.last_day) == (TODAY + DAY, TODAY + 9 * DAY)
    assert (role.given_at, role.given_by) == (NOW, cast.agnes.staff)
    assert [KIND in roles_of(cast.erik, n) for n in (0, 1, 9, 10)] == [False, True, True, False]


def test_a_role_without_a_last_day_holds_until_further_notice(cast):
    give(cast)
    assert KIND in roles_of(cast.erik, 5000)


def test_a_withdrawn_role_counts_no_more_and_its_row_stays(cast):
    role = own(cast.bo)
    withdraw_role(role=role, by=cast.agnes, now=NOW)
    role.refresh_from_db()
    assert (role.withdrawn_at, role.withdrawn_by) == (NOW, cast.agnes.staff)
    assert role.first_day == LONG_AGO
    assert not allows(May.SEE_MINE, staff_session(cast.bo.commission.pk, TODAY))


def test_what_is_withdrawn_can_be_given_again_the_same_day(cast):
    for _ in range(2):
        withdraw_role(role=give(cast), by=cast.agnes, now=NOW)
    give(cast)
    rows = Role.objects.filter(commission=cast.erik.commission, kind=KIND)
    assert [role.withdrawn_at for role in rows.order_by("pk")] == [NOW, NOW, None]


@pytest.mark.parametrize("name", ["bo", "doris", "hanna", "lova", "sixten", "carin"])
def test_nobody_else_gives_or_withdraws(cast, name):
    by = getattr(cast, name)
    assert refused(give, cast, by=by) == ("not_yours", "")
    assert refused(withdraw_role, role=own(cast.erik), by=by, now=NOW) == ("not_yours", "")


def test_roles_at_another_unit_are_its_own_administrators(cast):
    assert refused(give, cast, commission=cast.carin.commission)[0] == "another_unit"
    assert refused(withdraw_role, role=own(cast.carin), by=cast.agnes, now=NOW)[0] == "another_unit"


def test_whoever_is_no_administrator_any_longer_gives_nothing(cast):
    second = staff("Ada", "Ahl", "chef", cast.smartenheten, RoleKind.ACCESS_ADMINISTRATOR)
    withdraw_role(role=own(second), by=cast.agnes, now=NOW)
    assert refused(give, cast, by=second)[0] == "not_yours"


def test_nobody_gives_a_role_to_herself_by_another_commission_either(cast):
    second = Commission.objects.create(
        hsa_id="TST-Agnes-2", staff=cast.agnes.staff, unit=cast.smartenheten, first_day=LONG_AGO
    )
    for commission in (cast.agnes.commission, second):
        assert refused(give, cast, commission=commission)[0] == "oneself"


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (-1, None, ("past", "first_day")),
        (3, 2, ("days_in_disorder", "last_day")),
        (11, None, ("commission_over", "first_day")),
    ],
)
def test_days_that_cannot_be_are_refused(cast, first, last, found):
    Commission.objects.update(last_day=TODAY + 10 * DAY)
    cast.erik.commission.refresh_from_db()
    assert refused(give, cast, first, last) == found
    assert give(cast, 10, 10).pk


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 9), (5, 5), (0, 20), (7, 8), (0, None)])
def test_the_same_role_on_overlapping_days_is_refused(cast, first, last):
    give(cast, 3, 7)
    assert refused(give, cast, first, last) == ("overlaps", "first_day")
    assert give(cast, first, last, kind=RoleKind.LOG_REVIEWER).pk


def test_until_further_notice_overlaps_everything_after(cast):
    give(cast, 3)
    assert refused(give, cast, 400)[0] == "overlaps"
    assert give(cast, 0, 2).last_day == TODAY + 2 * DAY


def test_next_to_each_other_is_no_overlap(cast):
    give(cast, 3, 7)
    assert (give(cast, 8).first_day, give(cast, 1, 2).first_day) == (TODAY + 8 * DAY, TODAY + DAY)


def test_what_is_over_cannot_be_withdrawn(cast):
    role = give(cast, 0, 2)
    later = NOW + 3 * DAY
    assert refused(withdraw_role, role=role, by=cast.agnes, now=later)[0] == "over"
    withdraw_role(role=role, by=cast.agnes, now=NOW)
    assert refused(withdraw_role, role=role, by=cast.agnes, now=NOW)[0] == "over"


def test_the_last_access_administrator_does_not_withdraw_herself(cast):
    give(cast, 1, 2, kind=RoleKind.ACCESS_ADMINISTRATOR)  # from tomorrow: not yet another
    assert refused(withdraw_role, role=own(cast.agnes), by=cast.agnes, now=NOW)[0] == "last_one"
    give(cast, 0, 0, kind=RoleKind.ACCESS_ADMINISTRATOR)
    withdraw_role(role=own(cast.agnes), by=cast.agnes, now=NOW)
    assert roles_of(cast.agnes) == set()


def test_another_role_of_her_own_she_may_withdraw(cast):
    other = Role.objects.create(commission=cast.agnes.commission, kind=KIND, first_day=LONG_AGO)
    withdraw_role(role=other, by=cast.agnes, now=NOW)
    assert roles_of(cast.agnes) == {RoleKind.ACCESS_ADMINISTRATOR}


def test_two_who_withdraw_each_other_leave_one(committed):
    second = staff("Ada", "Ahl", "chef", committed.smartenheten, RoleKind.ACCESS_ADMINISTRATOR)
    calls = [
        partial(withdraw_role, role=own(second), by=committed.agnes, now=NOW),
        partial(withdraw_role, role=own(committed.agnes), by=second, now=NOW),
    ]
    found = at_once(calls)
    assert sorted(isinstance(each, Refused) for each in found) == [False, True]
    kept = Role.objects.filter(kind=RoleKind.ACCESS_ADMINISTRATOR, withdrawn_at__isnull=True)
    assert kept.count() == 1


def test_the_same_role_given_many_times_at_once_is_given_once(committed):
    found = at_once([partial(give, committed)] * 5)
    assert sum(isinstance(each, Role) for each in found) == 1
