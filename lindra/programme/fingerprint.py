"""Fingerprints of forms, and the list of those that are released and so may never change again."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from lindra.programme.faults import At
from lindra.programme.read.desk import Desk
from lindra.programme.read.folder import Folder
from lindra.programme.spec import Form, Programme

FILE = "released.txt"
LINE = re.compile(r"(\S+) (\d+) ([0-9a-f]{64})")

Released = tuple[tuple[str, int, str], ...]


def fingerprint(form: Form) -> str:
    """SHA-256 (64 hex digits) of the form's canonical JSON: keys sorted, what is default left out.

    So a key that a later version of the format adds leaves the old fingerprints as they are.
    """
    text = json.dumps(_canonical(form), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if is_dataclass(value):
        found = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _canonical(each) for field, each in found if each != _default(field)}
    return [_canonical(each) for each in value] if isinstance(value, tuple) else value


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else MISSING


def read_released(folder: Folder) -> Released:
    """The lines of released.txt: form, version, fingerprint. Empty lines and # are passed over."""
    text = folder.text(FILE) if folder.has(FILE) else None
    found = []
    for number, line in enumerate((text or "").splitlines(), start=1):
        match = LINE.fullmatch(line.strip())
        if match:
            found.append((match[1], int(match[2]), match[3]))
        elif line.strip() and not line.startswith("#"):
            folder.desk.fault(At(FILE, number), "Raden ska vara: formulär, version, fingeravtryck.")
    return tuple(found)


def check_released(programme: Programme, desk: Desk) -> None:
    """A released form is there, and is as it was: answers are shown with their own questions."""
    forms = {(form.id, form.version): form for form in programme.forms}
    for form_id, version, print_ in programme.released:
        at = At(f"forms/{form_id}-{version}.yaml", 1)
        form = forms.get((form_id, version))
        if form is None:
            desk.fault(at, "Formuläret är släppt men filen saknas: svar kan inte visas utan den.")
        elif fingerprint(form) != print_:
            desk.fault(
                at,
                "Ändra inte ett släppt formulär: återställ filen och skriv en ny version, "
                f"{form_id}-{version + 1}.yaml.",
            )
