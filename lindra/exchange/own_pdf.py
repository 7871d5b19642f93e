"""The patient's own data as a tagged PDF, PDF/UA-1 (BEHAVIOUR F11, F19).

What it looks like stands in `own_data.typ`. Texts go there as data and never become markup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lindra.exchange.disclosure import SECRECY, Disclosure
from lindra.exchange.own_document import parts
from lindra.exchange.printable import MISSING, printable, safe
from lindra.queries.own_data import OwnData
from lindra.rules.calendar import date_words, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from typst import Fonts

_TEMPLATE = Path(__file__).with_name("own_data.typ")
_CONTENTS_FROM = 10  # headings
_LACKING = (
    f"{MISSING} står där texten har ett tecken som den här filen inte kan visa. "
    "Tecknen finns kvar i filen för datorer (JSON)."
)


def own_pdf(data: OwnData, disclosure: Disclosure | None = None) -> bytes:
    """The document's bytes. With a disclosure it says to whom, why, and that it is secret."""
    from typst import TypstError  # noqa: PLC0415 - heavy, and used here alone

    whole = _document(data, disclosure)
    shown = _each_text(whole, printable)
    try:
        return _compiled(_noted(shown, whole), data)
    except TypstError as fault:
        if "could not be displayed" not in str(fault):
            raise
        return _compiled(_noted(_each_text(shown, safe), whole), data)


def _document(data: OwnData, disclosure: Disclosure | None) -> dict[str, object]:
    patient, made = data.patient, local(data.made_at)
    title = "Utlämnande av uppgifter" if disclosure else "Mina uppgifter"
    body = parts(data)
    return {
        "title": title,
        "author": data.treatments[0].unit if data.treatments else "",
        "footer": f"{title} · {patient.name} · {date_words(made.date())}",
        "facts": [
            ["Gäller", f"{patient.name}, {patient.number}"],
            ["Framtaget", f"{date_words(made.date())} klockan {made:%H:%M}"],
            ["Program", ", ".join(dict.fromkeys(own.programme for own in data.treatments))],
        ],
        "secrecy": SECRECY if disclosure else None,
        "disclosure": _to_whom(disclosure) if disclosure else [],
        "notes": [] if disclosure else ["Här är allt som finns sparat om dig i programmet."],
        "contents": sum(each["kind"] == "heading" for each in body) >= _CONTENTS_FROM,
        "parts": body,
    }


def _to_whom(disclosure: Disclosure) -> list[list[str]]:
    return [
        ["Lämnas ut till", disclosure.recipient],
        ["Ändamål", disclosure.purpose],
        ["Sekretessprövning", disclosure.reviewed_by],
    ]


def _each_text(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_each_text(each, change) for each in value]
        case dict():
            return {key: _each_text(each, change) for key, each in value.items()}
        case _:
            return value


def _noted(shown: object, whole: dict[str, object]) -> object:
    """With a line about what is missing, when something is."""
    assert isinstance(shown, dict)
    notes = whole["notes"]
    assert isinstance(notes, list)
    missing = MISSING in json.dumps(shown["parts"], ensure_ascii=False)
    return {**shown, "notes": [*notes, _LACKING] if missing else notes}


def _compiled(shown: object, data: OwnData) -> bytes:
    from typst import compile as typeset  # noqa: PLC0415

    return typeset(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(shown)},
        pdf_standards=["ua-1"],
        timestamp=int(data.made_at.timestamp()),
    )


@cache
def _fonts() -> Fonts:
    """The fonts that typst carries, so that a file is the same wherever it is made."""
    from typst import Fonts  # noqa: PLC0415

    return Fonts(include_system_fonts=False)
