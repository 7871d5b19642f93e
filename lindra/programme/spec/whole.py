"""The programme as a whole, and what its texts take from one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lindra.programme.spec.form import Form
from lindra.programme.spec.kinds import DeviceStatus, Retention
from lindra.programme.spec.module import Exercise, Module
from lindra.programme.spec.page import Page

HELP_NOW = "hjalp-nu"  # the help that every page leads to


@dataclass(frozen=True, slots=True)
class Contact:
    """Where help is. `say` is what stands in a text, `phone` what a telephone dials."""

    id: str
    name: str
    say: str
    phone: str = ""
    url: str = ""
    hours: str = ""
    verified_at: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that ages: a limit, an amount, a time in law; said in one place, with its source."""

    id: str
    say: str
    source: str
    verified_at: date


@dataclass(frozen=True, slots=True)
class Help:
    """Help that is complete in itself: the page "Hjälp nu", and what stands at a tick."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    text: str
    read: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    id: str
    name: str
    device_status: DeviceStatus
    retention: Retention
    months_of_access: int
    follow_up_days: int
    correction_days: int
    pace: str
    about_time: tuple[str, ...]
    modules: tuple[Module, ...]
    forms: tuple[Form, ...]
    contacts: tuple[Contact, ...]
    facts: tuple[Fact, ...]
    helps: tuple[Help, ...]
    sources: tuple[Source, ...]
    released: tuple[tuple[str, int, str], ...] = ()
    words: dict[str, str] = field(default_factory=dict, hash=False)

    def module(self, module_id: str) -> Module:
        """The module of that id; KeyError when there is none."""
        for module in self.modules:
            if module.id == module_id:
                return module
        raise KeyError(module_id)

    def page(self, page_id: str) -> tuple[Module, Page]:
        """A page and its module; KeyError when there is none."""
        for module in self.modules:
            for page in module.pages:
                if page.id == page_id:
                    return module, page
        raise KeyError(page_id)

    def form(self, form_id: str, version: int | None = None) -> Form:
        """The form in that version, or in its newest; KeyError when there is none."""
        found = [
            form for form in self.forms if form.id == form_id and version in (None, form.version)
        ]
        if not found:
            raise KeyError(form_id)
        return max(found, key=lambda form: form.version)

    def exercise(self, exercise_id: str) -> Exercise:
        """The mindfulness exercise of that id; KeyError when there is none."""
        for exercise in self.all_exercises():
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(exercise_id)

    def help(self, help_id: str) -> Help:
        """The help of that id; KeyError when there is none."""
        for help_ in self.helps:
            if help_.id == help_id:
                return help_
        raise KeyError(help_id)

    def all_exercises(self) -> Iterator[Exercise]:
        for module in self.modules:
            yield from module.exercises

    def newest_forms(self) -> tuple[Form, ...]:
        """Each form once, in its newest version, in the order of the files."""
        return tuple(dict.fromkeys(self.form(form.id) for form in self.forms))
