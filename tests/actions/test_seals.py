"""The access log is sealed in batches by one sealer, and nobody waits for another's row."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra.access import StaffSession
from lindra.actions import seals
from lindra.actions.access_log import Activity, log_access
from lindra.actions.seals import (
    check_log,
    count_unsealed,
    newest_seal,
    seal_finished_rows,
    verify_log,
)
from lindra.models import AccessLogSeal, CareProvider, Commission, Patient, Staff, Unit
from lindra.rules.refused import Refused
from lindra.rules.seals import COLUMNS, NO_HEAD, Head, Report, Seal
from tests.drills.sealed_log import (
    WALL,
    ask,
    empty_log,
    seal_all,
    wait_until,
    without_triggers,
    write_rows,
)

pytestmark = pytest.mark.row("N12")

READERS = 50
PATIENCE = 60.0  # seconds, on a busy machine


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


def bo() -> StaffSession:
    unit = Unit(hsa_id="SE-E1", name="Smärtenheten", care_provider=CareProvider(hsa_id="SE-P1"))
    person = Staff(hsa_id="TST-Bo", given_name="Bo", family_name="Berg", profession="läkare")
    return StaffSession(Commission(hsa_id="TST-Bo-1", staff=person, unit=unit), frozenset())


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


@pytest.mark.row("M9")
def test_fifty_readers_at_once_do_not_wait_and_the_sealer_takes_only_the_finished():
    write_rows(5)
    written, leave = Barrier(READERS + 1), Barrier(READERS + 1)
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read, number, written, leave) for number in range(READERS)]
        written.wait(PATIENCE)
        assert _waiting_for_a_lock() == 0
        assert sum(seal.rows for seal in seal_all()) == 5
        assert _waiting_for_a_lock() == 0
        assert check_log().rows == 5
        leave.wait(PATIENCE)
        assert [each.exception() for each in readers] == [None] * READERS
    assert sum(seal.rows for seal in seal_all()) == READERS
    assert (count_unsealed(), check_log().rows, check_log().found) == (0, READERS + 5, 0)


def _read(number: int, written: Barrier, leave: Barrier) -> None:
    """Open a patient's page as the door does, and keep the transaction open."""
    try:
        with transaction.atomic():
            log_access(
                by=bo(),
                wall=WALL,
                activity=Activity.READ,
                name="staff:timeline",
                resource="Tidslinje",
                patients=[Patient(personal_number=f"19780412{number:04}", given_name="Astrid")],
            )
            written.wait(PATIENCE)
            leave.wait(PATIENCE)
    finally:
        connection.close()


def _waiting_for_a_lock() -> object:
    return ask(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND (wait_event_type = 'Lock' OR cardinality(pg_blocking_pids(pid)) > 0)"
    )


def test_an_older_transaction_that_still_runs_holds_back_what_is_newer():
    begun, leave = Barrier(2), Barrier(2)
    with ThreadPoolExecutor(1) as pool:
        older = pool.submit(_read, 0, begun, leave)
        begun.wait(PATIENCE)
        write_rows(3, first=1)
        assert (seal_finished_rows(wall=WALL), count_unsealed()) == ([], 3)
        leave.wait(PATIENCE)
        older.result()
    assert sum(seal.rows for seal in seal_all()) == 4
    assert check_log().found == 0


def test_nobody_waits_for_the_sealer():
    write_rows(3)
    nobody = Barrier(1)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        seal_finished_rows(wall=WALL)
        pool.submit(_read, 9, nobody, nobody).result(PATIENCE)
    seal_all()
    assert check_log().rows == 4


def test_a_second_sealer_waits_for_the_first_and_seals_nothing_twice():
    write_rows(3)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            seal_all()
            second = pool.submit(_seal)
            wait_until(_a_sealer_waits)
            assert not second.done()
        assert second.result(PATIENCE) == []
    assert check_log() == Report(seals=1, rows=3)


def _a_sealer_waits() -> object:
    return ask(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )


def _seal() -> list[Seal]:
    try:
        return seal_finished_rows(wall=WALL)
    finally:
        connection.close()


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
    assert verify_log(wall=WALL) == Report(seals=1, rows=2, found=1, faults=[words])


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
