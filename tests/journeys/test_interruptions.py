"""While one writes, the net goes, another tab is ahead, the session ends: nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from lindra.models import Answer, Draft, Treatment
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

pytestmark = pytest.mark.journey

QUESTION, OTHER = "Vad var nytt för dig?", "Vad stämmer inte med din erfarenhet?"


def writing(world: World, treatment: Treatment) -> tuple[Visitor, Locator]:
    """Astrid with a reflection before her, and its first box."""
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/formular/reflektion-1/")
    return astrid, astrid.page.get_by_label(QUESTION)


def second_tab(astrid: Visitor) -> Page:
    """The same page in another tab."""
    tab = astrid.context.new_page()
    tab.goto(astrid.page.url)
    return tab


def kept() -> dict[str, Any]:
    """What the one draft holds."""
    return Draft.objects.get().values


@pytest.mark.row("M5")
def test_while_the_net_is_gone_the_page_says_so_and_saves_by_itself_when_it_is_back(
    world: World,
) -> None:
    astrid, box = writing(world, world.opened())
    astrid.expects("offline")
    box.fill("Före avbrottet.")
    astrid.sees("Utkast sparat")
    astrid.context.set_offline(True)
    box.fill("Före avbrottet. Och under det.")
    astrid.sees("Ingen kontakt just nu. Det du skrivit finns kvar här")
    expect(box).to_have_value("Före avbrottet. Och under det.")
    assert kept() == {"nytt": "Före avbrottet."}
    astrid.check()
    astrid.context.set_offline(False)
    astrid.sees("Utkast sparat")
    assert kept() == {"nytt": "Före avbrottet. Och under det."}


@pytest.mark.row("M5")
def test_an_older_tab_is_told_and_both_texts_are_kept_until_somebody_chooses(world: World) -> None:
    astrid, box = writing(world, world.opened())
    astrid.expects(409)
    tab = second_tab(astrid)
    tab.get_by_label(QUESTION).fill("Skrivet i den andra fliken.")
    expect(tab.get_by_role("status").filter(has_text="Utkast sparat")).to_be_visible()
    box.fill("Skrivet i den första.")
    astrid.sees("Ett nyare utkast är sparat på ett annat ställe")
    expect(box).to_have_value("Skrivet i den första.")
    assert kept() == {"nytt": "Skrivet i den andra fliken."}
    with astrid.page.expect_response(lambda answer: answer.status == 409):
        box.blur()
    astrid.check()
    astrid.press("behåll det som står här")
    world.soon(lambda: kept() == {"nytt": "Skrivet i den första."})


@pytest.mark.row("M5")
def test_the_other_draft_can_be_shown_instead(world: World) -> None:
    astrid, box = writing(world, world.opened())
    astrid.expects(409)
    tab = second_tab(astrid)
    tab.get_by_label(QUESTION).fill("Skrivet i den andra fliken.")
    expect(tab.get_by_role("status").filter(has_text="Utkast sparat")).to_be_visible()
    box.fill("Skrivet i den första.")
    astrid.sees("Ett nyare utkast")
    astrid.page.on("dialog", lambda dialog: dialog.accept())
    astrid.follow("Visa det")
    expect(box).to_have_value("Skrivet i den andra fliken.")


@pytest.mark.row("M5c")
def test_sending_from_an_older_tab_is_refused_with_its_text_still_there(world: World) -> None:
    treatment = world.opened()
    astrid, box = writing(world, treatment)
    astrid.expects(409)
    tab = second_tab(astrid)
    tab.get_by_label(QUESTION).fill("Skickat från den andra fliken.")
    tab.get_by_role("button", name="Spara och skicka").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Skickat")
    box.fill("Skrivet i den första.")
    astrid.press("Spara och skicka")
    expect(astrid.page.get_by_role("alert").first).to_contain_text("redan skickat")
    expect(box).to_have_value("Skrivet i den första.")
    astrid.check()
    astrid.press("Spara och skicka")
    astrid.sees_heading("Skickat")
    assert sorted(answer.values["nytt"] for answer in Answer.objects.all()) == [
        "Skickat från den andra fliken.",
        "Skrivet i den första.",
    ]
    assert Answer.objects.filter(replaced_at__isnull=True).get().values["nytt"].endswith("första.")


@pytest.mark.row("M5")
def test_when_the_session_is_over_the_text_stays_and_saves_after_a_new_log_in(
    world: World,
) -> None:
    treatment = world.opened()
    astrid, box = writing(world, treatment)
    astrid.expects(401)
    box.fill("Före.")
    astrid.sees("Utkast sparat")
    Session.objects.all().delete()
    box.fill("Före. Efter.")
    astrid.sees("Du är utloggad. Det du skrivit finns kvar här")
    expect(box).to_have_value("Före. Efter.")
    expect(astrid.page.get_by_role("link", name=re.compile("Logga in"))).to_be_visible()
    astrid.check()
    world.log_in_again(astrid, treatment)
    box.fill("Före. Efter. Och sist.")
    astrid.sees("Utkast sparat")
    assert kept() == {"nytt": "Före. Efter. Och sist."}


def test_five_minutes_before_the_log_out_the_page_says_so_and_stays_on_request(
    world: World, settings: Any
) -> None:
    settings.IDLE_SECONDS = 360
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.page.clock.install()
    astrid.open(f"/program/{treatment.pk}/")
    dialog = astrid.page.get_by_role("dialog", name="Du loggas snart ut")
    expect(dialog).to_be_hidden()
    astrid.page.clock.run_for(80_000)
    expect(dialog).to_be_visible()
    astrid.check()
    dialog.get_by_role("button", name="Fortsätt").click()
    expect(dialog).to_be_hidden()
