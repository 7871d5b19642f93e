"""A note ready for the record: what has changed since the last one, by fixed rules (BEHAVIOUR N8).

Nothing is judged, weighed or worked out but how many, lowest, highest and latest. What was sent and
taken back or replaced since the last note is not mentioned; what the last note may have said is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

from lindra.programme.spec import Form, Question, QuestionType
from lindra.rules.answers import as_words, asked, said
from lindra.rules.calendar import date_words

MANY = 3  # a form with more answers than this is told as a whole
_MEASURED = (QuestionType.NRS, QuestionType.NUMBER, QuestionType.MINUTES)
_COUNTED = (QuestionType.CHOICE, QuestionType.MULTI, QuestionType.BOOL)
NOTHING = "- Inget nytt."
ENDING = "Uppgifterna är patientens egna, återgivna utan bedömning."


@dataclass(frozen=True, slots=True)
class Filled:
    """An answer with its own form. Days are Swedish; `day` is the diary's, else when it was sent.

    `replaces_on` is when the answer that it replaces was sent, `withdrawn_on` when it was taken
    back, `known` that it was sent before the last note.
    """

    form: Form
    sent_on: date
    values: dict[str, object]
    day: date | None = None
    replaces_on: date | None = None
    replaced: bool = False
    withdrawn_on: date | None = None
    known: bool = False
    lifted: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """The day that it is about."""
        return self.day or self.sent_on


@dataclass(frozen=True, slots=True)
class Since:
    """All that the note is made of. `steps` are (day, what happened), `since` the last note's day.

    `from_patient` and `from_team` count messages.
    """

    programme: str
    today: date
    since: date | None = None
    fillings: Sequence[Filled] = ()
    steps: Sequence[tuple[date, str]] = ()
    from_patient: int = 0
    from_team: int = 0
    team: Sequence[str] = field(default_factory=tuple)


def record_note(facts: Since) -> str:
    """The note as plain text to copy, a line for each thing, in the order of days within a form.

    Steps of one day stand in the order that they are given in.
    """
    lines = [
        *(
            f"- {_day(day)} {_one_line(text)}"
            for day, text in sorted(facts.steps, key=itemgetter(0))
        ),
        *_answers(facts.fillings),
        *_messages(facts),
    ]
    return "\n".join([*_head(facts), *(lines or [NOTHING]), "", ENDING]) + "\n"


def has_news(note: str) -> bool:
    """Whether the note tells of anything. No patient's words can make a line of their own."""
    return NOTHING not in note.splitlines()


def fingerprint(note: str) -> str:
    """What a page that shows the note sends with "Godkänn": exactly this text was read."""
    return sha256(note.encode()).hexdigest()


def _head(facts: Since) -> list[str]:
    since = f"sedan anteckningen {date_words(facts.since)}" if facts.since else "från starten"
    head = [f"{facts.programme}, {date_words(facts.today)}", f"Ändrat {since}:"]
    return [head[0], *([f"Team: {', '.join(facts.team)}"] if facts.team else []), head[1]]


def _messages(facts: Since) -> list[str]:
    if not facts.from_patient and not facts.from_team:
        return []
    counts = f"{facts.from_patient} från patienten, {facts.from_team} från teamet"
    return [f"- {_day(facts.today)} Meddelanden: {counts}"]


def _answers(fillings: Iterable[Filled]) -> list[str]:
    lines: list[str] = []
    ordered = sorted(fillings, key=lambda each: (each.form.id, each.form.version, each.on))
    for _, group in groupby(ordered, key=lambda each: (each.form.id, each.form.version)):
        found = list(group)
        standing = [each for each in found if _is_new(each)]
        lines += _whole(standing) if len(standing) > MANY else _each(standing)
        lines += [_taken_back(each) for each in found if each.known and each.withdrawn_on]
    return lines


def _is_new(filled: Filled) -> bool:
    return not (filled.known or filled.replaced or filled.withdrawn_on)


def _each(fillings: Sequence[Filled]) -> list[str]:
    """Every question of every answer on a line of its own, the lifted words first."""
    lines = []
    for filled in fillings:
        head = f"- {_day(filled.on)} {_named(filled.form)}"
        if filled.replaces_on:
            head += f", ändrar svaret från {_day(filled.replaces_on)}"
        lines += [f"{head}: {text}" for text in (*filled.lifted, *_said(filled))]
    return lines


def _whole(fillings: Sequence[Filled]) -> list[str]:
    """Many answers: for each question the count, lowest, highest and latest, or how many of each.

    Lifted words and free texts are told one by one, with their days.
    """
    form = fillings[0].form
    span = f"{_day(fillings[0].on)}–{_day(fillings[-1].on)}"
    head = f"- {span} {_named(form)}, {len(fillings)} svar"
    lines = [f"{head}: {text}" for text in _summed(form, fillings)] or [head]
    for filled in fillings:
        own = f"- {_day(filled.on)} {_named(form)}"
        texts = [q for q in asked(form, filled.values) if q.type is QuestionType.TEXT]
        told = [(_put(q), said(q, filled.values.get(q.id))) for q in texts]
        lines += [f"{own}: {words}" for words in filled.lifted]
        lines += [f"{own}: {question} {_one_line(words)}" for question, words in told if words]
    return lines


def _summed(form: Form, fillings: Sequence[Filled]) -> list[str]:
    found = []
    for question in form.questions:
        values = [f.values[question.id] for f in fillings if question.id in f.values]
        if not values:
            continue
        if question.type in _MEASURED:
            numbers = [value for value in values if isinstance(value, int)]
            if numbers:
                three = (min(numbers), max(numbers), numbers[-1])
                low, high, last = (said(question, number) for number in three)
                spread = f"lägst {low}, högst {high}, senast {last}"
                found.append(f"{_put(question)} {spread} ({len(numbers)} svar)")
        elif question.type in _COUNTED:
            words = [word for value in values for word in as_words(value)]
            counts = [f"{question.choice_text(w)} {words.count(w)}" for w in dict.fromkeys(words)]
            found.append(f"{_put(question)} {', '.join(counts)}")
    return found


def _said(filled: Filled) -> list[str]:
    """The answered questions, each with its words on one line; the diary's date is in the head."""
    found = []
    for question in asked(filled.form, filled.values):
        value = filled.values.get(question.id)
        if question.type is QuestionType.ROWS:
            rows = value if isinstance(value, list) else []
            for row in (each for each in rows if isinstance(each, dict)):
                cells = [said(column, row.get(column.id)) for column in question.columns]
                label = question.choice_text("".join(as_words(row.get("row"))))
                found.append(f"{_put(question)} {label}: {', '.join(c for c in cells if c)}")
        elif question.type is not QuestionType.DATE and (words := said(question, value)):
            found.append(f"{_put(question)} {words}")
    return [_one_line(text) for text in found]


def _put(question: Question) -> str:
    """The question, with a colon where its own sign does not part it from the answer."""
    text = _one_line(question.text)
    return text if text[-1:] in "?:.!" else f"{text}:"


def _taken_back(filled: Filled) -> str:
    assert filled.withdrawn_on is not None
    back = f"{_day(filled.withdrawn_on)} {_named(filled.form)}"
    return f"- {back}: patienten har tagit tillbaka svaret från {_day(filled.sent_on)}"


def _named(form: Form) -> str:
    return f"{form.title} (version {form.version})"


def _day(day: date) -> str:
    return day.isoformat()


def _one_line(text: str) -> str:
    """No text of a patient's can begin a line of its own in the record."""
    return " ".join(text.split())
