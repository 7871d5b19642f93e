"""Words in double braces: contacts and facts are put in when the programme is read, the rest stay.

`{{kontakt.x}}` and `{{oppet.x}}`, when it answers, come from contacts.yaml, `{{fakta.x}}` from
facts.yaml; the unit's own words and the therapist's first name are put in by the page, for each
patient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from lindra.programme.faults import At
from lindra.programme.read.desk import Desk, Kind

T = TypeVar("T")

TOKEN = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PAGE_TOKENS = ("klinik.lastid", "klinik.svarstid", "behandlare")
KINDS = {"kontakt": Kind.CONTACT, "oppet": Kind.HOURS, "fakta": Kind.FACT}


def check_tokens(desk: Desk, text: str, at: At, *, page_words: bool = False) -> str:
    """The same text, after its tokens have been noted; `at` is where the text begins.

    `page_words` lets the page's own tokens by: they are put in only where the page knows of them.
    """
    for match in TOKEN.finditer(text):
        place = At(at.file, at.line + text.count("\n", 0, match.start()))
        kind, _, name = match[1].partition(".")
        if kind in KINDS and name:
            desk.point(KINDS[kind], name, place)
        elif not (page_words and match[1] in PAGE_TOKENS):
            kinds = tuple(f"{kind}.…" for kind in KINDS)
            known = ", ".join(kinds + PAGE_TOKENS if page_words else kinds)
            desk.fault(place, f"{match[0]} går inte att byta ut här. Det som går: {known}.")
    if re.search(r"\{\{|\}\}", TOKEN.sub("", text)):
        desk.fault(at, "Klamrarna går inte ihop: skriv {{kontakt.namn}}.")
    return text


def put_in(text: str, said: Mapping[str, str]) -> str:
    """The text with the tokens that `said` knows; the others stay, without blanks inside."""
    return TOKEN.sub(lambda match: said.get(match[1], bare(match[1])), text)


def bare(name: str) -> str:
    """A token as the page looks for it."""
    return "{{" + name + "}}"


def put_in_all(value: T, said: Mapping[str, str]) -> T:
    """`put_in` for every text in a value of dataclasses, tuples and dicts; unchanged parts kept."""
    return _put_in_all(value, said)  # type: ignore[no-any-return]


def _put_in_all(value: Any, said: Mapping[str, str]) -> Any:
    if type(value) is str:
        return put_in(value, said) if "{{" in value else value
    if type(value) is tuple:
        return tuple(_put_in_all(each, said) for each in value)
    if type(value) is dict:
        return {key: _put_in_all(each, said) for key, each in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    old = {each.name: getattr(value, each.name) for each in fields(value)}
    new = {name: _put_in_all(each, said) for name, each in old.items()}
    return replace(value, **new) if new != old else value
