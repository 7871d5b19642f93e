"""What the demo's people have written to each other, and the templates of their unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lindra.access import PatientSession, Session, StaffSession
from lindra.actions.message_drafts import open_message_draft
from lindra.actions.messages import (
    open_conversation_as_patient,
    open_conversation_as_team,
    rename_conversation,
    send_message,
)
from lindra.actions.templates import save_template
from lindra.management.demo.cast import Cast
from lindra.models import Conversation, NoticeChoice, Treatment

KARIN = "TST-UPPDRAG-1001-1"
JOHAN = "TST-UPPDRAG-1002-1"
PATIENT = ""
LATER = timedelta(hours=3)  # so long after it was written something is read

# (days ago, who writes: a commission or the patient, what), and the name of the conversation.
SAID: Mapping[str, tuple[str, tuple[tuple[int, str, str], ...]]] = {
    "astrid": (
        "Promenaderna",
        (
            (9, KARIN, "Hej Astrid. Hur har promenaderna gått sedan sist?"),
            (
                8,
                PATIENT,
                "Hej! Två gånger har jag gått till sjön. Dagen efter var det mer ont i ryggen.",
            ),
            (
                7,
                KARIN,
                (
                    "Vad fint att du kom ut. Prova att vända halvvägs ett par gånger, och skriv i "
                    "dagboken hur dagen efter blir. Det är svaret vi lär oss mest av."
                ),
            ),
            (1, PATIENT, "Det gick bättre när jag vände tidigare. Ska jag gå varje dag nu?"),
        ),
    ),
    "jamal": (
        "Min konversation",
        ((1, KARIN, "Hej Jamal. Jag har läst det du skrev och ringer dig på torsdag kl. 10."),),
    ),
    "soraya": (
        "Min konversation",
        (
            (6, PATIENT, "Jag kommer inte åt ljudet i Landa här. Gör jag fel?"),
            (5, JOHAN, "Hej Soraya. Tryck på Spela och höj ljudet på telefonen. Hör av dig igen."),
            (5, PATIENT, "Nu fungerar det, tack!"),
        ),
    ),
}
TEMPLATES = {
    "Välkommen": "Hej {förnamn}!\n\nVälkommen till programmet. Börja gärna med Innan du börjar. "
    "Skriv här om du undrar något.",
    "Efter en paus": "Hej {förnamn}. Det gör inget att det har blivit en paus. Du kan fortsätta "
    "där du var, eller ta något kort.",
}


def converse(cast: Cast, treatments: Mapping[str, Treatment], now: datetime) -> None:
    """Let them write, read and answer; and give Smärtenheten its templates."""
    for title, text in TEMPLATES.items():
        save_template(title=title, text=text, by=cast.staff[KARIN], now=now)
    for who, (title, said) in SAID.items():
        _converse(cast, treatments[who], title, said, now)


def _converse(
    cast: Cast,
    treatment: Treatment,
    title: str,
    said: tuple[tuple[int, str, str], ...],
    now: datetime,
) -> None:
    patient, found = PatientSession(treatment.patient), None
    treatment.refresh_from_db(fields=["last_active_at"])
    last_active = treatment.last_active_at
    for days, key, text in said:
        by = cast.staff[key] if key else patient
        at = now - timedelta(days=days)
        if found is not None:
            _open(found, by, at)
        found = _write(treatment, found, by, text, at)
    if found is not None:
        rename_conversation(
            conversation=found,
            title=title,
            seen=found.title,
            by=cast.staff[KARIN],
            now=at + LATER,
        )
    Treatment.objects.filter(pk=treatment.pk).update(last_active_at=last_active)


def _open(found: Conversation, by: Session, at: datetime) -> None:
    if isinstance(by, StaffSession):
        open_conversation_as_team(conversation=found, by=by, now=at)
    else:
        open_conversation_as_patient(conversation=found, by=by, now=at)


def _write(
    treatment: Treatment, found: Conversation | None, by: Session, text: str, at: datetime
) -> Conversation:
    draft = open_message_draft(treatment=treatment, conversation=found, by=by, now=at)
    staff = isinstance(by, StaffSession)
    return send_message(
        treatment=treatment,
        draft_id=draft.pk,
        text=text,
        revision=draft.revision,
        by=by,
        now=at,
        notice=NoticeChoice.DIRECT if staff else NoticeChoice.NONE,
    ).conversation
