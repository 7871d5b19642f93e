"""Rows of exports, purges, reviews, notes and holds, straight into their tables, also broken."""

from uuid import UUID

from lindra.models import (
    Disclosure,
    EmergencyOpening,
    ExportJob,
    LegalHold,
    LogReview,
    LogReviewItem,
    PurgeRun,
    RecordNote,
    Role,
    RoleKind,
)
from tests.actions.care_rows import DAY, ONE, SUNDAY, twice
from tests.cast import Cast


def emergency(cast: Cast, **more) -> EmergencyOpening:
    filled = {"reason": "Larm", "opened_at": cast.now, "day": SUNDAY, "staff": cast.erik.staff}
    return EmergencyOpening.objects.create(**{"treatment": cast.treatment, **filled, **more})


def record_note(cast: Cast, **more) -> RecordNote:
    filled = {"text": "Start.", "until": cast.now, "approved_at": cast.now, "author_name": "Bo"}
    whose = {"treatment": cast.treatment, "staff": cast.bo.staff}
    return RecordNote.objects.create(**{**whose, **filled, **more})


def hold(cast: Cast, **more) -> LegalHold:
    filled = {"reason": "Tillsyn", "placed_at": cast.now, "placed_by": cast.doris.staff}
    whose = {"patient": cast.astrid.patient, "unit": cast.smartenheten}
    return LegalHold.objects.create(**{**whose, **filled, **more})


def disclosure(cast: Cast, **more) -> Disclosure:
    filled = {"recipient": "IVO", "purpose": "Tillsyn", "grounds": "Ja", "reviewed_by": "Lova"}
    whose = {"patient": cast.astrid.patient, "unit": cast.smartenheten}
    made = {"made_at": cast.now, "made_by": cast.doris.staff}
    return Disclosure.objects.create(**{**whose, **made, **filled, **more})


def export(cast: Cast, **more) -> ExportJob:
    filled = {"programme": "p", "first": SUNDAY, "last": SUNDAY, "format": "csv"}
    made = {"ordered_at": cast.now, "ordered_by": cast.doris.staff}
    return ExportJob.objects.create(**{"unit": cast.smartenheten, **made, **filled, **more})


def purge(cast: Cast, **more) -> PurgeRun:
    filled = {"decision": "AN 2026-1", "shown": [], "total": 0}
    made = {"proposed_at": cast.now, "proposed_by": cast.doris.staff}
    return PurgeRun.objects.create(**{"unit": cast.smartenheten, **made, **filled, **more})


def review(cast: Cast, **more) -> LogReview:
    filled = {"kind": "random", "first": SUNDAY, "last": SUNDAY, "rows_in_period": 1}
    made = {"made_at": cast.now, "made_by": cast.lova.staff}
    return LogReview.objects.create(**{"unit": cast.smartenheten, **made, **filled, **more})


def judged(cast: Cast, **more) -> LogReviewItem:
    filled = {"verdict": "fine", "judged_at": cast.now, "judged_by": cast.lova.staff}
    return LogReviewItem.objects.create(
        **{"review": review(cast), "log_id": UUID(int=7), **filled, **more}
    )


def _two_parts(cast: Cast) -> None:
    job = export(cast)
    for _ in range(2):
        job.parts.create(number=1, data=b"")


def _shown_twice(cast: Cast) -> None:
    run = purge(cast)
    for _ in range(2):
        run.items.create(treatment=cast.treatment)


def _sampled_twice(cast: Cast) -> None:
    drawn = review(cast)
    for _ in range(2):
        drawn.items.create(log_id=ONE)


BROKEN_RECORDS = {
    "role_withdrawn_at_and_by": lambda cast: Role.objects.create(
        commission=cast.bo.commission,
        kind=RoleKind.SUPERVISOR,
        first_day=SUNDAY,
        withdrawn_at=cast.now,
    ),
    "emergency_has_a_reason": lambda cast: emergency(cast, reason=""),
    "emergency_opened_once_a_day": twice(emergency),
    "emergency_seen_at_and_by": lambda cast: emergency(cast, seen_at=cast.now),
    "record_note_says_something": lambda cast: record_note(cast, text=""),
    "record_note_approved_once": twice(record_note),
    "one_standing_hold": twice(hold),
    "hold_has_a_reason": lambda cast: hold(cast, reason=""),
    "hold_lifted_at_and_by": lambda cast: hold(cast, lifted_by=cast.doris.staff),
    "disclosure_is_reviewed": lambda cast: disclosure(cast, grounds=""),
    "export_days_in_order": lambda cast: export(cast, last=SUNDAY - DAY),
    "export_state_known": lambda cast: export(cast, state="lost"),
    "export_format_known": lambda cast: export(cast, format="doc"),
    "export_of_people_has_a_reason": lambda cast: export(cast, identified=True),
    "export_part_once": _two_parts,
    "purge_has_a_decision": lambda cast: purge(cast, decision=""),
    "purge_by_two": lambda cast: purge(cast, approved_at=cast.now, approved_by=cast.doris.staff),
    "purge_approved_or_cancelled": lambda cast: purge(
        cast, approved_at=cast.now, cancelled_at=cast.now
    ),
    "one_purge_at_a_time": twice(purge),
    "shown_once_in_a_purge": _shown_twice,
    "review_days_in_order": lambda cast: review(cast, last=SUNDAY - DAY),
    "review_kind_known": lambda cast: review(cast, kind="nosy"),
    "review_signed_at_and_by": lambda cast: review(cast, signed_at=cast.now),
    "reviewed_once_in_a_sample": _sampled_twice,
    "judged_at_and_by": lambda cast: judged(cast, judged_at=None),
    "what_is_investigated_is_said": lambda cast: judged(cast, verdict="investigated"),
}
