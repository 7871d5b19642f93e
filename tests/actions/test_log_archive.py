"""Heads are written out signed; a log that no longer has what was written stops that."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra import jobs
from lindra.actions.log_archive import archive_head, public_keys, signer, unsigned
from lindra.actions.log_exports import log_export
from lindra.actions.seals import check_log, newest_seal
from lindra.gateways import log_archive
from lindra.models import AccessLog
from lindra.rules.refused import Refused
from lindra.rules.seals import read_head_line
from tests.cast import at
from tests.drills.sealed_log import (
    WALL,
    empty_log,
    seal_all,
    wait_until,
    without_triggers,
    write_rows,
)

pytestmark = pytest.mark.row("N12")


@pytest.fixture(autouse=True)
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty log whose rows are committed; by this name the tests' database is made."""
    with django_db_blocker.unblock(), empty_log():
        yield


@pytest.fixture(autouse=True)
def archive(settings, tmp_path):
    """Where heads are written, with a key beside."""
    settings.LOG_ARCHIVE = tmp_path / "log" / "heads.jsonl"
    settings.LOG_KEY = tmp_path / "key.pem"
    return settings.LOG_ARCHIVE


def heads(archive):
    return [read_head_line(line) for line in archive.read_text().splitlines()]


def cut_the_tail():
    with transaction.atomic(), without_triggers() as cursor:
        cursor.execute("DELETE FROM lindra_accesslogseal WHERE id = 2")
        cursor.execute("DELETE FROM lindra_accesslog WHERE activity_level = '1'")


def test_nothing_sealed_is_nothing_to_write(archive):
    assert archive_head(wall=WALL) is None
    assert not archive.exists()


def test_each_new_head_is_one_signed_line_and_the_same_is_not_written_twice(archive):
    write_rows(1)
    seal_all()
    first = archive_head(wall=WALL)
    assert (first, archive_head(wall=WALL)) == (newest_seal(), None)
    write_rows(1, first=1)
    seal_all()
    second = archive_head(wall=WALL)
    kept = heads(archive)
    assert [(each.number, each.head) for each in kept] == [
        (first.number, first.head),
        (second.number, second.head),
    ]
    assert unsigned(kept, public_keys([])) == []
    assert check_log(heads=kept).found == 0


def test_any_change_of_a_line_breaks_its_signature(archive):
    write_rows(1)
    seal_all()
    archive_head(wall=WALL)
    line, keys = json.loads(archive.read_text()), public_keys([])
    for name, other in (
        ("seal", 2),
        ("head", "00" * 32),
        ("sealed_at", "2026-11-22T20:15:02.234567+01:00"),
        ("signature", "00" * 64),
        ("signature", ""),
    ):
        changed = read_head_line(json.dumps({**line, name: other}))
        number = changed.number
        assert unsigned([changed], keys) == [
            f"Kontrollsumman för sigill {number} har ingen giltig signatur."
        ]
    del line["signature"]
    assert len(unsigned([read_head_line(json.dumps(line))], keys)) == 1


def test_a_cut_tail_stops_the_writing_and_the_written_head_shows_it(archive):
    for number in range(2):
        write_rows(1, first=number)
        seal_all()
        archive_head(wall=WALL)
    cut_the_tail()
    with pytest.raises(Refused, match="Sigill 2 är utskrivet") as refused:
        archive_head(wall=WALL)
    assert refused.value.code == "log_changed"
    assert (check_log().found, check_log(heads=heads(archive)).found) == (0, 1)
    write_rows(1, first=7)
    seal_all()
    with pytest.raises(Refused, match="Sigill 2 är utskrivet"):
        archive_head(wall=WALL)
    assert len(heads(archive)) == 2


def test_an_archive_that_ends_in_something_else_stops_the_writing(archive):
    write_rows(1)
    seal_all()
    log_archive.append(archive, "[]")
    with pytest.raises(Refused) as refused:
        archive_head(wall=WALL)
    assert refused.value.code == "archive_changed"


def test_without_a_key_nothing_is_written(archive, settings):
    settings.LOG_KEY = None
    write_rows(1)
    seal_all()
    with pytest.raises(Refused, match="LINDRA_LOG_KEY är inte satt"):
        archive_head(wall=WALL)
    assert (archive.exists(), public_keys([])) == (False, [])


def test_without_an_archive_nothing_is_written(settings):
    settings.LOG_ARCHIVE = None
    with pytest.raises(Refused, match="LINDRA_LOG_ARCHIVE är inte satt"):
        archive_head(wall=WALL)


def test_production_makes_no_key_of_its_own(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused, match="går inte att läsa"):
        signer()
    assert not settings.LOG_KEY.exists()


def test_public_keys_are_read_from_files(settings, tmp_path):
    signer()
    path = tmp_path / "public.pem"
    path.write_text(log_archive.public_text(log_archive.read_key(settings.LOG_KEY)))
    settings.LOG_KEY = None
    assert len(public_keys([path, path])) == 2
    path.write_text("x")
    with pytest.raises(Refused, match="har ingen öppen Ed25519-nyckel"):
        public_keys([path])


def test_the_job_seals_and_writes_out(archive, settings, caplog):
    write_rows(1)
    wait_until(lambda: (jobs.write_out_head(0), archive.exists())[1])
    assert heads(archive)[-1].head == newest_seal().head
    settings.LOG_ARCHIVE = None
    with caplog.at_level(logging.WARNING, "lindra.jobs"):
        jobs.write_out_head(0)
    assert "no LINDRA_LOG_ARCHIVE" in caplog.text


def test_that_the_log_was_taken_out_is_in_the_log():
    day = at("2026-11-22 09:00")
    log_export(account="drift" * 30, first=day.date(), last=day.date(), wall=WALL)
    row = AccessLog.objects.get()
    assert (row.user_kind, row.user_id, row.start_date) == ("system", ("drift" * 13)[:64], WALL)
    assert (row.activity_type, row.activity_level) == ("Utskrift", "2026-11-22/2026-11-22")
    assert (row.resource_type, row.patients) == ("Åtkomstlogg", [])
    assert row.purpose == "Annan dokumentation enligt lag"
