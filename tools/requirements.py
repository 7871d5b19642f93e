"""Makes requirements/*.txt from pyproject.toml with uv: names, versions and hashes, no addresses.

`python -m tools.requirements` keeps the versions that still fit; `--upgrade` takes the newest.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
COMPILE = ("pip", "compile", "--quiet", "--universal", "--python-version", "3.11")
PLAIN = ("--generate-hashes", "--no-config", "--custom-compile-command", "make requirements")
FILES = {
    "base": ("pyproject.toml",),
    "test": ("pyproject.toml", "--group", "test", "--constraint", "requirements/base.txt"),
    "check": ("pyproject.toml", "--group", "check", "--constraint", "requirements/test.txt"),
    "postgres": ("--group", "postgres", "--no-deps"),  # its binaries alone are used
    "build": ("--group", "build"),
}
ADDRESSES = ("://", "find-links", "index-url")


def main(arguments: list[str]) -> int:
    """Write the files anew; return uv's exit status."""
    for name in FILES:
        if status := _compile(name, FOLDER, arguments).returncode:
            return status
    return 0


def stale() -> list[str]:
    """Return the names of files that pyproject.toml no longer gives; raises OSError without uv."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(FOLDER, place, dirs_exist_ok=True)
        for name in FILES:
            if _compile(name, Path(place), []).returncode:
                raise OSError("uv could not make the files")
        return [f"{n}.txt" for n in FILES if _text(FOLDER, n) != _text(Path(place), n)]


def with_addresses() -> list[str]:
    """Return `file:line` wherever a file about dependencies says where anything comes from."""
    paths = [ROOT / "pyproject.toml", *sorted(FOLDER.iterdir())]
    return [
        f"{path.name}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in ADDRESSES)
    ]


def _compile(name: str, folder: Path, extra: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    uv = shutil.which("uv")
    if uv is None:
        raise OSError("uv is not installed")
    command = [
        uv,
        *COMPILE,
        *PLAIN,
        *FILES[name],
        *extra,
        "--output-file",
        str(folder / f"{name}.txt"),
    ]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)


def _text(folder: Path, name: str) -> str:
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
