"""Reading: "Nästa" reads a page, a module is finished, a private page leaves no trace."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lindra.models import Event, PageRead, Place, Treatment
from lindra.programme.registry import programme
from tests.journeys.visitor import Visitor
from tests.journeys.world import KARIN, PROGRAMME, World

pytestmark = pytest.mark.journey


def read_through(patient: Visitor, treatment: Treatment, module: str) -> None:
    """Press "Nästa" from the module's first page to its last."""
    pages = programme(PROGRAMME).module(module).pages
    patient.open(f"/program/{treatment.pk}/modul/{module}/{pages[0].id}/")
    for page in pages[:-1]:
        patient.sees_heading(page.title)
        patient.page.get_by_role("button", name="Nästa: ").click()
    patient.press("Klar med sidan")


@pytest.mark.row("M2")
def test_a_module_is_offered_as_done_when_all_is_read_and_can_be_taken_up_again(
    world: World,
) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/modul/start/")
    expect(astrid.page.get_by_role("button", name="Klar med modulen")).to_have_count(0)
    read_through(astrid, treatment, "start")
    astrid.press("Klar med modulen")
    astrid.sees_heading("Klar med modulen")
    astrid.check()
    astrid.press("Ångra, jag är inte klar")
    astrid.press("Klar med modulen")
    astrid.follow("Se modul 1: Förstå din smärta")
    astrid.sees_heading("Förstå din smärta")


@pytest.mark.row("M2")
def test_every_module_is_open_from_the_start(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/moduler/")
    modules = astrid.page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    assert modules.count() == len(programme(PROGRAMME).modules)
    astrid.follow("Framåt")
    astrid.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    assert "/modul/m8/" in astrid.path
    expect(astrid.page.get_by_role("button", name="Nästa: ")).to_be_enabled()


@pytest.mark.row("M2")
def test_a_private_page_leaves_no_trace_and_is_no_place_to_return_to(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/modul/m7/m7-08/")
    before = (PageRead.objects.count(), Event.objects.count())
    astrid.press("Nästa: ")
    private = [page for page in programme(PROGRAMME).module("m7").pages if page.private]
    assert [astrid.path.endswith(f"/{page.id}/") for page in private] == [True]
    assert private[0].title not in astrid.page.title()
    after = (PageRead.objects.count(), Event.objects.count())
    astrid.follow("Nästa: ")
    astrid.page.wait_for_load_state()
    assert (PageRead.objects.count(), Event.objects.count()) == after
    assert after == (before[0] + 1, before[1] + 1)
    astrid.open(f"/program/{treatment.pk}/modul/m7/{private[0].id}/")
    assert Place.objects.get().page != private[0].id


@pytest.mark.row("M11")
def test_the_therapist_sees_a_page_as_the_patient_does_and_leaves_no_trace(world: World) -> None:
    treatment = world.start()
    karin = world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/")
    karin.page.get_by_role("listitem").filter(has_text="1. Förstå din smärta").locator(
        "summary"
    ).click()
    before = Event.objects.count()
    karin.follow("Kroppens larm")
    karin.sees("Att du tittar syns inte för patienten.")
    karin.sees("Kort sagt")
    assert Event.objects.count() == before
    assert (PageRead.objects.count(), Place.objects.count()) == (0, 0)
