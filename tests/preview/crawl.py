"""What every page of a programme must be, at each width, in light and dark; each fault in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Request

from tests.journeys.checks import OWN, WCAG, axe, dark
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
SCRIPTS = [
    OWN,
    *(HERE.joinpath(name).read_text(encoding="utf-8") for name in ("figures.js", "using.js")),
]
PHONE, DESK = 320, 1360
WIDTHS = (PHONE, 390, DESK)
HEIGHT = 900
FINGER, POINTER = 44, 24  # smallest side of a target for patients and for staff, CSS pixels
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"
IDS = "[...document.querySelectorAll('[id]')].map((each) => each.id)"
OUTSIDE = re.compile(r"(https|tel|mailto):")
PLACEHOLDER = re.compile(r"\{[{%]|[%}]\}|\bNone\b|\bTODO\b")
OWN_REQUESTS = re.compile(r"/andrad/$|/static/")  # the preview's own question, a late icon
MAY_KEEP = re.compile(r"player:|htmx-")  # the place in an exercise; the library's own


def faults_of(visitor: Visitor, path: str, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Open the page and look at it in every way; [] when nothing is wrong."""
    page = visitor.page
    page.set_viewport_size({"width": widths[0], "height": HEIGHT})
    visitor.open(path)
    for script in SCRIPTS:
        page.evaluate(script)
    while page.evaluate("lindraChecks.openAll()"):
        pass
    found = [*page.evaluate("lindraChecks.basics()"), *_words(page), *_anchors(page)]
    for width in widths:
        found += _at(page, width)
        if width == PHONE:
            found += page.evaluate(f"lindraChecks.targets({visitor.minimum})")
    for width in reversed(widths):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width} px {fault}" for fault in dark(page, every=len(widths) > 2)]
    found += _used(page)
    found += visitor.faults
    visitor.faults.clear()
    return [f"{path}: {fault}" for fault in found]


@contextmanager
def requests(page: Page) -> Iterator[list[str]]:
    """What the page asks the server for while it is used."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not OWN_REQUESTS.search(request.url):
            asked.append(f"{request.method} {request.url}")

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def _at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return [
        *page.evaluate(f"lindraChecks.overflow('{width} px')"),
        *(f"{width} px {fault}" for fault in page.evaluate("lindraFigures.faults()")),
        *(f"{width} px {fault}" for fault in axe(page, WCAG, "light")),
    ]


def _words(page: Page) -> list[str]:
    """Words in braces that nobody put in, and what a template says of nothing."""
    text = page.evaluate("document.documentElement.outerHTML.replace(/<meta[^>]+>/g, '')")
    return [
        f"placeholder: …{text[max(0, match.start() - 40) : match.end() + 40]}…"
        for match in PLACEHOLDER.finditer(text)
    ]


def _anchors(page: Page) -> list[str]:
    """Links whose target is not on the page, or of a kind that no page should have."""
    ids = set(page.evaluate(IDS))
    return [
        f"link to {href}"
        for href in page.evaluate(LINKS)
        if not (href[0] in "/?" or href[1:] in ids or OUTSIDE.match(href))
    ]


def _used(page: Page) -> list[str]:
    """Do the exercises: nothing is sent or kept, and the page stays as good as it was."""
    place = page.url
    with requests(page) as asked:
        done = page.evaluate("lindraUsing.use()")
        page.wait_for_timeout(50)
    if not done:
        return []
    kept = [key for key in page.evaluate("lindraUsing.kept()") if not MAY_KEEP.match(key)]
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    return [
        *(f"asks {each} when it is used" for each in asked),
        *(f"keeps {each}" for each in kept),
        *([] if page.url == place else [f"leads to {page.url} when it is used"]),
        *(f"used: {fault}" for fault in page.evaluate("lindraChecks.overflow('320 px')")),
        *(f"used: {fault}" for fault in axe(page, WCAG, "light")),
    ]
