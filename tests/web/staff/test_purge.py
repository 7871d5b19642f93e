""" "Gallring" as its pages: numbers alone, warnings, two persons, and the protocol (M21, N11)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from lindra.actions.erasure import carry_out_purges
from lindra.models import AccessLog, PurgeRun, Treatment
from lindra.queries.purge import preview
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.purges import DECISION, approved, hold, old, proposed
from tests.web.browser import Browser

pytestmark = pytest.mark.row("M21")
PERSON = ("Gammal", "198001")


@pytest.fixture
def doris(cast: Cast) -> Browser:
    return Browser(cast.doris)


@pytest.fixture
def david(cast: Cast) -> Browser:
    return Browser(cast.david)


def names_nobody(text: str) -> bool:
    return not any(each in text for each in PERSON)


def test_the_page_shows_what_may_go_and_what_not_in_numbers_alone(
    cast: Cast, doris: Browser
) -> None:
    old(cast, 1)
    hold(old(cast, 2).patient, cast.smartenheten, cast.doris, cast.now)
    doris.open("/gallring/")
    assert doris.status == 200
    assert "1 moment · kan gallras" in doris.text
    assert "Digitala smärtskolan 2024 1" in doris.text
    assert "1 har gallringsstopp" in doris.text
    assert "1 är inte avslutade" in doris.text
    assert "minst 365 dagar sedan" in doris.text
    assert names_nobody(doris.text)
    assert not AccessLog.objects.exists()


def test_where_nothing_may_go_nothing_can_be_proposed(doris: Browser) -> None:
    doris.open("/gallring/")
    assert "Inget moment kan gallras i dag." in doris.text
    assert "Föreslå gallring" not in doris.text


def test_a_wait_that_is_too_short_is_shown_as_what_holds(cast: Cast, doris: Browser) -> None:
    type(cast.smartenheten).objects.update(waiting_days=0)
    doris.open("/gallring/")
    assert "minst 15 dagar sedan" in doris.text


def test_before_a_proposal_the_page_warns_of_what_would_be_lost(cast: Cast, doris: Browser) -> None:
    treatment = old(cast, 1)
    sent = treatment.ended_at - timedelta(days=5)
    treatment.answers.create(form="start", version=1, values={}, key=uuid4(), sent_at=sent)
    doris.open("/gallring/")
    assert "1 svar i Digitala smärtskolan finns inte i någon hämtad export." in doris.text
    assert "Ingen export av programmet har hämtats." in doris.text
    assert "Patienten kan hämta Mina uppgifter till dess." in doris.text
    assert "0 av 1 patient har loggat in" in doris.text
    assert "Systemet skickar inget besked" in doris.text
    export = {
        "unit": cast.smartenheten,
        "programme": "smartskolan",
        "first": "2020-01-01",
        "last": "2026-01-01",
        "format": "csv",
        "ordered_at": cast.now,
        "ordered_by": cast.doris.staff,
    }
    cast.smartenheten.exports.create(**export, fetched_at=cast.now, state="fetched")
    cast.smartenheten.exports.create(**export, state="ready")
    doris.open("/gallring/")
    assert "hämtad export" not in doris.text
    assert "1 export väntar på att hämtas och tas bort när gallringen genomförs." in doris.text


def test_a_decision_is_needed_and_what_was_typed_stays(cast: Cast, doris: Browser) -> None:
    old(cast, 1)
    doris.open("/gallring/")
    doris.press("Föreslå gallring")
    assert (doris.status, PurgeRun.objects.count()) == (422, 0)
    assert "Skriv beslutets diarienummer." in doris.text
    old(cast, 2)
    doris.press("Föreslå gallring", decision=DECISION, shown="något annat")
    assert (doris.status, PurgeRun.objects.count()) == (422, 0)
    assert "Det som kan gallras har ändrats sedan sidan visades." in doris.text
    assert "2 moment · kan gallras" in doris.text
    assert DECISION in doris.page.html
    doris.press("Föreslå gallring")
    assert PurgeRun.objects.get().total == 2


def test_one_proposes_another_approves_and_the_protocol_names_no_patient(
    cast: Cast, doris: Browser, david: Browser, settings
) -> None:
    settings.BACKUP_DAYS = 35
    old(cast, 1)
    doris.open("/gallring/")
    doris.press("Föreslå gallring", decision=DECISION)
    assert "Väntar på en annan dataadministratör" in doris.text
    assert "Godkänn och gallra" not in doris.text
    david.open("/gallring/")
    assert "Ett förslag väntar" in david.text
    assert "Föreslå gallring" not in david.text
    david.click("Öppna förslaget")
    assert "Digitala smärtskolan 2024 1" in david.text
    david.press("Godkänn och gallra 1 moment")
    assert "Gallringen pågår" in david.text
    assert "0 av 1 moment är borta." in david.text
    carry_out_purges(now=cast.now, wall=cast.now)
    david.click("Uppdatera")
    for words in (
        "Gallringsprotokoll",
        f"Gallringsbeslut (diarienummer) {DECISION}",
        "av Doris Dahl, administratör",
        "av David Dal, administratör",
        "Gallrade moment 1 av 1",
        "1 rad i den rör den här gallringen.",
        "till och med 27 december 2026",
    ):
        assert words in david.text
    assert names_nobody(david.text)
    doris.open("/gallring/")
    assert "Gallringsprotokoll 22 november 2026" in doris.text


def test_the_proposer_cannot_approve_and_what_has_changed_is_told(
    cast: Cast, david: Browser
) -> None:
    treatment = old(cast, 1)
    run = proposed(cast)
    client = cast.client(cast.doris)
    own = client.post(f"/gallring/{run.pk}/godkann/")
    assert own.status_code == 422
    assert "en annan dataadministratör" in own.content.decode()
    hold(treatment.patient, cast.smartenheten, cast.doris, cast.now)
    david.open(f"/gallring/{run.pk}/")
    david.press("Godkänn och gallra 1 moment")
    assert david.status == 422
    assert "Förslaget gäller inte längre: 1 moment med gallringsstopp." in david.text
    david.press("Avbryt förslaget")
    assert "Förslaget är avbrutet. Inget är gallrat." in david.text
    david.click("Avbrutet förslag 22 november 2026")
    assert "Avbröts" in david.text
    assert client.post(f"/gallring/{run.pk}/avbryt/").status_code == 422
    assert Treatment.objects.filter(pk=treatment.pk).exists()


def test_the_protocol_tells_what_was_not_purged_after_all(cast: Cast, doris: Browser) -> None:
    run = _with_a_late_hold(cast)
    doris.open(f"/gallring/{run.pk}/")
    assert "Gallrade moment 1 av 2" in doris.text
    assert "1 av de godkända momenten gallrades inte" in doris.text


def _with_a_late_hold(cast: Cast) -> PurgeRun:
    held = old(cast, 1)
    old(cast, 2)
    run = approved(cast)
    hold(held.patient, cast.smartenheten, cast.doris, cast.now)
    carry_out_purges(now=cast.now, wall=cast.now)
    return run


@pytest.mark.row("N11")
def test_the_protocol_claims_no_more_of_backups_than_somebody_has_said(
    cast: Cast, doris: Browser, settings
) -> None:
    settings.BACKUP_DAYS = 0
    old(cast, 1)
    run = approved(cast)
    carry_out_purges(now=cast.now, wall=cast.now)
    doris.open(f"/gallring/{run.pk}/")
    assert "Hur länge säkerhetskopior sparas är inte angivet." in doris.text
    assert "läses in kommer uppgifterna tillbaka och ska gallras på nytt" in doris.text


def test_another_units_run_is_not_there(cast: Cast, doris: Browser) -> None:
    run = PurgeRun.objects.create(
        unit=cast.ekbacken,
        decision="1",
        shown=[],
        total=0,
        proposed_at=cast.now,
        proposed_by=cast.carin.staff,
    )
    for address in ("", "godkann/", "avbryt/"):
        response = doris.client.get if not address else cast.client(cast.doris).post
        assert response(f"/gallring/{run.pk}/{address}").status_code == 404
    assert preview(cast.ekbacken, local_date(cast.now)).found == ()
