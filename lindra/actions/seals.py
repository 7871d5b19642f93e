"""Seals the finished rows of the access log, and checks that every seal still holds.

Nobody's act: the sealer has a time, no person. Rows and seals are read as text, as they stand,
so that nothing that could be changed in them goes unseen or stops the reading.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from lindra.models import AccessLogSeal
from lindra.rules import seals
from lindra.rules.refused import Refused
from lindra.rules.seals import COLUMNS, NO_HEAD, VERSION, Fields, Head, Report, Seal

SEALER = 0x6C6F67  # the advisory lock that one sealer holds at a time; "log"
AT_ONCE = 2000  # rows in memory

SEALS = """
    SELECT id, version, extract(epoch FROM sealed_at)::text, cluster, from_xid, to_xid, rows,
        previous, head
    FROM lindra_accesslogseal
"""
TEXTS = ", ".join(
    "extract(epoch FROM start_date)::text" if name == "start_date" else f"{name}::text"
    for name in COLUMNS
)
ROWS = f"""
    SELECT {TEXTS} FROM lindra_accesslog
    WHERE cluster = %s AND xid >= %s::xid8 AND xid < %s::xid8
    ORDER BY lindra_accesslog.xid, lindra_accesslog.id -- alone, the names would mean the texts
"""  # noqa: S608 - nothing but the names above
CLUSTERS = """
    WITH RECURSIVE each(cluster) AS (
        SELECT min(cluster) FROM lindra_accesslog
        UNION ALL
        SELECT (SELECT min(cluster) FROM lindra_accesslog WHERE cluster > each.cluster)
        FROM each WHERE cluster IS NOT NULL)
    SELECT cluster, (
        SELECT xid::text::bigint + 1 FROM lindra_accesslog AS row
        WHERE row.cluster = each.cluster ORDER BY xid DESC LIMIT 1)
    FROM each WHERE cluster IS NOT NULL
"""
HERE = """
    SELECT system_identifier, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    FROM pg_control_system()
"""
BEYOND_ALL = 2**63


@transaction.atomic
def seal_finished_rows(*, wall: datetime) -> list[Seal]:
    """Seal what has no seal yet, below the oldest transaction that still runs; return the seals.

    Nothing to seal gives no seal. Rows from another cluster (a restored dump) are all finished.
    Raises `Refused` "numbers_went_back" when this cluster gives numbers that are already sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER])
        cursor.execute(HERE)
        here, finished = cursor.fetchone()
    written = []
    for cluster, last in _clusters():
        start, end = _end_of(cluster), finished if cluster == here else last
        if cluster == here and end < start:
            raise Refused(_WENT_BACK.format(end, start), code="numbers_went_back")
        if start < end and (seal := _seal(cluster, start, end, wall)):
            written.append(seal)
    return written


_WENT_BACK = (
    "Databasen räknar transaktioner från {0}, men loggen är förseglad till {1}. Antingen är ett "
    "sigill ändrat; det visar lindra log verify. Eller så är databasen inläst i ett kluster med "
    "samma identitet som det gamla: läs in den i ett nytt (initdb), eller höj räknaren med "
    "pg_resetwal --epoch medan PostgreSQL är stoppad."
)


def newest_seal() -> Seal | None:
    """The last seal, whose head vouches for all before it; None when nothing is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(SEALS + "ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return Seal(*row) if row else None


def verify_log(*, wall: datetime, heads: Collection[Head] = ()) -> Report:
    """Seal what is finished, then check everything; that it cannot be sealed is a fault too."""
    refusal = ""
    try:
        seal_finished_rows(wall=wall)
    except Refused as refused:
        refusal = f"Nya rader kan inte förseglas. {refused.message}"
    report = check_log(heads=heads)
    if refusal:
        report.add(refusal)
    return report


@transaction.atomic
def check_log(*, heads: Collection[Head] = ()) -> Report:
    """Compute every seal anew from the rows as they stand; compare with heads kept elsewhere."""
    return seals.check(_all_seals(), _rows, heads)


def count_unsealed() -> int:
    """How many rows lie beyond the last seal."""
    count = 0
    with connection.cursor() as cursor:
        for cluster, _last in _clusters():
            cursor.execute(
                "SELECT count(*) FROM lindra_accesslog WHERE cluster = %s AND xid >= %s::xid8",
                [cluster, str(_end_of(cluster))],
            )
            count += cursor.fetchone()[0]
    return count


def _seal(cluster: int, start: int, end: int, wall: datetime) -> Seal | None:
    rows, rows_digest = seals.digest(_rows(cluster, start, end))
    if not rows:
        return None
    before = newest_seal()
    number, previous = (before.number + 1, before.head) if before else (1, NO_HEAD)
    moment = seals.seconds_text(wall)
    seal = Seal(number, VERSION, moment, cluster, start, end, rows, previous)
    seal = replace(seal, head=seals.head_of(seal, rows_digest))
    AccessLogSeal.objects.create(
        id=seal.number,
        version=seal.version,
        sealed_at=wall,
        cluster=cluster,
        from_xid=start,
        to_xid=end,
        rows=rows,
        previous=previous,
        head=seal.head,
    )
    return seal


def _clusters() -> list[tuple[int, int]]:
    """Each cluster that has written rows, with the number after its last row's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS)
        return list(cursor)


def _end_of(cluster: int) -> int:
    seals_there = AccessLogSeal.objects.filter(cluster=cluster).order_by("-from_xid")
    return seals_there.values_list("to_xid", flat=True).first() or 0


def _rows(cluster: int, start: int, end: int = BEYOND_ALL) -> Iterator[Fields]:
    yield from _stream(ROWS, cluster, str(start), str(end))


def _all_seals() -> Iterator[Seal]:
    return (Seal(*row) for row in _stream(SEALS + "ORDER BY id"))


def _stream(sql: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while chunk := cursor.fetchmany(AT_ONCE):
            yield from chunk
