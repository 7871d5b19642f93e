"""Without its row in the access log no page shows anything, and nothing is done."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import log_in
from tests.web.addresses import ADDRESSES, LOG, url
from tests.web.full_log import AT_ONCE, run
from tests.web.headers import faults_of
from tests.web.page import undrawn
from tests.web.snapshots import changed, tables
from tests.web.world import World

LOGGED = [
    (name, method)
    for name, address in sorted(ADDRESSES.items())
    for method in ("GET", "POST")
    if LOG in address.writes(method)
]
GIVEN = ("Astrid", "Alm", "19780412", "Sömnen")


@pytest.mark.parametrize(("name", "method"), LOGGED)
def test_when_the_log_cannot_be_written_nothing_is_shown_and_nothing_is_done(
    name: str, method: str, world: World
) -> None:
    address = ADDRESSES[name]
    who = world.people[min(address.opens_to - address.unlogged)]
    client = log_in(Client(raise_request_exception=False), who)
    run(AT_ONCE)
    before = tables()
    target, data = url(name, world.astrids), dict(address.data(world.astrids))
    response = client.get(target) if method == "GET" else client.post(target, data)
    text = undrawn(response.content.decode())
    assert response.status_code == 500
    assert "Något gick fel hos oss" in text
    assert [words for words in GIVEN if words in text] == []
    assert faults_of(response) == []
    assert changed(before) == frozenset()
