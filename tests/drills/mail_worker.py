"""A worker that is kept alive, as the demo keeps it, and a mail server that counts what arrives."""

from __future__ import annotations

import os
import sys
import time
from asyncio import get_running_loop
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Self

from aiosmtpd.controller import Controller

from tests.drills.sealed_log import database_url
from tools.processes import Service

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 100.0  # seconds; a minute's job may be the one that finds what was lost


class Postbox:
    """A mail server: how often each Message-ID has arrived, and what was said.

    `cut` makes it kill who hands the next new mail over: before it says that it has it, or just
    after. The mail's Message-ID is then put in `cut_off`.
    """

    def __init__(self, port: int) -> None:
        self.ids: Counter[str] = Counter()
        self.bodies: set[str] = set()
        self.cut_off: Queue[str] = Queue()
        self._kill: tuple[Callable[[], None], float] | None = None
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content)
        new = not self.ids[mail["Message-ID"]]
        self.ids[mail["Message-ID"]] += 1
        self.bodies.add(mail.get_payload())
        if new and self._kill:
            (kill, later), self._kill = self._kill, None
            if later:
                get_running_loop().call_later(later, self._cut, kill, mail["Message-ID"])
            else:
                self._cut(kill, mail["Message-ID"])
        return "250 OK"

    def cut(self, kill: Callable[[], None], later: float) -> None:
        """Kill at the next new mail; `later` is in seconds, 0 before the answer."""
        self._kill = kill, later

    def _cut(self, kill: Callable[[], None], mark: str) -> None:
        kill()
        self.cut_off.put(mark)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class KeptWorker:
    """`lindra work` in a process of its own, started again whenever it ends, whatever it says."""

    def __init__(self, log: Path, port: int, database: str = "") -> None:
        env = os.environ | {
            "DATABASE_URL": database or database_url(),
            "DJANGO_SETTINGS_MODULE": "lindra.settings",
            "LINDRA_ENV": "test",
            "LINDRA_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "LINDRA_MAIL_FROM": "inget-svar@lindra.example",
        }
        command = [sys.executable, "-m", "lindra", "work", "--heartbeat", "0.5", "--poll", "0.2"]
        self.service = Service("work", command, env, log, calm=0.05)
        self._over = Event()
        self._thread = Thread(target=self._keep)

    def __enter__(self) -> Self:
        self.service.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.service.stop()

    def kill(self) -> None:
        """SIGKILL; the keeper starts another."""
        process = self.service.process
        if process is not None:
            process.kill()

    def lives(self) -> bool:
        """Whether it runs just now."""
        process = self.service.process
        return process is not None and process.poll() is None

    def _keep(self) -> None:
        while not self._over.wait(0.02):
            self.service.calm = 0.05  # here a worker that ends again and again is what is wanted
            self.service.keep()


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Wait until it holds; fails when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
