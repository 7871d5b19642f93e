""" "Hjälp nu": top right on every page of the patient, complete also without the network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor
from tests.journeys.world import World

pytestmark = pytest.mark.journey

NUMBERS = ("112", "1177")


def sees_help(visitor: Visitor) -> None:
    """The page says what to do in an emergency, with numbers to press."""
    visitor.sees_heading("Hjälp nu")
    main = visitor.page.get_by_role("main")
    for number in NUMBERS:
        expect(main.locator(f'a[href="tel:{number}"]').first).to_be_visible()
    expect(main).to_contain_text("Självmordslinjen")


@pytest.mark.row("M14c")
def test_help_is_there_before_anybody_has_logged_in(world: World) -> None:
    somebody = world.patient()
    somebody.open("/")
    somebody.follow("Hjälp nu")
    sees_help(somebody)


def test_help_is_top_right_on_every_page_of_the_patient(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    for path in (
        "",
        "moduler/",
        "modul/m1/",
        "modul/m1/m1-01/",
        "modul/m7/m7-09/",
        "mindfulness/",
        "mindfulness/landa-har/",
        "formular/somndagbok/",
        "formular/start/",
        "formular/alkoholkoll/",
        "dagbok/",
        "svar/",
        "om/",
    ):
        astrid.open(f"/program/{treatment.pk}/{path}")
        box = astrid.page.get_by_role("banner").get_by_role("link", name="Hjälp nu").bounding_box()
        assert box is not None, path
        assert box["x"] + box["width"] > 390 * 0.9, path
        assert box["y"] + box["height"] < 120, path


def test_without_the_network_help_is_complete_and_other_pages_say_what_is_wrong(
    world: World,
) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.expects("offline", 503)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.page.evaluate("navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    astrid.context.set_offline(True)
    astrid.page.reload()
    astrid.sees_heading("Ingen kontakt just nu")
    astrid.check()
    astrid.follow("Hjälp nu")
    sees_help(astrid)
    astrid.check()
    astrid.sees_not("Astrid")
    astrid.context.set_offline(False)
    astrid.page.goto(f"{astrid.url}/program/{treatment.pk}/")
    astrid.sees_heading("Hej Astrid")
