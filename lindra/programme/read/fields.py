"""One mapping of a file, read key by key: each key once, and what is left over is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from lindra.programme.faults import At
from lindra.programme.read.desk import Desk, Passage
from lindra.programme.tokens import check_tokens
from lindra.programme.yaml_lines import Items, Keys, Node, Text

E = TypeVar("E", bound=StrEnum)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VALUE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
DEVICE = re.compile(
    r"(^|_)(scor(e|es|ing)|points?|thresholds?|cut_?offs?|limits?|alerts?|alarms?|warn(ing)?s?|"
    r"advice|advise|recommend(ation)?s?|risks?|severity|bands?|grad(e|es|ing)|triage|diagnos[ei]s|"
    r"poäng|gräns|larm|råd|risk|varning)(_|$)"
)
DEVICE_WORDS = (
    "Programmet är ingen medicinteknisk produkt (device_status: none): det räknar inga poäng, "
    "har inga gränser, larmar inte och räknar inte fram råd."
)


class Fields:
    """The keys of one mapping. A fault never stops the reading: a harmless value stands in."""

    def __init__(self, node: Node, file: str, desk: Desk) -> None:
        self.file = file
        self.desk = desk
        self.line = node.line
        self.broken = not isinstance(node, Keys)
        self.values = node.values if isinstance(node, Keys) else {}
        self.key_lines = node.key_lines if isinstance(node, Keys) else {}
        self.asked: set[str] = set()
        if self.broken:
            desk.fault(At(file, node.line), 'Här ska stå nycklar med värden, som "id: namn".')

    def at(self, key: str = "") -> At:
        """The place of the key, or of the mapping when it has no such key."""
        return At(self.file, self.key_lines.get(key, self.line))

    def fault(self, key: str, message: str) -> None:
        self.desk.fault(self.at(key), message)

    def has(self, key: str) -> bool:
        """Whether anything is written at the key."""
        node = self.values.get(key)
        return node is not None and not (isinstance(node, Text) and not node.text)

    def node(self, key: str, *, must: bool = False) -> Node | None:
        """What is written at the key; None when nothing is, and a fault when something must be."""
        self.asked.add(key)
        if self.has(key):
            return self.values[key]
        if must and not self.broken:
            self.fault(key, f'Nyckeln "{key}" saknas, eller är tom.')
        return None

    def text(self, key: str, *, must: bool = False, page_words: bool = False) -> str:
        """A text; `page_words` where the page puts in the unit's words and the therapist's name."""
        node = self.node(key, must=must)
        if node is None:
            return ""
        if not isinstance(node, Text):
            self.fault(key, f'"{key}" ska vara en text.')
            return ""
        return check_tokens(self.desk, node.text, At(self.file, node.line), page_words=page_words)

    def prose(self, key: str, *, must: bool = False, page_words: bool = False) -> str:
        """A text that a person reads; the linter sees it too."""
        text = self.text(key, must=must, page_words=page_words)
        if text:
            at = At(self.file, self.values[key].line)
            self.desk.passages.append(Passage(at, key, text))
        return text

    def proses(self, key: str, *, must: bool = False) -> tuple[str, ...]:
        """A list of texts that a person reads."""
        for node in self.items(key):
            if isinstance(node, Text) and node.text:
                self.desk.passages.append(Passage(At(self.file, node.line), key, node.text))
        return self.texts(key, must=must)

    def name(self, key: str = "id", *, must: bool = True) -> str:
        """A name that an address may hold: small letters a–z, digits and -; "" after a fault."""
        return self._named(key, ID, "siffror och -", must=must)

    def inner_name(self, key: str = "id") -> str:
        """The name of a question, a value, a contact or a fact: _ goes too."""
        return self._named(key, VALUE, "siffror, - och _", must=True)

    def _named(self, key: str, pattern: re.Pattern[str], marks: str, *, must: bool) -> str:
        text = self.text(key, must=must)
        if not text or pattern.fullmatch(text):
            return text
        self.fault(key, f'"{text}" går inte som namn: bara små bokstäver a–z, {marks}.')
        return ""

    def texts(self, key: str, *, must: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for node in self.items(key, must=must):
            if isinstance(node, Text) and node.text:
                found.append(check_tokens(self.desk, node.text, At(self.file, node.line)))
            else:
                self.desk.fault(At(self.file, node.line), f'Raden i "{key}" ska vara en text.')
        return tuple(found)

    def items(self, key: str, *, must: bool = False) -> tuple[Node, ...]:
        node = self.node(key, must=must)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.fault(key, f'"{key}" ska vara en lista.')
            return ()
        if must and not node.items:
            self.fault(key, f'Nyckeln "{key}" saknas, eller är tom.')
        return node.items

    def each(self, key: str, *, must: bool = False) -> Iterator[Fields]:
        """A list of mappings."""
        for node in self.items(key, must=must):
            yield Fields(node, self.file, self.desk)

    def inner(self, key: str) -> Fields | None:
        """A mapping; None when nothing is written."""
        node = self.node(key)
        return Fields(node, self.file, self.desk) if node else None

    def number(self, key: str, low: int, high: int, *, must: bool = False) -> int | None:
        """A whole number from `low` to `high`."""
        text = self.text(key, must=must)
        if not text:
            return None
        if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) and low <= int(text) <= high:
            return int(text)
        self.fault(key, f'"{key}" ska vara ett helt tal från {low} till {high}.')
        return None

    def must_number(self, key: str, low: int, high: int) -> int:
        found = self.number(key, low, high, must=True)
        return low if found is None else found

    def yes(self, key: str, *, default: bool = False, must: bool = False) -> bool:
        text = self.text(key, must=must)
        if text not in ("", "true", "false"):
            self.fault(key, f'"{key}" ska vara true eller false.')
        return text == "true" if text else default

    def day(self, key: str) -> date | None:
        text = self.text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(key, f'"{key}" ska vara ett datum som 2026-11-22.')
            return None

    def maybe(self, key: str, kind: type[E]) -> E | None:
        """One of the words of an enumeration; None when nothing is written."""
        text = self.text(key)
        if not text:
            return None
        try:
            return kind(text)
        except ValueError:
            self.fault(key, f'"{text}" går inte i "{key}". Skriv {any_of(kind)}.')
            return None

    def one_of(self, key: str, kind: type[E]) -> E | None:
        """One of the words of an enumeration, which must be written; None after a fault."""
        self.node(key, must=True)
        return self.maybe(key, kind)

    def done(self) -> None:
        """Refuses every key that nobody has asked for."""
        for key in self.values:
            if key not in self.asked:
                self.fault(key, self._unknown(key))

    def _unknown(self, key: str) -> str:
        if DEVICE.search(key.lower()):
            return f'Nyckeln "{key}" går inte. {DEVICE_WORDS}'
        close = get_close_matches(key, self.asked, n=1)
        hint = f' Menade du "{close[0]}"?' if close else ""
        return f'Nyckeln "{key}" finns inte här.{hint}'


def any_of(kind: type[StrEnum]) -> str:
    """The words of an enumeration: a, b eller c."""
    words = [str(each) for each in kind]
    return " eller ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
