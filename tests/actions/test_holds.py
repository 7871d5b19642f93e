""" "Gallringsstopp" is placed with a reason, stands until it is lifted, and holds (M21)."""

import pytest
from django.db import connection

from lindra.actions.erasure import carry_out_purges
from lindra.actions.holds import lift_hold, place_hold
from lindra.models import Event, LegalHold, Treatment
from lindra.queries.purge import preview
from lindra.queries.records import standing_hold
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.purges import approved, end, hold, old

pytestmark = pytest.mark.row("M21")


def may_go(cast) -> int:
    return len(preview(cast.smartenheten, local_date(cast.now)).found)


def test_it_holds_all_the_patients_treatments_at_the_unit_until_it_is_lifted(cast):
    treatment = old(cast, 1)
    second = Treatment.objects.create(
        patient=treatment.patient,
        programme="smartskolan",
        unit=cast.smartenheten,
        starts_on="2020-01-01",
        ends_on="2020-12-31",
        started_at=cast.now,
    )
    end(second, treatment.ended_at)
    assert may_go(cast) == 2
    made = place_hold(treatment=treatment, reason=" Tillsyn ", by=cast.doris, now=cast.now)
    assert (made.reason, made.unit, made.placed_by) == (
        *("Tillsyn", cast.smartenheten, cast.doris.staff),
    )
    assert may_go(cast) == 0
    lift_hold(treatment=second, by=cast.david, now=cast.now)
    made.refresh_from_db()
    assert (made.lifted_at, made.lifted_by) == (cast.now, cast.david.staff)
    assert may_go(cast) == 2
    told = Event.objects.filter(kind__startswith="hold_").order_by("pk")
    assert sorted((each.treatment_id, each.kind, each.words) for each in told) == sorted(
        (each.pk, kind, words)
        for each in (treatment, second)
        for kind, words in (("hold_placed", "Tillsyn"), ("hold_lifted", ""))
    )
    assert {each.actor_name for each in told} == {"Doris Dahl", "David Dal"}


@pytest.mark.parametrize(
    ("reason", "words"),
    [(" \n", "Skriv en orsak."), ("x" * 301, "Skriv högst 300 tecken.")],
)
def test_without_a_reason_there_is_no_hold(cast, reason, words):
    with pytest.raises(Refused, match=words) as refused:
        place_hold(treatment=cast.treatment, reason=reason, by=cast.doris, now=cast.now)
    assert refused.value.field == "reason"
    assert not LegalHold.objects.exists()


def test_one_stands_at_a_time_at_each_unit(cast):
    hold(cast.treatment.patient, cast.ekbacken, cast.doris, cast.now)
    assert standing_hold(cast.treatment) is None
    with pytest.raises(Refused) as refused:
        lift_hold(treatment=cast.treatment, by=cast.doris, now=cast.now)
    assert refused.value.code == "lifted"
    place_hold(treatment=cast.treatment, reason="Ett", by=cast.doris, now=cast.now)
    with pytest.raises(Refused) as refused:
        place_hold(treatment=cast.treatment, reason="Två", by=cast.david, now=cast.now)
    assert refused.value.code == "already"
    assert standing_hold(cast.treatment).reason == "Ett"


def test_of_many_at_once_one_places_and_one_lifts(committed):
    given = {"treatment": committed.treatment, "by": committed.doris, "now": committed.now}
    placed = at_once([lambda: place_hold(reason="Tillsyn", **given)] * 6)
    assert sum(isinstance(each, LegalHold) for each in placed) == 1
    lifted = at_once([lambda: lift_hold(**given)] * 6)
    assert lifted.count(None) == 1
    assert Event.objects.filter(kind__startswith="hold_").count() == 2


def test_who_has_been_purged_is_not_held_back(cast):
    treatment = old(cast, 1)
    approved(cast)
    carry_out_purges(now=cast.now, wall=cast.now)
    with pytest.raises(Refused) as refused:
        place_hold(treatment=treatment, reason="Tillsyn", by=cast.doris, now=cast.now)
    assert refused.value.code == "purged"


def test_a_patient_is_not_purged_while_a_hold_that_would_go_with_her_stands(cast, caplog):
    treatment = old(cast, 1)
    run = approved(cast)
    placed = hold(treatment.patient, cast.ekbacken, cast.doris, cast.now)
    assert carry_out_purges(now=cast.now, wall=cast.now) == 0
    assert Treatment.objects.filter(pk=treatment.pk).exists()
    assert f"ProtectedError in purge {run.pk}" in caplog.text
    placed.lifted_at, placed.lifted_by = cast.now, cast.doris.staff
    placed.save()
    assert carry_out_purges(now=cast.now, wall=cast.now) == 1
    assert not LegalHold.objects.exists()


def test_a_hold_that_meets_a_purge_comes_after_it_or_stops_it(committed):
    made = [old(committed, number) for number in range(4)]
    run = approved(committed)

    def place(treatment):
        try:
            place_hold(treatment=treatment, reason="Tillsyn", by=committed.doris, now=committed.now)
        except Refused as refused:
            return refused.code
        return "held"

    calls = [lambda each=each: place(each) for each in made]
    found = at_once([*calls, lambda: carry_out_purges(now=committed.now, wall=committed.now)])
    carry_out_purges(now=committed.now, wall=committed.now)
    assert set(found[:-1]) <= {"held", "purged"}
    held = [each for each, how in zip(made, found, strict=False) if how == "held"]
    assert set(Treatment.objects.filter(pk__in=[each.pk for each in made])) == set(held)
    run.refresh_from_db()
    assert run.purged == len(made) - len(held)
    assert run.finished_at
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
