"""The question of contact may be worded anew without a released form changing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lindra.programme import registry
from lindra.programme.faults import ProgrammeError
from lindra.programme.load import load_programme
from tests.conftest import PROGRAMMES

LATER = """
contact_question_later:
  - text: Jag vill att någon ringer mig
    lifted: Vill bli uppringd
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a small programme with a question of contact."""
    source = next(
        path.parent
        for path in sorted(PROGRAMMES.glob("*/programme.yaml"))
        if "contact_question" in path.read_text(encoding="utf-8")
    )
    return shutil.copytree(source, tmp_path / source.name)


def _first_form(folder: Path) -> Path:
    return next(
        path
        for path in sorted((folder / "forms").glob("*-1.yaml"))
        if not any(key in path.read_text(encoding="utf-8") for key in ("private:", "contact:"))
    )


def _last_question(folder: Path, form: Path) -> str:
    form_id = form.stem.rpartition("-")[0]
    return load_programme(folder).form(form_id, 1).questions[-1].text


@pytest.mark.row("F13")
def test_a_form_keeps_its_wording_when_the_programme_gets_a_later_one(folder: Path) -> None:
    form = _first_form(folder)
    before = _last_question(folder, form)
    with (folder / "programme.yaml").open("a", encoding="utf-8") as file:
        file.write(LATER)
    assert _last_question(folder, form) == before
    (folder / "released.txt").unlink()
    with form.open("a", encoding="utf-8") as file:
        file.write("\ncontact_version: 2\n")
    assert _last_question(folder, form) == "Jag vill att någon ringer mig"


def test_a_wording_that_does_not_exist_is_a_fault(folder: Path) -> None:
    form = _first_form(folder)
    with form.open("a", encoding="utf-8") as file:
        file.write("\ncontact_version: 3\n")
    with pytest.raises(ProgrammeError, match="inte så många ordalydelser"):
        load_programme(folder)


@pytest.mark.row("F13")
def test_a_site_that_takes_only_what_is_released_refuses_the_rest(folder: Path) -> None:
    content = load_programme(folder)
    with pytest.raises(ProgrammeError, match="inte släppt"):
        registry.refuse_unreleased([content])
    released = tuple((form.id, form.version, "") for form in content.forms)
    registry.refuse_unreleased([replace(content, released=released)])


@pytest.mark.row("F13")
def test_a_site_in_production_reads_no_programme_that_is_not_released(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_shelf", registry._Shelf())
    shutil.copytree(folder, folder.parent / "in" / folder.name)
    registry.configure(folder.parent / "in", released_only=True)
    (folder.parent / "in" / folder.name / "released.txt").unlink()
    with pytest.raises(ProgrammeError, match="inte släppt"):
        registry.all_programmes()
    registry.configure(folder.parent / "in")
    assert [content.id for content in registry.all_programmes()] == [folder.name]
