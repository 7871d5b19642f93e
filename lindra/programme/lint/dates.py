"""What has to be looked up again: contacts, facts, and sources that nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lindra.programme.lint.finding import Finding, note, warning
from lindra.programme.lint.material import Material
from lindra.programme.read.desk import Kind
from lindra.programme.spec import Contact

CONTACT_DAYS = 92  # three months (CONTENT 6.6)
FACT_DAYS = 366


def check(material: Material) -> Iterator[Finding]:
    for contact in stale_contacts(material.programme.contacts, material.today):
        words = f'"{contact.id}" är {checked(contact)}: högst {CONTACT_DAYS} dagar före släpp.'
        yield warning(material.place(Kind.CONTACT, contact.id), words)
    for fact in material.programme.facts:
        if fact.verified_at < material.today - timedelta(days=FACT_DAYS):
            words = (
                f'"{fact.id}" är kontrollerat {fact.verified_at}: högst {FACT_DAYS} dagar är bra.'
            )
            yield warning(material.place(Kind.FACT, fact.id), words)
    yield from _unread(material)


def stale_contacts(contacts: tuple[Contact, ...], today: date) -> list[Contact]:
    """The contacts that were checked more than 92 days ago, or never."""
    oldest = today - timedelta(days=CONTACT_DAYS)
    return [each for each in contacts if each.verified_at is None or each.verified_at < oldest]


def checked(contact: Contact) -> str:
    """When the contact was checked, in words."""
    return f"kontrollerad {contact.verified_at}" if contact.verified_at else "aldrig kontrollerad"


def _unread(material: Material) -> Iterator[Finding]:
    used: dict[str, list[str]] = {}
    for _, page in material.pages():
        for name in page.sources:
            used.setdefault(name, []).append(page.id)
    for contact in material.programme.contacts:
        used.setdefault(contact.source, []).append(contact.id)
    for fact in material.programme.facts:
        used.setdefault(fact.source, []).append(fact.id)
    for source in material.programme.sources:
        if not source.read and source.id in used:
            words = f"K: {source.id} ska läsas före släpp. Används av {', '.join(used[source.id])}."
            yield note(material.place(Kind.SOURCE, source.id), words)
