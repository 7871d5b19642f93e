"""`make check`: what is checked without running the site; all of it, then the verdict."""

import os
import subprocess
import sys
from pathlib import Path

from tools import requirements

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COMMANDS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports", "--no-logo"),
    ("lindra", "programme", "check", "smartskolan"),
    ("python", "-m", "tools.rows", "--quiet"),
)


def main() -> int:
    """Run every check, print what failed; return 1 if anything did."""
    results = {" ".join(command): _passes(command) for command in COMMANDS}
    results["requirement files are fresh"] = _fresh()
    results["no addresses in the dependency files"] = _without_addresses()
    for name, passed in results.items():
        print("ok    " if passed else "FAILED", name)
    return 0 if all(results.values()) else 1


def _passes(command: tuple[str, ...]) -> bool:
    print(f"--- {' '.join(command)}", flush=True)
    env = os.environ | {"LINDRA_ENV": "test"}
    return (
        subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=env, check=False).returncode
        == 0
    )


def _fresh() -> bool:
    try:
        stale = requirements.stale()
    except OSError as problem:
        print(f"--- NOT checked whether the requirement files are fresh: {problem}")
        return True
    for name in stale:
        print(f"{name} does not fit pyproject.toml: make requirements")
    return not stale


def _without_addresses() -> bool:
    found = requirements.with_addresses()
    for place in found:
        print(f"{place} says where something comes from")
    return not found


if __name__ == "__main__":
    sys.exit(main())
