"""YAML as a tree that remembers its lines. Values stay text: what a text is, its reader decides.

So `text: Nej` is a word and `phone: 020-1` a number to call, whatever YAML would guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from lindra.programme.faults import At, Fault, ProgrammeError

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
EMPTY = {"", "~", "null"}
DEEPEST = 20
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """A value; `text` is empty when nothing, ~ or null is written."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    line: int
    values: dict[str, Node]
    key_lines: dict[str, int]


Node = Text | Items | Keys


def parse_yaml(text: str, file: str, first_line: int = 1) -> Node:
    """The tree of a YAML text whose first line is `first_line` of the file; ProgrammeError if none.

    Refused besides what is no YAML: a key that stands twice, and what is deeper than 20 levels or
    larger than 20 000 values (an anchor may repeat itself without end).
    """
    reader = _Reader(file, first_line)
    try:
        root = yaml.compose(text, Loader=LOADER)
        return reader.node(root, 0) if root else Text(first_line, "")
    except yaml.YAMLError as error:
        raise reader.error(_line(error, text), _words(error)) from None
    except RecursionError:
        raise reader.error(0, "Filen är för djupt indragen.") from None


class _Reader:
    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.nodes = 0

    def error(self, line: int, message: str) -> ProgrammeError:
        at = At(self.file, self.first_line + line)
        return ProgrammeError([Fault(at.file, at.line, message)])

    def node(self, node: yaml.Node, depth: int) -> Node:
        line: int = node.start_mark.line
        if depth > DEEPEST:
            raise self.error(line, "Filen är för djupt indragen.")
        self.nodes += 1
        if self.nodes > MOST:
            raise self.error(line, "Filen är för stor.")
        if isinstance(node, yaml.MappingNode):
            return self.keys(node, depth)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.node(item, depth + 1) for item in node.value)
            return Items(self.first_line + line, items)
        style = getattr(node, "style", None)
        text = "" if not style and node.value in EMPTY else node.value.strip()
        return Text(self.first_line + line + (style in ("|", ">")), text)

    def keys(self, node: yaml.MappingNode, depth: int) -> Keys:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise self.error(line, "En nyckel ska vara ett ord.")
            if key.value in values:
                raise self.error(line, f'Nyckeln "{key.value}" står två gånger.')
            values[key.value] = self.node(value, depth + 1)
            lines[key.value] = self.first_line + line
        return Keys(self.first_line + node.start_mark.line, values, lines)


def _line(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark:
        return min(int(mark.line), text.rstrip().count("\n"))
    return text.count("\n", 0, getattr(error, "position", 0))


def _words(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", None) or error)
    for pattern, words in HINTS:
        if re.search(pattern, problem):
            return words
    return f"Raden går inte att läsa som YAML ({problem})."


HINTS = (
    (
        "mapping values are not allowed",
        "Ett kolon mitt i texten, eller fel indrag. Sätt citattecken runt texten.",
    ),
    ("unexpected end of stream", "Ett citattecken saknar sitt slut."),
    ("undefined alias", "En text får inte börja med *: sätt citattecken runt den."),
    ("cannot start any token", "Raden börjar med ett tecken som inte går: en tabb, @, ` eller %."),
    ("could not find expected ':'", "Här saknas ett kolon efter nyckeln."),
    ("control|special characters", "Filen innehåller ett tecken som inte går att läsa."),
    (
        "expected",
        "Raden passar inte in: se på indraget, på klamrar och på citattecken, "  # noqa: ISC004
        "som ska stå runt hela texten.",
    ),
)
