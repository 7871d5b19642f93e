"""Good fillings of any form, made from its questions.

What is typed is kept as a browser sends it, with the words that a therapist is to read of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from lindra.programme.spec import Calculation, Form, Question, QuestionType
from lindra.rules.calendar import date_words

Draw = Callable[..., object]
Data = dict[str, list[str]]

LONGEST = 60
LETTERS = "abcåäöÅÄÖéŁ😀 .,!?<>&\"'%{}\n-1234567890"
KINDS = QuestionType


@dataclass
class Filling:
    """`data` is what the browser sends, `words` what stands on the therapist's page."""

    data: Data = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def put(self, name: str, *values: str, words: str | list[str] = "") -> None:
        self.data[name] = list(values)
        self.words += [words] if isinstance(words, str) else words


def fillings(form: Form, today: date) -> st.SearchStrategy[Filling]:
    """Good fillings of the form."""

    @st.composite
    def made(draw: Draw) -> Filling:
        return _filling(draw, form, today)

    return made()


def _filling(draw: Draw, form: Form, today: date) -> Filling:
    found = Filling()
    chosen: dict[str, tuple[str, ...]] = {}
    optional = [q.id for q in form.questions if not q.required and q.shown_when is None]
    wanted = {draw(st.sampled_from(form.one_of))} if form.one_of else set()
    if optional and not any(q.required for q in form.questions):
        wanted.add(draw(st.sampled_from(optional)))
    night = _night(draw) if form.calculation is Calculation.SLEEP else {}
    for question in form.questions:
        if question.id == form.one_per_date:
            continue
        hidden = question.shown_when and not (
            set(question.shown_when.values) & set(chosen.get(question.shown_when.question, ()))
        )
        if hidden:
            continue
        if not (question.required or question.id in wanted or draw(st.booleans())):
            continue
        if question.id in night:
            _put(found, question.id, night[question.id], _said(question, night[question.id]))
            continue
        if form.calculation is Calculation.TRAINING and question.id == "tid":
            continue  # later than now on the day itself: tried by itself
        chosen[question.id] = answer(draw, found, question, question.id, today)
    if any(_is_large(q, found) for q in form.questions):
        found.data["_stammer"] = ["on"]
    return found


def answer(
    draw: Draw, found: Filling, question: Question, name: str, today: date
) -> tuple[str, ...]:
    """Answer one question; the values that conditions are read from."""
    match question.type:
        case KINDS.ROWS:
            return _rows(draw, found, question, today)
        case KINDS.CHOICE:
            one = draw(st.sampled_from(question.choices))
            found.put(name, one.value, words=one.text)
            return (one.value,)
        case KINDS.MULTI:
            several = [c for c in question.choices if draw(st.booleans())] or [question.choices[0]]
            words = ", ".join(c.text for c in several)
            found.put(name, *(c.value for c in several), words=words)
            return tuple(c.value for c in several)
        case KINDS.BOOL:
            found.put(name, "on", words="Ja")
            return ("ja",)
        case _:
            typed, words = _typed(draw, question, today)
            found.put(name, typed, words=words)
            return (typed,)


def _typed(draw: Draw, question: Question, today: date) -> tuple[str, str | list[str]]:
    match question.type:
        case KINDS.NRS:
            number = draw(st.integers(0, 10))
            return str(number), f"{number} av 10"
        case KINDS.TEXT:
            longest = min(question.max_length or LONGEST, LONGEST)
            text = draw(st.text(LETTERS, min_size=1, max_size=longest).filter(str.strip))
            lines = [" ".join(line.split()) for line in text.strip().split("\n")]
            return text.replace("\n", "\r\n"), [line for line in lines if line]
        case KINDS.DATE:
            back, ahead = question.days_back or 0, question.days_ahead or 0
            day = today + timedelta(days=draw(st.integers(-back, ahead)))
            return day.isoformat(), date_words(day)
        case KINDS.TIME:
            hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
            shape = draw(
                st.sampled_from(["{:02}:{:02}", "{:02}{:02}", "{}.{:02}", "kl {:02}:{:02}"])
            )
            return shape.format(hour, minute), f"{hour:02}:{minute:02}"
        case _:
            low, high = question.min or 0, 1000 if question.max is None else question.max
            number = draw(st.one_of(st.just(low), st.just(high), st.integers(low, high)))
            return str(number), _said(question, str(number))


def _rows(draw: Draw, found: Filling, question: Question, today: date) -> tuple[str, ...]:
    keys = [label.value for label in question.labels] or ["1", "2", "3"][: question.max or 3]
    for key in [key for key in keys if draw(st.booleans())] or keys[:1]:
        found.words.append(question.choice_text(key))
        columns = [c for c in question.columns if c.required or draw(st.booleans())]
        for column in columns or question.columns[:1]:
            answer(draw, found, column, f"{question.id}-{key}-{column.id}", today)
    return ()


def _night(draw: Draw) -> dict[str, str]:
    """A night that adds up: to bed in the evening, up in the morning, and what lies between."""
    slept = draw(st.integers(2, 5))
    return {
        "b": f"{draw(st.integers(21, 22))}:{draw(st.integers(0, 59)):02}",
        "s": "23:30",
        "w": f"0{slept + 1}:15",
        "u": f"0{slept + 2}:{draw(st.integers(16, 59))}",
        "sol": str(draw(st.integers(0, 60))),
        "n": str(draw(st.integers(1, 5))),
        "waso": str(draw(st.integers(0, 60))),
    }


def _put(found: Filling, name: str, typed: str, words: str) -> None:
    found.put(name, typed, words=words)


def _said(question: Question, typed: str) -> str:
    return f"{typed} {question.unit}".strip()


def _is_large(question: Question, found: Filling) -> bool:
    typed = found.data.get(question.id, [""])[0]
    return bool(question.confirm_over and typed.isdecimal() and int(typed) > question.confirm_over)
