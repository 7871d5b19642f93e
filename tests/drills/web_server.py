"""The real web server on the test's database, to be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
PATIENCE = 60.0  # seconds until it must answer


class WebServer:
    """Granian with two workers, as in the demo, in a process group of its own."""

    def __init__(self, log: Path) -> None:
        self.log, self.port = log, _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until a page comes."""
        granian = str(Path(sys.executable).with_name("granian"))
        options = ["--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "4"]
        where = ["--respawn-failed-workers", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [granian, *options, *where, "lindra.wsgi:application"],
                cwd=ROOT,
                env=os.environ | _environment(),
                stdout=log,
                stderr=log,
                process_group=0,
            )
        self._wait()

    def kill(self) -> None:
        """SIGKILL to all of it at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def kill_a_worker(self) -> None:
        """SIGKILL to the oldest worker; the server starts another."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        workers = [int(child) for child in children.split()]
        if workers:
            os.kill(workers[0], signal.SIGKILL)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, f"no answer: {self.log.read_text()[-2000:]}"
            time.sleep(0.02)

    def _answers(self) -> bool:
        web = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            web.request("GET", "/hjalp-nu/")
            return web.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            web.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {
        "DATABASE_URL": _database_url(),
        "LINDRA_ENV": settings.LINDRA_ENV,
        "LINDRA_SECRET_KEY": settings.SECRET_KEY,
        "LINDRA_LOG_LEVEL": "ERROR",
    }


def _database_url() -> str:
    kept = connection.settings_dict
    login = f"{kept['USER']}:{kept['PASSWORD']}" if kept["PASSWORD"] else kept["USER"]
    host, port = kept["HOST"], kept["PORT"]
    if host.startswith("/"):
        return f"postgresql://{login}@/{kept['NAME']}?host={host}&port={port}"
    return f"postgresql://{login}@{host}:{port}/{kept['NAME']}"
