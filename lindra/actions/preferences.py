"""Small choices that a patient makes once and that are remembered."""

from datetime import datetime

from lindra.access import PatientSession
from lindra.models import Treatment


def show_more_questions(
    *, treatment: Treatment, more: bool, by: PatientSession, now: datetime
) -> None:
    """Whether "Fler frågor" stands open in diaries (BEHAVIOUR M5b). It is activity."""
    Treatment.objects.filter(pk=treatment.pk, patient=by.patient).update(
        more_questions=more, last_active_at=now, previous_active_at=None
    )
