"""A patient who sends forms over HTTP, one after another, and never gives up on one."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REVISION = re.compile(r'name="revision" id="id_revision" value="(\d+)"')
RECEIPT = re.compile(r"/svar/[0-9a-f-]{36}/skickat/$")
TIMEOUT = 10.0  # seconds to wait for one answer
PAUSE = 0.1
TRIES = 400
CUT_OFF, CLOSED = 0, -1  # no answer to what was sent; nobody to send it to


@dataclass
class Sender:
    """Sends the form again and again until `enough`; `acknowledged` holds each text with a receipt.

    `posting` is set whenever a form is on its way; `cut_off` counts those that got no answer.
    """

    port: int
    form_path: str
    cookies: dict[str, str]
    name: str
    enough: threading.Event
    posting: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    cut_off: int = 0
    said: list[str] = field(default_factory=list)

    def run(self) -> None:
        """One filling after another; what began is always finished."""
        while not self.enough.is_set():
            self._send(f"{self.name} {len(self.acknowledged) + 1}")

    def _send(self, text: str) -> None:
        draft, page = self._open()
        values = {
            "csrfmiddlewaretoken": self._found(TOKEN, page),
            "revision": self._found(REVISION, page),
            "form": "reflektion-1",
            "entry_date": "",
            "nytt": text,
            "send": "1",
        }
        for _ in range(TRIES):
            self.posting.set()
            status, where, _ = self._ask("POST", draft, values)
            if status == 302 and RECEIPT.search(where):
                self.acknowledged.append(text)
                return
            self.cut_off += status == CUT_OFF
            if status not in {CUT_OFF, CLOSED, 500}:
                break
            time.sleep(PAUSE)
        self.said.append(f"{text}: {status} {where}")
        self.enough.set()

    def _open(self) -> tuple[str, str]:
        """The draft's address and page."""
        where = self.form_path
        for _ in range(TRIES):
            status, onwards, page = self._ask("GET", where)
            if status == 200:
                return where, page
            where = onwards or self.form_path
            if status != 302:
                time.sleep(PAUSE)
        raise AssertionError(f"the form never opens: {status}")

    def _ask(
        self, method: str, path: str, values: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status (`CUT_OFF` or `CLOSED` when there is none), where it leads, the body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            body = urlencode(values) if values else None
            connection.request(method, path, body, self._headers())
            answer = connection.getresponse()
            page = answer.read().decode()
            self._keep_cookies(answer)
            return answer.status, answer.headers.get("Location", ""), page
        except ConnectionRefusedError:
            return CLOSED, "", ""
        except (OSError, HTTPException):
            return CUT_OFF, "", ""
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie", []):
            key, _, value = header.partition(";")[0].partition("=")
            self.cookies[key] = value

    def _found(self, pattern: re.Pattern[str], page: str) -> str:
        match = pattern.search(page)
        assert match, f"{pattern.pattern} is not on the page"
        return match[1]
