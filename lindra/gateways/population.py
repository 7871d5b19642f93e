"""The population register (folkbokföringen): name, protection and death of a person (M9b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import yaml


class RegisterDown(Exception):
    """The register did not answer, or not in a way that can be trusted."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the register knows her. The number and the names stay out of `repr`."""

    personal_number: str = field(repr=False)
    given: str = field(repr=False)
    family: str = field(repr=False)
    protected: bool = False
    deceased: date | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class PopulationRegister(Protocol):
    def look_up(self, personal_number: str) -> Person | None:
        """The person with that number (twelve digits), or None. Raises `RegisterDown`."""


class FileRegister:
    """A register in a YAML file, for demo and tests; read anew each time, so it can be changed.

    The file has `people`: personal_number, given, family and where they hold protected (true) and
    deceased (a date). `down: true` in the file, or `down=True` here, plays a register that is down.
    """

    def __init__(self, path: Path, *, down: bool = False) -> None:
        self._path = path
        self._down = down

    def look_up(self, personal_number: str) -> Person | None:
        """The person with that number (twelve digits), or None. Raises `RegisterDown`."""
        if self._down:
            raise RegisterDown("set to be down")
        return self._people().get(personal_number)

    def _people(self) -> Mapping[str, Person]:
        try:
            content = yaml.safe_load(self._path.read_text(encoding="utf-8"))
            people = [Person(**row) for row in content["people"]]
            down = content.get("down", False)
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            raise RegisterDown(f"cannot read {self._path.name}") from error
        if down:
            raise RegisterDown("set to be down")
        return {person.personal_number: person for person in people}
