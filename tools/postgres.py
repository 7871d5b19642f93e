"""A PostgreSQL of our own for the demo and the tests: laid, started, kept going, ended.

It listens on a socket in a folder that only its owner may enter, never on a port. On Linux it
ends when its launcher is killed; whatever is left behind, the next start copes with.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from tools.binaries import Binaries, Unavailable, find
from tools.home import Home
from tools.processes import end, follow_parent

PORT = 5432  # only a part of the socket's name
START_SECONDS = 60.0  # a killed postmaster, or what it left, may hold its lock for seconds
SETTINGS = (
    *("listen_addresses=", f"port={PORT}", "jit=off", "log_timezone=UTC", "timezone=UTC"),
    "max_connections=150",  # two processes of tests may each try fifty things at once
)
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """One PostgreSQL with its data in `folder`; `with Server(folder) as url:` starts and ends it.

    `durable=False` is for tests: it begins empty, is not safe against a power cut, and leaves no
    data behind. Entering raises Unavailable, or Busy, when it cannot be had.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.durable = durable
        self.home = Home(folder)
        self.log = self.home.path / "postgres.log"
        self.data: Path | None = None
        self.binaries: Binaries | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://lindra@/lindra?host={quote(str(self.home.socket), safe='')}"

    def __enter__(self) -> str:
        try:
            self.home.take()
            self.binaries = self.home.readable(find())
            self.data = self.home.path / f"postgres-{self.binaries.version[0]}"
            self._lay_data()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self.url

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def keep(self) -> None:
        """Start it again if it has ended."""
        if self.process and self.process.poll() is not None:
            self._wait_until_ready()

    def stop(self) -> None:
        """End it (a fast shutdown) and let go of the folder."""
        if self.process:
            end(self.process, signal.SIGINT)
            self.process = None
        if self.data and not self.durable:
            shutil.rmtree(self.data, ignore_errors=True)
        self.home.leave()

    def _lay_data(self) -> None:
        """Run initdb beside and rename: a kill in the middle leaves no half-made data."""
        if not self.durable:
            self._end_orphan()
            shutil.rmtree(self.data, ignore_errors=True)
        if self.data.exists():
            return
        part = self.data.with_name(f"{self.data.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        folder = self.binaries.folder
        self.home.run(folder / "initdb", "-D", part, *self._initdb_options())
        single = (folder / "postgres", "--single", "-F", "-D", part, "postgres")
        self.home.run(*single, text="CREATE DATABASE lindra;\n")
        part.rename(self.data)

    def _initdb_options(self) -> list[str]:
        """Swedish letters need a UTF-8 LC_CTYPE; the rest is plain, alike on every machine."""
        utf8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        options = ["-U", "lindra", "-E", "UTF8", "--auth-local=trust", "--auth-host=reject"]
        options += ["--locale=C", f"--lc-ctype={utf8}", "--no-instructions"]
        if self.binaries.version[0] >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return options if self.durable else [*options, "--no-sync"]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL startar inte. Loggen: {self.log}")
            if self.process is None or self.process.poll() is not None:
                self._end_orphan()
                self._launch()
            time.sleep(0.05 if self.process.poll() is None else 0.5)

    def _launch(self) -> None:
        settings = [*SETTINGS, f"unix_socket_directories={self.home.socket}"]
        settings += () if self.durable else NOT_DURABLE
        options = [word for setting in settings for word in ("-c", setting)]
        with self.home.open(self.log.name) as log:
            self.process = subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=follow_parent(signal.SIGINT),
                **self.home.as_account(),
            )

    def _ready(self) -> bool:
        status = self._status()
        own = self.process is not None and status[:1] == [str(self.process.pid)]
        return own and self.process.poll() is None and status[7:8] == ["ready"]

    def _end_orphan(self) -> None:
        """End a postmaster that a killed launcher left behind in our data, if one answers there."""
        status = self._status()
        if len(status) < 5 or not status[4]:
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(f"{status[4]}/.s.PGSQL.{PORT}")
            os.kill(int(status[0]), signal.SIGINT)

    def _status(self) -> list[str]:
        """Return the lines of postmaster.pid: number, data, start, port, socket, …, status."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return [line.strip() for line in lines]
        return []
