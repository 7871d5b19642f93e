"""contacts.yaml, facts.yaml, sources.yaml and words.yaml: what is said in one place."""

from __future__ import annotations

import re
from datetime import date

from lindra.programme.faults import At
from lindra.programme.read.desk import Kind, Passage
from lindra.programme.read.fields import Fields
from lindra.programme.read.folder import Folder
from lindra.programme.spec import Contact, Fact, Source
from lindra.programme.yaml_lines import Keys, Text

PHONE = re.compile(r"\+?[0-9]{3,15}")


def read_contacts(folder: Folder) -> tuple[Contact, ...]:
    return tuple(_contact(fields) for fields in folder.each("contacts.yaml"))


def _contact(fields: Fields) -> Contact:
    contact = Contact(
        id=fields.inner_name(),
        name=fields.prose("name", must=True),
        say=fields.prose("say", must=True),
        phone=re.sub(r"[\s-]", "", fields.text("phone")),
        url=fields.text("url"),
        hours=fields.prose("hours"),
        verified_at=fields.day("verified_at"),
        source=fields.text("source"),
    )
    if contact.phone and not PHONE.fullmatch(contact.phone):
        fields.fault("phone", "Telefonnumret ska bara ha siffror, mellanslag och bindestreck.")
    if contact.url and not contact.url.startswith("https://"):
        fields.fault("url", "Adressen ska börja med https://.")
    fields.desk.point(Kind.SOURCE, contact.source, fields.at("source"))
    fields.desk.define(Kind.CONTACT, contact.id, fields.at("id"))
    if contact.hours:
        fields.desk.names[Kind.HOURS].setdefault(contact.id, fields.at("hours"))
    fields.done()
    return contact


def read_facts(folder: Folder) -> tuple[Fact, ...]:
    return tuple(_fact(fields) for fields in folder.each("facts.yaml"))


def _fact(fields: Fields) -> Fact:
    fields.node("verified_at", must=True)
    fact = Fact(
        id=fields.inner_name(),
        say=fields.prose("say", must=True),
        source=fields.text("source", must=True),
        verified_at=fields.day("verified_at") or date.min,
    )
    fields.desk.point(Kind.SOURCE, fact.source, fields.at("source"))
    fields.desk.define(Kind.FACT, fact.id, fields.at("id"))
    fields.done()
    return fact


def read_sources(folder: Folder) -> tuple[Source, ...]:
    return tuple(_source(fields) for fields in folder.each("sources.yaml"))


def _source(fields: Fields) -> Source:
    source = Source(
        id=fields.text("id", must=True),
        text=fields.text("text", must=True),
        read=fields.yes("read", must=True),
        url=fields.text("url"),
    )
    fields.desk.define(Kind.SOURCE, source.id, fields.at("id"))
    fields.done()
    return source


def read_words(folder: Folder) -> dict[str, str]:
    """The hard words, each with a line that explains it."""
    file = "words.yaml"
    node = folder.yaml(file) if folder.has(file) else None
    if node is None:
        return {}
    if not isinstance(node, Keys):
        folder.desk.fault(At(file, node.line), 'Här ska stå rader som "nervsystem: en förklaring".')
        return {}
    words = {}
    for word, said in node.values.items():
        words[word] = said.text if isinstance(said, Text) else ""
        folder.desk.passages.append(Passage(At(file, said.line), "word", f"{word}: {words[word]}"))
        if not words[word]:
            folder.desk.fault(At(file, node.key_lines[word]), f'"{word}" saknar sin förklaring.')
    return words
