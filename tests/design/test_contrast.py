"""Every pair of colours that carries words or marks a control is strong enough, in light and dark.

WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what shows a control (1.4.11).
"""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "static/css"
TOKENS = (STYLES / "tokens.css").read_text()
LIGHT_ONLY = dict(re.findall(r"^    --([a-z0-9-]+): (#[0-9A-F]{6});$", TOKENS, re.MULTILINE))
BOTH = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", TOKENS
    )
}

TEXT = [
    (text, ground)
    for ground, texts in {
        "paper": "ink ink-2 primary clay danger",
        "surface": "ink ink-2 primary clay danger ok warn info",
        "sunken": "ink ink-2 primary",
        "tint": "ink ink-2 primary clay",
        "tint-hover": "ink primary",
        "soft": "ink",
        "clay-tint": "ink clay",
        "warm-tint": "ink",
        "primary": "on-primary",
        "primary-hover": "on-primary",
        "clay": "on-clay",
        "danger": "on-danger",
        "ink": "paper",
        "ok-bg": "ink ok",
        "warn-bg": "ink ink-2 warn primary",
        "danger-bg": "ink ink-2 danger primary",
        "info-bg": "ink ink-2 info primary",
    }.items()
    for text in texts.split()
]
CONTROLS = [
    (edge, ground)
    for ground, edges in {
        "paper": "line-strong primary clay danger",
        "surface": "line-strong primary clay danger info",
        "sunken": "line-strong primary",
        "tint": "line-strong primary",
    }.items()
    for edge in edges.split()
]


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_strongest_contrast_there_is():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_words_can_be_read_on_their_ground(text, ground, theme):
    assert contrast(BOTH[text][theme], BOTH[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_the_edge_of_a_control_can_be_seen(edge, ground, theme):
    assert contrast(BOTH[edge][theme], BOTH[ground][theme]) >= 3


def test_no_chip_that_may_be_chosen_gets_a_colour_over_that_of_the_chosen():
    words = re.compile(r"([^{};/]*\.chip(?:-\w+)?[^{};/]*)\{[^}]*[ ;]color: ([^;]+);")
    found = {
        (selector.strip(), colour)
        for sheet in ("components", "staff", "patient", "layout", "team")
        for selector, colour in words.findall((STYLES / f"{sheet}.css").read_text())
    }
    assert found == {
        (".chip", "var(--ink)"),
        (".chip[aria-current]", "var(--on-primary)"),
        (".chip-empty", "var(--ink-2)"),  # of the same layer, weaker; never on one that is chosen
        (".chip-quiet:not([aria-current])", "var(--ink-2)"),
    }


def test_old_browsers_get_the_same_light_colours():
    assert {name: light for name, (light, _) in BOTH.items()} == LIGHT_ONLY
