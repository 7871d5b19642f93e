"""What a reader can do on a page: each kind with the keys that it needs, and no others."""

from __future__ import annotations

from lindra.programme.read.fields import Fields
from lindra.programme.spec import (
    Calculator,
    Card,
    ExerciseKind,
    Item,
    PageExercise,
    Statement,
)

NEEDED: dict[ExerciseKind, tuple[str, ...]] = {
    ExerciseKind.CARDS: ("columns", "cards"),
    ExerciseKind.SLIDER: ("label", "low", "high", "items"),
    ExerciseKind.STATIONS: ("items",),
    ExerciseKind.TICKS: ("ticks",),
    ExerciseKind.WRITE: ("label",),
    ExerciseKind.QUIZ: ("statements",),
    ExerciseKind.CALCULATOR: ("calculator",),
    ExerciseKind.TIMER: ("minutes",),
    ExerciseKind.ACKNOWLEDGE: ("label",),
}
ALSO: dict[ExerciseKind, tuple[str, ...]] = {ExerciseKind.WRITE: ("prefix",)}
OWN_KEYS = sorted({key for keys in (*NEEDED.values(), *ALSO.values()) for key in keys})


def read_page_exercise(fields: Fields) -> PageExercise:
    kind = fields.one_of("kind", ExerciseKind)
    exercise = PageExercise(
        kind=kind or ExerciseKind.TICKS,
        title=fields.prose("title", must=True),
        intro=fields.prose("intro"),
        done=fields.prose("done"),
        columns=fields.proses("columns"),
        cards=tuple(_card(each) for each in fields.each("cards")),
        label=fields.prose("label"),
        prefix=fields.prose("prefix"),
        low=fields.prose("low"),
        high=fields.prose("high"),
        items=tuple(_item(each) for each in fields.each("items")),
        ticks=fields.proses("ticks"),
        statements=tuple(_statement(each) for each in fields.each("statements")),
        calculator=fields.maybe("calculator", Calculator),
        minutes=_minutes(fields),
    )
    if kind:
        _check(fields, exercise)
    fields.done()
    return exercise


def _check(fields: Fields, exercise: PageExercise) -> None:
    needed = NEEDED[exercise.kind]
    for key in needed:
        fields.node(key, must=True)
    for key in OWN_KEYS:
        if key not in (*needed, *ALSO.get(exercise.kind, ())) and fields.has(key):
            fields.fault(key, f'"{key}" hör inte till en övning av slaget {exercise.kind}.')
    for card in exercise.cards:
        if card.column and card.column not in exercise.columns:
            fields.fault("cards", f'Kortet "{card.text}": kolumnen "{card.column}" finns inte.')


def _card(fields: Fields) -> Card:
    card = Card(fields.prose("text", must=True), fields.text("column"), fields.prose("why"))
    fields.done()
    return card


def _item(fields: Fields) -> Item:
    item = Item(fields.prose("title", must=True), fields.prose("text", must=True))
    fields.done()
    return item


def _statement(fields: Fields) -> Statement:
    statement = Statement(
        fields.prose("text", must=True),
        fields.yes("true", must=True),
        fields.prose("why", must=True),
    )
    fields.done()
    return statement


def _minutes(fields: Fields) -> tuple[int, ...]:
    found = fields.texts("minutes")
    if all(each.isdecimal() and each.isascii() and 1 <= int(each) <= 240 for each in found):
        return tuple(int(each) for each in found)
    fields.fault("minutes", '"minutes" ska vara hela tal från 1 till 240.')
    return ()
