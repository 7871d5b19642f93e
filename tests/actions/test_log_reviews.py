""" "Logguppföljning": what is drawn, each row as likely, what is judged, and the signature."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import ProgrammingError

from lindra.access import StaffSession
from lindra.actions.access_log import Activity, log_access
from lindra.actions.log_reviews import judge, make_review, sign
from lindra.models import AccessLog, EmergencyOpening, LogReview, LogReviewItem, Part, RoleKind
from lindra.queries.log_review import Among, candidates, drawn
from lindra.rules.log_review import LONGEST, Rule, check_period, check_rows, verdict_fault
from lindra.rules.refused import Refused
from tests.cast import Cast, at, patient, staff

pytestmark = pytest.mark.row("F18")

FRIDAY = at("2026-11-20 10:00")  # 11:00 in Sweden, a working day
NOW = at("2026-11-22 09:00")
WEEK = Among(date(2026, 11, 16), date(2026, 11, 22))


def opened(
    by: StaffSession, *patients, when=FRIDAY, treatment=None, activity=Activity.READ
) -> AccessLog:
    """Somebody has opened something; the row."""
    log_access(
        by=by,
        wall=when,
        activity=activity,
        name="manage",
        resource="Hantera",
        patients=patients,
        treatment=treatment,
    )
    return AccessLog.objects.latest("id")


def rows(cast: Cast, among: Among = WEEK, by: StaffSession | None = None) -> list[AccessLog]:
    who = by or cast.lova
    return list(candidates(who.commission.unit, who.staff, among).order_by("id"))


def aimed(*rules: Rule, **also: str) -> Among:
    return Among(WEEK.first, WEEK.last, rules=rules, **also)


def a_review(cast: Cast, count: int = 3) -> LogReview:
    for _ in range(count):
        opened(cast.bo, cast.astrid.patient)
    return make_review(among=WEEK, rows=count, by=cast.lova, now=NOW)


def verdicts(review: LogReview, *given: tuple[str, str]) -> dict[int, tuple[str, str]]:
    keys = review.items.order_by("pk").values_list("pk", flat=True)
    return dict(zip(keys, given, strict=False))


def test_the_rows_are_those_of_staff_about_what_the_unit_keeps_and_never_the_own(cast: Cast):
    bos = opened(cast.bo, cast.astrid.patient, treatment=cast.treatment)
    carins = opened(cast.carin, cast.astrid.patient, treatment=cast.treatment)
    opened(cast.lova, cast.astrid.patient)
    opened(cast.carin, cast.fatima.patient, treatment=cast.fatimas)
    opened(cast.astrid, cast.astrid.patient, treatment=cast.treatment)
    assert rows(cast) == [bos, carins]


def test_the_period_is_whole_swedish_days(cast: Cast):
    moments = ["2026-11-15 22:59", "2026-11-15 23:00", "2026-11-22 22:59", "2026-11-22 23:00"]
    _, first, last, _ = (opened(cast.bo, cast.astrid.patient, when=at(each)) for each in moments)
    assert rows(cast) == [first, last]


def test_a_member_of_staff_or_a_patient_can_be_aimed_at(cast: Cast):
    eva = patient("194501029814", "Eva", "Ek")
    bos, eriks = opened(cast.bo, eva), opened(cast.erik, eva, cast.astrid.patient)
    other = opened(cast.erik, eva)
    assert rows(cast, aimed(staff="TST-Bo")) == [bos]
    assert rows(cast, aimed(patient=cast.astrid.patient.personal_number)) == [eriks]
    assert rows(cast, aimed(staff="TST-Erik", patient=eva.personal_number)) == [eriks, other]


def test_a_patient_with_a_colleagues_name_is_pointed_at(cast: Cast):
    opened(cast.bo, cast.astrid.patient)
    found = opened(cast.bo, cast.astrid.patient, patient("194501029814", "Erik", "Edlund"))
    opened(cast.bo, patient("195111079827", "Carin", "Ceder"))  # works elsewhere
    assert rows(cast, aimed(Rule.NAMESAKE)) == [found]


def test_evenings_nights_weekends_and_holidays_are_outside_working_hours(cast: Cast):
    free = ["2026-11-20 05:59", "2026-11-20 17:00", "2026-11-21 10:00"]
    usual = ["2026-11-20 06:00", "2026-11-20 16:59"]
    for each in usual:
        opened(cast.bo, cast.astrid.patient, when=at(each))
    found = [opened(cast.bo, cast.astrid.patient, when=at(each)) for each in free]
    assert rows(cast, aimed(Rule.OFF_HOURS)) == found
    epiphany = opened(cast.bo, cast.astrid.patient, when=at("2026-01-06 10:00"))
    january = Among(date(2026, 1, 5), date(2026, 1, 7), rules=(Rule.OFF_HOURS,))
    assert rows(cast, january) == [epiphany]


def test_whoever_is_not_in_the_team_that_day_is_pointed_at(cast: Cast):
    cast.treatment.team.filter(part=Part.RESPONSIBLE).update(first_day=FRIDAY.date())
    hers = {"treatment": cast.treatment}
    early = opened(cast.bo, cast.astrid.patient, when=FRIDAY - timedelta(days=1), **hers)
    opened(cast.bo, cast.astrid.patient, **hers)
    eriks = opened(cast.erik, cast.astrid.patient, **hers)
    opened(cast.erik, cast.astrid.patient)  # a list
    AccessLog.objects.bulk_create([_purged(eriks)])
    assert rows(cast, aimed(Rule.OUTSIDE_TEAM)) == [early, eriks]


def _purged(row: AccessLog) -> AccessLog:
    """A row about a treatment that is no more."""
    from uuid import uuid4

    values = {field.name: getattr(row, field.name) for field in AccessLog._meta.fields}
    gone = {"id": None, "log_id": uuid4(), "activity_level": str(uuid4()), "xid": None}
    return AccessLog(**{**values, **gone})


def test_a_substitute_is_in_the_team_while_somebody_is_away(cast: Cast):
    cast.treatment.team.filter(part=Part.RESPONSIBLE).update(first_day=date(2026, 1, 1))
    cast.bo.commission.absences.create(
        substitute=cast.erik.commission,
        first_day=FRIDAY.date(),
        last_day=FRIDAY.date(),
        added_at=FRIDAY,
    )
    hers = {"treatment": cast.treatment}
    opened(cast.erik, cast.astrid.patient, **hers)
    late = opened(cast.erik, cast.astrid.patient, when=FRIDAY + timedelta(days=1), **hers)
    assert rows(cast, aimed(Rule.OUTSIDE_TEAM)) == [late]


def test_what_was_opened_in_an_emergency_is_pointed_at(cast: Cast):
    hers = {"treatment": cast.treatment}
    marked = opened(cast.erik, cast.astrid.patient, activity=Activity.EMERGENCY, **hers)
    EmergencyOpening.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        reason="Akut",
        opened_at=FRIDAY,
        day=FRIDAY.date(),
    )
    after = opened(cast.erik, cast.astrid.patient, **hers)
    opened(cast.bo, cast.astrid.patient, **hers)
    opened(cast.erik, cast.astrid.patient, when=FRIDAY + timedelta(days=1), **hers)
    assert rows(cast, aimed(Rule.EMERGENCY)) == [marked, after]
    assert rows(cast, aimed(Rule.EMERGENCY, Rule.NAMESAKE)) == [marked, after]


def test_every_row_is_as_likely_to_be_drawn_and_a_seed_draws_the_same_again(cast: Cast):
    for _ in range(20):
        opened(cast.bo, cast.astrid.patient)
    among = candidates(cast.smartenheten, cast.lova.staff, WEEK)
    times = 400
    found = Counter(each for n in range(times) for each in drawn(among, f"seed {n}", 5))
    assert (len(found), found.total()) == (20, 5 * times)
    expected = 5 * times / 20
    chi_square = sum((count - expected) ** 2 / expected for count in found.values())
    assert chi_square < 43.8  # one in a thousand at 19 degrees of freedom; the seeds are fixed
    assert drawn(among, "seed 1", 5) == drawn(among, "seed 1", 5)


def test_a_review_can_be_drawn_again_by_its_own_seed(cast: Cast):
    for _ in range(12):
        opened(cast.bo, cast.astrid.patient)
    review = make_review(among=WEEK, rows=4, by=cast.lova, now=NOW)
    again = drawn(candidates(cast.smartenheten, cast.lova.staff, WEEK), review.targets["seed"], 4)
    assert list(review.items.order_by("pk").values_list("log_id", flat=True)) == again
    other = make_review(among=WEEK, rows=4, by=cast.lova, now=NOW)
    assert other.targets["seed"] != review.targets["seed"]


def test_a_review_says_what_it_was_drawn_among(cast: Cast):
    opened(cast.bo, cast.astrid.patient)
    opened(cast.erik, cast.astrid.patient)
    random = make_review(among=WEEK, rows=1, by=cast.lova, now=NOW)
    assert (random.kind, random.rows_in_period, random.items.count()) == ("random", 2, 1)
    among = aimed(Rule.OFF_HOURS, Rule.OUTSIDE_TEAM, staff="TST-Bo")
    with pytest.raises(Refused) as refused:
        make_review(among=among, rows=1, by=cast.lova, now=NOW)
    assert (refused.value.code, LogReview.objects.count()) == ("nothing", 1)
    target = make_review(among=aimed(staff="TST-Bo"), rows=9, by=cast.lova, now=NOW)
    assert (target.kind, target.rows_in_period, target.items.count()) == ("targeted", 1, 1)
    assert (target.targets["staff"], target.targets["wanted"]) == ("TST-Bo", 9)


def test_a_verdict_is_kept_with_who_and_when_and_can_be_changed_until_it_is_signed(cast: Cast):
    review = a_review(cast)
    later = NOW + timedelta(hours=1)
    first = verdicts(review, ("fine", ""), ("investigated", " Fråga Bo "))
    assert judge(review=review, verdicts=first, by=cast.lova, now=NOW) == 2
    assert judge(review=review, verdicts=first, by=cast.lova, now=later) == 0
    kept = list(review.items.order_by("pk").values_list("verdict", "words", "judged_at"))
    assert kept == [("fine", "", NOW), ("investigated", "Fråga Bo", NOW), ("", "", None)]
    changed = verdicts(review, ("fine", ""), ("fine", ""), ("fine", ""))
    assert judge(review=review, verdicts=changed, by=cast.lova, now=later) == 2
    assert {each.judged_by for each in review.items.all()} == {cast.lova.staff}


@pytest.mark.parametrize(
    ("verdict", "words", "fault"),
    [
        ("investigated", "  ", "Skriv vad som ska utredas."),
        ("fine", "x" * (LONGEST + 1), "Texten är 501 tecken. Den får vara högst 500."),
        ("", "", "Välj ett av svaren."),
        ("odd", "", "Välj ett av svaren."),
    ],
)
def test_what_cannot_be_a_verdict_is_refused_and_nothing_is_kept(
    verdict: str, words: str, fault: str, cast: Cast
):
    review = a_review(cast)
    given = verdicts(review, ("fine", ""), (verdict, words))
    with pytest.raises(Refused, match=fault):
        judge(review=review, verdicts=given, by=cast.lova, now=NOW)
    assert LogReviewItem.objects.exclude(verdict="").count() == 0


def test_a_text_as_long_as_it_may_be_is_kept():
    assert verdict_fault("investigated", "x" * LONGEST) == ""


def test_a_review_is_signed_when_all_is_judged_and_never_changes_again(cast: Cast):
    review = a_review(cast, 2)
    judge(review=review, verdicts=verdicts(review, ("fine", "")), by=cast.lova, now=NOW)
    with pytest.raises(Refused, match="1 rad är kvar"):
        sign(review=review, by=cast.lova, now=NOW)
    both = verdicts(review, ("fine", ""), ("fine", ""))
    judge(review=review, verdicts=both, by=cast.lova, now=NOW)
    sign(review=review, by=cast.lova, now=NOW)
    kept = LogReview.objects.get(pk=review.pk)
    assert (kept.signed_at, kept.signed_by) == (NOW, cast.lova.staff)
    for again in (
        lambda: sign(review=review, by=cast.lova, now=NOW),
        lambda: judge(review=review, verdicts=both, by=cast.lova, now=NOW),
    ):
        with pytest.raises(Refused, match="ändras inte mer"):
            again()
    for rows_ in (LogReview.objects.filter(pk=review.pk),):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows_.update(signed_at=None, signed_by=None)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        review.items.update(words="Annat")


def test_several_rows_that_are_left_are_counted(cast: Cast):
    with pytest.raises(Refused, match="3 rader är kvar"):
        sign(review=a_review(cast), by=cast.lova, now=NOW)


def test_only_whoever_drew_the_sample_judges_and_signs_it(cast: Cast):
    review = a_review(cast)
    lisa = staff("Lisa", "Lund", "jurist", cast.smartenheten, RoleKind.LOG_REVIEWER)
    with pytest.raises(Refused, match="Bara den som gjorde urvalet"):
        judge(review=review, verdicts=verdicts(review, ("fine", "")), by=lisa, now=NOW)
    with pytest.raises(Refused, match="Bara den som gjorde urvalet"):
        sign(review=review, by=lisa, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-11-22", "2026-11-21", "backwards"),
        ("2026-11-22", "2026-11-23", "ahead"),
        ("2025-11-21", "2026-11-22", "too_long"),
    ],
)
def test_a_period_that_cannot_be_is_refused(first: str, last: str, code: str):
    with pytest.raises(Refused) as refused:
        check_period(date.fromisoformat(first), date.fromisoformat(last), date(2026, 11, 22))
    assert refused.value.code == code


def test_a_whole_leap_year_and_a_single_day_are_periods():
    check_period(date(2025, 11, 22), date(2026, 11, 22), date(2026, 11, 22))
    check_period(date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22))


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, True), (300, True), (301, False)])
def test_from_one_to_three_hundred_rows(count: int, allowed: bool):
    if allowed:
        check_rows(count)
    else:
        with pytest.raises(Refused, match="från 1 till 300"):
            check_rows(count)
