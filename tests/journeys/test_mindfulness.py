"""The exercises: the player plays, pauses, keeps its place and never starts by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lindra.models import Treatment
from lindra.programme.registry import programme
from tests.journeys.visitor import Visitor
from tests.journeys.world import PROGRAMME, World

pytestmark = pytest.mark.journey

FIRST_WORDS = "Du kan sitta, ligga, stå eller gå."


def at_the_exercise(world: World, treatment: Treatment) -> Visitor:
    """The patient with the first exercise before her, and a clock that the test moves."""
    astrid = world.patient(treatment)
    astrid.page.clock.install()
    astrid.open(f"/program/{treatment.pk}/mindfulness/landa-har/")
    return astrid


@pytest.mark.row("M1")
def test_every_exercise_is_gathered_in_a_module_with_safety_beside(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/moduler/")
    astrid.follow("Mindfulnessövningar")
    mindfulness = next(m for m in programme(PROGRAMME).modules if m.exercises)
    for exercise in mindfulness.exercises:
        expect(astrid.page.get_by_role("link", name=exercise.title).first).to_be_visible()
    expect(astrid.within("Innan du börjar")).to_contain_text("Öva aldrig när du kör bil")


@pytest.mark.row("M1")
def test_a_module_links_to_an_exercise(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/modul/m1/")
    astrid.follow(re.compile("Gör Landa här"))
    astrid.sees_heading("Landa här")


@pytest.mark.row("M1")
def test_the_player_never_starts_by_itself(world: World) -> None:
    astrid = at_the_exercise(world, world.opened())
    astrid.sees("Börja när du vill.")
    astrid.page.clock.run_for(60_000)
    astrid.sees("Börja när du vill.")
    astrid.sees("0:00", exact=True)


@pytest.mark.row("M1")
def test_the_player_plays_pauses_and_keeps_its_place(world: World) -> None:
    astrid = at_the_exercise(world, world.opened())
    astrid.press("Spela", exact=True)
    astrid.sees(FIRST_WORDS)
    astrid.page.clock.run_for(15_000)
    astrid.sees("Finns det något under dig som bär?")
    astrid.press("Pausa", exact=True)
    astrid.page.clock.run_for(60_000)
    astrid.sees("0:15", exact=True)
    astrid.page.reload()
    astrid.sees("Du var vid 0:15. Tryck på Spela när du vill fortsätta.")
    astrid.press("Spela", exact=True)
    astrid.sees("Finns det något under dig som bär?")
    astrid.press("Sluta", exact=True)
    astrid.sees("Det går bra att sluta när du vill.")
