"""The programmes of an installation are read once, from the folder that it is told."""

from pathlib import Path

import pytest

from lindra.programme import registry
from lindra.programme.faults import ProgrammeError
from tests.programme.conftest import PROGRAMMES, Change


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_shelf", registry._Shelf())


def test_before_it_is_told_a_folder_it_says_so() -> None:
    with pytest.raises(RuntimeError):
        registry.all_programmes()


def test_every_folder_with_a_programme_is_one(litet: Path) -> None:
    (litet.parent / "skräp").mkdir()
    registry.configure(litet.parent)
    assert [programme.id for programme in registry.all_programmes()] == ["litet"]
    assert registry.folder_of("litet") == litet


def test_a_programme_is_read_once(litet: Path) -> None:
    registry.configure(litet.parent)
    assert registry.programme("litet") is registry.programme("litet")


def test_another_folder_is_read_anew(litet: Path) -> None:
    registry.configure(litet.parent)
    first = registry.programme("litet")
    registry.configure(PROGRAMMES)
    assert registry.programme("litet") is not first


def test_an_unknown_programme_is_a_key_error() -> None:
    registry.configure(PROGRAMMES)
    with pytest.raises(KeyError):
        registry.programme("nej")


def test_a_faulty_programme_is_an_error(litet: Path, change: Change) -> None:
    change("programme.yaml", "device_status: none", "device_status: class_i")
    registry.configure(litet.parent)
    with pytest.raises(ProgrammeError):
        registry.all_programmes()
