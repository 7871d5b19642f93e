"""Pages: text, drawing, and what a reader can do there."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.programme.spec.form import Condition
from lindra.programme.spec.kinds import Calculator, ExerciseKind


@dataclass(frozen=True, slots=True)
class Figure:
    """An own drawing. `svg` is the drawing itself, without scripts, styles or outside addresses."""

    svg: str
    alt: str
    long_desc: str


@dataclass(frozen=True, slots=True)
class Card:
    text: str
    column: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a knowledge check: told to nobody, explained at once."""

    text: str
    true: bool
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PageExercise:
    kind: ExerciseKind
    title: str
    intro: str = ""
    done: str = ""
    columns: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    label: str = ""
    prefix: str = ""
    low: str = ""
    high: str = ""
    items: tuple[Item, ...] = ()
    ticks: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    calculator: Calculator | None = None
    minutes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recall:
    """The patient's own earlier words, shown again on a page."""

    form: str
    question: str
    lead: str


@dataclass(frozen=True, slots=True)
class NoteWhen:
    """A line on top of a page for those who answered so in a form."""

    form: str
    when: Condition
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One idea. `html` is sanitised; links keep sida:, ovning:, formular:, modul: and hjalp:."""

    id: str
    title: str
    minutes: int
    short: tuple[str, ...]
    html: str
    words: int
    file: str
    figure: Figure | None = None
    exercises: tuple[PageExercise, ...] = ()
    forms: tuple[str, ...] = ()
    question: str = ""
    recall: tuple[Recall, ...] = ()
    charts: tuple[str, ...] = ()
    note_when: NoteWhen | None = None
    sources: tuple[str, ...] = ()
    private: bool = False
    door: str = ""
    printable: bool = False
