"""From a training unit nobody is ever told of anything."""

from datetime import timedelta

import pytest

from lindra.actions.notices import plan_due_notices
from lindra.models import Notice, StaffChannels, Treatment, Unit
from tests.cast import Cast, at
from tests.notices import turn_on, write

pytestmark = pytest.mark.row("F14")

MORNING = at("2026-11-23 09:00")


@pytest.fixture(params=[True, False], ids=["training", "real"])
def wanting(request, cast) -> tuple[Cast, int]:
    """Everybody wants to be told of everything; how many notices each thing gives."""
    Unit.objects.update(training=request.param)
    for unit in (cast.smartenheten, cast.treatment.unit):
        unit.refresh_from_db()
    cast.treatment = Treatment.objects.get(pk=cast.treatment.pk)
    turn_on(cast, now=MORNING)
    StaffChannels.objects.create(staff=cast.bo.staff, email="bo@berg.example", wants_email=True)
    return cast, 0 if request.param else 1


def test_a_message_gives_none(wanting):
    cast, each = wanting
    write(cast, MORNING)
    assert Notice.objects.count() == each


def test_a_programme_that_is_carried_out_gives_none(wanting):
    cast, each = wanting
    cast.send("genomfort", {"klar": True}, at=MORNING)
    assert Notice.objects.count() == each


def test_neither_a_silence_nor_a_last_day_gives_one(wanting):
    cast, each = wanting
    Treatment.objects.update(last_active_at=MORNING)
    assert plan_due_notices(now=MORNING + timedelta(days=15)) == each
    near = Treatment.objects.get(pk=cast.treatment.pk).ends_on
    later = at(f"{near - timedelta(days=3)} 09:00")
    Treatment.objects.update(last_active_at=later)
    assert plan_due_notices(now=later) == each
