"""Messages: when the other side sees one, what it may say, and what may be done to it (M12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused

UNDO = timedelta(seconds=30)
LONGEST_TEXT = 5000  # characters
LONGEST_TITLE = 80
TITLE = "Min konversation"
FIRST_NAME = "{förnamn}"


def visible(sent_at: datetime, now: datetime) -> bool:
    """Whether the other side sees the message: from the moment when it can no longer be undone."""
    return now >= sent_at + UNDO


def seconds_to_undo(sent_at: datetime, now: datetime) -> int:
    """Whole seconds left of "Ångra", at least 1 while it is possible, else 0."""
    left = sent_at + UNDO - now
    return 0 if left <= timedelta() else max(1, int(left.total_seconds()))


def check_undoable(sent_at: datetime, read_at: datetime | None, now: datetime) -> None:
    """Raises `Refused` "too_late" when the other side may have seen the message."""
    if read_at is not None or visible(sent_at, now):
        raise Refused(
            "Det har gått mer än 30 sekunder, så meddelandet är skickat.", code="too_late"
        )


def check_may_misdirect(sent_at: datetime, now: datetime) -> None:
    """Raises `Refused` "too_early" while "Ångra" is still there and leaves no trace."""
    if not visible(sent_at, now):
        raise Refused("Meddelandet kan fortfarande ångras.", code="too_early")


def check_staff_may_write(state: State) -> None:
    """Raises `Refused` "ended": staff write as long as the treatment is not ended."""
    if state is State.ENDED:
        raise Refused("Momentet är avslutat. Det går att läsa men inte skriva.", code="ended")


def tidy_text(text: str) -> str:
    """The text as it is sent; `Refused` "empty" or "too_long" (5 000 characters)."""
    found = text.replace("\r\n", "\n").strip()
    if not found:
        raise Refused("Skriv något först.", code="empty", field="text")
    if len(found) > LONGEST_TEXT:
        over = len(found) - LONGEST_TEXT
        raise Refused(
            f"Texten är för lång. Korta den med {over} tecken.", code="too_long", field="text"
        )
    return found


def tidy_title(title: str) -> str:
    """The name of a conversation on one line; the usual one when nothing is given.

    `Refused` "too_long" for more than 80 characters.
    """
    found = " ".join(title.split())
    if len(found) > LONGEST_TITLE:
        raise Refused(
            f"Namnet får ha högst {LONGEST_TITLE} tecken.", code="too_long", field="title"
        )
    return found or TITLE


def tidy_template(title: str, text: str) -> tuple[str, str]:
    """A template's name and text; `Refused` when one is missing or too long."""
    if not title.strip():
        raise Refused("Skriv vad mallen heter.", code="empty", field="title")
    return tidy_title(title), tidy_text(text)


def with_first_name(text: str, first_name: str) -> str:
    """A template's text for one patient (F9)."""
    return text.replace(FIRST_NAME, first_name)
