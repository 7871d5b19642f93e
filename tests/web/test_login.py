"""Logging in and out: a new session each time, and an identity that means one person alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session as Kept
from django.test import Client

from lindra.gateways.identity import Identity, Kind, LoginFailed
from lindra.models import AccessLog, Commission, Patient, Staff
from lindra.rules.calendar import local_date
from lindra.web.login import views
from tests.cast import ASTRID, LONG_AGO, Cast
from tests.web.browser import Browser
from tests.web.conftest import SUNDAY

pytestmark = pytest.mark.row("M8")


@dataclass
class Provider:
    """An identity provider that says whatever it is told to."""

    says: Identity | None
    issuer: str = "1177"

    def begin(self, kind: Kind, state: str) -> str:
        return f"/?state={state}"

    def finish(self, kind: Kind, state: str, answer: Mapping[str, str], at: datetime) -> Identity:
        if self.says is None:
            raise LoginFailed("no")
        return self.says


def identity(kind: Kind, issuer: str, subject: str, commission: str = "") -> Identity:
    return Identity(kind, issuer, subject, "Astrid", "Alm", SUNDAY, commission=commission)


def log_in_as(kind: str, person: str) -> Browser:
    """Through the first page and "Välj person"."""
    browser = Browser()
    browser.open("/")
    browser.press(f"Logga in som {'patient' if kind == 'patient' else 'personal'}")
    browser.press(person)
    return browser


@pytest.fixture
def karin(cast: Cast) -> Staff:
    """Somebody of the demo's file, who can be chosen, with a commission at Smärtenheten."""
    karin = Staff.objects.create(
        issuer="test",
        hsa_id="TSTNMT2321000156-1001",
        given_name="Karin",
        family_name="Ek",
        profession="fysioterapeut",
    )
    Commission.objects.create(
        hsa_id="TST-UPPDRAG-1001-1", staff=karin, unit=cast.smartenheten, first_day=LONG_AGO
    ).roles.create(kind="therapist", first_day=LONG_AGO)
    return karin


def test_a_patient_chooses_herself_and_lands_in_her_programme(cast: Cast) -> None:
    browser = log_in_as("patient", "Astrid Lindqvist")
    assert browser.address == f"/program/{cast.treatment.pk}/"
    assert "Hej Astrid" in browser.text


def test_staff_choose_themselves_and_land_on_mina(karin: Staff) -> None:
    browser = log_in_as("staff", "Karin Ek")
    assert browser.address == "/mina/"
    assert "Smärtenheten Karin Ek" in browser.text


def test_the_first_page_leads_on_who_is_logged_in(cast: Cast) -> None:
    astrid, bo = Browser(cast.astrid), Browser(cast.bo)
    astrid.open("/")
    bo.open("/")
    assert (astrid.address, bo.address) == (f"/program/{cast.treatment.pk}/", "/mina/")


def test_a_patient_without_a_programme_is_told_so(cast: Cast) -> None:
    browser = log_in_as("patient", "Göran Åkerblom")
    assert browser.status == 403
    assert "Det finns inget program för dig här." in browser.text
    assert AccessLog.objects.count() == 0


def test_staff_without_a_commission_are_told_so(cast: Cast) -> None:
    browser = log_in_as("staff", "Karin Ek")
    assert browser.status == 403
    assert "Du har inget uppdrag här som gäller i dag." in browser.text


def test_a_commission_that_ended_yesterday_does_not_log_in(karin: Staff) -> None:
    Commission.objects.filter(staff=karin).update(last_day=local_date(SUNDAY) - timedelta(days=1))
    assert log_in_as("staff", "Karin Ek").status == 403


def test_the_session_is_a_new_one_after_the_log_in(cast: Cast) -> None:
    browser = Browser()
    browser.open("/")
    browser.press("Logga in som patient")
    before = browser.client.cookies["sessionid"].value
    browser.press("Astrid")
    after = browser.client.cookies["sessionid"].value
    assert after != before
    assert not Kept.objects.filter(session_key=before).exists()


def test_a_session_that_somebody_else_planted_is_never_logged_in(cast: Cast) -> None:
    attacker = Client()
    attacker.post("/logga-in/patient/")
    planted = attacker.cookies["sessionid"].value
    victim = Browser()
    victim.client.cookies["sessionid"] = planted
    victim.open("/")
    victim.press("Logga in som patient")
    victim.press("Astrid")
    assert victim.address == f"/program/{cast.treatment.pk}/"
    assert attacker.get(victim.address).status_code == 302


def test_logging_in_as_another_leaves_nothing_of_the_first(cast: Cast, karin: Staff) -> None:
    browser = log_in_as("patient", "Astrid Lindqvist")
    page = browser.address
    state = browser.client.cookies["sessionid"].value
    browser.open("/valj-person/staff/")
    token = browser.page.fields["csrfmiddlewaretoken"][0]
    response = browser.client.post("/logga-in/staff/", {"csrfmiddlewaretoken": token}, follow=True)
    browser._show("/", response)
    browser.press("Karin Ek")
    assert browser.client.cookies["sessionid"].value != state
    assert browser.client.get(page).status_code == 404


@pytest.mark.parametrize("state", ["", "somebody-elses", "a" * 5000, "\x00"])
def test_an_answer_with_another_state_is_refused(state: str, cast: Cast) -> None:
    client = Client()
    client.post("/logga-in/patient/")
    response = client.post("/logga-in/patient/klar/", {"state": state, "person": ASTRID})
    assert response.status_code == 400
    assert "Inloggningen gick inte att slutföra." in response.content.decode()
    assert client.get(f"/program/{cast.treatment.pk}/").status_code == 302


def test_an_answer_is_taken_once(cast: Cast) -> None:
    client = Client()
    state = client.post("/logga-in/patient/").headers["Location"].rpartition("state=")[2]
    answer = {"state": state, "person": ASTRID}
    statuses = [client.post("/logga-in/patient/klar/", answer).status_code for _ in range(2)]
    assert statuses == [302, 400]


def test_an_answer_that_nobody_asked_for_is_refused(cast: Cast) -> None:
    response = Client().post("/logga-in/patient/klar/", {"state": "", "person": ASTRID})
    assert response.status_code == 400


@pytest.mark.parametrize("person", ["", "nobody", "TST-UPPDRAG-1001-1", "\x00", "9" * 5000])
def test_a_person_who_cannot_be_chosen_is_refused(person: str, karin: Staff) -> None:
    client = Client()
    state = client.post("/logga-in/patient/").headers["Location"].rpartition("state=")[2]
    chosen = {"state": state, "person": person}
    assert client.post("/logga-in/patient/klar/", chosen).status_code == 400


@pytest.mark.parametrize("address", ["/logga-in/admin/", "/logga-in/admin/klar/"])
def test_there_is_no_other_kind_of_log_in(address: str, db: None) -> None:
    assert Client().post(address).status_code == 404
    assert Client().get("/valj-person/admin/").status_code == 404


@pytest.mark.parametrize(
    "says",
    [
        identity(Kind.PATIENT, "1177", "TST-Bo", "TST-Bo-1"),
        identity(Kind.STAFF, "1177", "TST-Bo", "TST-Bo-1"),
        identity(Kind.STAFF, "test", "TST-Bo", "TST-Bo-1"),
        identity(Kind.PATIENT, "test", "TST-Bo", "TST-Bo-1"),
    ],
    ids=["hsa id as patient", "as staff", "as staff of the other issuer", "as patient of it"],
)
def test_the_patients_log_in_never_makes_staff_of_anybody(
    says: Identity, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "identity_provider", lambda: Provider(says))
    client = Client()
    client.post("/logga-in/patient/")
    response = client.post("/logga-in/patient/klar/", {})
    assert response.status_code in (400, 403)
    assert client.get("/mina/").status_code == 302


@pytest.mark.parametrize(
    ("subject", "commission"),
    [
        ("TST-Erik", "TST-Bo-1"),
        ("TST-Bo", ""),
        ("TST-Bo", "TST-Erik-1"),
        ("", ""),
    ],
)
def test_a_commission_logs_in_the_one_whose_it_is_alone(
    subject: str, commission: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = identity(Kind.STAFF, "test", subject, commission)
    monkeypatch.setattr(views, "identity_provider", lambda: Provider(says))
    client = Client()
    client.post("/logga-in/staff/")
    assert client.post("/logga-in/staff/klar/", {}).status_code == 403
    assert client.get("/mina/").status_code == 302


def test_a_patient_of_the_other_kind_of_log_in_is_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = identity(Kind.PATIENT, "1177", ASTRID)
    monkeypatch.setattr(views, "identity_provider", lambda: Provider(says))
    client = Client()
    client.post("/logga-in/staff/")
    assert client.post("/logga-in/staff/klar/", {}).status_code == 400
    assert client.get(f"/program/{cast.treatment.pk}/").status_code == 302


@pytest.mark.row("M9b")
def test_a_mismatch_at_the_first_log_in_stops_access(cast: Cast) -> None:
    Patient.objects.filter(personal_number=ASTRID).update(name_typed=True, family_name="Blom")
    browser = log_in_as("patient", "Astrid Lindqvist")
    assert browser.status == 403
    assert "Hör av dig till din mottagning." in browser.text
    assert browser.client.get(f"/program/{cast.treatment.pk}/").status_code == 302
    assert log_in_as("patient", "Astrid Lindqvist").status == 403


@pytest.mark.row("M9b")
def test_a_typed_name_that_is_right_becomes_the_registers(cast: Cast) -> None:
    Patient.objects.filter(personal_number=ASTRID).update(name_typed=True, family_name="LINDQVIST")
    log_in_as("patient", "Astrid Lindqvist")
    kept = Patient.objects.get(personal_number=ASTRID)
    assert (kept.name, kept.name_typed, kept.mismatch_at) == ("Astrid Lindqvist", False, None)


def test_the_cookie_is_kept_from_scripts_and_other_sites(cast: Cast) -> None:
    browser = log_in_as("patient", "Astrid Lindqvist")
    flags = {
        name: (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"])
        for name, cookie in browser.client.cookies.items()
    }
    assert flags == {"sessionid": (True, "Lax", "", "/"), "csrftoken": (True, "Lax", "", "/")}
    assert browser.client.cookies["sessionid"]["max-age"] == ""


def test_nothing_of_a_log_in_is_left_after_the_log_out(cast: Cast) -> None:
    browser = log_in_as("patient", "Astrid Lindqvist")
    page = browser.address
    browser.press("Logga ut")
    assert "Du är utloggad" in browser.text
    assert browser.client.get(page).status_code == 302
