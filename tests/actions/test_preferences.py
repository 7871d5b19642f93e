"""Small choices that are remembered."""

from datetime import timedelta

import pytest

from lindra.actions.preferences import show_more_questions
from lindra.models import Treatment


@pytest.mark.row("M5b")
def test_more_questions_stand_open_until_the_patient_closes_them(cast):
    assert cast.treatment.more_questions is False
    for more in (True, False):
        show_more_questions(treatment=cast.treatment, more=more, by=cast.astrid, now=cast.now)
        found = Treatment.objects.get(pk=cast.treatment.pk)
        assert (found.more_questions, found.last_active_at) == (more, cast.now)


def test_nobody_chooses_for_another(cast):
    later = cast.now + timedelta(days=1)
    show_more_questions(treatment=cast.treatment, more=True, by=cast.fatima, now=later)
    found = Treatment.objects.filter(pk__in=[cast.treatment.pk, cast.fatimas.pk])
    assert set(found.values_list("more_questions", "last_active_at")) == {(False, None)}
