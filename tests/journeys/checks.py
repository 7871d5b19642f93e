"""What every page must be: in light and dark, narrow, enlarged, and by keyboard.

axe alone is not enough: it passes pages that overflow, have small targets or hide their focus.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OWN = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
WCAG = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
NARROW = 320  # CSS pixels: WCAG 2.2 1.4.10
SPARE_STOPS = 12  # a date is day, month, year and its calendar
_passed_in_dark: set[str] = set()  # text and ground that axe has seen together and let by


def check_page(
    page: Page, minimum: int, *, by_tab: bool = True, all_dark: bool = False
) -> list[str]:
    """Every fault of the page as it stands, with all its <details> open; [] when there is none.

    `by_tab` goes through it with the Tab key; otherwise only the first step is the keyboard's.
    `all_dark` asks axe about the dark colours also where every pair of them has passed before.
    """
    page.evaluate(OWN)
    while page.evaluate("lindraChecks.openAll()"):
        pass
    faults = [
        *page.evaluate("lindraChecks.basics()"),
        *page.evaluate(f"lindraChecks.targets({minimum})"),
        *axe(page, WCAG, "light"),
        *dark(page, every=all_dark),
        *_narrow(page),
        *_enlarged(page),
        *(_keyboard(page) if by_tab else _first_step(page)),
    ]
    page.evaluate("lindraChecks.closeAgain()")
    return [f"{_where(page)}: {fault}" for fault in faults]


def axe(page: Page, rules: dict[str, Any], theme: str) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
        ".then((found) => found.violations)",
        rules,
    )
    return [
        f"{theme}: {each['id']} {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for each in found
        for node in each["nodes"]
    ]


def dark(page: Page, *, every: bool = False) -> list[str]:
    """The contrasts in dark. In light axe has seen how the page lies; here colours alone differ."""
    page.emulate_media(color_scheme="dark")
    colours = set(page.evaluate("lindraChecks.colours()"))
    faults = axe(page, CONTRAST, "dark") if every or colours - _passed_in_dark else []
    if not faults:
        _passed_in_dark.update(colours)
    page.emulate_media(color_scheme="light")
    return faults


def _narrow(page: Page) -> list[str]:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW, "height": size["height"]})
    faults = page.evaluate(f"lindraChecks.overflow('{NARROW} px')")
    page.set_viewport_size(size)
    return list(faults)


def _enlarged(page: Page) -> list[str]:
    root = "document.documentElement.style.fontSize"
    page.evaluate(f"{root} = '200%'")
    faults = page.evaluate("lindraChecks.overflow('200 %')")
    page.evaluate(f"{root} = ''")
    return list(faults)


def _keyboard(page: Page) -> list[str]:
    """Tab through the page from its beginning to its end."""
    stops = page.evaluate("lindraChecks.watch()")
    for _ in range(stops + SPARE_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("lindraChecks.seen()"):
            break
    return list(page.evaluate("lindraChecks.focus()"))


def _first_step(page: Page) -> list[str]:
    """One Tab, so that focus shows as it does for a keyboard, and from there by script."""
    page.evaluate("lindraChecks.watch()")
    page.keyboard.press("Tab")
    page.evaluate("lindraChecks.walk()")
    return list(page.evaluate("lindraChecks.focus()"))


def _where(page: Page) -> str:
    return page.evaluate("location.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')")
