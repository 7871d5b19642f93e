"""Lays the virtual environment .venv and installs what a command needs; quick when nothing changed.

Runs with any Python of at least 3.11 and its standard library: `python3 -m tools.environment test`.
Versions and hashes come from requirements/, so what is installed is what was tried.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.binaries import needs_wheel

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FILES = {"demo": "base", "test": "test", "check": "check"}
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-qq")
INSTALL = (*PIP, "install", "--no-deps", "--no-warn-script-location", "--root-user-action=ignore")
NO_VENV = """\
Python saknar det som behövs för en virtuell miljö (venv).
Debian/Ubuntu: sudo apt-get install python3-venv"""


def prepare(purpose: str) -> None:
    """Install what `purpose` (demo, test or check) needs.

    Raises SystemExit with a message in Swedish when it cannot be done.
    """
    with _alone():
        _lay_environment()
        names = [FILES[purpose], "build"]
        if purpose != "check" and needs_wheel():
            names.append("postgres")
        _install(names)
        _install_project()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time install."""
    try:
        (ROOT / ".data").mkdir(exist_ok=True)
        lock = (ROOT / ".data" / "environment.lock").open("w")
    except PermissionError as problem:
        raise SystemExit(f"Du får inte skriva i {problem.filename}.") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lay_environment() -> None:
    version = f"{sys.version}\n{ROOT}"
    if _done("python", version) and PYTHON.exists():
        return
    print(f"Skapar {VENV.name} med Python {sys.version.split()[0]} …", flush=True)
    if not _make_venv() and not (_install_venv_on_debian() and _make_venv()):
        raise SystemExit(NO_VENV)
    _mark("python", version)


def _make_venv() -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _install_venv_on_debian() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    apt = "apt-get update -qq && apt-get install -y -qq --no-install-recommends "
    return subprocess.run(["sh", "-c", apt + package], check=False).returncode == 0


def _install(names: list[str]) -> None:
    paths = {name: ROOT / "requirements" / f"{name}.txt" for name in names}
    new = {n: p for n, p in paths.items() if not _done(n, p.read_text(encoding="utf-8"))}
    if not new:
        return
    print(f"Installerar det som står i requirements/: {', '.join(new)} …", flush=True)
    _run(*INSTALL, "--require-hashes", *(f"--requirement={path}" for path in new.values()))
    for name, path in new.items():
        _mark(name, path.read_text(encoding="utf-8"))


def _install_project() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    content = json.dumps([settings["build-system"], settings["project"]])
    if not _done("project", content):
        _run(*INSTALL, "--no-build-isolation", "--editable", str(ROOT))
        _mark("project", content)


def _run(*arguments: str) -> None:
    if subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode:
        raise SystemExit("Installationen misslyckades; felet står ovanför.")


def _done(name: str, content: str) -> bool:
    stamp = VENV / f"lindra-{name}.stamp"
    return stamp.exists() and stamp.read_text() == _digest(content)


def _mark(name: str, content: str) -> None:
    (VENV / f"lindra-{name}.stamp").write_text(_digest(content))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


if __name__ == "__main__":
    prepare(sys.argv[1])
