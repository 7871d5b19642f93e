"""What the patient is shown as new, in the patient's words, and what takes it away."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lindra.rules.lifecycle import Phase
from lindra.rules.patient_flags import (
    NewMessage,
    PatientFacts,
    PatientFlag,
    PatientFlagKind,
    is_back,
    patient_flags,
    patient_is_new,
)

LOGGED_IN = datetime(2026, 11, 20, 7, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READABLE = (Phase.RUNNING, Phase.MAINTAINED)


def facts(**more) -> PatientFacts:
    """Somebody who has just logged in, a day after the last time, with nothing new."""
    plain = {
        "phase": Phase.RUNNING,
        "ends_on": date(2027, 11, 1),
        "today": TODAY,
        "opened_at": LOGGED_IN - 100 * DAY,
        "last_active_at": LOGGED_IN,
        "previous_active_at": LOGGED_IN - DAY,
    }
    return PatientFacts(**{**plain, **more})


def words(**more) -> list[str]:
    return [flag.words for flag in patient_flags(facts(**more))]


@pytest.mark.row("M14b")
def test_when_nothing_is_new_nothing_is_said():
    assert patient_flags(facts()) == ()


@pytest.mark.row("M14b")
def test_the_programme_is_new_until_it_is_opened():
    assert words(opened_at=None) == ["Nytt"]
    assert (patient_is_new(None), patient_is_new(LOGGED_IN)) == (True, False)


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.parametrize(
    ("before", "back"),
    [
        (datetime(2026, 11, 6, 22, 59, tzinfo=UTC), True),  # 6 November, 23:59
        (datetime(2026, 11, 6, 23, 1, tzinfo=UTC), False),  # 7 November, 00:01
        (LOGGED_IN - 300 * DAY, True),
        (LOGGED_IN, False),
        (None, False),  # the first log-in, or something has been done
    ],
)
def test_whoever_was_away_for_fourteen_days_before_this_log_in_is_welcomed_back(before, back):
    expected = ["Välkommen tillbaka. Här var du senast."] if back else []
    assert words(previous_active_at=before) == expected


@pytest.mark.row("M14b")
def test_the_time_since_the_log_in_does_not_count():
    assert words(previous_active_at=LOGGED_IN - DAY, today=TODAY + 20 * DAY) == []


def test_somebody_who_has_never_been_active_is_not_back():
    assert not is_back(None, None)
    assert not is_back(None, LOGGED_IN)


@pytest.mark.row("M14")
@pytest.mark.parametrize("phase", READABLE)
@pytest.mark.parametrize(
    ("left", "says"),
    [(2, []), (1, ["I morgon är sista dagen."]), (0, ["I dag är sista dagen."])],
)
def test_the_last_day_is_told_the_day_before_and_on_it(phase, left, says):
    assert words(phase=phase, ends_on=TODAY + left * DAY) == says


def new(conversation: int, sender: str, hours: int) -> NewMessage:
    return NewMessage(UUID(int=conversation), sender, LOGGED_IN - hours * HOUR)


@pytest.mark.row("M14")
def test_a_conversation_stands_once_under_its_newest_sender_the_newest_first():
    messages = [new(1, "Karin Lind", 9), new(2, "Johan Ek", 5), new(1, "Johan Ek", 3)]
    assert patient_flags(facts(messages=messages)) == tuple(
        PatientFlag(
            PatientFlagKind.MESSAGE,
            "Nytt meddelande från Johan Ek",
            UUID(int=n),
            LOGGED_IN - hours * HOUR,
        )
        for n, hours in ((1, 3), (2, 5))
    )


@pytest.mark.row("M18")
@pytest.mark.parametrize("phase", [each for each in Phase if each not in READABLE])
def test_when_the_programme_cannot_be_read_messages_alone_are_told(phase):
    everything = {
        "opened_at": None,
        "previous_active_at": LOGGED_IN - 30 * DAY,
        "ends_on": TODAY,
        "messages": [new(1, "Karin Lind", 1)],
    }
    assert words(phase=phase, **everything) == ["Nytt meddelande från Karin Lind"]
    assert words(**everything) == [
        "Nytt meddelande från Karin Lind",
        "I dag är sista dagen.",
        "Välkommen tillbaka. Här var du senast.",
        "Nytt",
    ]


@pytest.mark.row("M14")
def test_no_word_to_the_patient_is_the_staffs_or_accuses():
    said = " ".join(
        words(
            opened_at=None,
            previous_active_at=LOGGED_IN - 30 * DAY,
            ends_on=TODAY,
            messages=[new(1, "Karin Lind", 1)],
        )
    ).lower()
    for never in ("moment", "flagga", "vidmakthåll", "inaktiv", "dagar", "inte "):
        assert never not in said
