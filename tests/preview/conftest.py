"""The real programme and the small one, each copied and previewed; Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.conftest import PROGRAMMES
from tests.preview.server import Preview, Reader

REAL = "smartskolan"
SMALL = "litet"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium."""
    chosen = os.environ.get("LINDRA_CHROMIUM")
    return {"executable_path": chosen} if chosen else {}


def _previewed(source: Path, programme: str, folder: Path) -> Iterator[Preview]:
    """A copy, so that nobody's saving disturbs."""
    shutil.copytree(source / programme, folder / "programmes" / programme)
    preview = Preview(folder / "programmes", programme, folder / "log")
    preview.start()
    yield preview
    preview.stop()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Digitala smärtskolan, which no test changes."""
    yield from _previewed(settings.PROGRAMMES_DIR, REAL, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def small_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The small programme, served once for all tests."""
    yield from _previewed(PROGRAMMES, SMALL, tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(small_served: Preview) -> Iterator[Preview]:
    """The small programme, as it was when the test began: its files may be changed."""
    yield small_served
    shutil.rmtree(small_served.folder)
    shutil.copytree(PROGRAMMES / SMALL, small_served.folder / SMALL)


@pytest.fixture
def reader(small: Preview) -> Reader:
    """An author who reads the small programme."""
    return Reader(small)
