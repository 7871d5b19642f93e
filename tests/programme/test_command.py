"""The author's tools from the command line."""

import runpy
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from lindra import clock
from lindra.management.commands import programme as command
from lindra.programme import registry
from lindra.programme.__main__ import main
from lindra.programme.lint.spelling import Dictionary
from tests.programme.conftest import PROGRAMMES, TODAY, Change
from tests.programme.test_spelling import Knows


@pytest.fixture(autouse=True)
def here(litet: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The small programme alone, on the day when its contacts are fresh."""
    monkeypatch.setattr(command, "find_dictionary", lambda: None)
    monkeypatch.setattr(clock, "wall", lambda: datetime.combine(TODAY, time(12), UTC))
    registry.configure(litet.parent)
    yield
    registry.configure(settings.PROGRAMMES_DIR)


def said(verb: str, programme: str = "litet") -> str:
    out = StringIO()
    call_command("programme", verb, programme, stdout=out)
    return out.getvalue()


def test_check_prints_findings_and_table() -> None:
    lines = said("check").splitlines()
    assert lines[0] == "1-andas/m1-01.md:1: obs: 53 ord: helst 200–350."
    assert lines[-1] == "0 fel, 6 att se över, 2 att kontrollera före släpp"


def test_check_exits_with_one_when_there_are_errors(change: Change) -> None:
    change("programme.yaml", "pace", "pase")
    with pytest.raises(SystemExit) as stopped:
        said("check")
    assert stopped.value.code == 1


def test_an_unknown_programme_is_told() -> None:
    with pytest.raises(CommandError, match=r"nej finns inte\.$"):
        said("check", "nej")


def test_words_prints_the_unknown_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_dictionary", lambda: Dictionary(Knows("luften", "magen")))
    assert said("words") == "luften\nMagen\n"


def test_words_says_when_there_is_no_dictionary() -> None:
    with pytest.raises(CommandError, match="inte installerad"):
        said("words")


def test_release_tells_what_is_released_and_then_that_all_is(litet: Path) -> None:
    assert said("release").splitlines()[0] == "Släppt: Dagbok, version 2"
    assert said("release") == "Allt är redan släppt.\n"


def test_release_tells_why_it_refuses(change: Change) -> None:
    change("contacts.yaml", "2026-11-01", "2020-01-01")
    with pytest.raises(CommandError, match="SOS Alarm är kontrollerad 2020-01-01"):
        said("release")


def test_diff_tells_what_differs(litet: Path, change: Change) -> None:
    assert said("diff").splitlines()[0] == "Ny version: Dagbok (dagbok), version 2 efter 1."


@pytest.mark.parametrize("file", ["forms/dagbok-1.yaml", "programme.yaml"])
def test_diff_tells_the_faults_of_files_that_make_no_programme(litet: Path, file: str) -> None:
    (litet / file).unlink()
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("programme", "diff", "litet", stdout=out)
    assert stopped.value.code == 1
    assert out.getvalue().startswith(f"{file}:1: ")


def test_the_check_without_settings_says_the_same(
    litet: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(litet)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 fel, ")
    change("programme.yaml", "pace", "pase")
    assert main([str(litet)]) == 1
    assert main([]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "Skriv: python -m lindra.programme mapp"


def test_the_module_can_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["programme", str(PROGRAMMES / "litet")])
    monkeypatch.delitem(sys.modules, "lindra.programme.__main__")
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("lindra.programme", run_name="__main__")
    assert stopped.value.code == 0
