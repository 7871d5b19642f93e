""" "Export": ordered with its consequences in words, followed, fetched once, and logged (M22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lindra.models import AccessLog, ExportJob, ExportState, Unit
from tests.cast import Cast
from tests.exchange.orders import order
from tests.web.browser import Browser
from tests.web.conftest import Wall

pytestmark = pytest.mark.row("M22")

TYPED = {"first": "2026-11-01", "last": "2026-11-22"}


@pytest.fixture
def doris(cast: Cast) -> Browser:
    """The data administrator's browser."""
    return Browser(cast.doris)


@pytest.fixture
def ready(cast: Cast, wall: Wall) -> ExportJob:
    """Doris's, written a day later, with a key."""
    job = order(cast, keeps_key=True, reason="Uppföljning av året")
    wall.pass_by(days=1)
    job.parts.create(number=0, data=b"en zip")
    job.parts.create(number=0, data=b"en nyckel", is_key=True)
    job.state, job.done, job.total = ExportState.READY, 1200, 1200
    job.finished_at, job.expires_at = wall.now, wall.now + timedelta(days=7)
    job.save()
    return job


def test_an_order_without_more_is_pseudonymised_and_without_free_text(doris: Browser) -> None:
    doris.open("/export/")
    assert "Inget är exporterat än." in doris.text
    for words in ("Ingen kan slå upp vem som är vem.", "Patienternas egna ord kan peka ut"):
        assert words in doris.text
    doris.press("Beställ exporten", **TYPED)
    job = ExportJob.objects.get()
    assert (job.format, job.identified, job.keeps_key, job.free_text) == (
        "csv",
        False,
        False,
        False,
    )
    assert "Exporten är beställd." in doris.text
    assert "CSV · pseudonymer · utan fri text" in doris.text
    assert "Väntar på sin tur." in doris.text
    assert "Uppdatera" in [text for _, text in doris.page.links]


@pytest.mark.parametrize(
    "asked", [{"people": "identified"}, {"people": "key"}, {"free_text": "on"}]
)
def test_what_points_somebody_out_demands_a_reason_and_nothing_typed_is_lost(
    doris: Browser, asked: dict[str, str]
) -> None:
    doris.open("/export/")
    doris.press("Beställ exporten", **TYPED, format="fhir", **asked)
    assert (doris.status, ExportJob.objects.count()) == (422, 0)
    assert "Skriv varför uppgifterna behövs." in doris.text
    form, _ = doris.page.form("Beställ exporten")
    kept = {name: form.values[name] for name in (*TYPED, *asked, "format")}
    assert kept == {name: [value] for name, value in {**TYPED, **asked, "format": "fhir"}.items()}
    doris.press("Beställ exporten", reason="Uppföljning")
    assert ExportJob.objects.get().reason == "Uppföljning"
    assert "Skäl: Uppföljning" in doris.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": ""}, "Välj en dag."),
        ({"last": "2026-10-01"}, "Sista dagen kommer före den första."),
        ({"last": "2026-11-23"}, "Sista dagen har inte varit än."),
        ({"programme": "annat"}, "Välj ett av dem i listan."),
        ({"people": ""}, "Välj ett av dem."),
        ({"reason": "x" * 301}, "Skriv högst 300 tecken."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    doris: Browser, typed: dict[str, str], words: str
) -> None:
    doris.open("/export/")
    doris.press("Beställ exporten", **{**TYPED, **typed})
    assert (doris.status, words in doris.text) == (422, True)
    assert ExportJob.objects.count() == 0


def test_how_far_it_has_come_is_shown_and_asked_for_passively(cast: Cast, doris: Browser) -> None:
    job = order(cast)
    part = doris.client.get("/export/lage/").content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "X-Lindra-Passive" in part
    ExportJob.objects.update(state=ExportState.RUNNING)
    assert "Har börjat." in doris.open("/export/").text
    ExportJob.objects.update(done=3000, total=200_000)
    part = doris.client.get("/export/lage/").content.decode()
    assert '<progress value="3000" max="200000"' in part
    ExportJob.objects.filter(pk=job.pk).update(state=ExportState.FAILED)
    part = doris.client.get("/export/lage/").content.decode()
    assert "Gick inte att ta fram." in part
    assert "hx-get" not in part


def test_the_file_is_fetched_once_and_the_log_names_everybody_in_it(
    cast: Cast, ready: ExportJob
) -> None:
    doris = Browser(cast.doris)
    doris.open("/export/")
    assert "Klar, 1 200 svar." in doris.text
    form, _ = doris.page.form("Hämta exporten från i dag 09:30")
    response = doris.client.post(form.action, form.values)
    assert b"".join(response.streaming_content) == b"en zip"
    name = f"export-{str(ready.pk)[:8]}.zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store"
    row = AccessLog.objects.get()
    told = (row.activity_type, row.purpose, row.resource_type, row.activity_args)
    assert told == ("Utskrift", "Statistik", "Export, hämtad", "fetch_export")
    assert [each["name"] for each in row.patients] == ["Astrid Alm"]
    again = doris.client.post(form.action, form.values)
    assert (again.status_code, "Filen är redan hämtad." in again.content.decode()) == (422, True)
    assert AccessLog.objects.count() == 1
    assert "Hämtad i dag 09:30" in doris.open("/export/").text


def test_the_key_is_fetched_apart_and_logged_apart(cast: Cast, ready: ExportJob) -> None:
    doris = Browser(cast.doris)
    doris.open("/export/")
    form, _ = doris.page.form("Hämta nyckeln till exporten från i dag 09:30")
    response = doris.client.post(form.action, form.values)
    assert b"".join(response.streaming_content) == b"en nyckel"
    assert f"nyckel-{str(ready.pk)[:8]}.zip" in response.headers["Content-Disposition"]
    assert AccessLog.objects.get().resource_type == "Export, nyckel hämtad"
    doris.open("/export/")
    assert "Hämta nyckeln" not in doris.text


def test_a_workbook_is_named_as_one(cast: Cast, ready: ExportJob) -> None:
    ExportJob.objects.update(format="xlsx")
    found = cast.client(cast.doris).post(f"/export/{ready.pk}/hamta/")
    assert found.headers["Content-Disposition"].endswith('.xlsx"')
    assert b"".join(found.streaming_content) == b"en zip"


def test_a_colleague_sees_that_it_is_there_and_cannot_fetch_it(
    cast: Cast, ready: ExportJob
) -> None:
    david = Browser(cast.david)
    david.open("/export/")
    assert "Hämtas av Doris Dahl." in david.text
    for address in ("hamta", "nyckel"):
        found = cast.client(cast.david).post(f"/export/{ready.pk}/{address}/")
        assert found.status_code == 404
    assert (ready.parts.count(), AccessLog.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("state", "words"),
    [("expired", "Hämtades inte i tid."), ("purged", "Borttagen vid gallring.")],
)
def test_what_is_gone_says_why(doris: Browser, cast: Cast, state: str, words: str) -> None:
    order(cast, identified=True, reason="Utlämnande")
    ExportJob.objects.update(state=state)
    doris.open("/export/")
    assert words in doris.text
    assert "personnummer och namn" in doris.text


@pytest.mark.row("F14")
def test_a_training_unit_has_no_form(doris: Browser, cast: Cast) -> None:
    Unit.objects.update(training=True)
    doris.open("/export/")
    assert "Därifrån exporteras inget." in doris.text
    assert "Beställ exporten" not in doris.text


def test_a_data_administrator_finds_it_in_the_menu(doris: Browser) -> None:
    doris.open("/")
    doris.click("Export")
    assert doris.address == "/export/"
