"""An export's answers asked of the database by SQL of its own: what the files are held against.

A line is a row's cells with a unit separator between them; a table is the SHA-256 of its lines, in
the order in which they were sent.
"""

from __future__ import annotations

import csv
import io
import re
from base64 import b32decode
from collections.abc import Iterator
from hashlib import sha256
from typing import IO
from zipfile import ZipFile

from django.db import connection

from lindra.programme.spec import Form, Question, QuestionType

CELL, LINE = "\x1f", "\x1e"
STANDING = """CASE WHEN withdrawn_at IS NOT NULL THEN 'återtaget'
    WHEN replaced_at IS NOT NULL THEN 'ersatt' ELSE 'gäller' END"""
MOMENT = """to_char(sent_at AT TIME ZONE 'Europe/Stockholm', 'YYYY-MM-DD"T"HH24:MI:SS')"""
SET_BEFORE = re.compile(r"(?:(?<=[;\t\r\n])|\A)'")  # what the file has against formulas
MOST_ROWS = 10  # of a question of rows that names none

Table = tuple[int, str]  # lines and hash


def in_database(form: Form, key: bytes) -> Table:
    """The form's answers as the database has them."""
    cells = [
        _pseudonym("patient", "patient_id::text", key),
        _pseudonym("treatment", "treatment_id::text", key),
        _pseudonym("answer", "a.id::text", key),
        "a.version::text",
        "coalesce(a.entry_date::text, '')",
        MOMENT,
        STANDING,
        *(f"CASE WHEN withdrawn_at IS NULL THEN {each} ELSE '' END" for each in _cells(form)),
    ]
    line = f" || E'{_escaped(CELL)}' || ".join(f"({each})" for each in cells)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*), encode(sha256(convert_to(
                    coalesce(string_agg({line}, E'{_escaped(LINE)}' ORDER BY sent_at, a.id), ''),
                    'UTF8')), 'hex')
                FROM lindra_answer a JOIN lindra_treatment t ON t.id = a.treatment_id
                WHERE a.form = '{form.id}'"""
        )
        return cursor.fetchone()


def in_file(file: IO[bytes], form: Form) -> Table:
    """The same of the export's CSV file, read a row at a time."""
    made, rows = sha256(), 0
    for cells in _read(file, form.id):
        patient, treatment, answer, version, day, sent, standing, _, _, *values = cells
        told = [*map(_bits, (patient, treatment, answer)), version, day, sent[:19], standing]
        line = CELL.join([*told, *(SET_BEFORE.sub("", each) for each in values)])
        made.update(f"{LINE if rows else ''}{line}".encode())
        rows += 1
    return rows, made.hexdigest()


def _read(file: IO[bytes], form: str) -> Iterator[list[str]]:
    with ZipFile(file) as zipped:
        if f"{form}.csv" not in zipped.namelist():
            return
        with zipped.open(f"{form}.csv") as raw:
            rows = csv.reader(io.TextIOWrapper(raw, "utf-8", newline=""), strict=True)
            next(rows)
            yield from rows


def _bits(pseudonym: str) -> str:
    """The pseudonym's hundred bits as hexadecimal digits."""
    return b32decode(pseudonym.upper() + "AAAA").hex()[:25]


def _pseudonym(kind: str, column: str, key: bytes) -> str:
    """RFC 2104, step by step: PostgreSQL itself has SHA-256 alone."""
    padded = key.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    said = f"convert_to('{kind}:' || {column}, 'UTF8')"
    within = f"sha256('\\x{inner}'::bytea || {said})"
    return f"left(encode(sha256('\\x{outer}'::bytea || {within}), 'hex'), 25)"


def _cells(form: Form) -> Iterator[str]:
    for question in form.questions:
        if question.type is not QuestionType.ROWS:
            yield from _of_value("a.values", question)
            continue
        labels = [label.value for label in question.labels]
        for row in labels or [str(n) for n in range(1, (question.max or MOST_ROWS) + 1)]:
            found = f"""(SELECT r FROM jsonb_array_elements(a.values->'{question.id}') r
                WHERE r->>'row' = '{row}' LIMIT 1)"""
            for column in question.columns:
                yield from _of_value(found, column)


def _of_value(held: str, question: Question) -> Iterator[str]:
    match question.type:
        case QuestionType.MULTI:
            for choice in question.choices:
                ticked = f"({held}->'{question.id}' ? '{choice.value}')::int::text"
                yield f"coalesce({ticked}, '')"
        case QuestionType.BOOL:
            yield f"coalesce(({held}->>'{question.id}')::boolean::int::text, '')"
        case _:
            yield f"coalesce({held}->>'{question.id}', '')"


def _escaped(sign: str) -> str:
    return f"\\x{ord(sign):02x}"
