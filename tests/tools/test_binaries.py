"""Which PostgreSQL is taken, when there are several, and what is said when there is none."""

from pathlib import Path

import pytest

from tools import binaries
from tools.binaries import Binaries, Unavailable


def postgres(folder: Path, version: str) -> Path:
    """Lay a folder that looks like PostgreSQL's."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any PostgreSQL but what a test puts in `installed/`."""
    monkeypatch.delenv("LINDRA_PG", raising=False)
    monkeypatch.setattr(binaries, "INSTALLED", (f"{tmp_path}/installed/*/bin",))
    monkeypatch.setattr(binaries, "WHEELS", {})
    monkeypatch.setattr(binaries.shutil, "which", lambda _: None)
    return tmp_path


def test_the_newest_installed_is_taken(machine: Path) -> None:
    postgres(machine / "installed/9/bin", "9.6.24")
    newest = postgres(machine / "installed/17/bin", "17.2 (Debian 17.2-1)")
    postgres(machine / "installed/16/bin", "16.11")
    assert binaries.find() == Binaries((17, 2), newest)


def test_one_that_is_too_old_is_none(machine: Path) -> None:
    postgres(machine / "installed/14/bin", "14.20")
    assert binaries.installed() is None
    assert binaries.needs_wheel()
    with pytest.raises(Unavailable, match="15 eller nyare saknas"):
        binaries.find()


def test_a_beta_counts_by_its_number(machine: Path) -> None:
    newest = postgres(machine / "installed/19/bin", "19beta1")
    assert binaries.find() == Binaries((19, 0), newest)


def test_a_named_folder_comes_before_what_is_installed(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres(machine / "installed/18/bin", "18.1")
    named = postgres(machine / "mine", "15.3")
    monkeypatch.setenv("LINDRA_PG_BIN", str(named))
    assert binaries.find() == Binaries((15, 3), named)
    assert not binaries.needs_wheel()


def test_a_named_folder_without_postgresql_is_told(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres(machine / "installed/18/bin", "18.1")
    monkeypatch.setenv("LINDRA_PG_BIN", str(machine))
    with pytest.raises(Unavailable, match="LINDRA_PG_BIN"):
        binaries.find()


def test_only_the_wheel_can_be_asked_for(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres(machine / "installed/18/bin", "18.1")
    monkeypatch.setenv("LINDRA_PG", "wheel")
    assert binaries.needs_wheel()
    with pytest.raises(Unavailable):
        binaries.find()


def test_only_what_is_installed_can_be_asked_for(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINDRA_PG", "installed")
    assert not binaries.needs_wheel()
    with pytest.raises(Unavailable):
        binaries.find()


def test_a_wheel_is_found_without_being_imported(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = machine / "a_wheel"
    folder = postgres(package / "pginstall18/bin", "18.4")
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(str(machine))
    monkeypatch.setattr(binaries, "WHEELS", {"a_wheel": "pginstall18/bin"})
    assert binaries.find() == Binaries((18, 4), folder)


def test_with_database_url_no_wheel_is_needed(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///somewhere")
    assert machine.exists()
    assert not binaries.needs_wheel()
