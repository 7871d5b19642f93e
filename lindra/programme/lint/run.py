"""Runs every check over a programme's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lindra.programme.lint import (
    dates,
    leads,
    numbers,
    readability,
    spelling,
    structure,
    wording,
)
from lindra.programme.lint.finding import Finding, Level
from lindra.programme.lint.material import Material
from lindra.programme.lint.spelling import Dictionary
from lindra.programme.lint.table import table
from lindra.programme.load import Reading, read_programme

CHECKS = (
    readability.check,
    wording.check,
    numbers.check,
    structure.check,
    leads.check,
    dates.check,
)


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...]
    table: str

    @property
    def errors(self) -> int:
        return self.count(Level.ERROR)

    def count(self, level: Level) -> int:
        return sum(finding.level is level for finding in self.findings)

    def __str__(self) -> str:
        lines = [str(finding) for finding in self.findings]
        counts = (
            f"{self.errors} fel, {self.count(Level.WARNING)} att se över, "
            f"{self.count(Level.NOTE)} att kontrollera före släpp"
        )
        return "\n".join([*lines, "", self.table, "", counts]).strip()


def check(folder: Path, today: date, dictionary: Dictionary | None) -> Report:
    """Every fault of the loader and every finding of the linter, in the files' order."""
    reading = read_programme(folder)
    found = [Finding(each.file, each.line, Level.ERROR, each.message) for each in reading.faults]
    if reading.programme is None:
        return Report(tuple(found), "")
    material = Material(folder, reading.programme, reading, today)
    found += _findings(material, dictionary)
    return Report(tuple(sorted(set(found))), table(material))


def unknown_words(folder: Path, today: date, dictionary: Dictionary) -> list[str]:
    """The words that neither the dictionary nor ordlista-egna.txt has, in Swedish order.

    Once each, in small letters where the text has it so anywhere.
    """
    reading: Reading = read_programme(folder)
    if reading.programme is None:
        return []
    material = Material(folder, reading.programme, reading, today)
    found = sorted(spelling.unknown_words(material, dictionary), reverse=True)
    smallest = {word.lower(): word for word in reversed(found)}
    return sorted(smallest.values(), key=spelling.in_swedish_order)


def _findings(material: Material, dictionary: Dictionary | None) -> Iterator[Finding]:
    for each in CHECKS:
        yield from each(material)
    yield from spelling.check(material, dictionary)
