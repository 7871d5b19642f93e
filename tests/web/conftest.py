"""The pages' tests stand still in time unless they move the clock: a Sunday morning in November."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lindra import clock
from lindra.access import PatientSession, StaffSession
from tests.cast import Cast, at
from tests.web.browser import Browser
from tests.web.world import World

SUNDAY = at("2026-11-22 08:30")  # 09:30 in Sweden


@dataclass
class Wall:
    """The real time, as the test has it."""

    now: datetime = SUNDAY

    def pass_by(self, **span: float) -> None:
        """Let time go on: days, hours, minutes, seconds."""
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The wall clock, which stands still."""
    kept = Wall()
    monkeypatch.setattr(clock, "wall", lambda: kept.now)
    return kept


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Everybody, made once for a file's tests: what each of them writes is undone after it."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(clock, "wall", lambda: SUNDAY)
        yield World.create(Cast.create())
        transaction.set_rollback(True)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """Astrid and Fatima with something behind every address, in objects of the test's own."""
    return deepcopy(kept_world)


@pytest.fixture
def browse(db: None) -> Callable[[PatientSession | StaffSession | None], Browser]:
    """A browser, with somebody logged in or nobody."""
    return Browser


@pytest.fixture
def astrid(cast: Cast) -> Browser:
    """Astrid's browser."""
    return Browser(cast.astrid)


@pytest.fixture
def bo(cast: Cast) -> Browser:
    """Bo's browser."""
    return Browser(cast.bo)
