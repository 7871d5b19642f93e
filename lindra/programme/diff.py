"""What differs between the released forms and those that stand in the files now, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from lindra.programme.spec import Choice, Condition, Form, HelpAt, Lifted, Programme, Question

NAMES = {
    "text": "frågan",
    "type": "typen",
    "help": "hjälptexten",
    "required": "om svar krävs",
    "first": "om den visas först",
    "choices": "valen",
    "labels": "raderna",
    "columns": "kolumnerna",
    "low": "orden vid 0",
    "high": "orden vid 10",
    "min": "minsta värdet",
    "max": "största värdet",
    "max_length": "längsta texten",
    "unit": "enheten",
    "shown_when": "när den visas",
    "lifted": "vad som lyfts",
    "help_at": "hjälpen vid krysset",
    "title": "namnet",
    "heading": "rubriken",
    "intro": "inledningen",
    "thanks": "tacket",
}
NOT_SAID = {"id", "version", "questions"}


def differences(programme: Programme) -> list[str]:
    """Lines in Swedish: new forms, and what a new version changes; one line when nothing does."""
    released = {(form_id, version) for form_id, version, _ in programme.released}
    lines = []
    for form in programme.forms:
        if (form.id, form.version) not in released:
            lines += _new(form, _before(programme, form, released))
    return lines or ["Inget skiljer sig från det som är släppt."]


def _before(programme: Programme, form: Form, released: set[tuple[str, int]]) -> Form | None:
    """The newest released version before the form."""
    earlier = [
        each
        for each in programme.forms
        if each.id == form.id
        and each.version < form.version
        and (each.id, each.version) in released
    ]
    return max(earlier, key=lambda each: each.version, default=None)


def _new(form: Form, before: Form | None) -> list[str]:
    name = f"{form.title} ({form.id})"
    if before is None:
        return [f"Nytt formulär: {name}, version {form.version}, {len(form.questions)} frågor."]
    head = f"Ny version: {name}, version {form.version} efter {before.version}."
    return [head, *(f"  {line}" for line in changes(before, form))]


def changes(before: Form, after: Form) -> list[str]:
    """What a version changes: the form's own words, and its questions added, removed, changed."""
    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    lines = [f"Ändrat: {change}" for change in _changed(before, after)]
    lines += [f'Borttagen fråga {name}: "{old[name].text}"' for name in old if name not in new]
    lines += [f'Ny fråga {name}: "{new[name].text}"' for name in new if name not in old]
    kept = [name for name in old if name in new]
    for name in kept:
        lines += [f"Ändrad fråga {name}: {change}" for change in _changed(old[name], new[name])]
    if kept != [name for name in new if name in old]:
        lines.append("Frågorna står i en annan ordning.")
    return lines


def _changed(before: Any, after: Any) -> Iterator[str]:
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name not in NOT_SAID:
            name = NAMES.get(field.name, field.name)
            yield f"{name} var {_said(old)}, är nu {_said(new)}."


def _said(value: object) -> str:
    if isinstance(value, tuple) and value:
        return ", ".join(_said(each) for each in value)
    match value:
        case None | "" | ():
            return "inget"
        case bool():
            return "ja" if value else "nej"
        case Choice(text=text) | Question(text=text):
            return f'"{text}"'
        case Condition(values=values) | Lifted(values=values) | HelpAt(values=values):
            return f"{_what(value)} vid {' eller '.join(values)}"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _what(value: Condition | Lifted | HelpAt) -> str:
    """What a condition asks, what is lifted, or which help."""
    if isinstance(value, Condition):
        return value.question
    return value.words if isinstance(value, Lifted) else value.help
