"""The words of the patient's own document: names of fields, values, and the parts that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field

from lindra.models import EventKind
from lindra.programme.spec import Programme
from lindra.queries.own_data import Row, fields_of
from lindra.rules.calendar import date_words, local

Part = dict[str, object]

_TITLES: Mapping[str, str] = {
    "FollowUp": "Uppföljningar",
    "Handover": "Överlämningar",
    "Notice": "Aviseringar",
    "PatientChannels": "Hur aviseringar skickas",
    "EmergencyOpening": "Öppnat av någon utanför teamet",
    "RecordNote": "Anteckningar till journalen",
    "LegalHold": "Det som inte får tas bort",
    "Disclosure": "Utlämnat",
}
# The names of fields; a field of one table goes before the same name elsewhere.
_LABELS: Mapping[str, str] = {
    "personal_number": "Personnummer",
    "given_name": "Förnamn",
    "family_name": "Efternamn",
    "protected": "Skyddade personuppgifter",
    "deceased_on": "Avliden",
    "state": "Läge",
    "starts_on": "Första dag",
    "ends_on": "Sista dag",
    "started_at": "Startat",
    "last_active_at": "Senast aktiv",
    "hidden_modules": "Visas inte",
    "begin_with": "Börja här",
    "maintained_modules": "Får läsas en tid till",
    "ended_at": "Avslutat",
    "end_reason": "Anledning",
    "inbox": "Inkorgen i e-tjänsterna",
    "email": "E-post",
    "phone": "Telefon",
    "chosen_at": "Valt",
    "kind": "Vad",
    "channel": "Hur",
    "made_at": "Skapad",
    "day": "Dag",
    "sent_at": "Skickad",
    "at": "När",
    "staff": "Vem",
    "from_unit": "Från",
    "to_unit": "Till",
    "offered_at": "Erbjuden",
    "answered_at": "Besvarad",
    "accepted": "Mottagen",
    "reason": "Orsak",
    "opened_at": "Öppnat",
    "since": "Från",
    "until": "Till",
    "approved_at": "Godkänd",
    "text": "Text",
    "author_name": "Skriven av",
    "author_profession": "Yrke",
    "unit": "Enhet",
    "placed_at": "Från",
    "lifted_at": "Till",
    "recipient": "Mottagare",
    "purpose": "Till vad",
    "grounds": "Sekretessprövning",
    "reviewed_by": "Prövat av",
}
_VALUES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Treatment", "state"): {
        "active": "Pågår",
        "maintenance": "Går att läsa, inte att fylla i",
        "ended": "Avslutat",
    },
    ("Event", "kind"): {
        EventKind.TEAM_OPENED: "Öppnat av teamet första gången",
        EventKind.MAINTAINED: "Får läsas en tid till",
    },
}


def heading(level: int, text: str) -> Part:
    return {"kind": "heading", "level": level, "text": text}


def facts(rows: Iterable[tuple[str, str]]) -> Part:
    """Names and what they stand for; what is empty is left out."""
    return {"kind": "facts", "rows": [[name, told] for name, told in rows if told]}


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Part:
    """A table without the columns that are empty; the widths are shares of the page."""
    kept = [n for n in range(len(head)) if any(row[n] for row in rows)]
    return {
        "kind": "table",
        "head": [head[n] for n in kept],
        "rows": [[row[n] for n in kept] for row in rows],
        "widths": [widths[n] for n in kept],
    }


def said(
    row: Row, *, with_title: bool = False, only: Sequence[Row] | None = None, at: str = "sent_at"
) -> Part:
    """One filling with its questions; whether it still stands is said beside the day."""
    chosen = answers(row) if only is None else only
    when = _day(row) if at == "sent_at" else plain(row[at])
    return {
        "kind": "said",
        "when": f"{row['title']}, {when}" if with_title else when,
        "note": _standing(row) if at == "sent_at" else "sparat utkast",
        "items": [[str(each["question"]), _answer(each)] for each in chosen],
    }


def written(row: Row, at: str) -> Part:
    """A message or a note: who, when, the text, and whether it has been read or struck out."""
    who = ", ".join(
        str(row[name]) for name in ("author_name", "author_profession") if row.get(name)
    )
    return {
        "kind": "said",
        "when": ", ".join(each for each in (plain(row[at]), who) if each),
        "note": _since_written(row) if at != "saved_at" else "sparat utkast",
        "items": [[str(row.get("title", "")), str(row["text"])]],
    }


def answers(row: Row) -> tuple[Row, ...]:
    """What is said in an answer or a draft."""
    found = row["said"]
    assert isinstance(found, tuple)
    return found


def day_of(row: Row) -> str:
    """The day that an answer is about, to sort by."""
    sent = row["sent_at"]
    assert isinstance(sent, datetime)
    given = row.get("entry_date")
    values = row["values"]
    typed = values.get("datum") if isinstance(values, dict) else None
    return f"{given or typed or local(sent).date()} {sent.isoformat()}"


def day_words(row: Row) -> str:
    """22 november 2026; and that it no longer stands, where a table has no room beside it."""
    return _day(row) if row["current"] else f"{_day(row)} ({_standing(row)})"


def row_facts(name: str, row: Row) -> list[tuple[str, str]]:
    """A row as names and values."""
    return [
        (label(name, field), value(name, field, row[field])) for field in row if field in _LABELS
    ]


def label(name: str, field: str) -> str:
    """The field in words; its name in the table when it has none."""
    known = _LABELS.get(field)
    return known or str(_field(name, field).verbose_name)


def title(name: str) -> str:
    """The table in words; its name when it has none."""
    return _TITLES.get(name, name)


def value(name: str, field: str, held: object) -> str:
    """A field's value in words: a code is told by what it means."""
    own = _VALUES.get((name, field), {})
    choices = dict(_field(name, field).flatchoices)
    if isinstance(held, str) and (held in own or held in choices):
        return own.get(held, str(choices.get(held)))
    if field == "personal_number":
        return f"{str(held)[:8]}-{str(held)[8:]}"
    return plain(held)


def _field(name: str, field: str) -> Field[Any, Any]:
    return fields_of(apps.get_model("lindra", name))[field]


def plain(held: object) -> str:  # noqa: PLR0911 - one line for each kind of value
    """Any value in words."""
    match held:
        case None:
            return ""
        case bool():
            return "Ja" if held else "Nej"
        case datetime():
            return f"{date_words(local(held).date())} {local(held):%H:%M}"
        case date():
            return date_words(held)
        case list() | tuple():
            return ", ".join(plain(each) for each in held)
        case dict():
            return ", ".join(plain(each) for each in held.values())
        case _:
            return str(held)


def place(subject: str, content: Programme) -> str:
    """A page, a module or a form by its title; the bare word when the programme has it no more."""
    finders: tuple[Callable[[], str], ...] = (
        lambda: content.page(subject)[1].title,
        lambda: content.module(subject).title,
        lambda: content.form(subject).title,
    )
    for find in finders:
        with suppress(KeyError):
            return find()
    return subject


def _day(row: Row) -> str:
    return date_words(date.fromisoformat(day_of(row).partition(" ")[0]))


def _since_written(row: Row) -> str:
    """What has become of a message or a note."""
    if row.get("struck_at"):
        return f"struken {plain(row['struck_at'])}"
    return f"läst {plain(row['read_at'])}" if row.get("read_at") else ""


def _standing(row: Row) -> str:
    if row["withdrawn_at"]:
        return "taget tillbaka"
    if not row["current"]:
        return "ersatt av ett senare svar"
    return "ändrat svar" if row["replaces"] else ""


def _answer(each: Row) -> str:
    """The answer; a question of rows as a line for each row."""
    if not each.get("rows"):
        return str(each["answer"])
    columns = each["columns"]
    assert isinstance(columns, tuple)
    return "\n".join(_row(row, columns) for row in each["rows"])  # type: ignore[attr-defined]


def _row(row: Row, columns: Sequence[str]) -> str:
    cells = row["answers"]
    assert isinstance(cells, tuple)
    if len(columns) == 1:
        return f"{row['row']} {cells[0]}"
    told = [f"{c}: {cell}" for c, cell in zip(columns, cells, strict=True) if cell]
    return f"{row['row']}. {', '.join(told)}"
