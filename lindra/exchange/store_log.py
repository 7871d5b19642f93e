"""The access log in the shape of StoreLog 2 (urn:riv:informationsecurity:auditing:log), as files.

Elements, order and how many: the contract's field rules, version 2.0.8, which allow 500 records a
call. What staff have done is whole by those rules. What patients and the system itself have done
has no HSA-id and no commission, which the contract demands; it is written beside, in the same shape
without what does not exist, and is not for sending. See docs/operations.md for what is not known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from xml.sax.saxutils import escape

from lindra.models import AccessLog
from lindra.rules.calendar import local
from lindra.rules.personal_number import PersonalNumber

AT_MOST = 500  # records in a file
STAFF, OTHERS = "storelog", "egna"
LOG = "urn:riv:informationsecurity:auditing:log:2"
CALL = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"
BEGIN = f'<?xml version="1.0" encoding="UTF-8"?>\n<StoreLog xmlns="{CALL}" xmlns:log="{LOG}">\n'
END = "</StoreLog>\n"
PERSONAL_NUMBER, COORDINATION_NUMBER = "1.2.752.129.2.1.3.1", "1.2.752.129.2.1.3.3"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = "\ufffd"


@dataclass(frozen=True, slots=True)
class Written:
    """How many records and files there are."""

    records: int
    files: int


def write_files(rows: Iterable[AccessLog], folder: Path) -> Written:
    """Write every row once, in files of at most 500, and return when the disk has them.

    FileExistsError when the folder holds anything.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    with ExitStack() as stack:
        kinds = {name: _Files(folder, name) for name in (STAFF, OTHERS)}
        for each in kinds.values():
            stack.callback(each.close)
        for row in rows:
            kinds[STAFF if row.user_kind == "staff" else OTHERS].add(record(row))
    counts = [(each.records, each.number) for each in kinds.values()]
    return Written(sum(count for count, _ in counts), sum(files for _, files in counts))


def record(row: AccessLog) -> str:
    """One row as a LogType, on a line of its own."""
    return "".join(
        (
            "<log>",
            _text("logId", str(row.log_id)),
            _in("system", _text("systemId", row.system_id)),
            _activity(row),
            _user(row),
            _in("resources", *_resources(row)),
            "</log>\n",
        )
    )


def _activity(row: AccessLog) -> str:
    return _in(
        "activity",
        _text("activityType", row.activity_type),
        _text("activityLevel", row.activity_level),
        _text("activityArgs", row.activity_args),
        _text("startDate", local(row.start_date).isoformat()),
        _text("purpose", row.purpose),
    )


def _user(row: AccessLog) -> str:
    return _in(
        "user",
        _text("userId", row.user_id),
        _text("name", row.user_name),
        _text("assignment", row.user_assignment),
        _text("title", row.user_title),
        _provider(row.user_care_provider_id, row.user_care_provider_name),
        _unit(row.user_care_unit_id, row.user_care_unit_name),
    )


def _resources(row: AccessLog) -> Iterator[str]:
    """A resource for each patient; one without a patient when the row is about none."""
    kept = (
        _provider(row.care_provider_id, row.care_provider_name),
        _unit(row.care_unit_id, row.care_unit_name),
    )
    for patient in row.patients or [None]:
        about = _patient(patient["id"], patient["name"]) if patient else ""
        yield _in("resource", _text("resourceType", row.resource_type), about, *kept)


def _patient(number: str, name: str) -> str:
    coordination = PersonalNumber(number).is_coordination
    root = COORDINATION_NUMBER if coordination else PERSONAL_NUMBER
    return _in(
        "patient",
        _in("patientId", _text("root", root), _text("extension", number)),
        _text("patientName", name),
    )


def _provider(key: str, name: str) -> str:
    return _in("careProvider", _text("careProviderId", key), _text("careProviderName", name))


def _unit(key: str, name: str) -> str:
    return _in("careUnit", _text("careUnitId", key), _text("careUnitName", name))


def _text(name: str, text: str) -> str:
    """An element with a text; nothing for none. What XML cannot hold becomes U+FFFD."""
    if not text:
        return ""
    held = escape(_NOT_XML.sub(_MARK, text), {"\r": "&#13;"})
    return f"<log:{name}>{held}</log:{name}>"


def _in(name: str, *parts: str) -> str:
    """An element round others; nothing round nothing."""
    inside = "".join(parts)
    return f"<log:{name}>{inside}</log:{name}>" if inside else ""


@dataclass
class _Files:
    """Numbered files of one kind, each begun when there is something for it."""

    folder: Path
    kind: str
    records: int = 0
    number: int = 0
    _file: TextIOWrapper | None = field(default=None, init=False)

    def add(self, text: str) -> None:
        if self.records % AT_MOST == 0:
            self._begin()
        assert self._file is not None
        self._file.write(text)
        self.records += 1

    def close(self) -> None:
        if self._file is not None:
            self._file.write(END)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def _begin(self) -> None:
        self.close()
        self.number += 1
        path = self.folder / f"{self.kind}-{self.number:06}.xml"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        self._file.write(BEGIN)
