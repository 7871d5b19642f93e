"""Ways to tamper with a sealed access log, chosen at random: each leaves at least one change."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.backends.utils import CursorWrapper

from lindra.models import AccessLog, AccessLogSeal

LOG, SEALS = "lindra_accesslog", "lindra_accesslogseal"
BIGINTS = {"BigAutoField", "BigIntegerField", "Xid8Field"}
Tampering = Callable[[CursorWrapper, random.Random], None]


def change_a_row(cursor: CursorWrapper, chance: random.Random) -> None:
    """One bit in one column of one row."""
    field = chance.choice(AccessLog._meta.fields)
    key = _one(cursor, chance, f"SELECT id FROM {LOG} ORDER BY id")
    _change(cursor, chance, LOG, field.column, type(field).__name__, key)


def change_a_seal(cursor: CursorWrapper, chance: random.Random) -> None:
    """One bit in one column of one seal."""
    field = chance.choice(AccessLogSeal._meta.fields)
    key = _one(cursor, chance, f"SELECT id FROM {SEALS} ORDER BY id")
    _change(cursor, chance, SEALS, field.column, type(field).__name__, key)


def delete_a_row(cursor: CursorWrapper, chance: random.Random) -> None:
    key = _one(cursor, chance, f"SELECT id FROM {LOG} ORDER BY id")
    cursor.execute(f"DELETE FROM {LOG} WHERE id = %s", [key])


def delete_a_seal(cursor: CursorWrapper, chance: random.Random) -> None:
    key = _one(cursor, chance, f"SELECT id FROM {SEALS} ORDER BY id")
    cursor.execute(f"DELETE FROM {SEALS} WHERE id = %s", [key])


def add_a_row(cursor: CursorWrapper, chance: random.Random) -> None:
    """A copy of a row, with an id and log_id of its own, in the same or another transaction."""
    key = _one(cursor, chance, f"SELECT id FROM {LOG} ORDER BY id")
    xid = _one(cursor, chance, f"SELECT DISTINCT xid::text FROM {LOG} ORDER BY 1")
    highest = _only(cursor, f"SELECT max(id) FROM {LOG}")
    cursor.execute(
        f"INSERT INTO {LOG} SELECT (jsonb_populate_record(row, jsonb_build_object("
        f"'id', %s, 'log_id', %s, 'xid', %s))).* FROM {LOG} AS row WHERE id = %s",
        [highest + chance.randint(1, 99), str(uuid4()), xid, key],
    )


def move_a_row(cursor: CursorWrapper, chance: random.Random) -> None:
    """A row into another sealed transaction."""
    key, own = _two(cursor, chance, f"SELECT id, xid::text FROM {LOG} ORDER BY id")
    others = f"SELECT DISTINCT xid::text FROM {LOG} WHERE xid <> '{own}' ORDER BY 1"
    cursor.execute(
        f"UPDATE {LOG} SET xid = %s::xid8 WHERE id = %s", [_one(cursor, chance, others), key]
    )


def swap_ids(cursor: CursorWrapper, chance: random.Random) -> None:
    cursor.execute(f"SELECT id FROM {LOG} ORDER BY id")
    one, other = (key for (key,) in chance.sample(cursor.fetchall(), 2))
    for old, new in ((one, -1), (other, one), (-1, other)):
        cursor.execute(f"UPDATE {LOG} SET id = %s WHERE id = %s", [new, old])


def swap_transactions(cursor: CursorWrapper, chance: random.Random) -> None:
    """Two rows of different transactions take each other's number."""
    one, its = _two(cursor, chance, f"SELECT id, xid::text FROM {LOG} ORDER BY id")
    others = f"SELECT id, xid::text FROM {LOG} WHERE xid <> '{its}' ORDER BY id"
    other, others_own = _two(cursor, chance, others)
    for key, xid in ((one, others_own), (other, its)):
        cursor.execute(f"UPDATE {LOG} SET xid = %s::xid8 WHERE id = %s", [xid, key])


def swap_heads(cursor: CursorWrapper, chance: random.Random) -> None:
    cursor.execute(f"SELECT id, head FROM {SEALS} ORDER BY id")
    (one, its), (other, others_own) = chance.sample(cursor.fetchall(), 2)
    for key, head in ((one, others_own), (other, its)):
        cursor.execute(f"UPDATE {SEALS} SET head = %s WHERE id = %s", [head, key])


def cut_the_tail(cursor: CursorWrapper, chance: random.Random) -> None:
    """The last seals together with all their rows: what is left is a chain that holds."""
    key, from_xid = _two(cursor, chance, f"SELECT id, from_xid::text FROM {SEALS} ORDER BY id")
    cursor.execute(f"DELETE FROM {SEALS} WHERE id >= %s", [key])
    cursor.execute(f"DELETE FROM {LOG} WHERE xid >= %s::xid8", [from_xid])


WAYS: tuple[Tampering, ...] = (
    *(change_a_row, change_a_row, change_a_row, change_a_seal, change_a_seal),
    *(delete_a_row, delete_a_seal, add_a_row, move_a_row),
    *(swap_ids, swap_transactions, swap_heads, cut_the_tail),
)


def _change(
    cursor: CursorWrapper, chance: random.Random, table: str, column: str, kind: str, key: int
) -> None:
    old = _only(cursor, f"SELECT {column} FROM {table} WHERE id = %s", key)
    new = str(_flipped(int(old), 61, chance)) if kind in BIGINTS else _other(old, chance)
    cast = "::jsonb" if kind == "JSONField" else "::xid8" if kind == "Xid8Field" else ""
    cursor.execute(f"UPDATE {table} SET {column} = %s{cast} WHERE id = %s", [new, key])


def _other(old: object, chance: random.Random) -> object:
    """A value that differs in one bit."""
    if isinstance(old, bytes | memoryview):
        bits = len(old) * 8
        return _flipped(int.from_bytes(bytes(old)), bits, chance).to_bytes(len(old))
    if isinstance(old, UUID):
        return UUID(int=_flipped(old.int, 128, chance))
    if isinstance(old, int):
        return _flipped(old, 15, chance)
    if isinstance(old, str):
        return _other_patients(old, chance) if old.startswith("[") else _other_text(old, chance)
    return old + timedelta(microseconds=chance.choice((-1, 1)) * 2 ** chance.randrange(50))


def _other_patients(old: str, chance: random.Random) -> str:
    """JSON in which one letter of one patient's name or number differs."""
    patients = json.loads(old)
    patient = chance.choice(patients)
    key = chance.choice(sorted(patient))
    patient[key] = _other_text(patient[key], chance)
    return json.dumps(patients)


def _other_text(old: str, chance: random.Random) -> str:
    if not old:
        return chance.choice((" ", "0"))
    place = chance.randrange(len(old))
    return old[:place] + chr(_flipped(ord(old[place]), 5, chance)) + old[place + 1 :]


def _flipped(number: int, bits: int, chance: random.Random) -> int:
    return number ^ (1 << chance.randrange(bits))


def _one(cursor: CursorWrapper, chance: random.Random, query: str) -> int:
    cursor.execute(query)
    return chance.choice(cursor.fetchall())[0]


def _two(cursor: CursorWrapper, chance: random.Random, query: str) -> tuple[int, str]:
    cursor.execute(query)
    return chance.choice(cursor.fetchall())


def _only(cursor: CursorWrapper, query: str, *values: object) -> int:
    cursor.execute(query, values)
    return cursor.fetchone()[0]
