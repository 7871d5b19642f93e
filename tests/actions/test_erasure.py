"""What is approved goes, whole and alone, whatever kills it; the access log stays (M21, N11)."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from lindra import clock, jobs
from lindra.access import PatientSession
from lindra.actions import erasure
from lindra.actions.erasure import carry_out_purges
from lindra.gateways import queue
from lindra.models import (
    AccessLog,
    Answer,
    ExportJob,
    ExportPart,
    LegalHold,
    Notice,
    Patient,
    PurgeItem,
    PurgeRun,
    Treatment,
)
from lindra.privacy import DECLARATIONS, Goes
from lindra.queries.purge import rows_in_log
from tests.actions.parallel import at_once
from tests.cast import start
from tests.exchange.lives import lived
from tests.purges import TWO_YEARS, approved, end, hold, old

pytestmark = pytest.mark.row("M21")
WITH_HER = (Goes.WITH_TREATMENT, Goes.WITH_PATIENT, Goes.WITH_UNIT)
GOES = [each for each in DECLARATIONS if each.goes in WITH_HER]


@pytest.fixture
def full(cast):
    """Astrid's treatment, with something in every table, ended two years ago; Fatima's runs on."""
    for by, therapist in ((cast.astrid, cast.bo), (cast.fatima, cast.carin)):
        lived(cast, by, therapist)
    LegalHold.objects.update(lifted_at=cast.now, lifted_by=cast.doris.staff)
    end(cast.treatment, cast.now - TWO_YEARS)
    return cast


def carry_out(cast, now=None) -> int:
    return carry_out_purges(now=now or cast.now, wall=cast.now)


def names(declaration) -> str:
    return declaration.model.__name__


@pytest.mark.parametrize("declaration", GOES, ids=names)
def test_every_declared_table_is_empty_of_her_and_as_before_of_others(full, declaration):
    rows = QuerySet(declaration.model)
    hers, others = full.treatment.pk, full.fatimas.pk
    kept = list(rows.filter(**{declaration.path: others}).order_by("pk").values())
    run = approved(full)
    assert rows.filter(**{declaration.path: hers}).exists()
    assert carry_out(full) == 1
    assert list(rows.order_by("pk").values()) == kept
    run.refresh_from_db()
    assert (run.purged, run.finished_at) == (1, full.now)


def test_the_access_log_says_who_was_purged_on_whose_approval_and_says_nothing_else(full):
    before = AccessLog.objects.count()
    run = approved(full)
    carry_out(full)
    row = AccessLog.objects.get()
    assert before == 0
    assert (row.activity_type, row.purpose, row.resource_type) == (
        *("Radera", "Administration", "Gallring"),
    )
    assert (row.user_name, row.user_assignment) == ("David Dal", "TST-David-1")
    assert row.patients == [{"id": "197804129802", "name": "Astrid Alm"}]
    assert row.activity_level == str(full.treatment.pk)
    assert row.care_unit_name == "Smärtenheten"
    assert rows_in_log(run) == 1


def test_nothing_goes_without_its_row_in_the_log(full, monkeypatch):
    def broken(**_given) -> None:
        raise IntegrityError

    run = approved(full)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "log_access", broken)
        assert carry_out(full) == 0
    run.refresh_from_db()
    assert (run.purged, run.finished_at, run.items.count()) == (0, None, 1)
    assert Answer.objects.filter(treatment=full.treatment).exists()
    assert carry_out(full) == 1


def test_one_that_cannot_go_does_not_stop_the_rest(cast, monkeypatch):
    stuck, free = old(cast, 1), old(cast, 2)
    run = approved(cast)
    real = erasure._erase

    def erase(treatment) -> None:
        if treatment == stuck:
            raise IntegrityError
        real(treatment)

    monkeypatch.setattr(erasure, "_erase", erase)
    assert carry_out(cast) == 1
    assert not Treatment.objects.filter(pk=free.pk).exists()
    monkeypatch.undo()
    assert carry_out(cast) == 1
    run.refresh_from_db()
    assert (run.purged, run.finished_at) == (2, cast.now)


def test_the_patient_goes_with_her_last_treatment_anywhere(cast):
    first, patient = old(cast, 1), Patient.objects.get(given_name="Gammal1")
    second = start(patient.personal_number, "Gammal1", "Patient", cast.carin, cast.now)
    cast.client(PatientSession(patient))
    approved(cast)
    assert carry_out(cast) == 1
    assert not Treatment.objects.filter(pk=first.pk).exists()
    patient.refresh_from_db()
    assert list(patient.treatments.all()) == [second]
    assert sessions_of(patient) == 1


def test_her_log_ins_go_with_her_and_those_that_nobody_can_use_and_no_others(full):
    for who in (full.astrid, full.astrid, full.fatima, full.bo):
        full.client(who)
    Session.objects.create(
        session_key="broken", session_data="?", expire_date=full.now + timedelta(days=1)
    )
    approved(full)
    carry_out(full)
    left = [each.get_decoded()["who"] for each in Session.objects.all()]
    assert sorted(left) == [["patient", full.fatima.patient.pk], ["staff", full.bo.commission.pk]]


def test_a_job_that_carries_her_notice_carries_it_no_more(full):
    hers = str(Notice.objects.get(treatment=full.treatment).pk)
    others = str(Notice.objects.get(treatment=full.fatimas).pk)
    queue.put("deliver_notices", [hers, others])
    queue.put("deliver_notices", [hers])
    queue.put("deliver_notices", [hers])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE id IN "
            "(SELECT max(id) FROM procrastinate_jobs)"
        )
    run = approved(full)
    carry_out(full)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text, status::text FROM procrastinate_jobs ORDER BY id")
        left = [(json.loads(args)["ids"], status) for args, status in cursor.fetchall()]
    assert left == [([others], "todo"), ([], "doing"), ([str(run.pk)], "todo")]


def export(cast, unit, state: str) -> ExportJob:
    job = ExportJob.objects.create(
        unit=unit,
        programme="smartskolan",
        first="2020-01-01",
        last="2026-12-31",
        format="csv",
        ordered_at=cast.now,
        ordered_by=cast.doris.staff,
        state=state,
    )
    job.parts.create(number=1, data=b"Astrid")
    return job


def test_exports_of_the_unit_that_wait_to_be_fetched_go_too(full):
    own = {state: export(full, full.smartenheten, state) for state in ("ready", "running")}
    waits = export(full, full.smartenheten, "waiting")
    waits.parts.all().delete()
    other = export(full, full.ekbacken, "ready")
    approved(full)
    carry_out(full)
    states = dict(ExportJob.objects.values_list("pk", "state"))
    assert states == {
        own["ready"].pk: "purged",
        own["running"].pk: "purged",
        waits.pk: "waiting",
        other.pk: "ready",
    }
    assert [each.job for each in ExportPart.objects.all()] == [other]


def test_a_hold_that_came_after_the_approval_still_holds(cast):
    held, free = old(cast, 1), old(cast, 2)
    run = approved(cast)
    hold(held.patient, cast.smartenheten, cast.doris, cast.now)
    assert carry_out(cast) == 1
    run.refresh_from_db()
    assert (run.total, run.purged, run.finished_at) == (2, 1, cast.now)
    assert Treatment.objects.filter(pk=held.pk).exists()
    assert not Treatment.objects.filter(pk=free.pk).exists()
    assert not PurgeItem.objects.exists()


def test_what_is_not_approved_is_not_touched_and_what_is_over_not_begun_again(cast):
    old(cast, 1)
    run = approved(cast)
    PurgeRun.objects.filter(pk=run.pk).update(approved_at=None, approved_by=None)
    assert carry_out(cast) == 0
    PurgeRun.objects.filter(pk=run.pk).update(approved_at=cast.now, approved_by=cast.david.staff)
    assert carry_out_purges(now=cast.now, wall=cast.now, ids=[uuid4()]) == 0
    later = cast.now + timedelta(hours=1)
    assert (carry_out(cast), carry_out(cast, later)) == (1, 0)
    run.refresh_from_db()
    assert run.finished_at == cast.now


def test_another_workers_treatment_is_left_to_it(committed):
    made = [old(committed, number) for number in range(4)]
    run = approved(committed)
    found = at_once([lambda: carry_out(committed)] * 4)
    assert sum(found) == len(made)
    carry_out(committed)
    run.refresh_from_db()
    assert (run.purged, run.items.count()) == (4, 0)
    assert run.finished_at
    assert rows_in_log(run) == 4
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_the_job_and_what_time_brings_carry_it_out(cast):
    old(cast, 1)
    run = approved(cast)
    jobs.carry_out([str(run.pk)])
    run.refresh_from_db()
    assert run.purged == 1
    assert abs(run.finished_at - clock.wall()) < timedelta(minutes=5)
    old(cast, 2)
    second = approved(cast)
    jobs.purge_due(0)
    second.refresh_from_db()
    assert second.purged == 1


def sessions_of(patient) -> int:
    its = ["patient", patient.pk]
    return sum(each.get_decoded().get("who") == its for each in Session.objects.all())
