"""What is asked of notices: whether the day's has gone, as the page to write on says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lindra import clock
from lindra.actions import deliveries
from lindra.actions.deliveries import deliver_notices
from lindra.gateways.sending import NotSent
from lindra.queries.notices import told_today
from tests.cast import Cast, at
from tests.notices import PHONE, Keeper, turn_on, write

MORNING = at("2026-11-23 09:00")
SEEN = MORNING + timedelta(seconds=30)
GONE = "Dagens avisering har gått. Nästa går i morgon klockan 7."
AHEAD = "Skickas mellan klockan 7 och 20."


@pytest.fixture
def keeper(monkeypatch) -> Keeper:
    """Where every notice goes."""
    found = Keeper()
    monkeypatch.setattr(deliveries, "sender_of", lambda _channel: found)
    return found


def said(cast: Cast, monkeypatch, now) -> list[str]:
    """What the page to write on says of "Direkt" at that moment."""
    monkeypatch.setattr(clock, "wall", lambda: now)
    page = cast.client(cast.bo).get(reverse("new_conversation", args=[cast.treatment.pk]))
    return [words for words in (GONE, AHEAD) if words in page.content.decode()]


@pytest.mark.row("M12")
def test_the_page_says_when_the_days_notice_has_gone(cast, keeper, monkeypatch):
    turn_on(cast, now=MORNING)
    write(cast, MORNING)
    assert said(cast, monkeypatch, SEEN) == [AHEAD]
    assert deliver_notices(now=SEEN) == 1
    assert said(cast, monkeypatch, SEEN) == [GONE]
    assert said(cast, monkeypatch, at("2026-11-23 22:59")) == [GONE]
    assert said(cast, monkeypatch, at("2026-11-23 23:00")) == [AHEAD]  # midnight


@pytest.mark.row("M12")
def test_it_has_gone_when_it_has_on_every_channel_that_is_wanted(cast, keeper):
    turn_on(cast, phone=PHONE, now=MORNING)
    write(cast, MORNING)
    keeper.faults = [NotSent("timeout")]
    patient = cast.astrid.patient
    assert deliver_notices(now=SEEN) == 1
    assert not told_today(patient, SEEN)
    later = SEEN + timedelta(minutes=1)
    assert deliver_notices(now=later) == 1
    assert told_today(patient, later)
    turn_on(cast, now=later)
    assert told_today(patient, later)
