""" "Min profil": what the log-in says, notices, and an own number that a code confirms (M23)."""

import re
from datetime import timedelta

import pytest

from lindra import clock
from lindra.actions.channels import CODE_TRIES
from lindra.models import Notice, StaffChannels

pytestmark = pytest.mark.row("M23")
PAGE = "/min-profil/"
NUMBER = PAGE + "nummer/"
CODE = NUMBER + "kod/"
OWN = "+46701740606"


@pytest.fixture
def outbox(settings, tmp_path):
    """Where an SMS becomes a file."""
    settings.OUTBOX_DIR = tmp_path
    return tmp_path


@pytest.fixture
def client(cast, outbox):
    """Bo's browser; the log-in has said his e-mail and no number."""
    StaffChannels.objects.create(staff=cast.bo.staff, email="bo@region.example")
    return cast.client(cast.bo)


def sent_code(outbox) -> str:
    newest = max(outbox.glob("sms-*.txt"), key=lambda path: path.stat().st_mtime_ns)
    return re.search(r"Din kod i Lindra är (\d{6})", newest.read_text(encoding="utf-8"))[1]


def kept() -> StaffChannels:
    return StaffChannels.objects.get()


def test_name_and_mail_come_from_the_log_in_and_the_page_says_so(client):
    html = client.get(PAGE).content.decode()
    assert "Bo Berg" in html
    assert "bo@region.example" in html
    assert "kommer från din organisations inloggning och kan inte ändras här" in html
    assert 'name="email"' not in html


def test_mail_is_chosen_and_unchosen(client):
    client.post(PAGE, {"wants_email": "on"})
    assert kept().wants_email
    client.post(PAGE, {})
    assert not kept().wants_email


def test_sms_needs_a_number_first(client):
    answer = client.post(PAGE, {"wants_email": "on", "wants_sms": "on"})
    assert answer.status_code == 422
    assert "Lägg till och bekräfta ett eget nummer först." in answer.content.decode()
    assert not kept().wants_email


def test_an_own_number_counts_when_its_code_has_come_back(client, outbox):
    client.post(NUMBER, {"number": "070-174 06 06"})
    code = sent_code(outbox)
    assert (kept().own_phone, kept().own_phone_confirmed_at) == (OWN, None)
    assert code not in kept().code
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert kept().own_phone_confirmed_at is not None
    assert kept().code == ""
    assert client.post(PAGE, {"wants_sms": "on"}).status_code == 302
    client.post(NUMBER + "ta-bort/")
    assert (kept().own_phone, kept().wants_sms) == ("", False)


def test_five_wrong_tries_and_the_right_code_is_worth_nothing(client, outbox):
    client.post(NUMBER, {"number": OWN})
    code = sent_code(outbox)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(CODE_TRIES):
        answer = client.post(CODE, {"code": wrong})
        assert (answer.status_code, "Koden stämmer inte" in answer.content.decode()) == (422, True)
    answer = client.post(CODE, {"code": code})
    assert "Koden gäller inte längre" in answer.content.decode()
    assert kept().own_phone_confirmed_at is None


def test_a_code_is_good_for_ten_minutes(client, outbox):
    client.post(NUMBER, {"number": OWN})
    StaffChannels.objects.update(code_until=clock.now() - timedelta(seconds=1))
    answer = client.post(CODE, {"code": sent_code(outbox)})
    assert "Koden gäller inte längre" in answer.content.decode()


def test_a_new_code_waits_a_minute_and_a_number_that_cannot_be_is_refused(client, outbox):
    client.post(NUMBER, {"number": OWN})
    soon = client.post(NUMBER, {"number": OWN})
    wrong = client.post(NUMBER, {"number": "08-12 34 56"})
    assert (soon.status_code, wrong.status_code) == (422, 422)
    assert "Vänta en minut" in soon.content.decode()
    assert 'value="08-12 34 56"' in wrong.content.decode()


def test_an_sms_that_does_not_go_leaves_no_number(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.OUTBOX_DIR = tmp_path / "file"
    answer = client.post(NUMBER, {"number": OWN})
    assert (answer.status_code, kept().own_phone) == (422, "")
    assert "SMS:et gick inte iväg." in answer.content.decode()


def test_what_did_not_arrive_stands_on_hantera(cast):
    now = clock.now()
    Notice.objects.create(
        key="message:x:email",
        kind="message",
        channel="email",
        patient=cast.astrid.patient,
        treatment=cast.treatment,
        made_at=now,
        due_at=now,
        day=now.date(),
        next_try_at=now,
        state="failed",
        fault="refused",
    )
    html = cast.client(cast.bo).get(f"/moment/{cast.treatment.pk}/").content.decode()
    assert "Aviseringar som inte gick fram" in html
    assert "adressen tas inte emot" in html
