"""Releasing a programme: its forms are then never edited, only succeeded (BEHAVIOUR F13)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lindra.programme.fingerprint import FILE, fingerprint
from lindra.programme.lint.dates import CONTACT_DAYS, checked, stale_contacts
from lindra.programme.lint.run import check
from lindra.programme.lint.spelling import Dictionary
from lindra.programme.load import read_programme, sound
from lindra.programme.spec import Form, Programme

HEADER = (
    "# Formulär som är släppta: namn, version, fingeravtryck. Skrivs av lindra programme release.\n"
)


class ReleaseRefused(Exception):
    """The programme cannot be released; the reasons, in Swedish."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reasons))


def release(folder: Path, today: date, dictionary: Dictionary | None) -> tuple[Form, ...]:
    """Adds the fingerprints of the forms that are not yet released, and returns those forms.

    Raises ReleaseRefused when the check finds an error, or a contact was checked more than
    92 days ago (CONTENT 6.6).
    """
    report = check(folder, today, dictionary)
    if report.errors:
        raise ReleaseRefused([f"Kontrollen hittar {report.errors} fel: rätta dem först."])
    programme = sound(read_programme(folder))
    stale = stale_contacts(programme.contacts, today)
    if stale:
        limit = f"högst {CONTACT_DAYS} dagar före släpp."
        raise ReleaseRefused([f"{each.name} är {checked(each)}: {limit}" for each in stale])
    forms = unreleased(programme)
    if forms:
        _append(folder / FILE, forms, today)
    return forms


def unreleased(programme: Programme) -> tuple[Form, ...]:
    """The forms, in each version, that are not in released.txt."""
    released = {(form_id, version) for form_id, version, _ in programme.released}
    return tuple(form for form in programme.forms if (form.id, form.version) not in released)


def _append(path: Path, forms: tuple[Form, ...], today: date) -> None:
    before = path.read_text(encoding="utf-8") if path.is_file() else HEADER
    lines = [f"{form.id} {form.version} {fingerprint(form)}\n" for form in forms]
    new = path.with_suffix(".new")
    new.write_text(f"{before}# {today}\n{''.join(lines)}", encoding="utf-8")
    new.replace(path)
