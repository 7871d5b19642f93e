"""What the tests of the launcher share: a folder whose PostgreSQL leaves nothing behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.home import Home


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here sees which PostgreSQL the whole run was told to use."""
    for name in ("DATABASE_URL", "LINDRA_PG_BIN", "LINDRA_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for data; as root its database lies elsewhere, which is removed too."""
    yield tmp_path / "data"
    Home(tmp_path / "data").remove()


def is_running(number: int) -> bool:
    """Tell whether a process is there, and not only as a name that nobody has asked about."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
