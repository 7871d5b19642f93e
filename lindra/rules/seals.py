"""How the access log is sealed: a row as bytes, a seal's head, and whether a chain of seals holds.

head = SHA-256(the head before ‖ the seal's header ‖ SHA-256(the rows' hashes)). Rows and headers
are lists of fields, each with its length before it: no two lists give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

from lindra.rules.calendar import date_words, local

Fields = Sequence[str | None]

VERSION = 1
NAME = "lindra access log"
NO_HEAD = bytes(32)  # what stands before the first seal
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_FAULTS = 20  # told in words; the rest are counted
COLUMNS = (
    *("id", "log_id", "cluster", "xid", "system_id"),
    *("activity_type", "activity_level", "activity_args", "start_date", "purpose"),
    *("user_kind", "user_id", "user_name", "user_title", "user_assignment"),
    *("user_care_provider_id", "user_care_provider_name"),
    *("user_care_unit_id", "user_care_unit_name", "resource_type", "patients"),
    *("care_provider_id", "care_provider_name", "care_unit_id", "care_unit_name"),
)
XID = COLUMNS.index("xid")


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal over the rows of one cluster with from_xid ≤ xid < to_xid.

    `sealed_at` is seconds since 1970 with six decimals; `previous` and `head` are 32 bytes each.
    """

    number: int
    version: int
    sealed_at: str
    cluster: int
    from_xid: int
    to_xid: int
    rows: int
    previous: bytes
    head: bytes = b""


@dataclass(frozen=True, slots=True)
class Head:
    """A head that was written out, to be kept where nobody who can change the log can change it.

    `sealed_at` is as the line has it, `signature` over `statement`; b"" when it is not signed.
    """

    number: int
    head: bytes
    sealed_at: str = field(default="", compare=False)
    signature: bytes = field(default=b"", compare=False)

    @property
    def statement(self) -> bytes:
        """What is signed: all that the line says, and of what."""
        return canonical((f"{NAME} head", str(self.number), self.sealed_at, self.head.hex()))


@dataclass(slots=True)
class Report:
    """What a check found: the seals and rows that it went through, and the faults in words."""

    seals: int = 0
    rows: int = 0
    found: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        """Count a fault; the first `MOST_FAULTS` are kept in words."""
        self.found += 1
        if self.found <= MOST_FAULTS:
            self.faults.append(fault)


Sign = Callable[[bytes], bytes]
RowsOf = Callable[[int, int], Iterable[Fields]]


def canonical(fields: Fields) -> bytes:
    """The fields in UTF-8, each as "4:text," with its length in characters; NULL is "-"."""
    return "".join(["-" if each is None else f"{len(each)}:{each}," for each in fields]).encode()


def digest(rows: Iterable[Fields]) -> tuple[int, bytes]:
    """How many rows there are, and SHA-256 over the SHA-256 of each."""
    count, whole = 0, sha256()
    for row in rows:
        count += 1
        whole.update(sha256(canonical(row)).digest())
    return count, whole.digest()


def head_of(seal: Seal, rows_digest: bytes) -> bytes:
    """The head that a seal with this header must have over rows with this digest."""
    numbers = (seal.cluster, seal.from_xid, seal.to_xid, seal.rows)
    header = (NAME, str(seal.version), str(seal.number), seal.sealed_at, *map(str, numbers))
    return sha256(seal.previous + canonical(header) + rows_digest).digest()


def seconds_text(moment: datetime) -> str:
    """A moment after 1970 as in `Seal.sealed_at`, which is also PostgreSQL's text of its epoch."""
    microseconds = (moment - EPOCH) // timedelta(microseconds=1)
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


def head_line(seal: Seal, sign: Sign | None = None) -> str:
    """The seal's head as a line of JSON without the line's end, signed when there is a key."""
    moment = _moment(seal.sealed_at)
    head = Head(seal.number, seal.head, moment.isoformat() if moment else seal.sealed_at)
    line = {"seal": head.number, "sealed_at": head.sealed_at, "head": head.head.hex()}
    return json.dumps(line | ({"signature": sign(head.statement).hex()} if sign else {}))


def read_head_line(line: str) -> Head:
    """What `head_line` wrote; ValueError for anything else."""
    try:
        content = json.loads(line)
        return Head(
            int(content["seal"]),
            bytes.fromhex(content["head"]),
            str(content.get("sealed_at", "")),
            bytes.fromhex(content.get("signature", "")),
        )
    except (AttributeError, TypeError, KeyError) as error:
        raise ValueError("not a head") from error


def check(seals: Iterable[Seal], rows_of: RowsOf, heads: Collection[Head] = ()) -> Report:
    """Go through the seals in the order of their numbers and compute every head anew.

    `rows_of(cluster, from_xid)` gives that cluster's rows from there on, ordered by (xid, id).
    """
    report = Report()
    wanted = {each.number for each in heads}
    met: dict[int, bytes] = {}
    for seal, rows, fault in _judged(seals, rows_of):
        report.seals += 1
        report.rows += rows
        if fault:
            report.add(fault)
        if seal.number in wanted:
            met[seal.number] = seal.head
    for each in heads:
        if met.get(each.number) != each.head:
            report.add(_lost_head(each, met))
    return report


def _judged(seals: Iterable[Seal], rows_of: RowsOf) -> Iterator[tuple[Seal, int, str]]:
    """Each seal, how many rows it has, and its fault in words, if any."""
    before = Seal(0, VERSION, "", 0, 0, 0, 0, NO_HEAD, NO_HEAD)
    ends: dict[int, int] = {}
    for cluster, stretch in groupby(seals, key=lambda seal: seal.cluster):
        rows = None
        for seal in stretch:
            rows = rows or _Rows(rows_of(cluster, seal.from_xid))
            count, rows_digest = digest(rows.below(seal.to_xid))
            reasons = _broken_chain(seal, before, ends.get(cluster, 0))
            reasons += _broken_rows(seal, count, rows_digest)
            yield seal, count, _fault(seal, before, reasons) if reasons else ""
            ends[cluster], before = seal.to_xid, seal


class _Rows:
    """Ordered rows, taken seal by seal."""

    def __init__(self, rows: Iterable[Fields]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def below(self, to_xid: int) -> Iterator[Fields]:
        while self._next is not None and int(self._next[XID] or 0) < to_xid:
            yield self._next
            self._next = next(self._rows, None)


def _broken_chain(seal: Seal, before: Seal, end: int) -> list[str]:
    reasons = []
    if seal.number != before.number + 1:
        reasons.append("sigillet före saknas")
    elif seal.previous != before.head:
        reasons.append("det hör inte ihop med sigillet före")
    if seal.from_xid != end:
        reasons.append("det börjar inte där det förra slutade")
    return reasons


def _broken_rows(seal: Seal, count: int, rows_digest: bytes) -> list[str]:
    if seal.rows != count:
        return [f"{seal.rows} rader förseglades men {count} finns"]
    if seal.head != head_of(seal, rows_digest):
        return ["en rad eller sigillet är ändrat"]
    return []


def _fault(seal: Seal, before: Seal, reasons: Sequence[str]) -> str:
    since = f"{_moment_words(before.sealed_at)} till " if before.sealed_at else "till "
    return (
        f"Sigill {seal.number} håller inte: {', '.join(reasons)}. Det gäller transaktion "
        f"{seal.from_xid}–{seal.to_xid - 1}, {since}{_moment_words(seal.sealed_at)}."
    )


def _lost_head(head: Head, met: dict[int, bytes]) -> str:
    if head.number in met:
        return f"Sigill {head.number} är ett annat än när kontrollsumman skrevs ut."
    return f"Sigill {head.number} finns inte längre: slutet av loggen är borttaget."


def _moment_words(seconds: str) -> str:
    """22 november 2026 20:15:01; a time that no calendar has stays as it is."""
    moment = _moment(seconds)
    if moment is None:
        return f"tiden {seconds}"
    return f"{date_words(moment.date())} {moment:%H:%M:%S}"


def _moment(seconds: str) -> datetime | None:
    try:
        return local(EPOCH + timedelta(microseconds=int(Decimal(seconds) * 1_000_000)))
    except OverflowError:
        return None
