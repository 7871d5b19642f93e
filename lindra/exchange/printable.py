"""Text as the PDF's own fonts can show it.

PDF/UA demands a glyph for every sign. typst carries fonts for Latin, Greek, Cyrillic, Hebrew and
Arabic letters and many marks; for what they lack stands ▯, and the file says so.
"""

from __future__ import annotations

import re
from unicodedata import normalize

MISSING = "▯"
LONGEST_RUN = 40  # signs without a space; a longer run is let break, or it would leave the page

# What the fonts that typst 0.15 carries have, in stretches of eight signs or more; a test asks.
_HAS = (
    *("\n ", "!-\u04ff", "\u0531-\u05f4", "\u0621-\u063a", "\u0640-\u0655", "\u0660-\u066d"),
    *("\u06f0-\u06f9", "\u10d0-\u10ff", "\u1d00-\u2027", "\u202f-\u2040", "\u2044-\u2052"),
    *("\u2054-\u2065", "\u2070-\u211e", "\u2126-\u2151", "\u2153-\u2184", "\u2190-\u23ff"),
    *("\u2460-\u2606", "\u2609-\u262f", "\u2638-\u268b", "\u2690-\u269c", "\u26a0-\u26a7"),
    *("\u270c-\u2714", "\u2717-\u2726", "\u272a-\u274b", "\u2761-\u277f", "\u2798-\u27af"),
    *("\u27b1-\u2bff", "\u2c60-\u2cff", "\ufb00-\ufb4f", "\ufe00-\ufe0f"),
)
_SAFE = ("\n ", "!-~", "\u00a1-\u017f", "\u2010-\u2027", MISSING)

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_LACKS = f"[^{''.join(_HAS)}]"
_LACKED = re.compile(f"{_LACKS}(?:[\ufe0f\u200d\u20e3]+{_LACKS}?|[\U0001f3fb-\U0001f3ff])*")
_UNSAFE = re.compile(f"[^{''.join(_SAFE)}]")
_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")


def printable(text: str) -> str:
    """The text with ▯ for each sign that the fonts lack, and without signs that turn its direction.

    Line breaks stay. A run of more than 40 signs without a space is let break.
    """
    tidy = normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _breakable(_LACKED.sub(MISSING, _DIRECTION.sub("", tidy)))


def safe(text: str) -> str:
    """The text in Swedish and its neighbours' letters alone: what certainly can be shown."""
    return _UNSAFE.sub(MISSING, text.replace("\u200b", ""))


def _breakable(text: str) -> str:
    return _RUN.sub(lambda found: found.group() + "\u200b", text)
