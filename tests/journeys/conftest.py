"""The browser, the site, and the world that every journey starts in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from tests.journeys.people import live, make_staff
from tests.journeys.site import Site
from tests.journeys.world import PATIENCE, World
from tests.tables import bring_back, empty, keep


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium."""
    chosen = os.environ.get("LINDRA_CHROMIUM")
    return {"executable_path": chosen} if chosen else {}


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The site, served to all journeys."""
    expect.set_options(timeout=PATIENCE * 1000)
    served = Site()
    with django_db_blocker.unblock():
        served.start()
        yield served
        served.stop()


@pytest.fixture
def world(browser: Browser, site: Site, transactional_db: None) -> Iterator[World]:
    """Units and staff, no patients."""
    now = clock.now()
    make_staff(now)
    yield from _inhabited(World(browser, site, now))


@pytest.fixture(scope="session")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> datetime:
    """The demo's patients are kept, to be brought back. Their "now"."""
    with django_db_blocker.unblock():
        now = live()
        keep()
        empty()
    return now


@pytest.fixture
def lives(browser: Browser, site: Site, lived: datetime, transactional_db: None) -> Iterator[World]:
    """The demo's patients, with weeks and months behind them."""
    bring_back()
    yield from _inhabited(World(browser, site, lived))


def _inhabited(made: World) -> Iterator[World]:
    """Afterwards nothing may have been said in any console, nor asked of another host."""
    try:
        yield made
    finally:
        faults = made.leave()
    assert not faults, "\n".join(faults)
