"""What the linter finds: where, how grave, and what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lindra.programme.faults import At


class Level(StrEnum):
    """An error refuses a release; a warning is for the author to judge; a note is to be checked."""

    ERROR = "fel"
    WARNING = "obs"
    NOTE = "not"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    file: str
    line: int
    level: Level
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}"


def error(at: At, message: str) -> Finding:
    return Finding(at.file, at.line, Level.ERROR, message)


def warning(at: At, message: str) -> Finding:
    return Finding(at.file, at.line, Level.WARNING, message)


def note(at: At, message: str) -> Finding:
    return Finding(at.file, at.line, Level.NOTE, message)
