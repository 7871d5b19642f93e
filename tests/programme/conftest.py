"""The small programme of these tests, and copies of it that a test may change."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lindra.programme.lint.material import Material
from lindra.programme.load import read_programme

PROGRAMMES = Path(__file__).parent / "programmes"
TODAY = date(2026, 11, 22)

Change = Callable[[str, str, str], None]


@pytest.fixture
def litet(tmp_path: Path) -> Path:
    """A copy of the programme "litet"."""
    return Path(shutil.copytree(PROGRAMMES / "litet", tmp_path / "programmes" / "litet"))


@pytest.fixture
def change(litet: Path) -> Change:
    """Changes one text in one file of the copy; the text must be there."""

    def replace(file: str, old: str, new: str) -> None:
        text = (litet / file).read_text()
        assert old in text, f"{old!r} is not in {file}"
        (litet / file).write_text(text.replace(old, new, 1))

    return replace


@pytest.fixture
def material(litet: Path) -> Callable[[], Material]:
    """What the linter looks at, read when asked for."""

    def read() -> Material:
        reading = read_programme(litet)
        assert reading.programme
        return Material(litet, reading.programme, reading, TODAY)

    return read
