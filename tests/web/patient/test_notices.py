"""The patient's "Aviseringar": off from the start, the own addresses, and the whole text."""

import pytest

from lindra.models import PatientChannels
from lindra.rules.notices import Side, text_of


@pytest.fixture
def page(cast):
    """The page's address, and Astrid's browser."""
    return f"/program/{cast.treatment.pk}/aviseringar/", cast.client(cast.astrid)


@pytest.mark.row("M14")
def test_everything_is_off_from_the_start(page):
    address, client = page
    html = client.get(address).content.decode()
    assert "Aviseringar är avstängda." in html
    assert PatientChannels.objects.count() == 0
    assert " checked" not in html.partition("</form>")[0].partition("<form")[2].replace("radio", "")


@pytest.mark.row("M14")
def test_the_patient_chooses_and_the_page_remembers(page, cast):
    address, client = page
    typed = {"email": " astrid@alm.example ", "phone": "070-174 06 05", "inbox": "on"}
    assert client.post(address, typed).status_code == 302
    kept = PatientChannels.objects.get(patient=cast.astrid.patient)
    assert (kept.email, kept.phone, kept.inbox) == ("astrid@alm.example", "+46701740605", True)
    html = client.get(address).content.decode()
    assert "Aviseringar är på." in html
    assert 'value="astrid@alm.example"' in html


def test_an_empty_field_removes_what_was_there(page, cast):
    address, client = page
    client.post(address, {"email": "astrid@alm.example"})
    client.post(address, {"email": ""})
    kept = PatientChannels.objects.get(patient=cast.astrid.patient)
    assert (kept.email, kept.phone, kept.inbox) == ("", "", False)


def test_what_cannot_be_right_is_told_and_nothing_typed_is_lost(page):
    address, client = page
    answer = client.post(address, {"email": "astrid@", "phone": "08-12 34 56", "inbox": "on"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Adressen ser inte rätt ut." in html
    assert "Det behöver vara ett mobilnummer, ett som börjar på 07." in html
    assert 'value="astrid@"' in html
    assert 'value="08-12 34 56"' in html
    assert PatientChannels.objects.count() == 0


def test_the_whole_text_of_a_notice_stands_on_the_page(page):
    address, client = page
    html = client.get(address).content.decode()
    for channel in ("email", "sms", "inbox"):
        for line in text_of(Side.PATIENT, channel).body.strip().split("\n\n"):
            assert line in html


def test_a_channel_that_is_not_here_is_not_offered(page, settings):
    settings.OUTBOX_DIR = None
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://mail.example.se", "inget-svar@example.se"
    address, client = page
    html = client.get(address).content.decode()
    assert 'name="email"' in html
    assert 'name="phone"' not in html
    client.post(address, {"email": "astrid@alm.example", "phone": "070-174 06 05"})
    assert PatientChannels.objects.get().phone == ""
