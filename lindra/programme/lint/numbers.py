"""Numbers that age: telephone numbers, limits, prices and opening hours (CONTENT 7.1).

They stand in contacts.yaml and facts.yaml, with a source and a day, and come into the text by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lindra.programme.faults import At
from lindra.programme.lint.finding import Finding, error, warning
from lindra.programme.lint.material import Material
from lindra.programme.lint.wording import ALLOWED
from lindra.programme.read.desk import Passage
from lindra.programme.tokens import TOKEN

NUMBER = r"\d+([ .,–-]\d+)*"
PHONE = re.compile(r"(?<![\d{.])(\+46|0\d{1,3})[ –-]?\d{2,}([ -]?\d{2,})+|(?<!\d)\d{5,}(?!\d)")
LIMIT = re.compile(
    rf"\b{NUMBER} ?(kr|kronor|kcal|kalorier|kilo|kg|gram|promille|milligram|mg|standardglas)\b"
    rf"|\b{NUMBER} (till|–|-) {NUMBER} minuter i veckan|\b{NUMBER} minuter i veckan",
    re.IGNORECASE,
)
SHARE = re.compile(rf"\b{NUMBER} ?(%|procent)|\bkl(ockan)?\.? ?\d", re.IGNORECASE)
PAGES = ("body", "item", "heading", "short")


def check(material: Material) -> Iterator[Finding]:
    allowed = [phrase.lower() for _, phrase in material.lines(ALLOWED)]
    for file, passages in material.by_file.items():
        if "/" in file:
            for passage in passages:
                if not any(phrase in passage.text.lower() for phrase in allowed):
                    yield from _numbers(passage)


def _numbers(passage: Passage) -> Iterator[Finding]:
    text = TOKEN.sub(" ", passage.text)
    for match in PHONE.finditer(text):
        words = f"{match[0]}: telefonnummer skrivs i contacts.yaml."
        yield error(_at(passage, text, match.start()), words)
    for match in LIMIT.finditer(text):
        words = f'"{match[0]}": gränser och mängder skrivs i facts.yaml.'
        yield error(_at(passage, text, match.start()), words)
    for match in SHARE.finditer(text) if passage.role in PAGES else ():
        words = f'"{match[0]}": åldras talet? Då hör det till facts.yaml.'
        yield warning(_at(passage, text, match.start()), words)


def _at(passage: Passage, text: str, position: int) -> At:
    return At(passage.at.file, passage.at.line + text.count("\n", 0, position))
