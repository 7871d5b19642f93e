"""An access log of its own for the tests of sealing: committed rows, seals, and a way to tamper."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import quote

from django.db import connection, transaction

from lindra.actions import seals
from lindra.actions.seals import count_unsealed, seal_finished_rows
from lindra.models import AccessLog
from lindra.rules.seals import Seal

WALL = datetime(2026, 11, 22, 19, 15, 1, 234567, tzinfo=UTC)
PATIENCE = 120.0  # seconds; any writing transaction in the whole cluster holds the sealer back


@contextmanager
def empty_log() -> Iterator[None]:
    """Rows written within are committed, and gone afterwards."""
    _empty()
    try:
        yield
    finally:
        _empty()


def _empty() -> None:
    assert connection.settings_dict["NAME"].startswith("test_"), "not a test's database"
    with transaction.atomic(), without_triggers() as cursor:
        cursor.execute("DELETE FROM lindra_accesslog")
        cursor.execute("DELETE FROM lindra_accesslogseal")


@contextmanager
def without_triggers():
    """What a superuser can do to the log in this transaction; gives a cursor."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def write_rows(count: int, *, first: int = 0) -> None:
    """That many rows in one transaction."""
    AccessLog.objects.bulk_create(a_row(number) for number in range(first, first + count))


def a_row(number: int) -> AccessLog:
    """A row as the door writes it; every third is about two patients."""
    patients = [{"id": f"19780412{number:04}", "name": f"Åsa {number}"}]
    if number % 3 == 0:
        patients.append({"id": f"19821224{number:04}", "name": "Örjan"})
    return AccessLog(
        system_id="lindra-test",
        activity_type="Läsa",
        activity_level=str(number),
        activity_args="staff:timeline",
        start_date=WALL + timedelta(seconds=number),
        purpose="Vård och behandling",
        user_kind="staff",
        user_id=f"SE-{number % 7}",
        user_name="Karin Ek",
        user_care_unit_name="Smärtenheten",
        resource_type="Tidslinje",
        patients=patients,
    )


def seal_all() -> list[Seal]:
    """Seal until no committed row is left; transactions elsewhere may hold the sealer back."""
    written: list[Seal] = []

    def sealed() -> bool:
        written.extend(seal_finished_rows(wall=WALL))
        return not count_unsealed()

    wait_until(sealed)
    return written


def seal_in_batches(transactions: int) -> list[Seal]:
    """Seal all rows, that many transactions at a time, when all of them are finished."""
    finished = "SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xid) FROM lindra_accesslog"
    wait_until(lambda: ask(finished))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT cluster, xid::text::bigint FROM lindra_accesslog ORDER BY 2"
        )
        last = cursor.fetchall()[transactions - 1 :: transactions]
        ends = [0, *(xid + 1 for _cluster, xid in last)]
        cluster = last[0][0]
        return [seals._seal(cluster, start, end, WALL) for start, end in pairwise(ends)]


def wait_until(happened: Callable[[], object]) -> None:
    """Ask again and again; fails when it has not happened in `PATIENCE` seconds."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ask(question: str, *values: object) -> object:
    """The one value that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]


def database_url() -> str:
    """The address of the tests' own database, for another process."""
    its = connection.settings_dict
    host, port = quote(its["HOST"], safe=""), its["PORT"] or 5432
    return f"postgresql://{its['USER']}@/{its['NAME']}?host={host}&port={port}"
