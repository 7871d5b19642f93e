"""The files of a programme's folder: found, read and split, with their faults told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lindra.programme.faults import At, ProgrammeError
from lindra.programme.read.desk import Desk
from lindra.programme.read.fields import Fields
from lindra.programme.yaml_lines import Items, Node, parse_yaml

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its head, and its body with the line where that begins."""

    head: Node
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A programme's folder; files are told by their path inside it, with slashes."""

    root: Path
    desk: Desk

    def files(self, folder: str, suffix: str) -> list[str]:
        """The files of one suffix right under a folder, by name."""
        found = sorted((self.root / folder).glob(f"*{suffix}"))
        return [path.relative_to(self.root).as_posix() for path in found if path.is_file()]

    def has(self, file: str) -> bool:
        return (self.root / file).is_file()

    def text(self, file: str) -> str | None:
        """The file's text; None, and a fault, when it is missing or not in UTF-8."""
        try:
            return (self.root / file).read_text(encoding="utf-8-sig")
        except OSError:
            self.desk.fault(At(file, 1), "Filen saknas.")
        except UnicodeDecodeError:
            self.desk.fault(At(file, 1), "Filen är inte i UTF-8: spara om den så.")
        return None

    def yaml(self, file: str, first_line: int = 1, text: str | None = None) -> Node | None:
        """The tree of a YAML file, or of a text in it; None, and a fault, when there is none."""
        text = self.text(file) if text is None else text
        try:
            return None if text is None else parse_yaml(text, file, first_line)
        except ProgrammeError as error:
            self.desk.faults.extend(error.faults)
            return None

    def fields(self, file: str) -> Fields | None:
        """The keys of a YAML file."""
        node = self.yaml(file)
        return None if node is None else Fields(node, file, self.desk)

    def each(self, file: str) -> list[Fields]:
        """The mappings of a YAML file that is a list; none when there is no such file."""
        node = self.yaml(file) if self.has(file) else None
        if node is None:
            return []
        if not isinstance(node, Items):
            self.desk.fault(At(file, node.line), "Filen ska vara en lista: varje post börjar på -.")
            return []
        return [Fields(item, file, self.desk) for item in node.items]

    def document(self, file: str) -> Document | None:
        """A Markdown file with its head between two lines of ---."""
        text = self.text(file)
        if text is None:
            return None
        lines = text.split("\n")
        ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
        if len(ends) < 2 or ends[0] != 0:
            self.desk.fault(At(file, 1), "Sidan ska börja med ett huvud mellan två rader med ---.")
            return None
        head = self.yaml(file, 2, "\n".join(lines[1 : ends[1]]))
        if head is None:
            return None
        return Document(head, "\n".join(lines[ends[1] + 1 :]), ends[1] + 2)
