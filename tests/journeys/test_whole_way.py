"""The first journey: the therapist starts it, the patient works in it, the therapist sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor
from tests.journeys.world import World

pytestmark = pytest.mark.journey


def log_in(visitor: Visitor, button: str, person: str) -> None:
    """Through "Välj person", as in an e-legitimation's test environment."""
    visitor.open("/")
    visitor.press(button)
    visitor.press(person)


def start_goran(karin: Visitor) -> None:
    karin.follow("Starta nytt moment")
    karin.page.get_by_label("Patientens personnummer").fill("19570114-9873")
    karin.press("Nytt moment")
    karin.press("Ja, starta momentet")


def read_two_pages_and_leave(goran: Visitor) -> None:
    goran.sees_heading("Hej Göran")
    goran.sees("Nytt", exact=True)
    goran.check()
    goran.follow("Börja läsa")
    goran.sees_heading("Välkommen")
    goran.press("Nästa: Det här är inte en akuttjänst")
    goran.sees_heading("Det här är inte en akuttjänst")
    goran.press("Nästa: Är programmet rätt just nu?")
    goran.sees_heading("Är programmet rätt just nu?")
    goran.follow("Paus")
    goran.press("Logga ut")
    goran.sees_heading("Du är utloggad")


def come_back_to_the_very_page(goran: Visitor) -> None:
    goran.sees("Fortsätt där du var")
    goran.sees_not("Nytt")
    goran.follow("Fortsätt", exact=True)
    goran.sees_heading("Är programmet rätt just nu?")
    goran.follow("Stäng")
    expect(goran.page.get_by_role("listitem").filter(has_text="Läst")).to_have_count(2)


def fill_in_the_night(goran: Visitor) -> None:
    goran.follow("Dagbok")
    goran.follow(re.compile("^Sömndagbok"))
    goran.follow(re.compile("^Natten till i dag"))
    goran.page.get_by_label("När gick du till sängs?").fill("22.30")
    goran.choose("Hur mycket störde smärtan sömnen?", "4")
    goran.sees("Utkast sparat")


def send_what_was_kept(goran: Visitor) -> None:
    goran.sees("Inte skickat än")
    goran.follow(re.compile("^Sömndagbok Utkast"))
    expect(goran.page.get_by_label("När gick du till sängs?")).to_have_value("22:30")
    goran.press("Spara och skicka")
    expect(goran.page.get_by_role("alert")).to_contain_text("När gick du upp?")
    expect(goran.page.get_by_label("När gick du till sängs?")).to_have_value("22:30")
    goran.page.get_by_label("När gick du upp?").fill("7")
    goran.press("Spara och skicka")
    goran.sees_heading("Skickat")
    goran.sees("Karin kan läsa det nu, men läser inte alltid samma dag.")


@pytest.mark.row("M1")
@pytest.mark.row("M2")
@pytest.mark.row("M5")
@pytest.mark.row("M9")
@pytest.mark.row("M10")
@pytest.mark.row("M14")
@pytest.mark.row("M15")
@pytest.mark.row("M16")
def test_what_the_patient_sends_reaches_the_therapist_and_comes_back_as_read(world: World) -> None:
    karin, goran = world.staff(), world.patient()
    goran.expects(422)
    log_in(karin, "Logga in som personal", "Karin Ek")
    start_goran(karin)
    log_in(goran, "Logga in som patient", "Göran Åkerblom")
    read_two_pages_and_leave(goran)
    log_in(goran, "Logga in som patient", "Göran Åkerblom")
    come_back_to_the_very_page(goran)
    fill_in_the_night(goran)
    goran.follow("Stäng")
    goran.press("Logga ut")
    log_in(goran, "Logga in som patient", "Göran Åkerblom")
    send_what_was_kept(goran)
    karin.page.reload()
    karin.page.get_by_role("row").get_by_role("link", name="Besvarat formulär").click()
    karin.sees_heading("Göran Åkerblom")
    karin.sees("4 av 10")
    karin.check()
    karin.follow("Tidslinje")
    karin.sees("Svar läst")
    karin.follow("Mina", exact=True)
    expect(karin.page.get_by_role("link", name="Besvarat formulär")).to_have_count(0)
    goran.follow("Klart för i dag")
    goran.follow("Mina svar")
    goran.follow(re.compile("^Sömndagbok"))
    goran.sees("Läst av Karin")
