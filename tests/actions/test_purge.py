"""Proposed by one, approved by another, and only what was shown (BEHAVIOUR M21)."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from lindra.actions import erasure
from lindra.actions.erasure import carry_out_purges
from lindra.actions.handover import accept_handover, offer_handover
from lindra.actions.purge import NOW_HELD, OthersNow, approve_purge, cancel_purge, propose_purge
from lindra.models import PurgeItem, PurgeRun, Treatment, Unit
from lindra.queries.purge import open_run, past_runs, preview
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import start
from tests.purges import DECISION, TWO_YEARS, approved, end, hold, old, proposed

pytestmark = pytest.mark.row("M21")


def shown(cast) -> str:
    return preview(cast.smartenheten, local_date(cast.now)).fingerprint


def refused(do, **given) -> Refused:
    with pytest.raises(Refused) as found:
        do(**given)
    return found.value


def jobs() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def test_a_proposal_holds_exactly_what_was_shown_and_deletes_nothing(cast):
    made = [old(cast, 1), old(cast, 2)]
    run = proposed(cast)
    assert {each.treatment_id for each in run.items.all()} == {each.pk for each in made}
    assert (run.decision, run.total, run.purged) == (DECISION, 2, 0)
    assert run.shown == [["smartskolan", 2024, 2]]
    assert (run.proposed_by, run.approved_at) == (cast.doris.staff, None)
    assert jobs() == []
    assert Treatment.objects.filter(unit=cast.smartenheten).count() == 3


def test_without_a_decision_nothing_is_proposed(cast):
    old(cast, 1)
    for typed, words in (
        ("  \n ", "Skriv beslutets diarienummer."),
        ("1" * 101, "Skriv högst 100 tecken."),
    ):
        found = refused(
            propose_purge, decision=typed, shown=shown(cast), by=cast.doris, now=cast.now
        )
        assert (found.message, found.field) == (words, "decision")
    assert not PurgeRun.objects.exists()


def test_what_has_changed_since_it_was_shown_is_not_proposed(cast):
    old(cast, 1)
    was_shown = shown(cast)
    old(cast, 2)
    with pytest.raises(OthersNow):
        propose_purge(decision=DECISION, shown=was_shown, by=cast.doris, now=cast.now)
    assert not PurgeRun.objects.exists()


def test_nothing_to_purge_is_no_proposal(cast):
    found = refused(
        propose_purge, decision=DECISION, shown=shown(cast), by=cast.doris, now=cast.now
    )
    assert found.code == "none"


def test_there_is_one_proposal_at_a_time(cast):
    old(cast, 1)
    proposed(cast)
    found = refused(
        propose_purge, decision=DECISION, shown=shown(cast), by=cast.david, now=cast.now
    )
    assert found.code == "open"
    assert PurgeItem.objects.count() == 1


def test_another_data_administrator_approves_and_a_job_carries_it_out(cast):
    old(cast, 1)
    run = proposed(cast)
    assert refused(approve_purge, run=run, by=cast.doris, now=cast.now).code == "own"
    assert jobs() == []
    approve_purge(run=run, by=cast.david, now=cast.now)
    run.refresh_from_db()
    assert (run.approved_by, run.approved_at) == (cast.david.staff, cast.now)
    assert jobs() == [("carry_out_purge", {"ids": [str(run.pk)]})]
    for do in (approve_purge, cancel_purge):
        assert refused(do, run=run, by=cast.david, now=cast.now).code == "approved"


def test_either_may_cancel_and_then_it_is_over(cast):
    old(cast, 1)
    for by in (cast.doris, cast.david):
        run = proposed(cast)
        cancel_purge(run=run, by=by, now=cast.now)
        assert open_run(cast.smartenheten) is None
        assert past_runs(cast.smartenheten)[0].cancelled_by in (cast.doris.staff, cast.david.staff)
        assert refused(approve_purge, run=run, by=cast.david, now=cast.now).code == "cancelled"
    assert not PurgeItem.objects.exists()


def test_a_hold_or_a_reopening_since_then_stops_the_approval_with_its_reason_and_count(cast):
    first, second, third = old(cast, 1), old(cast, 2), old(cast, 3)
    run = proposed(cast)
    for each in (first, second):
        hold(each.patient, cast.smartenheten, cast.doris, cast.now)
    Treatment.objects.filter(pk=third.pk).update(state="active", ended_at=None, end_reason="")
    found = refused(approve_purge, run=run, by=cast.david, now=cast.now)
    assert found.message == (
        "Förslaget gäller inte längre: 2 moment med gallringsstopp, "
        "1 moment inte längre avslutade. Avbryt det och gör ett nytt."
    )
    run.refresh_from_db()
    assert (run.approved_at, jobs()) == (None, [])


def test_every_reason_of_the_rule_has_its_words(cast):
    assert set(NOW_HELD) == {"not_ended", "legal_hold", "journal", "waiting"}


def test_a_hold_at_another_unit_stops_nothing_here(cast):
    treatment = old(cast, 1)
    hold(treatment.patient, cast.ekbacken, cast.doris, cast.now)
    assert approved(cast).total == 1


def noted(cast, patient, unit) -> None:
    """What a unit has noted of a patient: a hold that is lifted, and what it has given out."""
    placed = hold(patient, unit, cast.doris, cast.now)
    placed.lifted_at, placed.lifted_by = cast.now, cast.doris.staff
    placed.save()
    patient.disclosures.create(
        unit=unit,
        recipient="IVO",
        purpose="Tillsyn",
        grounds="Ja",
        reviewed_by="Lova",
        made_at=cast.now,
        made_by=cast.doris.staff,
    )


def units_that_noted(patient) -> list[set[str]]:
    tables = (patient.legal_holds, patient.disclosures)
    return [set(each.values_list("unit__name", flat=True)) for each in tables]


def test_what_a_unit_has_noted_goes_with_the_patients_last_treatment_there(cast):
    treatment = old(cast, 1)
    patient = treatment.patient
    start(patient.personal_number, "Gammal1", "Patient", cast.carin, cast.now)
    for unit in (cast.smartenheten, cast.ekbacken):
        noted(cast, patient, unit)
    approved(cast)
    assert carry_out_purges(now=cast.now, wall=cast.now) == 1
    assert units_that_noted(patient) == [{"Ekbacken"}] * 2


def test_what_a_unit_has_noted_stays_while_it_has_another_treatment_of_hers(cast):
    treatment = old(cast, 1)
    patient = treatment.patient
    start(patient.personal_number, "Gammal1", "Patient", cast.bo, cast.now)
    noted(cast, patient, cast.smartenheten)
    approved(cast)
    assert carry_out_purges(now=cast.now, wall=cast.now) == 1
    assert units_that_noted(patient) == [{"Smärtenheten"}] * 2


def test_what_a_unit_noted_before_it_handed_over_goes_with_what_it_handed_over(cast):
    """Not with what another unit purges meanwhile."""
    treatment, patient = cast.treatment, cast.treatment.patient
    offer_handover(treatment=treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now)
    accept_handover(treatment=treatment, by=cast.carin, now=cast.now)
    noted(cast, patient, cast.smartenheten)
    third = Unit.objects.create(
        care_provider=cast.ekbacken.care_provider, hsa_id="SE-E3", name="Lunden"
    )
    noted(cast, patient, third)
    other = start(patient.personal_number, "Astrid", "Alm", cast.bo, cast.now)
    Treatment.objects.filter(pk=other.pk).update(unit=third)
    end(other, cast.now - TWO_YEARS)
    erasure._erase(Treatment.objects.get(pk=other.pk))
    assert units_that_noted(patient) == [{"Smärtenheten"}] * 2
    newest = start(patient.personal_number, "Astrid", "Alm", cast.bo, cast.now)
    Treatment.objects.filter(pk=newest.pk).update(unit=third)
    erasure._erase(Treatment.objects.get(pk=treatment.pk))
    assert units_that_noted(patient) == [set()] * 2


def test_of_many_who_propose_at_once_one_does(committed):
    old(committed, 1)
    old(committed, 2)
    was_shown = shown(committed)
    given = {"decision": DECISION, "shown": was_shown, "now": committed.now}
    found = at_once([lambda: propose_purge(by=committed.doris, **given)] * 5)
    assert sum(isinstance(each, PurgeRun) for each in found) == 1
    assert PurgeItem.objects.count() == 2


def test_of_many_who_approve_or_cancel_at_once_one_does(committed):
    old(committed, 1)
    run = proposed(committed)
    calls = [
        lambda: approve_purge(run=run, by=committed.david, now=committed.now),
        lambda: cancel_purge(run=run, by=committed.doris, now=committed.now),
    ]
    found = at_once(calls * 3)
    assert sum(each is None for each in found) == 1
    run.refresh_from_db()
    assert (run.approved_at is None) != (run.cancelled_at is None)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_the_wait_of_the_unit_is_what_counts(cast):
    old(cast, 1)
    cast.smartenheten.waiting_days = 730
    assert len(preview(cast.smartenheten, local_date(cast.now)).found) == 1
    cast.smartenheten.waiting_days = 731
    late = preview(cast.smartenheten, local_date(cast.now))
    assert (late.found, late.held) == ((), {"waiting": 1, "not_ended": 1})
    later = preview(cast.smartenheten, local_date(cast.now + timedelta(days=1)))
    assert len(later.found) == 1
