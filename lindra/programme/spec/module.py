"""Modules, their tasks, and the exercises of mindfulness."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.programme.spec.form import Condition
from lindra.programme.spec.kinds import ModuleKind
from lindra.programme.spec.page import Page


@dataclass(frozen=True, slots=True)
class Cue:
    """Said `at` seconds from the start; then `silence` seconds of quiet after the words."""

    at: int
    text: str
    silence: int = 0


@dataclass(frozen=True, slots=True)
class Exercise:
    """A mindfulness exercise as cues in time."""

    id: str
    number: int
    title: str
    minutes: int
    positions: tuple[str, ...]
    eyes: str
    about: str
    cues: tuple[Cue, ...]
    safety: str = ""
    after: str = ""

    @property
    def seconds(self) -> int:
        return self.minutes * 60


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do this week; leads to a form or an exercise when it names one."""

    text: str
    form: str = ""
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class FirstWhen:
    """A page that is offered first in its module to those who answered so in a form."""

    page: str
    form: str
    when: Condition
    why: str


@dataclass(frozen=True, slots=True)
class Module:
    id: str
    kind: ModuleKind
    title: str
    purpose: str
    number: int | None = None
    goals: tuple[str, ...] = ()
    know_before: tuple[str, ...] = ()
    read_minutes: int | None = None
    practice: str = ""
    safety: str = ""
    pages: tuple[Page, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    tasks: tuple[Task, ...] = ()
    first_when: FirstWhen | None = None

    def page(self, page_id: str) -> Page:
        """The page of that id; KeyError when the module has none."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)
