"""What every check of the linter looks at: the programme, its words with their places, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lindra.programme.faults import At
from lindra.programme.load import Reading, said_by
from lindra.programme.read.desk import Kind, Passage
from lindra.programme.spec import Exercise, Form, Module, ModuleKind, Page, Programme
from lindra.programme.tokens import TOKEN, put_in


@dataclass(frozen=True)
class Material:
    root: Path
    programme: Programme
    reading: Reading
    today: date

    @cached_property
    def by_file(self) -> dict[str, list[Passage]]:
        """The words of each file, in its order; what an anchor repeats is there once."""
        found: dict[str, dict[Passage, None]] = {}
        for passage in self.reading.passages:
            found.setdefault(passage.at.file, {})[passage] = None
        return {file: list(passages) for file, passages in found.items()}

    @cached_property
    def said(self) -> dict[str, str]:
        return said_by(self.programme.contacts, self.programme.facts)

    def read_aloud(self, text: str) -> str:
        """The text with contacts and facts put in, and a short word for what the page puts in."""
        return TOKEN.sub("ord", put_in(text, self.said))

    def passages(self, file: str, *roles: str) -> list[Passage]:
        """The words of a file that have one of the roles (all without roles), as read."""
        found = self.by_file.get(file, [])
        return [
            passage._replace(text=self.read_aloud(passage.text))
            for passage in found
            if not roles or passage.role in roles
        ]

    def pages(self) -> Iterator[tuple[Module, Page]]:
        for module in self.programme.modules:
            for page in module.pages:
                yield module, page

    def numbered(self) -> list[Module]:
        """The modules proper, in their order."""
        return [each for each in self.programme.modules if each.kind is ModuleKind.MODULE]

    def place(self, kind: Kind, name: str) -> At:
        """Where a name is defined; the programme's own file when it is not."""
        return self.reading.places[kind].get(name, At("programme.yaml", 1))

    def module_place(self, module: Module) -> At:
        return self.place(Kind.MODULE, module.id)

    def form_file(self, form: Form) -> str:
        return f"forms/{form.id}-{form.version}.yaml"

    def exercise_file(self, exercise: Exercise) -> str:
        return self.place(Kind.EXERCISE, exercise.id).file

    def lines(self, name: str) -> list[tuple[int, str]]:
        """The lines of one of the author's lists (one entry a line, # begins a comment)."""
        path = self.root / name
        if not path.is_file():
            return []
        lines = enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        return [(number, line.strip()) for number, line in lines if line.strip() and line[0] != "#"]
