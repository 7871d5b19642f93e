"""What is wrong in a programme's files: where it stands, and what it is, in plain Swedish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class At(NamedTuple):
    """A place in a file; the path is told from the programme's folder, lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ProgrammeError(Exception):
    """The files do not make a programme. Holds every fault that was found, in the files' order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
