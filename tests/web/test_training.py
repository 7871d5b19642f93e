"""A training unit is marked on every page of both sides, and no other unit is."""

from __future__ import annotations

import pytest
from django.test import Client

from lindra.models import Unit
from tests.cast import Cast
from tests.web.addresses import ADDRESSES, url
from tests.web.conftest import Wall
from tests.web.world import World

pytestmark = pytest.mark.row("F14")

BAND = 'class="training-band"'
WORDS = "<strong>Övningsenhet.</strong> Påhittade patienter."


@pytest.fixture
def world(cast: Cast, wall: Wall) -> World:
    made = World.create(cast)
    wall.pass_by(minutes=5)
    return made


def pages(world: World) -> dict[tuple[str, str], str]:
    """Every page that somebody can look at, by its name and who looks."""
    found = {}
    clients = {name: world.cast.client(who) for name, who in world.people.items()}
    for name, address in ADDRESSES.items():
        looking = sorted(address.opens_to & set(world.people)) if address.get == 200 else []
        for who in looking[:1]:
            html = clients[who].get(url(name, world.astrids)).content.decode(errors="replace")
            if "<html" in html:
                found[name, who] = html
    return found


def test_every_page_of_both_sides_is_marked_once(world: World) -> None:
    Unit.objects.update(training=True)
    found = pages(world)
    assert [key for key, html in found.items() if html.count(BAND) != 1] == []
    assert [key for key, html in found.items() if WORDS not in html] == []
    assert {who for _, who in found} >= {"astrid", "bo"}
    assert len(found) > 60


def test_other_units_are_not_marked(world: World) -> None:
    Unit.objects.filter(name="Ekbacken").update(training=True)
    bo, astrid = (world.cast.client(who) for who in (world.cast.bo, world.cast.astrid))
    for client, name in ((bo, "mine"), (bo, "manage"), (astrid, "home"), (astrid, "treatments")):
        assert BAND not in client.get(url(name, world.astrids), follow=True).content.decode()


@pytest.mark.parametrize("address", ["/hjalp-nu/", "/statistik/csv/"])
def test_so_are_help_what_may_not_be_reached_and_what_is_refused(
    address: str, world: World
) -> None:
    Unit.objects.update(training=True)
    for who in (world.cast.bo, world.cast.astrid):
        assert BAND in world.cast.client(who).get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/hjalp-nu/", "/finns-inte/"])
def test_who_is_not_logged_in_is_not_told(address: str, world: World) -> None:
    Unit.objects.update(training=True)
    assert BAND not in Client().get(address).content.decode()
