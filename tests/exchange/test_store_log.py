"""The access log in StoreLog's shape: every row once, whole, whatever it holds."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest

from lindra.exchange.store_log import AT_MOST, CALL, LOG, OTHERS, STAFF, write_files
from lindra.models import AccessLog
from tests.cast import at

pytestmark = pytest.mark.row("N12")

WALL = at("2026-11-22 09:00")
NUMBERS = ("197804129802", "195701149873", "198212849880")  # the last a samordningsnummer
HOSTILE = ("<b>&amp;</b>", "]]>", "Åsa ‘Ö’ \U0001f9d1", "a\"b'c", "rad\r\nrad\t", " luft ", "=1+1")
TEXTS = {
    "activity_level": ("activity", "activityLevel"),
    "activity_args": ("activity", "activityArgs"),
    "activity_type": ("activity", "activityType"),
    "purpose": ("activity", "purpose"),
    "system_id": ("system", "systemId"),
    "user_id": ("user", "userId"),
    "user_name": ("user", "name"),
    "user_title": ("user", "title"),
    "user_assignment": ("user", "assignment"),
    "user_care_provider_id": ("user", "careProvider", "careProviderId"),
    "user_care_provider_name": ("user", "careProvider", "careProviderName"),
    "user_care_unit_id": ("user", "careUnit", "careUnitId"),
    "user_care_unit_name": ("user", "careUnit", "careUnitName"),
}
OF_RESOURCE = {
    "resource_type": ("resourceType",),
    "care_provider_id": ("careProvider", "careProviderId"),
    "care_provider_name": ("careProvider", "careProviderName"),
    "care_unit_id": ("careUnit", "careUnitId"),
    "care_unit_name": ("careUnit", "careUnitName"),
}
ORDER = {
    "log": "logId system activity user resources",
    "system": "systemId systemName",
    "activity": "activityType activityLevel activityArgs startDate purpose",
    "user": "userId name personId assignment title careProvider careUnit",
    "resource": "resourceType patient careProvider careUnit",
    "patient": "patientId patientName",
    "patientId": "root extension",
    "careProvider": "careProviderId careProviderName",
    "careUnit": "careUnitId careUnitName",
}


def invented(number: int, kind: str = "staff") -> AccessLog:
    """A row of the log with something hostile in each text."""
    chance = random.Random(number)
    texts = {name: chance.choice(HOSTILE) for name in (*TEXTS, *OF_RESOURCE)}
    if kind != "staff":
        texts |= {name: "" for name in texts if name.startswith(("user_care", "care"))}
        texts |= {"user_title": "", "user_assignment": ""}
    patients = [
        {"id": each, "name": chance.choice(HOSTILE)}
        for each in chance.sample(NUMBERS, chance.randrange(4) if kind == "system" else 2)
    ]
    moment = WALL + timedelta(microseconds=chance.randrange(10**12))
    return AccessLog(log_id=uuid4(), user_kind=kind, start_date=moment, patients=patients, **texts)


def read(folder: Path, kind: str) -> list[ET.Element]:
    """The records of the files of a kind, in their order."""
    found = []
    for path in sorted(folder.glob(f"{kind}-*.xml")):
        root = ET.parse(path).getroot()
        assert root.tag == f"{{{CALL}}}StoreLog"
        assert {each.tag for each in root} == {f"{{{CALL}}}log"}
        assert 1 <= len(root) <= AT_MOST
        found.extend(root)
    return found


def text(record: ET.Element, *path: str) -> str:
    return record.findtext("/".join(f"{{{LOG}}}{name}" for name in path), "")


def back(record: ET.Element) -> dict[str, object]:
    """A record as the columns that it was made of."""
    resources = record.findall(f"{{{LOG}}}resources/{{{LOG}}}resource")
    numbers = ("patient", "patientId", "extension")
    patients = [
        {"id": text(each, *numbers), "name": text(each, "patient", "patientName")}
        for each in resources
        if text(each, *numbers)
    ]
    kept = {name: {text(each, *path) for each in resources} for name, path in OF_RESOURCE.items()}
    return {
        "log_id": text(record, "logId"),
        "start_date": datetime.fromisoformat(text(record, "activity", "startDate")),
        "patients": patients,
        **{name: text(record, *path) for name, path in TEXTS.items()},
        **{name: "".join(values) for name, values in kept.items()},
    }


def columns(row: AccessLog) -> dict[str, object]:
    names = ("start_date", "patients", *TEXTS, *OF_RESOURCE)
    return {"log_id": str(row.log_id)} | {name: getattr(row, name) for name in names}


def test_every_row_is_written_once_and_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = [invented(n, ("staff", "staff", "patient", "system")[n % 4]) for n in range(1200)]
    written = write_files(rows, tmp_path)
    assert (written.records, written.files) == (1200, 4)
    found = [back(each) for kind in (STAFF, OTHERS) for each in read(tmp_path, kind)]
    staff_first = sorted(rows, key=lambda row: row.user_kind != "staff")
    assert found == [columns(row) for row in staff_first]


def test_elements_stand_in_the_order_of_the_contract(tmp_path: Path) -> None:
    write_files([invented(n) for n in range(20)], tmp_path)
    for record in read(tmp_path, STAFF):
        for element in record.iter():
            order = ORDER.get(element.tag.partition("}")[2], "").split()
            names = [each.tag.partition("}")[2] for each in element]
            assert not order or names == [name for name in order if name in names]
            assert element is record or element.tag.startswith(f"{{{LOG}}}")


def test_what_staff_did_has_all_that_the_contract_demands(tmp_path: Path) -> None:
    write_files([invented(n) for n in range(50)], tmp_path)
    demanded = [path for name, path in TEXTS.items() if name.endswith("_id") or "type" in name]
    for record in read(tmp_path, STAFF):
        assert [path for path in demanded if not text(record, *path)] == []
        for resource in record.iter(f"{{{LOG}}}resource"):
            assert text(resource, "careProvider", "careProviderId")


def test_a_personal_number_and_a_samordningsnummer_have_roots_of_their_own(tmp_path: Path) -> None:
    row = invented(1)
    row.patients = [{"id": number, "name": "X"} for number in NUMBERS]
    write_files([row], tmp_path)
    (record,) = read(tmp_path, STAFF)
    roots = [each.text for each in record.iter(f"{{{LOG}}}root")]
    assert roots == ["1.2.752.129.2.1.3.1"] * 2 + ["1.2.752.129.2.1.3.3"]


@pytest.mark.parametrize(("count", "files"), [(0, 0), (1, 1), (500, 1), (501, 2), (1000, 2)])
def test_at_most_five_hundred_records_stand_in_a_file(
    count: int, files: int, tmp_path: Path
) -> None:
    written = write_files((invented(n) for n in range(count)), tmp_path)
    assert (written.records, written.files) == (count, files)
    assert len(read(tmp_path, STAFF)) == count


def test_what_xml_cannot_hold_becomes_a_mark_and_the_file_is_still_read(tmp_path: Path) -> None:
    row = invented(1)
    row.user_name = "Bo\x0b\x1f\ufffe Berg"
    write_files([row], tmp_path)
    (record,) = read(tmp_path, STAFF)
    assert text(record, "user", "name") == "Bo\ufffd\ufffd\ufffd Berg"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "storelog-000001.xml").write_text("förra")
    with pytest.raises(FileExistsError):
        write_files([invented(1)], tmp_path)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["förra"]


def test_the_files_are_their_owners_alone_and_their_names_say_nothing(tmp_path: Path) -> None:
    write_files([invented(1), invented(2, "patient")], tmp_path / "new")
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["egna-000001.xml", "storelog-000001.xml"]
    assert all(re.fullmatch(r"[a-z]+-\d{6}\.xml", name) for name in names)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()} == {0o600}
