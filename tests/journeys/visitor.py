"""Somebody at a browser: one context with one page, and everything that goes wrong in it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Request,
    Response,
    WebError,
    expect,
)

from lindra.access import PatientSession, StaffSession
from tests.cast import log_in
from tests.journeys.checks import check_page

STATUS = re.compile(r"status of (\d{3})|Error Code (\d{3})")
NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)|Failed to fetch")
CSP = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));"""


class Visitor:
    """A page in a context of its own. `minimum` is the smallest side of a target, in CSS pixels."""

    def __init__(self, context: BrowserContext, url: str, minimum: int) -> None:
        self.context, self.url, self.minimum = context, url, minimum
        self.expected: set[str] = set()
        self.faults: list[str] = []
        context.add_init_script(CSP)
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", self._broke)
        self.page = context.new_page()

    def log_in(self, who: PatientSession | StaffSession) -> Visitor:
        """Log in without the provider."""
        from django.test import Client

        key = log_in(Client(), who).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": key, "url": self.url}])
        return self

    def expects(self, *statuses: int | str) -> None:
        """These statuses (or "offline") are what the test is about: no fault in the console."""
        self.expected |= {str(status) for status in statuses}

    def open(self, path: str, status: int = 200) -> Response:
        """Go to an address of the site; the answer must have that status."""
        if status >= 400:
            self.expects(status)
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return answer

    def press(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Follow the link of that name."""
        self.page.get_by_role("link", name=name, exact=exact).click()

    def sees(self, text: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        """The first visible thing that says so; waits for it."""
        found = self.page.get_by_text(text, exact=exact).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def sees_heading(self, text: str | re.Pattern[str]) -> None:
        """The page's one heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def sees_not(self, text: str | re.Pattern[str]) -> None:
        """Nothing visible says so."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def within(self, heading: str) -> Locator:
        """The region or section of that name."""
        return self.page.get_by_role("region", name=heading)

    def question(self, words: str) -> Locator:
        """A question that is a group of choices."""
        roles = (self.page.get_by_role(role, name=words) for role in ("group", "radiogroup"))
        return next(roles).or_(next(roles))

    def choose(self, question: str, answer: str) -> None:
        """Choose one of a question's answers, with a finger on its tile or row."""
        self.question(question).locator("label").filter(
            has_text=re.compile(f"^\\s*{re.escape(answer)}\\s*$")
        ).click()

    @property
    def path(self) -> str:
        """Where the page is."""
        return urlsplit(self.page.url).path

    def check(self) -> None:
        """Everything that every page must be: see checks.py."""
        faults = check_page(self.page, self.minimum)
        assert not faults, "\n".join(faults)

    def _requested(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and not request.url.startswith(self.url + "/"):
            self.faults.append(f"another host: {request.url}")

    def _broke(self, error: WebError) -> None:
        where = urlsplit(error.page.url).path if error.page else ""
        self.faults.append(f"script on {where}: {error.error.message} {error.error.stack}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        found = STATUS.search(message.text)
        if found and (found[1] or found[2]) in self.expected:
            return
        if "offline" in self.expected and NO_NETWORK.search(message.text):
            return
        where = message.location.get("url", "")
        self.faults.append(f"console: {message.text} ({urlsplit(where).path})")
