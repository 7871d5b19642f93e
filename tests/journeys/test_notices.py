"""Notices on both sides: the patient turns them on, staff confirm a number by its code."""

import os
import re
from pathlib import Path

import pytest

from lindra.models import PatientChannels, StaffChannels
from tests.journeys.visitor import Visitor
from tests.journeys.world import KARIN, World

pytestmark = pytest.mark.journey


@pytest.fixture
def outbox(settings, tmp_path: Path) -> Path:
    """Where an SMS becomes a file."""
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path / "outbox"


def shoot(visitor: Visitor, name: str) -> None:
    """A picture to be looked at, in the folder that LINDRA_SHOTS names."""
    if folder := os.environ.get("LINDRA_SHOTS"):
        for theme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=theme)
            visitor.page.screenshot(path=Path(folder) / f"{name}-{theme}.png", full_page=True)


@pytest.mark.row("M14")
def test_a_patient_turns_notices_on_and_off(world: World, outbox: Path) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.follow("Aviseringar")
    astrid.sees("Aviseringar är avstängda.")
    astrid.check()
    shoot(astrid, "aviseringar")
    astrid.expects(422)
    astrid.page.get_by_label("E-post").fill("astrid@")
    astrid.page.get_by_label("SMS").fill("070-174 06 05")
    astrid.press("Spara")
    astrid.sees("Adressen ser inte rätt ut.")
    astrid.check()
    astrid.page.get_by_label("E-post").fill("astrid@alm.example")
    astrid.press("Spara")
    astrid.sees("Aviseringar är på.")
    kept = PatientChannels.objects.get()
    assert (kept.email, kept.phone) == ("astrid@alm.example", "+46701740605")


@pytest.mark.row("M23")
def test_staff_confirm_an_own_number_and_choose_notices(world: World, outbox: Path) -> None:
    karin = world.staff(KARIN)
    karin.open("/mina/")
    karin.follow("Min profil")
    karin.sees_heading("Min profil")
    karin.check()
    karin.page.get_by_label("Eget mobilnummer").fill("070-174 06 06")
    karin.press("Skicka kod")
    karin.sees("En kod är skickad till")
    karin.check()
    [sms] = outbox.glob("sms-*.txt")
    code = re.search(r"är (\d{6})", sms.read_text(encoding="utf-8"))[1]
    karin.page.get_by_label("Koden i SMS:et").fill(code)
    karin.press("Bekräfta")
    karin.sees("Numret är bekräftat.")
    karin.page.get_by_label("SMS", exact=True).check()
    karin.press("Spara")
    karin.sees("Sparat.")
    shoot(karin, "min-profil")
    assert StaffChannels.objects.get(wants_sms=True).own_phone == "+46701740606"
