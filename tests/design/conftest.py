"""A page in a browser without a server: templates are rendered, files come from disk."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import django_htmx
import pytest
from django.template import engines
from playwright.sync_api import Page, Request, Route

ROOT = Path(__file__).parents[2]
SITE = "https://lindra.test"
STATIC = (ROOT / "static", Path(django_htmx.__file__).parent / "static")
FRAME = (Path(__file__).parent / "frame.html").read_text()
HTMX_CONFIG = next(
    line
    for line in (ROOT / "templates/base.html").read_text().splitlines()
    if "htmx-config" in line
)
SHEETS = "tokens reset base layout components forms learning charts patient".split()
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"

Answer = Callable[[Request], tuple[int, str]]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium"}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE", "reduced_motion": "reduce"}


class Stage:
    """Shows a body in the page; `answers` are what the made-up server says, by path."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.console: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.route("**/*", self._serve)

    def own_time(self) -> None:
        """Give the page a clock of its own."""
        self.page.clock.install(time=datetime(2026, 11, 22, 20, 0))  # noqa: DTZ001

    def show(self, body: str, *scripts: str, after: str = "", **context: object) -> Page:
        """Open the body, and what stands `after` the page, both templates, with the scripts."""
        template = engines["django"].from_string(
            FRAME.replace("BODY", body).replace("AFTER", after)
        )
        shared = {"sheets": SHEETS, "scripts": scripts, "htmx_config": HTMX_CONFIG}
        self.html = template.render({**shared, **context})
        self.page.goto(SITE + "/")
        return self.page

    def stop_time(self) -> None:
        """From here the page's clock stands still until it is moved."""
        self.page.clock.pause_at(datetime(2026, 11, 22, 20, 1))  # noqa: DTZ001

    def sent(self, path: str) -> list[str]:
        """The bodies of all that was posted to the path."""
        return [body for asked, body in self.asked if asked == path]

    def _serve(self, route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path
        if path == "/":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)
        elif path.startswith("/static/"):
            found = [base / path.removeprefix("/static/") for base in STATIC]
            route.fulfill(path=next(file for file in found if file.exists()))
        elif path in self.answers:
            self.asked.append((path, request.post_data or ""))
            status, body = self.answers[path](request)
            route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")
        else:
            self.asked.append((path, request.post_data or ""))
            route.fulfill(status=404, body="")


@pytest.fixture
def stage(page):
    return Stage(page)
