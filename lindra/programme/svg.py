"""Drawings: an allow-list of elements and attributes, and ids that are the page's own.

A drawing is put straight into a page, so it may hold nothing but shapes, words and the classes of
the style sheet. What it shows is said beside it, by alt and long_desc. Two drawings on one page
never share an id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, XMLParserType
from xml.sax.saxutils import escape, quoteattr

from lindra.programme.faults import At
from lindra.programme.read.desk import Desk, Passage


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names("svg g path circle ellipse rect line polyline polygon text tspan defs clipPath")
SPOKEN = _names("title desc")  # said by alt and long_desc in the page's head; left out here
ATTRIBUTES = _names(
    "class id d cx cy r rx ry x y x1 y1 x2 y2 dx dy width height points transform viewBox "
    "data-step clip-path"
)
LEFT_OUT = _names("role focusable aria-labelledby aria-label aria-describedby aria-hidden")
CLASSES = _names(
    "f f-paper f-sunken f-tint f-soft f-primary f-clay f-clay-tint f-warm f-warm-tint f-ink f-edge "
    "f-line f-line-soft f-line-primary f-line-clay f-line-warm f-thin f-thick f-bold f-dash f-dot "
    "f-text f-text-small f-text-muted f-text-strong f-text-on f-text-primary f-text-clay "
    "f-mid f-end f-step"
)
NAMESPACE = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class _Writer:
    """Writes the drawing anew, element by element; what is unknown is a fault."""

    file: str
    prefix: str
    desk: Desk
    parser: XMLParserType
    out: list[str] = field(default_factory=list)
    skipped: int = 0
    depth: int = 0

    def fault(self, message: str) -> None:
        self.desk.fault(At(self.file, self.parser.CurrentLineNumber), message)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped or name in SPOKEN:
            self.skipped += 1
            return
        if name not in ELEMENTS:
            self.fault(f"<{name}> används inte i en ritning.")
        if self.depth == 0:
            self.check_root(name, attributes)
        self.depth += 1
        written = "".join(self.attribute(key, value) for key, value in attributes.items())
        written += ' aria-hidden="true"' if self.depth == 1 else ""
        self.out.append(f"<{name}{written}>")

    def check_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            self.fault("En ritning börjar med <svg>.")
        if not re.fullmatch(r"0 0 \d+(\.\d+)? \d+(\.\d+)?", attributes.get("viewBox", "")):
            self.fault('Ritningen saknar viewBox="0 0 bredd höjd".')
        for key in ("width", "height"):
            if key in attributes:
                self.fault(f"{key} skrivs inte på <svg>: sidan bestämmer storleken.")

    def attribute(self, key: str, value: str) -> str:
        if key in LEFT_OUT:
            return ""
        if key == "xmlns" and value == NAMESPACE:
            return f' xmlns="{NAMESPACE}"'
        if key not in ATTRIBUTES:
            self.fault(f"{key} används inte i en ritning: färg och form kommer av class.")
        if key == "class":
            self.check_classes(value)
        return f" {key}={quoteattr(self.inside(key, value))}"

    def inside(self, key: str, value: str) -> str:
        """The value with ids that are the page's own; what leads out of the drawing is a fault."""
        if key == "id":
            return self.own(value)
        found = re.fullmatch(r"url\(#([\w-]+)\)", value)
        if found:
            return f"url(#{self.own(found[1])})"
        if re.search(r"url\(|javascript:|//", value):
            self.fault(f"{key} får inte leda ut ur ritningen.")
        return value

    def check_classes(self, value: str) -> None:
        for name in value.split():
            if name not in CLASSES:
                self.fault(f'Klassen "{name}" finns inte för ritningar.')

    def own(self, name: str) -> str:
        return name if name.startswith(f"{self.prefix}-") else f"{self.prefix}-{name}"

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        self.depth -= 1
        self.out.append(f"</{name}>")

    def characters(self, text: str) -> None:
        if not self.skipped:
            if text.strip():
                at = At(self.file, self.parser.CurrentLineNumber)
                self.desk.passages.append(Passage(at, "figure", text.strip()))
            self.out.append(escape(text))

    def doctype(self, *_: object) -> None:
        self.fault("<!DOCTYPE> används inte i en ritning.")


def read_svg(text: str, file: str, prefix: str, desk: Desk) -> str:
    """The drawing, written anew from what is allowed; every id begins with `prefix`."""
    parser = ParserCreate()
    parser.buffer_text = True
    writer = _Writer(file, prefix, desk, parser)
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.characters
    parser.StartDoctypeDeclHandler = writer.doctype
    try:
        parser.Parse(text, True)  # noqa: FBT003 - the whole text at once
    except ExpatError as error:
        words = ErrorString(error.code)
        desk.fault(At(file, error.lineno), f"Ritningen är inte hel XML ({words}).")
    return re.sub(r">\s+<(?!/?t)", "><", "".join(writer.out)).strip()
