"""The preview as an author starts it, and somebody who asks it for pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from tests.web.page import Page
from tools.processes import end

PATIENCE = 30.0  # seconds
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/nothing"
START = """import signal
from lindra.__main__ import main
from tools.processes import follow_parent
follow_parent(signal.SIGKILL)()  # it never outlives the tests
main()"""
Data = Mapping[str, str | list[str]]


class Preview:
    """`lindra programme preview` in a process of its own, without a database."""

    def __init__(self, folder: Path, programme: str, log: Path) -> None:
        """`folder` holds the folders of the programmes."""
        self.folder, self.programme, self.log = folder, programme, log
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.root = f"/program/{uuid5(NAMESPACE_URL, programme)}/"

    def start(self) -> None:
        """Start it and wait until it answers."""
        env = os.environ | {
            "LINDRA_ENV": "test",
            "LINDRA_PROGRAMMES_DIR": str(self.folder),
            "DATABASE_URL": NO_DATABASE,
            "PORT": str(self.port),
        }
        command = [sys.executable, "-c", START, "programme", "preview", self.programme]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=env,
                stdout=log,
                stderr=log,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Ctrl-C. Nothing may have gone wrong that nobody saw."""
        end(self._process, signal.SIGINT)
        assert "Traceback" not in self.log.read_text(encoding="utf-8")

    def _wait(self) -> None:
        reader, deadline = Reader(self), time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                reader.get("/andrad/")
            except URLError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text(encoding="utf-8"))


@dataclass
class Answer:
    """What came back: `path` is where it came from after redirects."""

    status: int
    path: str
    body: str
    headers: Mapping[str, str]

    @property
    def page(self) -> Page:
        return Page(self.body)


@dataclass
class Reader:
    """Somebody with a browser that has cookies and no scripts."""

    preview: Preview
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str) -> Answer:
        """Open an address; one that begins without "/" is of the programme."""
        return self._ask(path, None)

    def post(self, path: str, data: Data) -> Answer:
        """Send a form."""
        return self._ask(path, urlencode(data, doseq=True).encode())

    def _ask(self, path: str, data: bytes | None) -> Answer:
        path = path if path.startswith("/") else self.preview.root + path
        request = Request(self.preview.url + path, data)
        request.add_header("Cookie", self.cookies.output(attrs=[], header="", sep=";"))
        try:
            response = build_opener(_NoRedirect).open(request, timeout=PATIENCE)
        except HTTPError as error:
            response = error
        with response:
            body = response.read().decode()
            for cookie in response.headers.get_all("Set-Cookie", []):
                self.cookies.load(cookie)
        if response.status in (301, 302):
            return self._ask(urlsplit(response.headers["Location"]).path, None)
        return Answer(response.status, path, body, dict(response.headers))


class _NoRedirect(HTTPRedirectHandler):
    """Cookies are the reader's, so it follows by itself."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
