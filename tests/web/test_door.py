"""The door: one transaction a request, the log row last, and no answer without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lindra.models import AccessLog, Answer, Event, TeamMember
from tests.cast import Cast, log_in, start
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.full_log import AT_COMMIT, AT_ONCE, MENDED, run
from tests.web.headers import faults_of
from tests.web.snapshots import changed, tables

TECHNICAL = ("id", "log_id", "xid", "cluster")


def patient_page(cast: Cast, name: str = "manage", *args: object) -> str:
    return reverse(name, args=[cast.treatment.pk, *args])


@pytest.fixture
def last_row(db: None) -> Callable[[], dict[str, object]]:
    """The access log's newest row."""
    return lambda: AccessLog.objects.values().order_by("-pk")[0]


def test_a_log_in_without_its_row_is_no_log_in(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    state = client.post("/logga-in/patient/").headers["Location"].rpartition("state=")[2]
    run(AT_ONCE)
    chosen = {"state": state, "person": cast.astrid.patient.personal_number}
    assert client.post("/logga-in/patient/klar/", chosen).status_code == 500
    assert "Logga in som patient" in client.get("/").content.decode()


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast in a database where transactions really end."""
    return Cast.create()


def test_the_answer_leaves_only_when_the_row_is_safely_kept(committed: Cast) -> None:
    answer = committed.send("reflektion-1", {"nytt": "Sömnen"})
    client = log_in(Client(raise_request_exception=False), committed.bo)
    run(AT_COMMIT)
    try:
        response = client.get(patient_page(committed, "staff_answer", answer.pk))
    finally:
        run(MENDED)
    answer.refresh_from_db()
    assert response.status_code == 500
    assert "Sömnen" not in response.content.decode()
    assert (answer.read_at, AccessLog.objects.count()) == (None, 0)


def test_the_row_and_what_was_done_are_of_one_transaction(committed: Cast) -> None:
    answer = committed.send("reflektion-1", {"nytt": "Sömnen"})
    committed.client(committed.bo).get(patient_page(committed, "staff_answer", answer.pk))
    committed.client(committed.bo).get(patient_page(committed))
    first, second = AccessLog.objects.order_by("pk").values_list("xid", flat=True)
    assert int(first) < int(second)
    assert Answer.objects.filter(pk=answer.pk, read_at__isnull=False).exists()


def test_a_row_holds_every_field_that_the_law_asks_for(
    cast: Cast, bo: Browser, wall: Wall, last_row: Callable[[], dict[str, object]]
) -> None:
    wall.pass_by(minutes=20)
    bo.open(patient_page(cast, "timeline"))
    row = {name: value for name, value in last_row().items() if name not in TECHNICAL}
    assert row == {
        "system_id": "lindra-test",
        "activity_type": "Läsa",
        "activity_level": str(cast.treatment.pk),
        "activity_args": "timeline",
        "start_date": wall.now,
        "purpose": "Vård och behandling",
        "user_kind": "staff",
        "user_id": "TST-Bo",
        "user_name": "Bo Berg",
        "user_title": "fysioterapeut",
        "user_assignment": "TST-Bo-1",
        "user_care_provider_id": "SE-P1",
        "user_care_provider_name": "Region Västanvind",
        "user_care_unit_id": "SE-E1",
        "user_care_unit_name": "Smärtenheten",
        "resource_type": "Tidslinje",
        "patients": [{"id": "197804129802", "name": "Astrid Alm"}],
        "care_provider_id": "SE-P1",
        "care_provider_name": "Region Västanvind",
        "care_unit_id": "SE-E1",
        "care_unit_name": "Smärtenheten",
    }


def test_the_log_has_the_real_time_when_the_treatments_clock_has_travelled(
    cast: Cast, bo: Browser, wall: Wall, last_row: Callable[[], dict[str, object]]
) -> None:
    bo.open("/")
    bo.press("3 veckor framåt")
    bo.open(patient_page(cast))
    assert "13 december 2026" in bo.text
    assert last_row()["start_date"] == wall.now


def test_a_list_writes_one_row_with_all_its_patients(
    cast: Cast, bo: Browser, last_row: Callable[[], dict[str, object]]
) -> None:
    start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    start("195111079827", "Margareta", "Östlund", cast.bo, cast.now)
    bo.open("/mina/")
    assert AccessLog.objects.count() == 1
    found = last_row()
    assert sorted(each["name"] for each in found["patients"]) == [
        "Astrid Alm",
        "Jamal Haddad",
        "Margareta Östlund",
    ]
    assert (found["activity_level"], found["resource_type"]) == ("", "Mina patienter")
    assert (found["care_unit_name"], found["user_name"]) == ("Smärtenheten", "Bo Berg")


def test_a_filtered_list_writes_those_whom_it_shows(
    cast: Cast, bo: Browser, last_row: Callable[[], dict[str, object]]
) -> None:
    start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    cast.send("reflektion-1", {"nytt": "Sömnen"})
    bo.open("/mina/?visa=formular")
    assert [each["name"] for each in last_row()["patients"]] == ["Astrid Alm"]


def test_an_empty_list_is_about_nobody_and_writes_no_row(cast: Cast) -> None:
    Browser(cast.erik).open("/mina/")
    assert AccessLog.objects.count() == 0


def test_looking_somebody_up_in_the_population_register_writes_her(
    bo: Browser, last_row: Callable[[], dict[str, object]]
) -> None:
    bo.open("/mina/starta/")
    assert AccessLog.objects.count() == 0
    bo.press("Nytt moment", number="570114-9873")
    assert last_row()["patients"] == [{"id": "195701149873", "name": "Göran Åkerblom"}]
    bo.press("Ja, starta momentet")
    rows = AccessLog.objects.filter(activity_args="confirm_person")
    assert [row.patients for row in rows] == [[{"id": "195701149873", "name": "Göran Åkerblom"}]]


def test_being_told_that_the_patient_has_the_programme_already_is_an_access(
    cast: Cast, last_row: Callable[[], dict[str, object]]
) -> None:
    erik = Browser(cast.erik)
    erik.open("/mina/starta/")
    erik.press("Nytt moment", number="197804129802")
    erik.press("Ja, starta momentet")
    assert "Bo Berg" in erik.text
    row = last_row()
    assert (row["activity_args"], row["activity_type"]) == ("confirm_person", "Läsa")
    assert [each["id"] for each in row["patients"]] == ["197804129802"]


def test_a_patient_who_reads_leaves_one_row_for_the_log_in(cast: Cast) -> None:
    browser = Browser()
    browser.open("/")
    browser.press("Logga in som patient")
    browser.press("Astrid")
    browser.click("Börja läsa")
    browser.press("Nästa")
    browser.open(patient_page(cast, "diaries"))
    browser.open(patient_page(cast, "answers"))
    rows = AccessLog.objects.values_list("user_kind", "activity_type", "resource_type", "purpose")
    assert list(rows) == [("patient", "Läsa", "Inloggning", "Egna uppgifter")]


def test_a_patient_who_sends_leaves_a_row_and_a_draft_none(
    cast: Cast, astrid: Browser, last_row: Callable[[], dict[str, object]]
) -> None:
    astrid.open(patient_page(cast, "fill_in", "reflektion-1"))
    astrid.client.post(astrid.address + "spara/", {"nytt": "Sömnen", "revision": 0})
    astrid.press("Spara och skicka", nytt="")
    assert (astrid.status, AccessLog.objects.count()) == (422, 0)
    astrid.press("Spara och skicka", nytt="Sömnen")
    assert AccessLog.objects.count() == 1
    row = last_row()
    assert (row["user_id"], row["activity_type"]) == ("197804129802", "Skriva")
    assert (row["resource_type"], row["care_unit_name"]) == ("Formulär", "Smärtenheten")


def test_a_private_page_leaves_no_trace_at_all(cast: Cast, astrid: Browser, wall: Wall) -> None:
    before = tables()
    wall.pass_by(minutes=5)
    astrid.open(patient_page(cast, "page", "m7", "m7-09"))
    assert astrid.status == 200
    astrid.click("Nästa")
    assert changed(before) <= {"lindra_place", "lindra_treatment"}  # of the page that follows
    astrid.open(patient_page(cast, "fill_in", "relationer"))
    assert "Inget skickas och inget sparas" in astrid.text
    assert AccessLog.objects.count() == 0
    assert not Event.objects.filter(subject="m7-09").exists()
    assert not cast.treatment.drafts.exists()


def test_opening_a_private_page_changes_nothing(cast: Cast, astrid: Browser, wall: Wall) -> None:
    before = tables()
    wall.pass_by(minutes=5)
    astrid.open(patient_page(cast, "page", "m7", "m7-09"))
    assert changed(before) == frozenset()


@pytest.mark.row("M14c")
def test_what_is_refused_is_undone_and_said_in_swedish(
    cast: Cast, bo: Browser, last_row: Callable[[], dict[str, object]]
) -> None:
    plain = cast.send("reflektion-1", {"nytt": "Sömnen"})
    lifted = cast.send("reflektion-1", {"nytt": "Hör av dig", "vill_ha_kontakt": True})
    client = cast.client(cast.bo)
    before = tables()
    response = client.post(patient_page(cast, "mark"), {"svar": [plain.pk, lifted.pk]})
    assert response.status_code == 422
    assert "Det här svaret behöver öppnas." in response.content.decode()
    assert faults_of(response) == []
    assert changed(before) == {"lindra_accesslog"}
    assert last_row()["activity_type"] == "Läsa"


def test_a_patient_who_is_refused_leaves_no_row(cast: Cast) -> None:
    client = cast.client(cast.astrid)
    before = tables()
    response = client.post(patient_page(cast, "module_done", "m1"))
    assert "Några sidor är kvar att läsa." in response.content.decode()
    assert (response.status_code, changed(before)) == (422, frozenset())


def test_who_left_the_team_yesterday_reaches_nothing_today(cast: Cast, bo: Browser) -> None:
    bo.open(patient_page(cast))
    assert bo.status == 200
    yesterday = cast.treatment.starts_on.replace(day=cast.treatment.starts_on.day - 1)
    TeamMember.objects.update(first_day=yesterday, last_day=yesterday)
    assert bo.client.get(patient_page(cast)).status_code == 404
