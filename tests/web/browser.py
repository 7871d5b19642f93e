"""Somebody at a browser without scripts: opens, clicks and presses by the words on the page."""

from __future__ import annotations

from urllib.parse import urljoin

from django.http import HttpResponse
from django.test import Client

from lindra.access import PatientSession, StaffSession
from tests.cast import log_in
from tests.web.page import Page


class Browser:
    """`page`, `status` and `address` are of the page that was last shown."""

    def __init__(self, who: PatientSession | StaffSession | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if who is not None:
            log_in(self.client, who)
        self.address = "/"

    def open(self, address: str) -> Page:
        """Go to the address, and on to where it leads."""
        return self._show(address, self.client.get(address, follow=True))

    def click(self, words: str) -> Page:
        """Follow the link of those words."""
        return self.open(urljoin(self.address, self.page.link(words)))

    def press(self, words: str, **typed: object) -> Page:
        """Press the button of those words, with what is typed in its form; a list ticks several."""
        form, button = self.page.form(words)
        sent: dict[str, list[object]] = dict(form.values.items())
        for name, value in typed.items():
            sent[name] = value if isinstance(value, list) else [value]
        if "name" in button:
            sent[button["name"]] = [button.get("value", "")]
        address = urljoin(self.address, form.action or self.address)
        if form.method == "get":
            response = self.client.get(address, sent, follow=True)
        else:
            response = self.client.post(address, sent, follow=True)
        return self._show(address, response)

    @property
    def text(self) -> str:
        return self.page.text

    def _show(self, address: str, response: HttpResponse) -> Page:
        self.response = response
        self.status = response.status_code
        chain = response.redirect_chain  # type: ignore[attr-defined]
        self.address = urljoin(address, chain[-1][0]) if chain else address
        self.page = Page(response.content.decode())
        return self.page
