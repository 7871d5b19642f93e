"""The first steps on a bare machine: a Python new enough, a Chromium, the settings' names."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import browser
from tools.demo import ROOT

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs")


def program(folder: Path, name: str, body: str = "exit 0") -> Path:
    """Put a small shell program in a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def found_python(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("sh"), ROOT / "tools" / "find_python.sh"]
    env |= {"PATH": str(folder)}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    program(tmp_path, "python3.12")
    assert found_python(tmp_path).stdout == "python3.12\n"


def test_a_chosen_python_comes_first(tmp_path: Path) -> None:
    program(tmp_path, "python3")
    program(tmp_path, "mine")
    assert found_python(tmp_path, PYTHON="mine").stdout == "mine\n"


def test_without_any_python_it_says_how_to_get_one(tmp_path: Path) -> None:
    answer = found_python(tmp_path)
    assert answer.returncode == 1
    assert "apt-get install python3" in answer.stderr


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser, whose programs are those that a test puts in a folder."""
    monkeypatch.delenv("LINDRA_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "MAC", ())
    (tmp_path / "sh").symlink_to(shutil.which("sh"))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_a_browser_it_says_how_to_get_one(bare: Path) -> None:
    assert bare.exists()
    with pytest.raises(SystemExit, match="sudo apt-get install chromium"):
        browser.ensure()


@only_root
def test_as_root_on_debian_it_gets_one(bare: Path) -> None:
    shell = f"{bare}/chromium-headless-shell"
    lay = f"echo '#!/bin/sh' > {shell} && /bin/chmod 755 {shell}"
    program(bare, "apt-get", f'echo "$@" >> {bare}/asked\n[ "$1" = update ] || {{ {lay}; }}')
    assert browser.ensure() == shell
    assert (bare / "asked").read_text() == (
        "update -qq\ninstall -y -qq --no-install-recommends chromium-headless-shell\n"
    )


@only_root
def test_where_the_light_one_cannot_be_had_another_will_do(bare: Path) -> None:
    other = program(bare, "chromium")
    program(bare, "apt-get", "exit 100")
    assert browser.ensure() == str(other)


def test_a_named_browser_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "chromium")
    monkeypatch.setenv("LINDRA_CHROMIUM", str(program(bare, "mine")))
    assert browser.ensure() == str(bare / "mine")


def test_the_example_of_settings_names_every_one_that_is_read() -> None:
    example = set(
        re.findall(r"^#?(LINDRA_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    settings = (ROOT / "lindra" / "settings.py").read_text(encoding="utf-8")
    assert example == set(re.findall(r'"(LINDRA_\w+)"', settings))
