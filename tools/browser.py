"""Finds the machine's own Chromium for the tests; as root on Debian it installs one.

`python -m tools.browser` prints its path. LINDRA_CHROMIUM names another.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
APT = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"
HOW = """\
Chromium is missing; the tests need it.
  Debian:  sudo apt-get install chromium
  macOS:   brew install --cask chromium
  or name one: LINDRA_CHROMIUM=/path/to/chromium make test"""


def ensure() -> str:
    """Return the path of Chromium; raises SystemExit saying how to get it."""
    path = find() or (_install() and find())
    if not path:
        raise SystemExit(HOW)
    return path


def find() -> str | None:
    """Return the path of an installed Chromium or Chrome, LINDRA_CHROMIUM first."""
    if chosen := os.environ.get("LINDRA_CHROMIUM"):
        return shutil.which(chosen)
    mac = (str(Path("/Applications", app)) for app in MAC)
    return next(filter(None, map(shutil.which, (*NAMES, *mac))), None)


def _install() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("LINDRA_CHROMIUM"):
        return False
    print("Installing Chromium with apt-get …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return (
        subprocess.run(
            ["sh", "-c", APT], env=env, stdout=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    )


if __name__ == "__main__":
    print(ensure())
    sys.exit()
