"""Where a PostgreSQL of our own lives and as whom it runs: folders nobody else may enter, one lock.

PostgreSQL refuses to run as root (containers, build machines). There it runs as `postgres` or
`nobody`, with its data in a folder below /var/tmp that bears the project folder's fingerprint.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

from tools.binaries import Binaries, Unavailable

LONGEST_FOLDER = 80  # characters; a socket's whole path may have 103
SHARED = Path("/var/tmp")  # noqa: S108 - kept between boots; what is made there is checked
SHORT = Path("/tmp")  # noqa: S108


class Busy(Unavailable):
    """Another process keeps a PostgreSQL in the same folder."""


class Home:
    """The folders of one PostgreSQL: `path` for data and log, `socket` for its socket."""

    def __init__(self, folder: Path) -> None:
        self.account = account() if os.geteuid() == 0 else None
        fingerprint = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:12]
        name = f"lindra-{os.geteuid()}-{fingerprint}"
        self.path = SHARED / name if self.account else folder.absolute()
        places = (self.path / "run", Path(tempfile.gettempdir(), name), SHORT / name)
        self.socket = next(place for place in places if len(str(place)) <= LONGEST_FOLDER)
        self._lock: IO[bytes] | None = None

    def take(self) -> None:
        """Make the folders and keep everybody else out; raises Busy or Unavailable."""
        self._private(self.path)
        self._lock = self.open("postgres.lock")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.leave()
            words = f"Databasen i {self.path} används redan. Körs demon någon annanstans?"
            raise Busy(words) from None
        self._private(self.socket)

    def leave(self) -> None:
        """Let others in."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def remove(self) -> None:
        """Remove all data; raises Busy while somebody uses it."""
        if not self.path.exists():
            return
        self.take()
        shutil.rmtree(self.socket, ignore_errors=True)
        for path in self.path.glob("postgres*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.leave()
        if self.account:
            self.path.rmdir()

    def open(self, name: str) -> IO[bytes]:
        """Open a file of the folder for adding to its end; never through a stranger's link."""
        flags = os.O_CREAT | os.O_APPEND | os.O_RDWR | os.O_NOFOLLOW
        return os.fdopen(os.open(self.path / name, flags, 0o600), "ab")

    def readable(self, binaries: Binaries) -> Binaries:
        """Copy the binaries once if the account cannot read them where they are (a 0700 home)."""
        with contextlib.suppress(PermissionError):
            self.run(binaries.folder / "postgres", "--version")
            return binaries
        tree = binaries.folder.parent
        copy = self.path / f"postgres-binaries-{binaries.version[0]}.{binaries.version[1]}"
        if not copy.exists():
            part = copy.with_name(f"{copy.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(tree, part / tree.parent.name / tree.name, symlinks=True)
            libraries = tree.parent.with_name(f"{tree.parent.name}.libs")  # a wheel's, found so
            if libraries.is_dir():
                shutil.copytree(libraries, part / libraries.name)
            part.rename(copy)
        return Binaries(
            binaries.version, copy / tree.parent.name / tree.name / binaries.folder.name
        )

    def run(self, *command: str | Path, text: str = "") -> None:
        """Run a command as the account; raises Unavailable with its words when it fails."""
        options = self.as_account() | {"input": text, "text": True, "capture_output": True}
        done = subprocess.run(command, check=False, **options)
        if done.returncode:
            raise Unavailable(f"{Path(command[0]).name}: {done.stderr.strip()}")

    def as_account(self) -> dict[str, Any]:
        """Return subprocess options: who runs it, where, and without the caller's PG settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        place = {"cwd": "/", "env": kept | {"LC_ALL": "C", "TZ": "UTC"}}
        if not self.account:
            return place
        user = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return place | user

    def _private(self, folder: Path) -> None:
        """Make a folder that only the server's account may enter; never trust a stranger's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = self.account.pw_uid if self.account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner}:
            raise Unavailable(f"Mappen {folder} tillhör någon annan.")
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        if self.account or folder == self.socket:
            folder.chmod(0o700)


def account() -> pwd.struct_passwd:
    """Return the account that runs PostgreSQL when we are root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable("PostgreSQL får inte köras som root, och kontot nobody saknas.")
