"""The site on an address of its own, in threads of the test's process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test.testcases import LiveServerThread

HOST = "127.0.0.1"
PATIENCE = 10.0

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Busy:
    """Counts the requests that are being answered, so that a test can wait until there are none."""

    def __init__(self, application: Application) -> None:
        self._application, self._lock, self._running = application, threading.Lock(), 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self._count(1)
        try:
            return self._application(environ, start)
        finally:
            self._count(-1)

    def wait(self) -> None:
        """Return when nothing is being answered; AssertionError after ten seconds."""
        deadline = time.monotonic() + PATIENCE
        while self._running:
            assert time.monotonic() < deadline, f"{self._running} requests never end"
            time.sleep(0.01)

    def _count(self, change: int) -> None:
        with self._lock:
            self._running += change


class Site:
    """Answers on `url` from `start` to `stop`."""

    def __init__(self) -> None:
        self._thread = LiveServerThread(HOST, StaticFilesHandler)
        self.url = ""

    def start(self) -> None:
        """Begin to answer, on a free port."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
        self._thread.daemon = True
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error
        self.url = f"http://{HOST}:{self._thread.port}"
        self.busy = Busy(get_wsgi_application())
        self._thread.httpd.set_app(self.busy)

    def stop(self) -> None:
        """Answer no more."""
        self._thread.terminate()
