"""Without JavaScript: start, read, fill in, send and mark as read work all the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_whole_way import log_in, start_goran
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

pytestmark = pytest.mark.journey


def read_a_page(goran: Visitor) -> None:
    goran.follow("Börja läsa")
    goran.press("Nästa: Det här är inte en akuttjänst")
    goran.sees_heading("Det här är inte en akuttjänst")
    goran.follow("Paus")


def send_a_night(goran: Visitor) -> None:
    goran.follow("Dagbok")
    goran.follow(re.compile("^Sömndagbok"))
    goran.follow(re.compile("^Natten till i dag"))
    goran.page.get_by_label("När gick du till sängs?").fill("22.30")
    goran.press("Fler frågor")
    expect(goran.page.get_by_label("När gick du till sängs?")).to_have_value("22.30")
    expect(goran.page.get_by_label("När ville du somna?")).to_be_visible()
    goran.press("Spara och skicka")
    expect(goran.page.get_by_role("alert")).to_contain_text("När gick du upp?")
    goran.page.get_by_label("När gick du upp?").fill("7")
    goran.press("Spara och skicka")
    goran.sees_heading("Skickat")


@pytest.mark.row("M5")
@pytest.mark.row("M15")
def test_the_journey_works_without_scripts(world: World) -> None:
    karin, goran = (make(java_script_enabled=False) for make in (world.staff, world.patient))
    goran.expects(422)
    log_in(karin, "Logga in som personal", "Karin Ek")
    start_goran(karin)
    log_in(goran, "Logga in som patient", "Göran Åkerblom")
    read_a_page(goran)
    send_a_night(goran)
    karin.page.reload()
    karin.follow("Göran Åkerblom")
    karin.press(re.compile("^Markera som läst.*Sömndagbok"))
    karin.sees("Markerat som läst.")
    karin.press("Ångra")
    karin.within("Att hantera").get_by_role("link", name="Sömndagbok").click()
    karin.sees("22:30")
    karin.follow("Tidslinje")
    karin.page.get_by_label("Visa", exact=True).select_option(label="Formulär")
    karin.press("Filtrera")
    karin.sees("Svar läst")
