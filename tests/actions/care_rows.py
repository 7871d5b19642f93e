"""Rows of messages, notices and what the team does, straight into their tables, whole or broken."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from lindra.models import (
    Absence,
    Conversation,
    Handover,
    Message,
    MessageDraft,
    MessageTemplate,
    Notice,
    PatientChannels,
    StaffChannels,
    WorkNote,
)
from tests.cast import Cast

SUNDAY = date(2026, 11, 22)
DAY = timedelta(days=1)
ONE = UUID(int=1)


def twice(make):
    """The same thing done twice."""
    return lambda cast: (make(cast), make(cast))


def conversation(cast: Cast) -> Conversation:
    return Conversation.objects.create(
        treatment=cast.treatment, title="Min konversation", started_at=cast.now
    )


def message(cast: Cast, **more) -> Message:
    """The patient's, unless `more` says otherwise."""
    filled = {"author": "patient", "author_name": "Astrid Alm", "text": "Hej", "key": uuid4()}
    return Message.objects.create(
        **{"conversation": conversation(cast), "sent_at": cast.now, **filled, **more}
    )


def from_bo(cast: Cast, **more) -> Message:
    return message(
        cast, **{"author": "staff", "staff": cast.bo.staff, "author_name": "Bo Berg", **more}
    )


def message_draft(cast: Cast) -> MessageDraft:
    return MessageDraft.objects.create(treatment=cast.treatment, saved_at=cast.now)


def template(cast: Cast) -> MessageTemplate:
    return MessageTemplate.objects.create(unit=cast.smartenheten, title="Välkommen", text="Hej")


def notice(cast: Cast, **more) -> Notice:
    """The patient's, waiting."""
    filled = {"key": str(uuid4()), "kind": "message", "channel": "email", "day": SUNDAY}
    times = dict.fromkeys(("made_at", "due_at", "next_try_at"), cast.now)
    whose = {"patient": cast.astrid.patient, "treatment": cast.treatment}
    return Notice.objects.create(**{**filled, **times, **whose, **more})


def note(cast: Cast, **more) -> WorkNote:
    filled = {"text": "Ringde i dag.", "author_name": "Bo Berg", "key": uuid4()}
    made = {"treatment": cast.treatment, "staff": cast.bo.staff, "written_at": cast.now}
    return WorkNote.objects.create(**{**made, **filled, **more})


def handover(cast: Cast, **more) -> Handover:
    filled = {"from_unit": cast.smartenheten, "to_unit": cast.ekbacken, "offered_at": cast.now}
    return Handover.objects.create(
        **{"treatment": cast.treatment, "offered_by": cast.bo.staff, **filled, **more}
    )


def absence(cast: Cast, **more) -> Absence:
    """Bo's, of one day, Erik in his place."""
    filled = {"commission": cast.bo.commission, "substitute": cast.erik.commission}
    days = {"first_day": SUNDAY, "last_day": SUNDAY, "added_at": cast.now}
    return Absence.objects.create(**{**filled, **days, **more})


BROKEN_CARE = {
    "message_has_its_author": lambda cast: message(cast, staff=cast.bo.staff),
    "message_notice_is_staffs": lambda cast: message(cast, notice="direct"),
    "message_waived_at_and_by": lambda cast: message(cast, waived_at=cast.now),
    "message_misdirected_at_and_by": lambda cast: from_bo(cast, misdirected_at=cast.now),
    "message_notice_known": lambda cast: from_bo(cast, notice="pigeon"),
    "message_says_something": lambda cast: message(cast, text=""),
    "one_message_draft": twice(message_draft),
    "template_title_once": twice(template),
    "notice_is_for_one": lambda cast: notice(cast, staff=cast.bo.staff),
    "one_notice_a_patient_and_day": twice(notice),
    "notice_sent_when_sent": lambda cast: notice(cast, state="sent"),
    "notice_kind_known": lambda cast: notice(cast, kind="news"),
    "notice_channel_known": lambda cast: notice(cast, channel="pigeon"),
    "notice_state_known": lambda cast: notice(cast, state="lost"),
    "note_says_something": lambda cast: note(cast, text=""),
    "note_struck_at_and_by": lambda cast: note(cast, struck_at=cast.now),
    "one_open_handover": twice(handover),
    "handover_to_another_unit": lambda cast: handover(cast, to_unit=cast.smartenheten),
    "handover_answered_whole": lambda cast: handover(cast, accepted=True),
    "absence_days_in_order": lambda cast: absence(cast, last_day=SUNDAY - DAY),
    "absence_has_another": lambda cast: absence(cast, substitute=cast.bo.commission),
}
UNIQUE_CARE = {
    "lindra_message_key_": twice(lambda cast: message(cast, key=ONE)),
    "lindra_notice_key_": lambda cast: [
        notice(cast, key="one", day=day) for day in (SUNDAY, SUNDAY + DAY)
    ],
    "lindra_worknote_key_": twice(lambda cast: note(cast, key=ONE)),
    "lindra_patientchannels_patient_id_": twice(
        lambda cast: PatientChannels.objects.create(patient=cast.astrid.patient, chosen_at=cast.now)
    ),
    "lindra_staffchannels_staff_id_": twice(
        lambda cast: StaffChannels.objects.create(staff=cast.bo.staff)
    ),
}
