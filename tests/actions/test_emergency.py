"""Opening in an emergency: a reason, once a day, on the timeline; somebody else takes note."""

from datetime import date, timedelta

import pytest

from lindra.actions.emergency import mark_emergency_seen, open_in_emergency
from lindra.models import EmergencyOpening, Event, EventKind
from lindra.rules.refused import Refused
from tests.cast import Cast

DAY = timedelta(days=1)
REASON = "Ringde, ville avbryta"


def open_(cast: Cast, reason: str = REASON, days: int = 0) -> EmergencyOpening:
    now = cast.now + days * DAY
    return open_in_emergency(treatment=cast.treatment, reason=reason, by=cast.erik, now=now)


def refused(call, **more) -> str:
    with pytest.raises(Refused) as found:
        call(**more)
    return found.value.code


def test_an_opening_is_kept_for_the_day_and_stands_on_the_timeline(cast):
    found = EmergencyOpening.objects.get(pk=open_(cast).pk)
    assert (found.staff, found.reason) == (cast.erik.staff, REASON)
    assert (found.opened_at, found.day) == (cast.now, date(2026, 11, 22))
    event = Event.objects.get(kind=EventKind.EMERGENCY_OPENED)
    assert (event.treatment, event.actor_name, event.words) == (
        cast.treatment,
        "Erik Edlund",
        REASON,
    )


def test_opened_twice_a_day_it_is_one_and_another_day_another(cast):
    first = open_(cast)
    assert open_(cast, "En helt annan orsak") == first
    assert open_(cast, days=1) != first
    assert Event.objects.filter(kind=EventKind.EMERGENCY_OPENED).count() == 2


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "too_short"),
        ("  a  b \n c  ", "too_short"),
        ("x" * 9, "too_short"),
        ("x" * 501, "too_long"),
    ],
)
def test_a_reason_says_something_and_not_too_much(cast, reason, code):
    assert refused(lambda: open_(cast, reason)) == code
    assert EmergencyOpening.objects.count() == 0


@pytest.mark.parametrize("reason", ["x" * 10, "x" * 500])
def test_from_ten_signs_to_five_hundred(cast, reason):
    assert open_(cast, f"  {reason}\n").reason == reason


def test_somebody_else_takes_note_once_and_never_whoever_opened_it(cast):
    opening = open_(cast)
    assert refused(mark_emergency_seen, opening=opening, by=cast.erik, now=cast.now) == "oneself"
    mark_emergency_seen(opening=opening, by=cast.bo, now=cast.now)
    mark_emergency_seen(opening=opening, by=cast.hanna, now=cast.now + DAY)
    opening.refresh_from_db()
    assert (opening.seen_at, opening.seen_by) == (cast.now, cast.bo.staff)
