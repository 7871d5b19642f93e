"""Finds the machine's own Chromium for the tests; as root on Debian it installs one.

`python -m tools.browser` prints its path. LINDRA_CHROMIUM names another. The headless shell is the
same Chromium without windows: a page costs a fourth of the work, so it is taken where there is one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
GET = "apt-get install -y -qq --no-install-recommends"
UPDATE = "apt-get update -qq"
PATIENCE = 300.0  # seconds for apt-get
HOW = """\
Chromium is missing; the tests need it.
  Debian:  sudo apt-get install chromium-headless-shell
  macOS:   brew install --cask chromium
  or name one: LINDRA_CHROMIUM=/path/to/chromium make test"""


def ensure() -> str:
    """Return the path of Chromium; raises SystemExit saying how to get it."""
    path = find()
    if _may_install() and not shutil.which(SHELL):
        _install(GET if path else f"{UPDATE} && {GET}")
        path = find()
    if not path:
        raise SystemExit(HOW)
    return path


def find() -> str | None:
    """Return the path of an installed Chromium or Chrome, LINDRA_CHROMIUM first."""
    if chosen := os.environ.get("LINDRA_CHROMIUM"):
        return shutil.which(chosen)
    mac = (str(Path("/Applications", app)) for app in MAC)
    return next(filter(None, map(shutil.which, (*NAMES, *mac))), None)


def _may_install() -> bool:
    named = os.environ.get("LINDRA_CHROMIUM")
    return os.geteuid() == 0 and bool(shutil.which("apt-get")) and not named


def _install(command: str) -> None:
    """Try it: where it cannot be had, another Chromium may do."""
    print(f"Installing {SHELL} with apt-get …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(
            ["sh", "-c", f"{command} {SHELL}"], env=env, timeout=PATIENCE, check=False, **quiet
        )
    except subprocess.TimeoutExpired:
        print("apt-get does not answer.", flush=True)


if __name__ == "__main__":
    print(ensure())
    sys.exit()
