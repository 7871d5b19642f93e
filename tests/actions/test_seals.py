"""The access log is sealed in batches; what a restored dump brings is sealed as well."""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra.actions import seals
from lindra.actions.seals import (
    check_log,
    count_unsealed,
    newest_seal,
    seal_finished_rows,
    verify_log,
)
from lindra.models import AccessLogSeal
from lindra.rules.refused import Refused
from lindra.rules.seals import COLUMNS, NO_HEAD, Head, Report
from tests.drills.sealed_log import (
    WALL,
    ask,
    empty_log,
    seal_all,
    without_triggers,
    write_rows,
)

pytestmark = pytest.mark.row("N12")


@pytest.fixture(autouse=True)
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty log whose rows are committed; by this name the tests' database is made."""
    with django_db_blocker.unblock(), empty_log():
        yield


def as_in_old_cluster(*, first: int, count: int, xid: int, cluster: int = 7) -> None:
    """Rows as a dump from another cluster brings them."""
    with transaction.atomic():
        write_rows(count, first=first)
        with without_triggers() as cursor:
            cursor.execute(
                "UPDATE lindra_accesslog SET cluster = %s, xid = %s::xid8"
                " WHERE activity_level::int >= %s",
                [cluster, str(xid), first],
            )


def test_nothing_to_seal_gives_no_seal():
    assert (seal_finished_rows(wall=WALL), newest_seal(), count_unsealed()) == ([], None, 0)
    assert check_log() == Report()


def test_finished_rows_are_sealed_and_the_next_seal_goes_on_where_the_last_ended():
    write_rows(3)
    (first,) = seal_all()
    assert (first.number, first.from_xid, first.rows, first.previous) == (1, 0, 3, NO_HEAD)
    write_rows(2, first=3)
    write_rows(2, first=5)
    *_others, last = seal_all()
    assert (newest_seal(), check_log()) == (last, Report(seals=last.number, rows=7))
    second = AccessLogSeal.objects.get(id=2)
    assert (second.from_xid, bytes(second.previous)) == (first.to_xid, first.head)


def test_rows_follow_by_their_numbers_also_where_those_get_another_digit():
    write_rows(12)
    with transaction.atomic(), without_triggers() as cursor:
        cursor.execute(
            "UPDATE lindra_accesslog AS row SET xid = (994 + place)::text::xid8 FROM ("
            " SELECT id, row_number() OVER (ORDER BY id) AS place FROM lindra_accesslog) AS each"
            " WHERE each.id = row.id RETURNING row.cluster"
        )
        cluster = cursor.fetchone()[0]
        for start, end in ((0, 1000), (1000, 1007)):
            seals._seal(cluster, start, end, WALL)
    assert check_log() == Report(seals=2, rows=12)


def test_a_second_run_without_new_rows_writes_no_empty_seal():
    write_rows(1)
    seal_all()
    assert (seal_finished_rows(wall=WALL), AccessLogSeal.objects.count()) == ([], 1)


def test_a_seal_is_read_as_it_was_written():
    write_rows(1)
    assert seal_all() == [newest_seal()]


def test_every_column_of_the_log_is_sealed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'lindra_accesslog' AND table_schema = current_schema()"
        )
        assert sorted(COLUMNS) == sorted(name for (name,) in cursor)


def test_a_row_cannot_choose_its_transaction_or_cluster():
    write_rows(1)
    forged = f'{{"id": 999, "log_id": "{uuid4()}", "xid": "5", "cluster": 7}}'
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lindra_accesslog"
            " SELECT (jsonb_populate_record(row, %s)).* FROM lindra_accesslog AS row",
            [forged],
        )
        xid = ask("SELECT pg_current_xact_id()::text::bigint")
    stamped = "SELECT (cluster, xid) = (%s, %s::xid8) FROM lindra_accesslog WHERE id = 999"
    assert ask(stamped, here(), str(xid)) is True


def here() -> object:
    return ask("SELECT system_identifier FROM pg_control_system()")


@pytest.mark.parametrize("table", ["lindra_accesslog", "lindra_accesslogseal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_rows_and_seals_are_append_only(table, change):
    write_rows(1)
    seal_all()
    with pytest.raises(ProgrammingError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(change.format(table))


@pytest.mark.parametrize(
    "values",
    ["from_xid = -1", "sealed_at = '-infinity'", "sealed_at = '0044-03-15 BC'", "head = ''"],
)
def test_a_seal_with_impossible_values_is_told_and_no_obstacle(values):
    write_rows(1)
    seal_all()
    with transaction.atomic():
        with without_triggers() as cursor:
            cursor.execute(f"UPDATE lindra_accesslogseal SET {values}")
        report = check_log()
        transaction.set_rollback(True)
    assert (report.seals, report.found) == (1, 1)


def test_rows_from_another_cluster_are_sealed_at_once_however_high_their_numbers():
    as_in_old_cluster(first=0, count=3, xid=10**12)
    write_rows(2, first=10)
    seal_all()
    assert [(seal.from_xid, seal.to_xid) for seal in AccessLogSeal.objects.filter(cluster=7)] == [
        (0, 10**12 + 1)
    ]
    assert check_log() == Report(seals=2, rows=5)


def test_a_dump_with_seals_of_its_own_goes_on_in_a_new_cluster_and_may_come_back():
    as_in_old_cluster(first=0, count=3, xid=10**12)
    seal_all()
    as_in_old_cluster(first=10, count=2, xid=10**12 + 5)
    write_rows(2, first=20)
    seal_all()
    as_in_old_cluster(first=30, count=1, xid=10**12 + 9)
    write_rows(1, first=40)
    seal_all()
    of_old = AccessLogSeal.objects.filter(cluster=7).order_by("id")
    assert list(of_old.values_list("from_xid", "to_xid", "rows")) == [
        (0, 10**12 + 1, 3),
        (10**12 + 1, 10**12 + 6, 2),
        (10**12 + 6, 10**12 + 10, 1),
    ]
    assert (check_log().rows, check_log().found, count_unsealed()) == (9, 0, 0)


def test_numbers_that_go_back_within_a_cluster_are_refused_but_what_is_sealed_is_still_checked():
    cluster = here()
    as_in_old_cluster(first=0, count=2, xid=10**12, cluster=cluster)
    with transaction.atomic():
        seals._seal(cluster, 0, 10**12 + 1, WALL)
    with pytest.raises(Refused, match="pg_resetwal --epoch") as refused:
        seal_finished_rows(wall=WALL)
    assert (refused.value.code, check_log()) == ("numbers_went_back", Report(seals=1, rows=2))
    words = f"Nya rader kan inte förseglas. {refused.value.message}"
    found = verify_log(wall=WALL)
    assert replace(found, faults=[]) == Report(seals=1, rows=2, found=1)
    assert [without_the_count(each) for each in found.faults] == [without_the_count(words)]


def without_the_count(words: str) -> str:
    """How far the database has counted: everybody in the cluster moves it on meanwhile."""
    return re.sub(r"räknar transaktioner från \d+", "räknar transaktioner från", words)


def test_a_head_that_was_written_out_shows_a_cut_tail():
    write_rows(2)
    seal_all()
    write_rows(2, first=2)
    (last,) = seal_all()
    with transaction.atomic():
        with without_triggers() as cursor:
            cursor.execute("DELETE FROM lindra_accesslogseal WHERE id = 2")
            cursor.execute("DELETE FROM lindra_accesslog WHERE activity_level IN ('2', '3')")
        assert (check_log().found, check_log(heads=[Head(2, last.head)]).found) == (0, 1)
        transaction.set_rollback(True)


def test_a_row_is_stamped_within_a_savepoint_as_in_its_whole_transaction():
    with transaction.atomic():
        write_rows(1)
        with transaction.atomic():
            write_rows(1, first=1)
        assert ask("SELECT count(DISTINCT xid::text) FROM lindra_accesslog") == 1
