"""What the crawl finds: each fault is put on a page once, and told."""

import pytest
from playwright.sync_api import Page

from tests.preview.crawl import SCRIPTS, _anchors, _used, _words, requests

DRAWING = """<!doctype html><html lang="sv"><title>Ritning</title>
<style>
body {{ margin: 0; font: 16px sans-serif }}
svg {{ display: block; overflow: visible }}
</style>
<main><h1>Ritning</h1>
<svg class="f" width="{width}" viewBox="0 0 {width} 120">{inside}</svg></main>"""
FIGURES = {
    "two labels side by side": (
        300,
        '<text x="9" y="40">Ett</text><text x="9" y="62">Två</text><text x="60" y="40">Tre</text>',
        [],
    ),
    "a label in its box": (300, '<rect width="90" height="40"/><text x="9" y="25">Ett</text>', []),
    "a label that is cut off": (
        300,
        '<text x="280" y="40">Smärta</text><text x="10" y="2">Ovanför</text>',
        ['"Smärta" is cut off', '"Ovanför" is cut off'],
    ),
    "labels over each other": (
        300,
        '<text x="10" y="40">Sömn</text><text x="30" y="44">Vila</text>',
        ['"Sömn" lies over "Vila"'],
    ),
    "lines of one label over each other": (
        300,
        '<text x="10"><tspan x="10" y="40">Sömn</tspan><tspan x="10" dy="4">Vila</tspan></text>',
        ['"Sömn" lies over "Vila"'],
    ),
    "a label wider than its box": (
        300,
        '<rect x="20" y="10" width="60" height="40"/><text x="25" y="35">Arbetsterapeut</text>',
        ['"Arbetsterapeut" is wider than its box'],
    ),
    "a label that is moved away": (
        300,
        '<g transform="translate(290 0)"><text x="5" y="40">Ett</text></g>',
        ['"Ett" is cut off'],
    ),
    "a drawing outside the screen": (340, "", ["outside the screen"]),
    "a drawing that nobody can read": (150, "", ["only 150 px wide"]),
}


@pytest.fixture
def sheet(page: Page) -> Page:
    """An empty page as wide as a small phone."""
    page.set_viewport_size({"width": 320, "height": 600})
    return page


def show(sheet: Page, html: str) -> Page:
    """Show the page, with what looks at it."""
    sheet.set_content(html)
    for script in SCRIPTS:
        sheet.evaluate(script)
    return sheet


def test_what_is_wrong_with_a_drawing_is_told(sheet: Page) -> None:
    told = {}
    for name, (width, inside, _) in FIGURES.items():
        show(sheet, DRAWING.format(width=width, inside=inside))
        told[name] = sheet.evaluate("lindraFigures.faults()")
    assert told == {
        name: [f"figure: {fault}" for fault in faults] for name, (_, _, faults) in FIGURES.items()
    }


def test_a_word_that_nobody_put_in_is_told(sheet: Page) -> None:
    show(sheet, "<p>Ring {{kontakt.sos}} och None</p>")
    assert len(_words(sheet)) == 3
    show(sheet, "<p>Ring 112</p>")
    assert _words(sheet) == []


def test_a_link_to_what_is_not_on_the_page_is_told(sheet: Page) -> None:
    links = ("#finns", "#nej", "/hjalp-nu/", "?visa=staff", "tel:112", "sida:m1-01")
    show(sheet, '<p id="finns">' + "".join(f'<a href="{link}">länk</a>' for link in links))
    assert _anchors(sheet) == ["link to #nej", "link to sida:m1-01"]


EXERCISE = """<!doctype html><html lang="sv"><title>Övning</title><main><h1>Övning</h1>
<section class="exercise"><button type="button">Gör</button><label>Namn <input type="text"></label>
</section><script>
document.querySelector("button").onclick = () => fetch("https://lindra.test/svar/").catch(() => 0);
document.querySelector("input").oninput = () => localStorage.setItem("namn", "12");
</script></main>"""


def test_an_exercise_that_asks_or_keeps_something_is_told(sheet: Page) -> None:
    sheet.route("**/*", lambda route: route.fulfill(body=EXERCISE, content_type="text/html"))
    sheet.goto("https://lindra.test/")
    for script in SCRIPTS:
        sheet.evaluate(script)
    with requests(sheet) as asked:
        found = _used(sheet)
    asks = "GET https://lindra.test/svar/"
    assert (found, asked) == ([f"asks {asks} when it is used", "keeps namn"], [asks])
