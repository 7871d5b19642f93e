""" "Rätt person?": what happens when the typed name is not the name that logged in (M9b)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from lindra.models import Event, Patient
from tests.cast import ASTRID, Cast
from tests.web.browser import Browser

pytestmark = pytest.mark.row("M9b")


@pytest.fixture
def mismatch(cast: Cast) -> str:
    """Astrid's name was typed wrongly and her log-in is stopped; the address of the check."""
    Patient.objects.filter(personal_number=ASTRID).update(
        given_name="Asta", family_name="Alm", name_typed=True, mismatch_at=cast.now
    )
    return f"/moment/{cast.treatment.pk}/ratt-person/"


def test_the_unit_sees_it_on_mina_and_on_hantera(mismatch: str, cast: Cast, bo: Browser) -> None:
    bo.open("/mina/")
    assert bo.page.link("Kontrollera personen") == mismatch
    bo.open(f"/moment/{cast.treatment.pk}/")
    assert "Inloggningen är stoppad: namnet stämmer inte." in bo.text
    bo.click("Kontrollera personen")
    assert bo.address == mismatch


def test_what_was_typed_stands_beside_what_the_register_says(mismatch: str, bo: Browser) -> None:
    bo.open(mismatch)
    assert "Skrivet vid starten Asta Alm" in bo.text
    assert "I folkbokföringen Astrid Lindqvist" in bo.text
    assert "som loggade in i dag 09:30" in bo.text


def test_confirming_opens_the_log_in_and_stands_on_the_timeline(
    mismatch: str, cast: Cast, bo: Browser
) -> None:
    bo.open(mismatch)
    bo.press("Ja, Astrid Lindqvist är rätt person")
    assert "Namnet är rättat. Patienten kan logga in." in bo.text
    kept = Patient.objects.get(personal_number=ASTRID)
    assert (kept.name, kept.name_typed, kept.mismatch_at) == ("Astrid Lindqvist", False, None)
    assert Event.objects.filter(kind="person_confirmed", actor_name="Bo Berg").count() == 1
    assert cast.client(cast.astrid).get(f"/program/{cast.treatment.pk}/").status_code == 200


def test_while_the_register_is_down_nobody_is_confirmed(
    mismatch: str, cast: Cast, bo: Browser, settings: LazySettings, tmp_path: Path
) -> None:
    settings.POPULATION_FILE = tmp_path / "missing.yaml"
    bo.open(mismatch)
    assert "Folkbokföringen svarar inte just nu. Försök igen senare." in bo.text
    assert not bo.page.has_button("rätt person")
    cast.client(cast.bo).post(mismatch)
    assert Patient.objects.get(personal_number=ASTRID).mismatch_at is not None


def test_somebody_whom_the_register_does_not_know_is_not_confirmed(
    mismatch: str, cast: Cast, bo: Browser, settings: LazySettings, tmp_path: Path
) -> None:
    settings.POPULATION_FILE = tmp_path / "empty.yaml"
    settings.POPULATION_FILE.write_text("people: []\n")
    bo.open(mismatch)
    assert "Personnumret finns inte i folkbokföringen." in bo.text
    cast.client(cast.bo).post(mismatch)
    assert Patient.objects.get(personal_number=ASTRID).mismatch_at is not None
