"""Handing over to another unit: offered, accepted or declined, withdrawn; what is refused."""

from datetime import timedelta
from functools import partial

import pytest

from lindra.actions import handover
from lindra.actions.handover import (
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from lindra.actions.holds import lift_hold, place_hold
from lindra.actions.team import change_responsible, join_team
from lindra.models import CareProvider, EventKind, Handover, LegalHold, Treatment, Unit
from lindra.queries.handover import units_to_offer
from lindra.queries.purge import preview
from lindra.queries.records import standing_hold
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import ASTRID, Cast, start
from tests.purges import TWO_YEARS, end, hold

DAY = timedelta(days=1)

pytestmark = pytest.mark.row("F5")


def offer(cast: Cast, by=None, *, agreed: bool = True, to=None) -> Handover:
    return offer_handover(
        treatment=cast.treatment,
        to=to or cast.ekbacken,
        agreed=agreed,
        by=by or cast.bo,
        now=cast.now,
    )


def answer(call, cast: Cast, by=None, days: int = 1) -> None:
    call(treatment=cast.treatment, by=by or cast.carin, now=cast.now + days * DAY)


def refusal(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def fresh(cast: Cast) -> Treatment:
    return Treatment.objects.get(pk=cast.treatment.pk)


def said(cast: Cast, kind: EventKind) -> list[tuple[str, str]]:
    rows = cast.treatment.events.filter(kind=kind).order_by("id")
    return [(each.actor_name, each.words) for each in rows]


def test_nothing_moves_by_an_offer(cast):
    found = offer(cast)
    assert (found.from_unit, found.to_unit, found.accepted) == (
        cast.smartenheten,
        cast.ekbacken,
        None,
    )
    assert (fresh(cast).unit, cast.treatment.team.count()) == (cast.smartenheten, 1)
    assert said(cast, EventKind.HANDOVER_OFFERED) == [("Bo Berg", "till Ekbacken")]


def test_who_accepts_becomes_responsible_at_the_new_unit_and_the_old_team_leaves(cast):
    join_team(treatment=cast.treatment, colleague=cast.erik.commission, by=cast.bo, now=cast.now)
    offer(cast)
    answer(accept_handover, cast)
    assert fresh(cast).unit == cast.ekbacken
    rows = cast.treatment.team.filter(last_day__isnull=True)
    assert [(row.staff, row.part) for row in rows] == [(cast.carin.staff, "responsible")]
    kept = Handover.objects.get()
    assert (kept.accepted, kept.answered_by, kept.answered_at) == (
        True,
        cast.carin.staff,
        cast.now + DAY,
    )
    words = "från Smärtenheten till Ekbacken"
    assert said(cast, EventKind.HANDOVER_ACCEPTED) == [("Carin Ceder", words)]


def test_declined_it_stays_and_can_be_offered_again(cast):
    offer(cast)
    answer(decline_handover, cast)
    assert (fresh(cast).unit, Handover.objects.get().accepted) == (cast.smartenheten, False)
    assert said(cast, EventKind.HANDOVER_DECLINED) == [("Carin Ceder", "av Ekbacken")]
    offer(cast)


def test_withdrawn_it_can_no_longer_be_accepted(cast):
    offer(cast)
    answer(withdraw_handover, cast, cast.bo)
    assert refusal(lambda: answer(accept_handover, cast)) == "answered"
    words = "erbjudandet till Ekbacken togs tillbaka"
    assert said(cast, EventKind.HANDOVER_DECLINED) == [("Bo Berg", words)]


def test_only_the_responsible_therapist_offers_and_withdraws(cast):
    join_team(treatment=cast.treatment, colleague=cast.erik.commission, by=cast.bo, now=cast.now)
    for by in (cast.erik, cast.hanna, cast.carin):
        assert refusal(partial(offer, cast, by)) == "not_responsible"
    offer(cast)
    for by in (cast.erik, cast.carin):
        assert refusal(partial(answer, withdraw_handover, cast, by)) == "not_responsible"


def test_a_new_responsible_can_withdraw_what_the_former_offered(cast):
    offer(cast)
    shown = {cast.treatment.pk: cast.treatment.team.get().pk}
    change_responsible(shown=shown, to=cast.erik.commission, stay=False, by=cast.bo, now=cast.now)
    answer(withdraw_handover, cast, cast.erik)
    assert Handover.objects.get().accepted is False


def test_the_patient_is_asked_first(cast):
    assert refusal(lambda: offer(cast, agreed=False)) == "not_agreed"


def test_a_second_offer_waits_for_the_answer_to_the_first(cast):
    offer(cast)
    assert refusal(lambda: offer(cast)) == "offered"


def test_units_where_it_cannot_go_are_refused(cast):
    assert refusal(lambda: offer(cast, to=cast.smartenheten)) == "same_unit"
    cast.ekbacken.programmes = ["ett-annat"]
    assert refusal(lambda: offer(cast)) == "not_used"
    other = CareProvider.objects.create(hsa_id="SE-P2", name="En annan")
    cast.ekbacken.care_provider = other
    assert refusal(lambda: offer(cast)) == "other_provider"


@pytest.mark.row("F14")
def test_what_is_practised_stays_at_training_units(cast):
    Unit.objects.filter(pk=cast.ekbacken.pk).update(training=True)
    cast.ekbacken.refresh_from_db()
    assert units_to_offer(cast.treatment) == []
    assert refusal(partial(offer, cast)) == "training"


def test_a_unit_that_runs_the_programme_for_the_patient_is_refused_at_both_ends(cast):
    offer(cast)
    start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    assert refusal(lambda: answer(accept_handover, cast)) == "runs_there"
    answer(decline_handover, cast)
    assert refusal(lambda: offer(cast)) == "runs_there"


def test_another_unit_does_not_answer(cast):
    offer(cast)
    for call in (accept_handover, decline_handover):
        assert refusal(partial(answer, call, cast, cast.erik)) == "other_unit"


def test_what_has_ended_is_not_handed_over(cast):
    offer(cast)
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    assert refusal(lambda: answer(accept_handover, cast)) == "ended"


def test_it_can_come_back(cast):
    offer(cast)
    answer(accept_handover, cast)
    cast.treatment.refresh_from_db()
    offer_handover(
        treatment=cast.treatment,
        to=cast.smartenheten,
        agreed=True,
        by=cast.carin,
        now=cast.now + 2 * DAY,
    )
    answer(accept_handover, cast, cast.bo, days=2)
    assert (fresh(cast).unit, Handover.objects.filter(accepted=True).count()) == (
        cast.smartenheten,
        2,
    )


def stop(cast: Cast, by=None, reason: str = "Patientskada") -> LegalHold:
    """ "Gallringsstopp" at the unit where Astrid's treatment is."""
    return place_hold(treatment=fresh(cast), reason=reason, by=by or cast.doris, now=cast.now)


def stops(cast: Cast) -> list[tuple[str, str, bool]]:
    rows = LegalHold.objects.order_by("unit__name", "pk").select_related("unit")
    return [(each.unit.name, each.reason, each.lifted_at is None) for each in rows]


def past(cast: Cast, unit: Unit) -> Treatment:
    """Another treatment of Astrid's, which ended at that unit long ago."""
    return Treatment.objects.create(
        patient=cast.astrid.patient,
        programme="smartskolan",
        unit=unit,
        starts_on="2020-01-01",
        ends_on="2020-12-31",
        started_at=cast.now - TWO_YEARS,
        state="ended",
        ended_at=cast.now - TWO_YEARS,
        end_reason="Annan orsak",
    )


@pytest.mark.row("M21")
def test_a_hold_goes_along_and_stops_the_purge_at_the_new_unit(cast):
    placed = stop(cast)
    offer(cast)
    answer(accept_handover, cast)
    end(fresh(cast), cast.now - TWO_YEARS)
    shown = preview(cast.ekbacken, local_date(cast.now))
    assert (shown.found, shown.held["legal_hold"]) == ((), 1)
    kept = standing_hold(fresh(cast))
    assert (kept.reason, kept.placed_at, kept.placed_by) == (
        placed.reason,
        placed.placed_at,
        placed.placed_by,
    )
    assert stops(cast) == [
        ("Ekbacken", "Patientskada", True),
        ("Smärtenheten", "Patientskada", False),
    ]
    assert said(cast, EventKind.HOLD_PLACED) == [("Doris Dahl", "Patientskada")]
    assert said(cast, EventKind.HOLD_LIFTED) == []


@pytest.mark.row("M21")
def test_a_hold_that_goes_along_is_told_of_what_the_new_unit_already_has_of_hers(cast):
    stop(cast)
    offer(cast)
    other = past(cast, cast.ekbacken)
    answer(accept_handover, cast)
    told = other.events.get()
    assert (told.kind, told.actor_name, told.words) == (
        *("hold_placed", "Carin Ceder", "Patientskada"),
    )


@pytest.mark.row("M21")
def test_a_hold_stands_at_the_old_unit_too_while_that_has_another_treatment_of_hers(cast):
    other = past(cast, cast.smartenheten)
    stop(cast)
    offer(cast)
    answer(accept_handover, cast)
    assert stops(cast) == [
        ("Ekbacken", "Patientskada", True),
        ("Smärtenheten", "Patientskada", True),
    ]
    lift_hold(treatment=other, by=cast.doris, now=cast.now)
    assert stops(cast)[0] == ("Ekbacken", "Patientskada", True)


@pytest.mark.row("M21")
def test_a_hold_of_the_new_units_own_stays_as_it_is(cast):
    stop(cast)
    hold(cast.astrid.patient, cast.ekbacken, cast.doris, cast.now)
    offer(cast)
    answer(accept_handover, cast)
    assert stops(cast) == [
        ("Ekbacken", "Tillsyn", True),
        ("Smärtenheten", "Patientskada", False),
    ]


@pytest.mark.row("M21")
def test_without_a_hold_or_with_a_lifted_one_none_is_placed(cast):
    stop(cast)
    lift_hold(treatment=cast.treatment, by=cast.doris, now=cast.now)
    offer(cast)
    answer(accept_handover, cast)
    assert stops(cast) == [("Smärtenheten", "Patientskada", False)]


@pytest.mark.row("M21")
def test_a_hold_is_not_placed_or_lifted_where_the_treatment_no_longer_is(cast):
    shown = fresh(cast)
    stop(cast)
    offer(cast)
    answer(accept_handover, cast)
    before = stops(cast)
    given = {"treatment": shown, "by": cast.doris, "now": cast.now}
    for call in (partial(place_hold, reason="Tillsyn", **given), partial(lift_hold, **given)):
        assert refusal(call) == "handed_over"
    assert stops(cast) == before


@pytest.mark.row("M21")
def test_a_hold_placed_while_the_handover_is_accepted_goes_along_or_is_refused(committed):
    offer(committed)
    placed, accepted = at_once(
        [partial(stop, committed), partial(answer, accept_handover, committed)]
    )
    assert accepted is None
    unit = fresh(committed).unit
    standing = {each[0] for each in stops(committed) if each[2]}
    assert standing == (set() if isinstance(placed, Refused) else {unit.name})


def test_of_twenty_who_accept_at_once_one_becomes_responsible(committed):
    offer(committed)
    results = at_once([partial(answer, accept_handover, committed) for _ in range(20)])
    codes = sorted(each.code for each in results if isinstance(each, Refused))
    assert (codes, results.count(None)) == (["answered"] * 19, 1)
    assert committed.treatment.team.filter(last_day__isnull=True).count() == 1


def test_an_offer_accepted_and_withdrawn_at_once_is_one_of_them(committed):
    for n in range(5):
        Handover.objects.all().delete()
        Treatment.objects.update(unit=committed.smartenheten)
        committed.treatment.team.all().delete()
        committed.treatment.team.create(
            staff=committed.bo.staff,
            part="responsible",
            first_day=committed.now.date(),
            added_at=committed.now,
        )
        Treatment.objects.filter(pk=committed.fatimas.pk).update(unit=committed.ekbacken)
        committed.treatment.refresh_from_db()
        offer(committed)
        results = at_once(
            [
                partial(answer, accept_handover, committed, days=n),
                partial(answer, withdraw_handover, committed, committed.bo, days=n),
            ]
        )
        assert sum(each is None for each in results) == 1
        moved = fresh(committed).unit == committed.ekbacken
        assert Handover.objects.get().accepted is moved


def test_of_twenty_offers_at_once_one_is_made(committed):
    results = at_once([partial(offer, committed) for _ in range(20)])
    assert sum(isinstance(each, Handover) for each in results) == 1


def test_a_start_at_the_new_unit_and_an_acceptance_at_once_are_one_of_them(committed):
    offer(committed)
    started, accepted = at_once(
        [
            partial(start, ASTRID, "Astrid", "Alm", committed.carin, committed.now + DAY),
            partial(answer, accept_handover, committed),
        ]
    )
    assert isinstance(started, Refused) != isinstance(accepted, Refused)
    there = Treatment.objects.filter(unit=committed.ekbacken, patient=committed.astrid.patient)
    assert there.count() == 1


def test_a_programme_that_was_started_there_a_moment_before_is_not_doubled(cast, monkeypatch):
    offer(cast)
    monkeypatch.setattr(handover, "_check_unit", lambda *_: None)
    start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    assert refusal(partial(answer, accept_handover, cast)) == "runs_there"
    assert fresh(cast).unit == cast.smartenheten
