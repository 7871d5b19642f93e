"""Exports: who may order what with which reason, and that a file is fetched once and goes."""

import io
from datetime import timedelta

import pytest
from django.db import connection

from lindra.actions.export_runs import fail_export
from lindra.actions.exports import (
    WRITE,
    expire_exports,
    fetch_export,
    fetch_key,
    requeue_exports,
)
from lindra.models import ExportJob, ExportPart, ExportState, Treatment, Unit
from lindra.queries.exports import patients_in, programmes_at
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from tests.cast import start
from tests.exchange.filled import send_many
from tests.exchange.orders import FIRST, LAST, order
from tests.rules.numbers import invented

pytestmark = pytest.mark.row("M22")

DAY = timedelta(days=1)


def jobs() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->'ids'->>0 FROM procrastinate_jobs WHERE task_name = %s", [WRITE]
        )
        return [[row[0]] for row in cursor.fetchall()]


def ready(cast, **more) -> ExportJob:
    """One that is written: a file in two parts, and a key."""
    job = order(cast, **{"keeps_key": True, "reason": "Uppföljning", **more})
    job.parts.create(number=1, data=b"efter")
    job.parts.create(number=0, data=b"fil, ")
    job.parts.create(number=0, data=b"nyckel", is_key=True)
    job.state, job.finished_at, job.expires_at = ExportState.READY, cast.now, cast.now + 8 * DAY
    job.save()
    return job


def taken(take, cast, job, by=None, at=DAY) -> bytes:
    out = io.BytesIO()
    take(job_id=job.pk, out=out, by=by or cast.doris, now=cast.now + at)
    return out.getvalue()


def test_by_default_an_export_names_nobody_and_needs_no_reason(cast):
    job = order(cast)
    asked = (job.identified, job.free_text, job.keeps_key, job.reason, job.state)
    assert asked == (False, False, False, "", ExportState.WAITING)
    assert (job.unit, job.ordered_by) == (cast.smartenheten, cast.doris.staff)
    assert jobs() == [[str(job.pk)]]


@pytest.mark.parametrize("asked", ["identified", "free_text", "keeps_key"])
def test_people_their_words_and_the_key_each_demand_a_reason(cast, asked):
    with pytest.raises(Refused, match="varför") as refused:
        order(cast, **{asked: True})
    assert (refused.value.code, refused.value.field) == ("no_reason", "reason")
    assert getattr(order(cast, **{asked: True}, reason="Uppföljning"), asked) is True
    assert len(jobs()) == 1


def test_one_with_personal_numbers_has_no_key(cast):
    job = order(cast, identified=True, keeps_key=True, reason="Uppföljning")
    assert (job.identified, job.keeps_key) == (True, False)


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"first": LAST, "last": FIRST}, "days_in_disorder", "last"),
        ({"last": LAST + DAY}, "to_come", "last"),
        ({"programme": "annat"}, "unknown", "programme"),
        ({"reason": "x" * 301}, "too_long", "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(cast, asked, code, field):
    with pytest.raises(Refused) as refused:
        order(cast, **asked)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (ExportJob.objects.count(), jobs()) == (0, [])


@pytest.mark.row("F14")
def test_nothing_is_exported_from_a_training_unit(cast):
    Unit.objects.filter(pk=cast.smartenheten.pk).update(training=True)
    with pytest.raises(Refused, match="påhittade"):
        order(cast)


def test_a_unit_has_three_on_the_way_at_most(cast):
    made = [order(cast) for _ in range(3)]
    with pytest.raises(Refused, match="tre exporter"):
        order(cast)
    fail_export(job_id=made[0].pk, now=cast.now)
    ExportJob.objects.filter(pk=made[0].pk).update(state=ExportState.RUNNING)
    fail_export(job_id=made[0].pk, now=cast.now)
    assert order(cast).state == ExportState.WAITING


def test_a_programme_that_the_unit_no_longer_offers_can_be_exported(cast):
    cast.smartenheten.programmes = []
    assert [each.id for each in programmes_at(cast.smartenheten)] == ["smartskolan"]
    Treatment.objects.update(programme="annat")
    assert programmes_at(cast.smartenheten) == []


def test_the_file_is_fetched_once_and_gone(cast):
    job = ready(cast)
    assert taken(fetch_export, cast, job) == b"fil, efter"
    job.refresh_from_db()
    assert (job.state, job.fetched_at) == (ExportState.FETCHED, cast.now + DAY)
    assert [each.is_key for each in job.parts.all()] == [True]
    with pytest.raises(Refused, match="redan hämtad"):
        taken(fetch_export, cast, job)


def test_the_key_is_fetched_apart_and_once(cast):
    job = ready(cast)
    assert taken(fetch_key, cast, job) == b"nyckel"
    job.refresh_from_db()
    assert (job.state, job.key_fetched_at) == (ExportState.READY, cast.now + DAY)
    assert [each.is_key for each in job.parts.all()] == [False, False]
    with pytest.raises(Refused, match="ingen nyckel"):
        taken(fetch_key, cast, job)


@pytest.mark.parametrize("take", [fetch_export, fetch_key])
def test_only_who_has_ordered_it_at_the_unit_can_fetch_it(cast, take):
    job = ready(cast)
    for other in (cast.david, cast.carin):
        with pytest.raises(ExportJob.DoesNotExist):
            taken(take, cast, job, by=other)
    job.unit = cast.ekbacken
    job.save()
    with pytest.raises(ExportJob.DoesNotExist):
        taken(take, cast, job)
    assert job.parts.count() == 3


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "inte klar än"),
        ("running", "inte klar än"),
        ("failed", "misslyckades"),
        ("purged", "borttagen vid gallring"),
        ("expired", "utgången"),
    ],
)
def test_what_is_not_there_is_refused_in_words(cast, state, words):
    job = ready(cast)
    ExportJob.objects.update(state=state)
    with pytest.raises(Refused, match=words):
        taken(fetch_export, cast, job)


def test_a_file_goes_after_its_week_also_before_anybody_has_removed_it(cast):
    job = ready(cast)
    with pytest.raises(Refused, match="gått ut"):
        taken(fetch_export, cast, job, at=8 * DAY)
    with pytest.raises(Refused, match="ingen nyckel"):
        taken(fetch_key, cast, job, at=8 * DAY)
    expire_exports(now=cast.now + 8 * DAY - timedelta(seconds=1))
    assert ExportPart.objects.count() == 3
    expire_exports(now=cast.now + 8 * DAY)
    job.refresh_from_db()
    assert (job.state, ExportPart.objects.count()) == (ExportState.EXPIRED, 0)


def test_a_key_that_nobody_fetched_goes_too(cast):
    job = ready(cast)
    taken(fetch_export, cast, job)
    expire_exports(now=cast.now + 8 * DAY)
    job.refresh_from_db()
    assert (job.state, ExportPart.objects.count()) == (ExportState.FETCHED, 0)


def test_an_order_that_nobody_has_taken_for_an_hour_is_put_again(cast):
    job = order(cast)
    requeue_exports(now=job.ordered_at + timedelta(minutes=59))
    assert jobs() == [[str(job.pk)]]
    requeue_exports(now=job.ordered_at + timedelta(hours=1))
    assert jobs() == [[str(job.pk)]] * 2
    ExportJob.objects.update(state=ExportState.READY)
    requeue_exports(now=job.ordered_at + timedelta(hours=2))
    assert len(jobs()) == 2


def test_those_who_can_be_in_the_file_are_the_units_and_those_handed_over_since(cast):
    start(invented(FIRST.replace(year=1980)), "Eva", "Ek", cast.carin, cast.now)
    job = order(cast)
    assert [each.name for each in patients_in(job)] == ["Astrid Alm"]
    cast.treatment.handovers.create(
        from_unit=cast.smartenheten,
        to_unit=cast.ekbacken,
        offered_at=cast.now,
        offered_by=cast.bo.staff,
        answered_at=job.ordered_at + DAY,
        answered_by=cast.carin.staff,
        accepted=True,
    )
    cast.treatment.unit = cast.ekbacken
    cast.treatment.save()
    assert [each.name for each in patients_in(job)] == ["Astrid Alm"]
    cast.treatment.handovers.update(answered_at=job.ordered_at - DAY)
    assert list(patients_in(job)) == []


def test_who_was_there_before_the_period_is_in_it_only_with_an_answer(cast):
    cast.treatment.started_at -= 100 * DAY
    cast.treatment.state, cast.treatment.ended_at = "ended", cast.now - DAY
    cast.treatment.end_reason = "Annan orsak"
    cast.treatment.save()
    job = order(cast)
    assert list(patients_in(job)) == []
    (answer,) = send_many(cast.treatment, 1)
    assert local_date(answer.sent_at) == FIRST
    assert [each.name for each in patients_in(job)] == ["Astrid Alm"]
