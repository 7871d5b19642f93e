"""One patient at the unit: found by a posted number, held back, given out; no content shown."""

from __future__ import annotations

import json

import pytest

from lindra.models import AccessLog, Disclosure, LegalHold, Part
from tests.cast import FATIMA, Cast
from tests.exchange.lives import lived
from tests.web.browser import Browser
from tests.web.conftest import Wall

WROTE = "Astrid ett"  # in an answer of hers
TYPED = {
    "recipient": "IVO",
    "purpose": "Tillsyn",
    "grounds": "Får lämnas enligt 10 kap. 28 § OSL",
    "reviewed_by": "Lova Lind, jurist",
}


@pytest.fixture
def doris(cast: Cast) -> Browser:
    lived(cast, cast.astrid, cast.bo)
    lived(cast, cast.fatima, cast.carin)
    LegalHold.objects.all().delete()
    return Browser(cast.doris)


def rows() -> list[tuple[str, str, str]]:
    found = AccessLog.objects.order_by("id")
    return [(each.activity_type, each.resource_type, each.purpose) for each in found]


@pytest.mark.row("M21", "F19")
def test_a_patient_is_found_by_number_and_nothing_of_the_content_is_shown(
    cast: Cast, doris: Browser
) -> None:
    doris.open("/arkiv/")
    doris.press("Sök", number="780412-9802")
    assert doris.address == "/arkiv/"
    assert "Astrid Alm 19780412-9802" in doris.text
    assert "Digitala smärtskolan" in doris.text
    assert rows() == [("Läsa", "Arkiv", "Administration")]
    for words in ("Gallringsstopp", "Utlämnande"):
        doris.press("Sök", number="780412-9802")
        doris.click(words)
        assert doris.status == 200
        assert WROTE not in doris.text
        assert "Om Astrid" not in doris.text
        assert "9802" not in doris.address
        doris.open("/arkiv/")


@pytest.mark.row("M21")
def test_another_units_patient_and_a_number_that_cannot_be_are_not_found(doris: Browser) -> None:
    doris.open("/arkiv/")
    doris.press("Sök", number=FATIMA)
    assert "Enheten har inget moment för personnumret." in doris.text
    assert "Fatima" not in doris.text
    doris.press("Sök", number="12")
    assert doris.status == 422
    assert doris.page.form("Sök")[0].values["number"] == ["12"]
    assert rows() == []


@pytest.mark.row("M21")
def test_a_hold_is_placed_with_a_reason_shown_and_lifted(cast: Cast, doris: Browser) -> None:
    doris.open(f"/moment/{cast.treatment.pk}/gallringsstopp/")
    doris.press("Sätt gallringsstopp", reason=" ")
    assert (doris.status, LegalHold.objects.count()) == (422, 0)
    assert "Skriv en orsak." in doris.text
    doris.press("Sätt gallringsstopp", reason="Tillsyn av IVO")
    assert "Gäller nu Tillsyn av IVO" in doris.text
    assert "av Doris Dahl" in doris.text
    doris.open("/arkiv/")
    doris.press("Sök", number="780412-9802")
    assert "Gallringsstopp gäller för patienten." in doris.text
    doris.open(f"/moment/{cast.treatment.pk}/gallringsstopp/")
    doris.press("Häv gallringsstoppet")
    assert "Gallringsstoppet är hävt." in doris.text
    assert "Tidigare Tillsyn av IVO" in doris.text
    again = cast.client(cast.david).post(f"/moment/{cast.treatment.pk}/gallringsstopp/hav/")
    assert again.status_code == 422
    assert "Gallringsstoppet är redan hävt." in again.content.decode()
    written = [each for each in rows() if each[0] == "Skriva"]
    assert written == [("Skriva", "Gallringsstopp", "Administration")] * 2
    assert rows()[-1][0] == "Läsa"


@pytest.mark.row("F19")
def test_a_disclosure_is_noted_before_its_files_and_each_file_has_its_row_in_the_log(
    cast: Cast, doris: Browser
) -> None:
    address = f"/moment/{cast.treatment.pk}/utlamnande/"
    doris.open(address)
    doris.press("Anteckna utlämnandet", **TYPED | {"grounds": ""})
    assert (doris.status, Disclosure.objects.filter(grounds=TYPED["grounds"]).count()) == (422, 0)
    assert "Skriv vad sekretessprövningen kom fram till." in doris.text
    assert doris.page.form("Anteckna utlämnandet")[0].values["recipient"] == ["IVO"]
    doris.press("Anteckna utlämnandet", **TYPED)
    assert "Sekretessprövning: Får lämnas enligt 10 kap. 28 § OSL (Lova Lind, jurist)" in doris.text
    made = Disclosure.objects.get(grounds=TYPED["grounds"])
    client = cast.client(cast.doris)
    pdf = client.post(f"{address}{made.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == 'attachment; filename="utlamnande.pdf"'
    told = json.loads(client.post(f"{address}{made.pk}/json/").content)
    assert told["disclosure"]["recipient"] == "IVO"
    assert told["disclosure"]["secrecy"].startswith("Sekretess enligt 25 kap. 1 §")
    assert WROTE in json.dumps(told, ensure_ascii=False)
    assert "Fatima" not in json.dumps(told, ensure_ascii=False)
    law = "Annan dokumentation enligt lag"
    assert rows()[-2:] == [("Utskrift", "Utlämnande", law)] * 2


@pytest.mark.row("F19")
def test_without_the_log_no_byte_leaves(cast: Cast, doris: Browser, monkeypatch) -> None:
    made = cast.treatment.patient.disclosures.get()
    client = cast.client(cast.doris)
    client.raise_request_exception = False

    def broken(**_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("lindra.web.door.log_access", broken)
    for kind in ("pdf", "json"):
        response = client.post(f"/moment/{cast.treatment.pk}/utlamnande/{made.pk}/{kind}/")
        assert response.status_code == 500
        assert "Astrid" not in response.content.decode()


@pytest.mark.row("F19")
def test_the_files_are_of_the_same_day_alone_and_of_the_own_patient(
    cast: Cast, doris: Browser, wall: Wall
) -> None:
    client, address = cast.client(cast.doris), f"/moment/{cast.treatment.pk}/utlamnande/"
    fatimas = cast.fatimas.patient.disclosures.get()
    assert client.post(f"{address}{fatimas.pk}/pdf/").status_code == 404
    made = cast.treatment.patient.disclosures.get()
    Disclosure.objects.filter(pk=made.pk).delete()
    made.made_at = wall.now
    made.save(force_insert=True)
    assert client.post(f"{address}{made.pk}/json/").status_code == 200
    wall.pass_by(hours=15)
    again = cast.client(cast.doris).post(f"{address}{made.pk}/json/")
    assert again.status_code == 422
    assert "samma dag" in again.content.decode()
    later = Browser(cast.doris)
    later.open(address)
    assert "Hämta PDF" not in later.text
    assert "IVO" in later.text


def test_who_treats_does_not_reach_the_pages_of_the_record(cast: Cast, doris: Browser) -> None:
    assert cast.treatment.team.get().part == Part.RESPONSIBLE
    for address in ("gallringsstopp/", "utlamnande/"):
        assert cast.client(cast.bo).get(f"/moment/{cast.treatment.pk}/{address}").status_code == 404
        assert (
            cast.client(cast.doris).get(f"/moment/{cast.fatimas.pk}/{address}").status_code == 404
        )
