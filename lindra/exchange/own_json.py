"""The patient's own data as JSON (BEHAVIOUR F11, F19).

The shape, version 1. `tables` holds a list of rows for each table by the table's name; a row has
the fields that `lindra/privacy.py` gives, and beside them what tells them in words:

    format      "lindra-own-data"
    version     1
    made_at     when the file was made
    disclosure  null, or {recipient, purpose, reviewed_by, secrecy}
    patient     {personal_number, given_name, family_name, protected, deceased_on}
    tables      {name: [row, …]}    what is held of the patient outside the treatments
    treatments  [{programme, programme_name, unit,
                  plan: [Answer row, …]  the patient's plans as they stand now
                  tables: {name: [row, …]}}, …]

An Answer has `title`, `current` (neither replaced nor taken back) and `said`, a list of {question,
answer}, or {question, answer, columns, rows: [{row, answers}]} for a question of rows. A Message
has `conversation`, the thread's name, and `thread`, its number. Moments are ISO 8601 on Swedish
clocks with their offset (2026-11-22T09:00:00+01:00), days are YYYY-MM-DD. A new table or field may
come in the same version; nothing is renamed or taken away without a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from lindra.exchange.disclosure import SECRECY, Disclosure
from lindra.models import Patient
from lindra.queries.own_data import OwnData, OwnTreatment, Table
from lindra.rules.calendar import local

FORMAT, VERSION = "lindra-own-data", 1


def own_json(data: OwnData, disclosure: Disclosure | None = None) -> bytes:
    """The file's content, UTF-8, indented so that a person can read it."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": data.made_at,
        "disclosure": {**asdict(disclosure), "secrecy": SECRECY} if disclosure else None,
        "patient": next(each.rows[0] for each in data.tables if each.name == Patient.__name__),
        "tables": _tables(table for table in data.tables if table.name != Patient.__name__),
        "treatments": [_treatment(each) for each in data.treatments],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


def _treatment(own: OwnTreatment) -> dict[str, object]:
    return {
        "programme": own.treatment.programme,
        "programme_name": own.programme,
        "unit": own.unit,
        "plan": own.plan,
        "tables": _tables(own.tables),
    }


def _tables(tables: Iterable[Table]) -> dict[str, object]:
    return {table.name: table.rows for table in tables}


def _plain(value: object) -> str:
    match value:
        case datetime():
            return local(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
