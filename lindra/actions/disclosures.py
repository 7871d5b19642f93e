""" "Utlämnande": all that the unit holds of one patient, given to somebody after a review (F19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import Disclosure, EventKind, Treatment
from lindra.rules.refused import Refused

# What is asked for, the longest it may be, and the words when it is missing.
NEEDED = {
    "recipient": (200, "Skriv vem som får uppgifterna."),
    "purpose": (300, "Skriv vad de ska användas till."),
    "grounds": (500, "Skriv vad sekretessprövningen kom fram till."),
    "reviewed_by": (200, "Skriv vem som gjorde sekretessprövningen."),
}


@transaction.atomic
def disclose(
    *,
    treatment: Treatment,
    recipient: str,
    purpose: str,
    grounds: str,
    reviewed_by: str,
    by: StaffSession,
    now: datetime,
) -> Disclosure:
    """Note to whom, what for, and who has reviewed the secrecy with what result; all are needed.

    The files are made afterwards, the same day; each that leaves has its row in the access log.
    """
    typed = {
        "recipient": recipient,
        "purpose": purpose,
        "grounds": grounds,
        "reviewed_by": reviewed_by,
    }
    made = Disclosure.objects.create(
        patient=treatment.patient,
        unit=treatment.unit,
        made_at=now,
        made_by=by.staff,
        **{name: _needed(name, text) for name, text in typed.items()},
    )
    words = f"Till {made.recipient}: {made.purpose}"
    for each in Treatment.objects.filter(patient=treatment.patient_id, unit=treatment.unit_id):
        record_event(treatment=each, kind=EventKind.DISCLOSED, by=by, now=now, words=words)
    return made


def _needed(name: str, typed: str) -> str:
    text, (longest, missing) = typed.strip(), NEEDED[name]
    if not text:
        raise Refused(missing, code=name, field=name)
    if len(text) > longest:
        raise Refused(f"Skriv högst {longest} tecken.", code=name, field=name)
    return text
