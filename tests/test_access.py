"""Who may do what, and what does not exist for whom."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from lindra.access import (
    May,
    NotReachable,
    PatientSession,
    Reach,
    StaffSession,
    allows,
    away,
    current,
    fetch,
    reach_for,
    staff_session,
    supervisors_of,
    team_of,
    therapists,
    treatments_at_unit,
    treatments_handed_over,
    treatments_kept,
    treatments_of,
    treatments_offered,
    treatments_supervised,
)
from lindra.actions.absence import add_absence
from lindra.actions.handover import accept_handover, offer_handover, withdraw_handover
from lindra.actions.team import change_responsible, join_team, leave_team
from lindra.models import (
    Absence,
    Commission,
    Part,
    Role,
    RoleKind,
    TeamMember,
    Treatment,
    Unit,
)
from tests.cast import Cast, at, staff

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
WHO = (
    "astrid",
    "fatima",
    "bo",
    "erik",
    "carin",
    "doris",
    "hanna",
    "david",
    "agnes",
    "lova",
    "sixten",
)


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people; both treatments began on Sunday 22 November 2026."""
    return Cast.create(at("2026-11-22 08:00"))


def member(cast: Cast, who: StaffSession, part: Part = Part.CO_THERAPIST, **more) -> TeamMember:
    """Somebody beside Bo in Astrid's team."""
    return TeamMember.objects.create(
        treatment=cast.treatment,
        staff=who.staff,
        part=part,
        **{"first_day": TODAY, "added_at": cast.now, **more},
    )


def reaches(who, treatment: Treatment, may: May = May.READ_TREATMENT, today: date = TODAY) -> bool:
    try:
        return fetch(may, who, treatment.pk, today) == treatment
    except NotReachable:
        return False


# Who passes which door: the whole table, in words of its own.
OPEN_TO = {
    May.CHOOSE_TREATMENT: {"astrid", "fatima"},
    May.READ_OWN_ANSWERS: {"astrid", "fatima"},
    May.READ_PROGRAMME: {"astrid", "fatima"},
    May.WORK_IN_PROGRAMME: {"astrid", "fatima"},
    May.SEE_MINE: {"bo", "erik", "carin"},
    May.START_TREATMENT: {"bo", "erik", "carin", "hanna"},
    May.READ_TREATMENT: set(),
    May.HANDLE_TREATMENT: set(),
    May.SEE_UNIT: {"bo", "erik", "carin", "hanna"},
    May.MANAGE_UNIT: {"hanna"},
    May.OWN_PROFILE: {"bo", "erik", "carin", "hanna"},
    May.BE_AWAY: {"bo", "erik", "carin", "hanna"},
    May.ANSWER_OFFER: set(),
    May.READ_FORMER: set(),
    May.SEE_READERS: {"astrid", "fatima"},
    May.SEE_SUPERVISED: {"sixten"},
    May.FIND_IN_EMERGENCY: set(),
    May.OPEN_IN_EMERGENCY: set(),
    May.SEE_STATISTICS: {"bo", "erik", "carin", "hanna", "doris", "david"},
    May.EXPORT: {"doris", "david"},
    May.PURGE: {"doris", "david"},
    May.KEEP_RECORDS: set(),
    May.MANAGE_ROLES: {"agnes"},
    May.REVIEW_LOG: {"lova"},
}
REACHED_BY = {
    May.CHOOSE_TREATMENT: {"astrid"},
    May.READ_OWN_ANSWERS: {"astrid"},
    May.READ_PROGRAMME: {"astrid"},
    May.WORK_IN_PROGRAMME: {"astrid"},
    May.SEE_MINE: set(),
    May.START_TREATMENT: set(),
    May.READ_TREATMENT: {"bo"},
    May.HANDLE_TREATMENT: {"bo"},
    May.SEE_UNIT: set(),
    May.MANAGE_UNIT: set(),
    May.OWN_PROFILE: set(),
    May.BE_AWAY: set(),
    May.ANSWER_OFFER: set(),
    May.READ_FORMER: set(),
    May.SEE_READERS: {"astrid"},
    May.SEE_SUPERVISED: set(),
    May.FIND_IN_EMERGENCY: set(),
    May.OPEN_IN_EMERGENCY: set(),
    May.SEE_STATISTICS: set(),
    May.EXPORT: set(),
    May.PURGE: set(),
    May.KEEP_RECORDS: {"doris", "david"},
    May.MANAGE_ROLES: set(),
    May.REVIEW_LOG: set(),
}


@pytest.mark.parametrize("may", May)
def test_a_door_that_leads_to_no_treatment_is_open_to_these_alone(cast, may):
    assert {who for who in WHO if allows(may, getattr(cast, who))} == OPEN_TO[may]


@pytest.mark.parametrize("may", May)
def test_astrids_treatment_exists_for_these_alone(cast, may):
    found = {who for who in WHO if reaches(getattr(cast, who), cast.treatment, may)}
    assert found == REACHED_BY[may]


def test_a_therapist_reaches_nothing_through_a_treatment_of_nobody(cast):
    with pytest.raises(NotReachable):
        fetch(May.READ_TREATMENT, cast.bo, uuid4(), TODAY)


def test_every_permission_says_who_it_is_for():
    assert all(may.reaches and may.reaches <= frozenset(Reach) for may in May)
    assert len({may.value[0] for may in May}) == len(May)


@pytest.mark.parametrize("part", [Part.RESPONSIBLE, Part.CO_THERAPIST, Part.SUBSTITUTE])
def test_whoever_treats_reaches_the_treatment(cast, part):
    TeamMember.objects.all().delete()
    member(cast, cast.erik, part)
    assert (reaches(cast.erik, cast.treatment), reaches(cast.bo, cast.treatment)) == (True, False)


def test_a_supervisor_reads_what_she_is_named_on_and_does_not_treat(cast):
    member(cast, cast.sixten, Part.SUPERVISOR)
    found = [may for may in May if reaches(cast.sixten, cast.treatment, may)]
    assert found == [May.READ_TREATMENT]
    assert list(treatments_supervised(cast.sixten, TODAY)) == [cast.treatment]
    assert not reaches(cast.sixten, cast.fatimas)
    assert not reaches(cast.sixten, cast.treatment, today=TODAY - DAY)


def test_a_supervisor_needs_the_role_and_the_name_both(cast):
    member(cast, cast.erik, Part.SUPERVISOR)
    assert not reaches(cast.erik, cast.treatment)
    member(cast, cast.sixten, Part.SUPERVISOR)
    without = StaffSession(cast.sixten.commission, frozenset())
    assert not reaches(without, cast.treatment)
    assert [each.staff for each in supervisors_of(cast.treatment, TODAY)] == [cast.sixten.staff]
    Role.objects.filter(commission=cast.sixten.commission).update(last_day=TODAY - DAY)
    assert supervisors_of(cast.treatment, TODAY) == []


def test_a_supervisor_at_another_unit_does_not_reach_it_from_there(cast):
    there = staff("Signe", "Sol", "psykolog", cast.ekbacken, RoleKind.SUPERVISOR)
    member(cast, there, Part.SUPERVISOR)
    assert not reaches(there, cast.treatment)
    assert supervisors_of(cast.treatment, TODAY) == []


def opened(cast: Cast, who: StaffSession, day: date = TODAY) -> None:
    cast.treatment.emergency_openings.create(
        staff=who.staff, reason="Patienten ringde", opened_at=cast.now, day=day
    )


def allow(cast: Cast, *, allowed: bool = True) -> None:
    Unit.objects.update(allows_emergency=allowed)
    for who in (cast.bo, cast.erik, cast.carin, cast.doris, cast.hanna, cast.sixten):
        who.commission.unit.allows_emergency = allowed


def test_a_data_administrator_keeps_all_at_her_unit_and_nobody_else_anything(cast):
    assert list(treatments_kept(cast.doris, TODAY)) == [cast.treatment]
    assert list(treatments_kept(cast.bo, TODAY)) == []


def test_only_where_a_unit_allows_it_can_a_therapist_outside_the_team_open(cast):
    may = May.OPEN_IN_EMERGENCY
    assert not reaches(cast.erik, cast.treatment, may)
    allow(cast)
    found = {who for who in WHO if reaches(getattr(cast, who), cast.treatment, may)}
    assert found == {"erik"}
    assert {who for who in WHO if allows(May.FIND_IN_EMERGENCY, getattr(cast, who))} == {
        "bo",
        "erik",
        "carin",
    }
    assert not allows(May.MANAGE_UNIT, cast.erik)


def test_what_is_opened_in_an_emergency_is_read_that_day_by_her_alone(cast):
    allow(cast)
    opened(cast, cast.erik)
    found = [may for may in May if reaches(cast.erik, cast.treatment, may)]
    assert found == [May.READ_TREATMENT, May.OPEN_IN_EMERGENCY]
    assert [reaches(cast.erik, cast.treatment, today=TODAY + n * DAY) for n in (-1, 0, 1)] == [
        False,
        True,
        False,
    ]
    assert not reaches(cast.doris, cast.treatment)
    assert not reaches(StaffSession(cast.erik.commission, frozenset()), cast.treatment)
    allow(cast, allowed=False)
    assert not reaches(cast.erik, cast.treatment)


def test_an_emergency_opens_nothing_after_a_handover(cast):
    allow(cast)
    opened(cast, cast.erik)
    Treatment.objects.filter(pk=cast.treatment.pk).update(unit=cast.ekbacken)
    assert not reaches(cast.erik, cast.treatment)


def test_the_first_way_of_standing_to_it_is_told(cast):
    allow(cast)
    opened(cast, cast.bo)
    opened(cast, cast.erik)
    member(cast, cast.sixten, Part.SUPERVISOR)
    found = [
        reach_for(May.READ_TREATMENT, who, cast.treatment.pk, TODAY)[1]
        for who in (cast.bo, cast.sixten, cast.erik)
    ]
    assert found == [Reach.TEAM, Reach.SUPERVISED, Reach.EMERGENCY]


def test_a_substitute_reaches_it_between_two_days(cast):
    member(cast, cast.erik, Part.SUBSTITUTE, first_day=TODAY, last_day=TODAY + DAY)
    found = [reaches(cast.erik, cast.treatment, today=TODAY + n * DAY) for n in range(-1, 3)]
    assert found == [False, True, True, False]


def test_a_colleague_of_the_team_at_another_unit_does_not_reach_it_from_there(cast):
    member(cast, cast.carin)
    assert not reaches(cast.carin, cast.treatment)


def test_somebody_of_the_team_whose_role_is_gone_reaches_nothing(cast):
    without = StaffSession(cast.bo.commission, frozenset())
    assert not reaches(without, cast.treatment)
    assert not allows(May.SEE_MINE, without)
    assert list(treatments_of(without, TODAY)) == []


def test_a_patient_reaches_all_her_own_and_nothing_else(cast):
    second = Treatment.objects.create(
        patient=cast.astrid.patient,
        programme="ett-annat",
        unit=cast.ekbacken,
        starts_on=TODAY,
        ends_on=TODAY,
        started_at=cast.now,
        state="ended",
        ended_at=cast.now,
        end_reason="Genomfört enligt plan",
    )
    assert set(treatments_of(cast.astrid, TODAY)) == {cast.treatment, second}


def test_a_session_carries_the_name_of_its_person(cast):
    assert (cast.astrid.name, cast.bo.name) == ("Astrid Alm", "Bo Berg")
    assert cast.bo.staff == cast.bo.commission.staff


def test_fetching_brings_what_a_page_needs_in_one_question(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = fetch(May.READ_TREATMENT, cast.bo, cast.treatment.pk, TODAY)
        assert (found.patient.name, found.unit.care_provider.name) == (
            "Astrid Alm",
            "Region Västanvind",
        )


@pytest.mark.row("M8")
def test_a_commission_gives_a_session_with_the_roles_of_the_day(cast):
    pk = cast.bo.commission.pk
    Role.objects.create(
        commission=cast.bo.commission,
        kind=RoleKind.LOG_REVIEWER,
        first_day=TODAY + DAY,
        last_day=TODAY + 2 * DAY,
    )
    therapist, both = {RoleKind.THERAPIST}, {RoleKind.THERAPIST, RoleKind.LOG_REVIEWER}
    found = [staff_session(pk, TODAY + n * DAY).roles for n in range(4)]
    assert found == [therapist, both, both, therapist]


@pytest.mark.row("M8")
def test_a_role_of_another_commission_is_not_ones_own(cast):
    assert staff_session(cast.doris.commission.pk, TODAY) == cast.doris
    assert cast.doris.roles == {RoleKind.DATA_ADMINISTRATOR}


@pytest.mark.row("M8")
def test_a_commission_that_is_over_or_not_begun_gives_no_session(cast):
    pk = cast.bo.commission.pk
    Commission.objects.filter(pk=pk).update(first_day=TODAY, last_day=TODAY)
    found = [staff_session(pk, TODAY + n * DAY) is not None for n in (-1, 0, 1)]
    assert found == [False, True, False]
    assert staff_session(0, TODAY) is None


def test_a_session_is_made_in_two_questions(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = staff_session(cast.bo.commission.pk, TODAY)
        assert (found.staff.name, found.commission.unit.care_provider.name) == (
            "Bo Berg",
            "Region Västanvind",
        )


@pytest.mark.row("F4b")
def test_the_team_stands_with_the_responsible_first_and_then_as_they_came(cast):
    member(cast, cast.doris, Part.SUBSTITUTE, added_at=cast.now - DAY)
    member(cast, cast.erik, added_at=cast.now + DAY)
    member(cast, cast.carin, added_at=cast.now)
    team = [each.staff.given_name for each in team_of(cast.treatment, TODAY)]
    assert team == ["Bo", "Carin", "Erik", "Doris"]


def test_the_team_of_a_day_is_those_who_treat_that_day(cast):
    member(cast, cast.erik, last_day=TODAY)
    member(cast, cast.carin, Part.SUPERVISOR)
    found = [len(list(team_of(cast.treatment, TODAY + n * DAY))) for n in (0, 1, -1)]
    assert found == [2, 1, 0]


@pytest.mark.parametrize(("last", "counts"), [(None, "0111"), (2, "0110"), (1, "0100")])
def test_a_row_counts_from_its_first_day_to_its_last(cast, last, counts):
    rows = Commission.objects.filter(pk=cast.bo.commission.pk)
    rows.update(first_day=TODAY + DAY, last_day=last and TODAY + last * DAY)
    found = [rows.filter(current(TODAY + n * DAY)).exists() for n in range(4)]
    assert found == [sign == "1" for sign in counts]


def test_a_patient_session_is_the_same_for_the_same_patient(cast):
    assert PatientSession(cast.treatment.patient) == cast.astrid != cast.fatima


def be_away(cast: Cast, first: int = 0, last: int = 2, substitute=None) -> Absence:
    """Bo is away; Erik stands in."""
    return add_absence(
        commission=cast.bo.commission,
        substitute=(substitute or cast.erik).commission,
        first_day=TODAY + first * DAY,
        last_day=TODAY + last * DAY,
        by=cast.bo,
        now=cast.now,
    )


def hand_over(cast: Cast, days: int = 3) -> None:
    """Bo offers Astrid's treatment to Ekbacken; Carin accepts it some days later."""
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )
    accept_handover(treatment=cast.treatment, by=cast.carin, now=cast.now + days * DAY)


@pytest.mark.row("F4")
def test_a_patient_administrator_has_the_units_list_and_reaches_nothing_in_it(cast):
    assert list(treatments_at_unit(cast.hanna)) == [cast.treatment]
    assert list(treatments_of(cast.hanna, TODAY)) == []
    assert not [may for may in May if reaches(cast.hanna, cast.treatment, may)]


@pytest.mark.row("F4")
@pytest.mark.parametrize("who", ["bo", "carin", "doris"])
def test_nobody_else_has_the_units_list(cast, who):
    assert list(treatments_at_unit(getattr(cast, who))) == []


@pytest.mark.row("N7")
def test_the_duty_moves_to_the_substitute_on_the_days_of_the_absence(cast):
    be_away(cast, 1, 2)
    found = [reaches(cast.erik, cast.treatment, today=TODAY + n * DAY) for n in range(4)]
    assert found == [False, True, True, False]
    assert list(treatments_of(cast.erik, TODAY + DAY)) == [cast.treatment]


@pytest.mark.row("N7")
@pytest.mark.parametrize("may", [May.READ_TREATMENT, May.HANDLE_TREATMENT])
def test_a_substitute_may_what_the_team_may_and_the_absent_keeps_it(cast, may):
    be_away(cast)
    assert reaches(cast.erik, cast.treatment, may)
    assert reaches(cast.bo, cast.treatment, may)


@pytest.mark.row("N7")
def test_a_substitute_without_a_therapists_role_any_longer_reaches_nothing(cast):
    be_away(cast)
    assert not reaches(StaffSession(cast.erik.commission, frozenset()), cast.treatment)


@pytest.mark.row("N7")
def test_a_substitute_stands_in_where_the_absent_is_responsible_and_nowhere_else(cast):
    member(cast, cast.carin)
    TeamMember.objects.filter(staff=cast.bo.staff).update(part=Part.CO_THERAPIST)
    be_away(cast)
    assert not reaches(cast.erik, cast.treatment)


@pytest.mark.row("N7")
def test_an_absence_at_one_unit_moves_no_duty_at_another(cast):
    elsewhere = Commission.objects.create(
        hsa_id="bo-2", staff=cast.bo.staff, unit=cast.ekbacken, first_day=TODAY
    )
    Absence.objects.create(
        commission=elsewhere,
        substitute=cast.erik.commission,
        first_day=TODAY,
        last_day=TODAY,
        added_at=cast.now,
    )
    assert not reaches(cast.erik, cast.treatment)
    assert away(cast.treatment, TODAY) is None


@pytest.mark.row("N7", "F4b")
def test_the_team_lists_the_substitute_last_and_once(cast):
    absence = be_away(cast, 0, 1)
    assert away(cast.treatment, TODAY) == absence
    shown = [(m.staff.given_name, m.part, m.last_day) for m in team_of(cast.treatment, TODAY)]
    assert shown == [
        ("Bo", Part.RESPONSIBLE, None),
        ("Erik", Part.SUBSTITUTE, TODAY + DAY),
    ]
    member(cast, cast.erik)
    assert [m.part for m in team_of(cast.treatment, TODAY)] == [
        Part.RESPONSIBLE,
        Part.CO_THERAPIST,
    ]
    assert [m.staff.given_name for m in team_of(cast.treatment, TODAY + 2 * DAY)] == ["Bo", "Erik"]


def test_the_team_is_two_questions(cast, django_assert_num_queries):
    be_away(cast)
    with django_assert_num_queries(2):
        assert [m.staff.name for m in team_of(cast.treatment, TODAY)] == ["Bo Berg", "Erik Edlund"]


@pytest.mark.row("F4b")
def test_the_units_therapists_are_those_with_the_role_that_day_by_name(cast):
    found = [each.staff.given_name for each in therapists(cast.smartenheten, TODAY)]
    assert found == ["Bo", "Erik"]
    Role.objects.filter(commission=cast.bo.commission).update(last_day=TODAY)
    found = [each.staff.given_name for each in therapists(cast.smartenheten, TODAY + DAY)]
    assert found == ["Erik"]


@pytest.mark.row("F4b")
def test_who_leaves_a_team_reaches_it_no_more_from_that_moment(cast):
    for day in (TODAY, TODAY + DAY):
        now = cast.now + (day - TODAY)
        joined = join_team(
            treatment=cast.treatment, colleague=cast.erik.commission, by=cast.bo, now=cast.now
        )
        assert reaches(cast.erik, cast.treatment, today=day)
        leave_team(treatment=cast.treatment, member=joined, by=cast.erik, now=now)
        assert not reaches(cast.erik, cast.treatment, today=day)


@pytest.mark.row("F5")
def test_an_offer_can_be_answered_at_the_unit_that_it_is_made_to_and_nothing_else(cast):
    assert not reaches(cast.carin, cast.treatment, May.ANSWER_OFFER)
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )
    assert [may for may in May if reaches(cast.carin, cast.treatment, may)] == [May.ANSWER_OFFER]
    assert list(treatments_offered(cast.carin, TODAY)) == [cast.treatment]
    for who in (cast.bo, cast.erik, cast.hanna, cast.astrid):
        assert not reaches(who, cast.treatment, May.ANSWER_OFFER)
    without = StaffSession(cast.carin.commission, frozenset())
    assert not reaches(without, cast.treatment, May.ANSWER_OFFER)
    withdraw_handover(treatment=cast.treatment, by=cast.bo, now=cast.now)
    assert not reaches(cast.carin, cast.treatment, May.ANSWER_OFFER)


@pytest.mark.row("F5")
def test_an_offer_of_what_has_ended_is_gone(cast):
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    assert not reaches(cast.carin, cast.treatment, May.ANSWER_OFFER)


@pytest.mark.row("F5")
def test_after_a_handover_the_old_team_reads_its_own_period_alone(cast):
    member(cast, cast.erik)
    hand_over(cast)
    later = TODAY + 3 * DAY
    for who in (cast.bo, cast.erik):
        found = [may for may in May if reaches(who, cast.treatment, may, later)]
        assert found == [May.READ_FORMER]
        assert list(treatments_handed_over(who, later)) == [cast.treatment]
    without = StaffSession(cast.bo.commission, frozenset())
    assert not reaches(without, cast.treatment, May.READ_FORMER, later)
    assert reaches(cast.carin, cast.treatment, today=later)
    assert not reaches(cast.carin, cast.treatment, May.READ_FORMER, later)


@pytest.mark.row("F5")
def test_who_left_the_team_before_the_handover_or_was_never_in_it_reads_nothing(cast):
    member(cast, cast.erik, last_day=TODAY + DAY)
    hand_over(cast)
    for who in (cast.erik, cast.doris, cast.hanna):
        assert not reaches(who, cast.treatment, May.READ_FORMER, TODAY + 3 * DAY)


@pytest.mark.row("F5")
def test_who_started_and_handed_over_on_the_same_day_keeps_her_period(cast):
    hand_over(cast, days=0)
    assert reaches(cast.bo, cast.treatment, May.READ_FORMER)
    assert not reaches(cast.bo, cast.treatment)


@pytest.mark.row("F4b")
def test_a_new_responsible_reaches_it_and_the_former_no_more(cast):
    shown = {cast.treatment.pk: cast.treatment.team.get().pk}
    change_responsible(
        shown=shown, to=cast.erik.commission, stay=False, by=cast.hanna, now=cast.now
    )
    assert (reaches(cast.erik, cast.treatment), reaches(cast.bo, cast.treatment)) == (True, False)
