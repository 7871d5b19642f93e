"""Spelling, with Hunspell and a Swedish dictionary; says so plainly when they are not there.

The programme's own words stand in ordlista-egna.txt: sorted, one a line. Compounds are the
dictionary's affair; a word with a hyphen is looked up part by part.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from lindra.programme.faults import At
from lindra.programme.lint.finding import Finding, note, warning
from lindra.programme.lint.material import Material
from lindra.programme.tokens import TOKEN

OWN_WORDS = "ordlista-egna.txt"
LANGUAGE = "sv_SE"
PLACES = (Path(sys.prefix, "share", "hunspell"), Path("/usr/share/hunspell"))
LETTERS = re.compile(r"(?<!\w:)\b[A-Za-zÀ-ÖØ-öø-ÿ]+\b(?!-(?!\w))")  # not P:na, not hjärt- och
NAMES = {"name", "say", "hours"}  # words of contacts are right as they stand
ORDER = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "é": "e", "à": "a"})


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A Hunspell dictionary."""

    hunspell: Any

    def knows(self, word: str) -> bool:
        return bool(self.hunspell.spell(word))


def find_dictionary(places: tuple[Path, ...] = PLACES) -> Dictionary | None:
    """The Swedish dictionary of this machine; None when it, or its reader, is not installed."""
    folder = next((each for each in places if (each / f"{LANGUAGE}.dic").is_file()), None)
    try:
        reader = importlib.import_module("hunspell")
    except ImportError:
        return None
    if folder is None:
        return None
    return Dictionary(reader.Hunspell(LANGUAGE, hunspell_data_dir=str(folder)))


def check(material: Material, dictionary: Dictionary | None) -> Iterator[Finding]:
    yield from _own_words(material)
    if dictionary is None:
        words = "Stavningen är inte kontrollerad: ordlistan är inte installerad."
        yield note(At(OWN_WORDS, 1), words)
        return
    told: dict[str, tuple[str, At]] = {}
    for word, at in unknown_words(material, dictionary).items():
        told.setdefault(word.lower(), (word, at))
    for word, at in told.values():
        yield warning(at, f'"{word}" finns inte i ordlistan. Rätt ord läggs i {OWN_WORDS}.')


def unknown_words(material: Material, dictionary: Dictionary) -> dict[str, At]:
    """Each word that neither the dictionary nor the programme knows, and where it stands first."""
    own = {word.lower() for _, word in material.lines(OWN_WORDS)}
    found: dict[str, At] = {}
    seen: set[str] = set()
    names = _names(material)
    for word, at in _words(material):
        if word in seen:
            continue
        seen.add(word)
        if word.lower() not in own and word not in names and not dictionary.knows(word):
            found.setdefault(word, at)
    return found


def in_swedish_order(word: str) -> tuple[str, str]:
    """A sorting key: å, ä and ö last, capitals beside small letters."""
    return word.lower().translate(ORDER), word


def _words(material: Material) -> Iterator[tuple[str, At]]:
    for passage in material.reading.passages:
        if passage.role not in NAMES:
            text = TOKEN.sub(" ", passage.text)
            for match in LETTERS.finditer(text):
                line = passage.at.line + text.count("\n", 0, match.start())
                yield match[0], At(passage.at.file, line)


def _names(material: Material) -> set[str]:
    passages = [each for each in material.reading.passages if each.role in NAMES]
    return {word for passage in passages for word in LETTERS.findall(passage.text)}


def _own_words(material: Material) -> Iterator[Finding]:
    lines = material.lines(OWN_WORDS)
    used = {word.lower() for word, _ in _words(material)}
    for (_, before), (number, word) in pairwise(lines):
        if in_swedish_order(word) <= in_swedish_order(before):
            words = f'"{word}" ska stå före "{before}", i bokstavsordning.'
            yield warning(At(OWN_WORDS, number), words)
    for number, word in lines:
        if word.lower() not in used:
            yield warning(At(OWN_WORDS, number), f'"{word}" används inte längre.')
