"""Rows in every table that is about a patient, each with words of the patient's own."""

from datetime import timedelta
from uuid import uuid4

from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import withdraw_answer
from lindra.models import Event, PageRead, PatientChannels, Place, Treatment
from lindra.rules.calendar import local_date
from tests.cast import Cast

HOUR = timedelta(hours=1)


def lived(cast: Cast, by: PatientSession, person: StaffSession) -> Treatment:
    """Something in every table, with the patient's first name in every text."""
    name = by.patient.given_name
    treatment = cast.treatment if by == cast.astrid else cast.fatimas
    _written(cast, by, name)
    _talked(cast, treatment, by, person, name)
    _read(cast, treatment)
    treatment.follow_ups.create(at=cast.now, staff=person.staff)
    treatment.handovers.create(
        from_unit=person.commission.unit,
        to_unit=cast.ekbacken if person == cast.bo else cast.smartenheten,
        offered_at=cast.now,
        offered_by=person.staff,
    )
    treatment.notices.create(
        key=str(uuid4()),
        kind="message",
        channel="sms",
        patient=by.patient,
        made_at=cast.now,
        due_at=cast.now,
        day=local_date(cast.now),
        next_try_at=cast.now,
    )
    PatientChannels.objects.create(
        patient=by.patient, email=f"{name.lower()}@exempel.se", chosen_at=cast.now
    )
    Event.objects.create(
        treatment=treatment,
        kind="extended",
        at=cast.now,
        actor="staff",
        actor_name=person.staff.name,
        words=f"Ny sista dag för {name}",
    )
    _kept(cast, treatment, person, name)
    return treatment


def _kept(cast: Cast, treatment: Treatment, person: StaffSession, name: str) -> None:
    """What is done with the record."""
    day, unit = local_date(cast.now), person.commission.unit
    treatment.emergency_openings.create(
        staff=cast.erik.staff, reason=f"{name} ringde", opened_at=cast.now, day=day
    )
    treatment.record_notes.create(
        text=f"{name} har börjat.", until=cast.now, approved_at=cast.now, staff=person.staff
    )
    treatment.patient.legal_holds.create(
        unit=unit, reason=f"{name} i tillsyn", placed_at=cast.now, placed_by=cast.doris.staff
    )
    treatment.patient.disclosures.create(
        unit=unit,
        recipient="IVO",
        purpose=f"Tillsyn av {name}",
        grounds="Uppgifterna får lämnas",
        reviewed_by="Lova Lind",
        made_at=cast.now,
        made_by=cast.doris.staff,
    )


def _written(cast: Cast, by: PatientSession, name: str) -> None:
    night = {"datum": "2026-11-22", "b": "22:30", "u": "06:30", "kval": "4", "smarta_natt": 3}
    cast.send("somndagbok", {**night, "anm": f"{name} sov i soffan"}, by=by)
    old = cast.send("reflektion-1", {"nytt": f"{name} ett"}, by=by)
    cast.send("reflektion-1", {"nytt": f"{name} två"}, by=by, replaces=old, at=cast.now + HOUR)
    gone = cast.send("veckokollen", {"smarta": 3, "anm": f"{name} ångrar"}, by=by)
    withdraw_answer(answer=gone, by=by, now=cast.now + HOUR)
    cast.send("veckokollen", {"smarta": 7, "nytt_symtom": True}, by=by, at=cast.now + HOUR)
    rows = [{"row": "1", "aktivitet": f"Promenad med {name}", "man": 15, "ons": 20}]
    cast.send("veckoplan", {"aktiviteter": rows, "dagar": 2}, by=by)
    treatment = cast.treatment if by == cast.astrid else cast.fatimas
    treatment.drafts.create(
        form="smartbild", version=1, values={"tror": f"{name} tror"}, saved_at=cast.now
    )


def _talked(
    cast: Cast, treatment: Treatment, by: PatientSession, person: StaffSession, name: str
) -> None:
    staff = person.staff
    thread = treatment.conversations.create(title=f"Om {name}", started_at=cast.now)
    own = {"author": "patient", "author_name": by.name, "sent_at": cast.now}
    thread.messages.create(text=f"Hej från {name}", key=uuid4(), **own)
    theirs = {"author": "staff", "staff": staff, "author_name": staff.name}
    theirs |= {"author_profession": staff.profession, "sent_at": cast.now}
    thread.messages.create(text=f"Hej {name}", key=uuid4(), **theirs)
    thread.messages.create(
        text="Till någon helt annan",
        key=uuid4(),
        misdirected_at=cast.now,
        misdirected_by=staff,
        **theirs,
    )
    treatment.message_drafts.create(conversation=thread, text=f"{name} skriver", saved_at=cast.now)
    treatment.message_drafts.create(staff=staff, text="Behandlaren skriver", saved_at=cast.now)
    treatment.work_notes.create(
        text=f"Ring {name}.",
        written_at=cast.now,
        staff=staff,
        author_name=staff.name,
        key=uuid4(),
    )


def _read(cast: Cast, treatment: Treatment) -> None:
    PageRead.objects.create(treatment=treatment, page="m1-01", read_at=cast.now)
    Place.objects.create(treatment=treatment, module="m1", page="m1-02", opened_at=cast.now)
    treatment.modules_done.create(module="m1", done_at=cast.now)
    treatment.acknowledgements.create(page="s-02", at=cast.now)
