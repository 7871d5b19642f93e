"""How easy a text is to read: words, sentences and LIX.

LIX = words / sentences + 100 × (words of more than six letters) / words. Björnsson's measure:
under 30 very easy, 30–40 easy, 40–50 a newspaper. It measures length, not difficulty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lindra.programme.faults import At
from lindra.programme.markdown import WORD
from lindra.programme.read.desk import Passage

LONG = 7
END = re.compile(r"[.!?:]+[”\"»)]*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    at: At
    text: str
    words: int
    long_words: int


@dataclass(frozen=True, slots=True)
class Measure:
    """Of a whole text; all zero for an empty one."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> int:
        """Rounded to a whole number."""
        if not self.words:
            return 0
        return round(self.words / self.sentences + 100 * self.long_words / self.words)

    @property
    def mean(self) -> float:
        """Words in a sentence, one decimal."""
        return round(self.words / self.sentences, 1) if self.sentences else 0.0


def words_of(text: str) -> list[str]:
    """Words and numbers; a compound with a hyphen is several."""
    return WORD.findall(text)


def sentences(passage: Passage) -> list[Sentence]:
    """The sentences of a passage, each with its line. A colon ends one, and so does the passage."""
    found = []
    start = 0
    for end in [*(match.end() for match in END.finditer(passage.text)), len(passage.text)]:
        text = passage.text[start:end]
        words = words_of(text)
        line = passage.at.line + passage.text.count("\n", 0, start + len(text) - len(text.lstrip()))
        if words:
            long_words = sum(len(word) >= LONG for word in words)
            at = At(passage.at.file, line)
            found.append(Sentence(at, " ".join(text.split()), len(words), long_words))
        start = end
    return found


def measure(passages: Iterable[Passage]) -> Measure:
    """Of running text; headings and items of fewer than four words are passed over."""
    counted = [
        sentence
        for passage in passages
        if passage.role != "heading"
        for sentence in sentences(passage)
        if passage.role == "body" or len(words_of(passage.text)) >= 4
    ]
    return Measure(
        sum(sentence.words for sentence in counted),
        len(counted),
        sum(sentence.long_words for sentence in counted),
    )
