"""The patient marks the programme as carried out, the team sees it, and it is undone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lindra import clock
from tests.journeys.world import KARIN, World

pytestmark = pytest.mark.journey

SCALES = (
    "Hur stark har smärtan varit",
    "Hur mycket har smärtan stört det du gör",
    "Hur mycket har smärtan stört din glädje",
    "Hur har humöret varit?",
    "Hur har du sovit?",
    "Hur säker är du på",
)


@pytest.mark.row("M7")
@pytest.mark.row("M14")
@pytest.mark.row("M14b")
def test_the_programme_is_carried_out_and_then_not_after_all(world: World) -> None:
    treatment = world.opened(days_ago=200)
    astrid, karin = world.patient(treatment), world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/")
    astrid.open(f"/program/{treatment.pk}/formular/genomfort/")
    astrid.page.get_by_label("Jag har gått igenom programmet").check()
    for words in SCALES:
        astrid.choose(words, "5")
    astrid.press("Spara och skicka")
    astrid.sees_heading("Skickat")
    astrid.check()
    karin.open("/mina/")
    flag = karin.page.get_by_role("row").get_by_role("link", name="Programmet genomfört")
    expect(flag).to_have_count(1)
    astrid.page.get_by_text("Ändra eller ta tillbaka").click()
    astrid.follow("Ångra")
    astrid.sees_heading("Är du inte klar med programmet?")
    astrid.press("Ja, jag är inte klar")
    karin.page.reload()
    expect(flag).to_have_count(0)


@pytest.mark.row("M7")
def test_it_can_be_undone_for_fourteen_days(world: World) -> None:
    treatment = world.opened(days_ago=200)
    values = {
        "klar": True,
        "smarta": 5,
        "sysslor": 5,
        "gladje": 5,
        "humor": 5,
        "somn": 5,
        "tilltro": 5,
    }
    now = clock.now()
    late, early = (
        world.send(treatment, "genomfort", values, now - timedelta(days=days)) for days in (15, 13)
    )
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/svar/{early.pk}/")
    astrid.sees(re.compile("Ändra eller ta tillbaka"))
    astrid.open(f"/program/{treatment.pk}/svar/{late.pk}/")
    astrid.sees_heading("Programmet genomfört")
    astrid.sees_not("Ändra eller ta tillbaka")
