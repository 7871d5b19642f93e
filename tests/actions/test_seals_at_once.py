"""Nobody who writes a row waits for another's, nor for the sealer; two sealers take turns."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra.access import StaffSession
from lindra.actions.access_log import Activity, log_access
from lindra.actions.seals import check_log, count_unsealed, seal_finished_rows
from lindra.models import CareProvider, Commission, Patient, Staff, Unit
from lindra.rules.seals import Report, Seal
from tests.drills.sealed_log import WALL, ask, empty_log, seal_all, wait_until, write_rows

pytestmark = pytest.mark.row("N12")

READERS = 50
PATIENCE = 60.0  # seconds, on a busy machine


@pytest.fixture(autouse=True)
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty log whose rows are committed; by this name the tests' database is made."""
    with django_db_blocker.unblock(), empty_log():
        yield


def bo() -> StaffSession:
    unit = Unit(hsa_id="SE-E1", name="Smärtenheten", care_provider=CareProvider(hsa_id="SE-P1"))
    person = Staff(hsa_id="TST-Bo", given_name="Bo", family_name="Berg", profession="läkare")
    return StaffSession(Commission(hsa_id="TST-Bo-1", staff=person, unit=unit), frozenset())


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
