"""An order becomes a file: whole or not at all, by one worker, and everybody sees how far."""

import io
import json
from datetime import timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import InternalError, connection
from openpyxl import load_workbook

from lindra.actions import export_runs
from lindra.actions.export_runs import alone, begin_export, keep_export, one_moment
from lindra.exchange import run
from lindra.exchange.run import file_name, run_export
from lindra.models import Answer, ExportFormat, ExportJob, ExportPart, ExportState
from tests.exchange.filled import send_many
from tests.exchange.orders import fetched, order, tables, talk, written

pytestmark = pytest.mark.row("M22")


def now_of(cast):
    return lambda: cast.now + timedelta(days=1)


def seen(job) -> ExportJob:
    """The order as another connection sees it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT state, done, total FROM lindra_exportjob WHERE id = %s", [job.pk]
            )
            return cursor.fetchone()
    finally:
        other.close()


def test_an_export_is_written_and_its_receipt_kept(committed):
    send_many(committed.treatment, 60)
    job = written(committed)
    answers = Answer.objects.filter(treatment=committed.treatment).count()
    assert (job.state, job.done, job.total) == (ExportState.READY, answers, answers)
    assert job.expires_at - job.finished_at == timedelta(days=7)
    found = tables(fetched(committed, job))
    assert job.rows == sum(len(rows) for rows in found.values())
    assert len(job.sha256) == 64
    assert found["om-exporten"][0]["gäller"].startswith("Sekretess enligt 25 kap. 1 §")
    assert found["kodbok"] != []


def test_a_workbook_has_the_same_tables(committed):
    send_many(committed.treatment, 30)
    file = fetched(committed, written(committed, format=ExportFormat.XLSX))
    sheets = load_workbook(file, read_only=True).sheetnames
    found = tables(fetched(committed, written(committed)))
    assert sheets == list(found)


def test_fhir_leaves_with_its_codebook_and_what_it_is(committed):
    send_many(committed.treatment, 30)
    talk(committed, "Hej")
    file = fetched(committed, written(committed, format=ExportFormat.FHIR))
    found = tables(file)
    assert set(found) == {"om-exporten", "kodbok"}
    assert found["om-exporten"][0]["gäller"].startswith("Sekretess enligt 25 kap. 1 §")
    with ZipFile(file) as zipped:
        lines = [json.loads(line) for line in zipped.read("fhir.ndjson").splitlines()]
    kinds = [each["resourceType"] for each in lines]
    assert (kinds.count("QuestionnaireResponse"), kinds.count("Communication")) == (30, 1)


def test_how_far_it_has_come_is_seen_while_it_is_written(committed, monkeypatch):
    monkeypatch.setattr(export_runs, "STRETCH", 10)
    send_many(committed.treatment, 40)
    told = []
    forward = export_runs.Progress.__call__

    def called(progress):
        forward(progress)
        told.append(seen(job))

    monkeypatch.setattr(export_runs.Progress, "__call__", called)
    job = order(committed)
    assert seen(job) == ("waiting", 0, 0)
    run_export(job.pk, now=now_of(committed))
    assert sorted(set(told)) == [("running", done, 40) for done in (0, 10, 20, 30, 40)]
    assert seen(job) == ("ready", 40, 40)


def test_what_comes_while_it_is_written_is_not_in_it(committed, monkeypatch):
    send_many(committed.treatment, 10)
    write = run.WRITERS[ExportFormat.CSV]

    def late(export, out):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM lindra_answer")
        other.close()
        return write(export, out)

    monkeypatch.setitem(run.WRITERS, ExportFormat.CSV, late)
    assert (written(committed).total, Answer.objects.count()) == (10, 0)


def test_within_its_one_moment_nothing_can_be_written(committed):
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Answer.objects.update(form="annat")


def test_two_workers_do_not_write_the_same(committed):
    job = order(committed)
    with alone(job_id=job.pk) as progress:
        assert progress is not None
        assert run_export(job.pk, now=now_of(committed)) is False
    assert run_export(job.pk, now=now_of(committed)) is True
    assert run_export(job.pk, now=now_of(committed)) is False
    assert run_export(uuid4(), now=now_of(committed)) is False


def test_one_that_was_killed_is_begun_anew(committed):
    send_many(committed.treatment, 10)
    job = order(committed)
    begin_export(job_id=job.pk)
    ExportPart.objects.create(job=job, number=0, data=b"half")
    assert run_export(job.pk, now=now_of(committed)) is True
    assert len(tables(fetched(committed, job))["moment"]) == 1


def test_what_cannot_be_written_says_so_and_leaves_nothing(committed, monkeypatch):
    def broken(export, out):
        raise OSError("full")

    monkeypatch.setitem(run.WRITERS, ExportFormat.CSV, broken)
    job = order(committed)
    with pytest.raises(OSError, match="full"):
        run_export(job.pk, now=now_of(committed))
    job.refresh_from_db()
    assert (job.state, job.parts.count()) == (ExportState.FAILED, 0)


@pytest.mark.row("M21")
def test_a_purge_while_it_is_written_leaves_no_copy(committed, monkeypatch):
    write = run.WRITERS[ExportFormat.CSV]

    def purged(export, out):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE lindra_exportjob SET state = 'purged'")
        other.close()
        return write(export, out)

    monkeypatch.setitem(run.WRITERS, ExportFormat.CSV, purged)
    job = order(committed)
    assert run_export(job.pk, now=now_of(committed)) is False
    job.refresh_from_db()
    assert (job.state, job.parts.count()) == (ExportState.PURGED, 0)


def test_the_key_says_who_each_pseudonym_is_and_lies_apart(committed):
    send_many(committed.treatment, 10)
    job = written(committed, keeps_key=True, reason="Uppföljning")
    key = tables(fetched(committed, job, is_key=True))
    assert key["nyckel"] == [
        {"patient": key["nyckel"][0]["patient"], "personnummer": "19780412-9802"}
    ]
    assert key["om-nyckeln"][1]["gäller"] == file_name(job.pk)
    found = tables(fetched(committed, job))
    assert {row["patient"] for row in found["moment"]} == {key["nyckel"][0]["patient"]}
    assert "nyckel" not in found


def test_a_large_file_is_kept_in_parts(cast, monkeypatch):
    monkeypatch.setattr(export_runs, "PART", 4)
    job = order(cast)
    begin_export(job_id=job.pk)
    kept = {"rows": 1, "sha256": "a" * 64, "total": 1, "now": cast.now}
    assert keep_export(job_id=job.pk, file=io.BytesIO(b"0123456789"), key=b"", **kept)
    assert [bytes(each.data) for each in job.parts.order_by("number")] == [b"0123", b"4567", b"89"]
    assert fetched(cast, job).getvalue() == b"0123456789"


def test_the_file_and_its_key_belong_together_by_name_and_name_nobody(cast):
    job = order(cast)
    names = [file_name(job.pk, "xlsx"), file_name(job.pk, is_key=True)]
    assert names == [f"export-{str(job.pk)[:8]}.xlsx", f"nyckel-{str(job.pk)[:8]}.zip"]
