"""Notices: what they say, when they go, and how often one that did not arrive is tried again.

A notice says that something waits and nothing else: the texts are constants, nothing is put into
them (HSLF-FS 2016:40 3 kap. 15-16 §§).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from lindra.rules.calendar import instant, local, local_date

OPENS = time(7)
CLOSES = time(20)
FORENOON = time(9)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))


class Side(StrEnum):
    """For whom a notice is."""

    PATIENT = "patient"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Text:
    """What a notice says. An SMS and a line in the inbox show the body alone."""

    subject: str
    body: str


_NO_ANSWER = "Det går inte att svara på det här {0}."
_PATIENT = (
    "Det finns något nytt till dig i e-tjänsterna. Du ser det när du har loggat in som vanligt."
)
_STAFF = "Det finns något nytt för dig i Lindra. Du ser det när du har loggat in som vanligt."
_FOR_PATIENT = "Något nytt till dig i e-tjänsterna"
_FOR_STAFF = "Något nytt för dig i Lindra"

FAULTS = {
    "refused": "adressen tas inte emot",
    "address": "adressen tas inte emot",
    "number": "numret tas inte emot",
    "unknown_contract": "inkorgen är inte ansluten",
}
_NO_CONTACT = "tjänsten svarar inte"

TEXTS: dict[tuple[Side, str], Text] = {
    (Side.PATIENT, "email"): Text(_FOR_PATIENT, f"{_PATIENT}\n\n{_NO_ANSWER.format('mejlet')}\n"),
    (Side.PATIENT, "sms"): Text(_FOR_PATIENT, f"{_PATIENT} {_NO_ANSWER.format('SMS:et')}"),
    (Side.PATIENT, "inbox"): Text(_FOR_PATIENT, _PATIENT),
    (Side.STAFF, "email"): Text(_FOR_STAFF, f"{_STAFF}\n\n{_NO_ANSWER.format('mejlet')}\n"),
    (Side.STAFF, "sms"): Text(_FOR_STAFF, f"{_STAFF} {_NO_ANSWER.format('SMS:et')}"),
}


def text_of(side: Side, channel: str) -> Text:
    """What a notice on that channel says. KeyError for staff's inbox, which does not exist."""
    return TEXTS[side, channel]


def fault_words(code: str) -> str:
    """Why it did not arrive, in words that staff can act on."""
    return FAULTS.get(code, _NO_CONTACT)


def is_open(moment: datetime) -> bool:
    """Whether a notice may go at that moment: from 7 until 20 on Swedish clocks (BEHAVIOUR M12)."""
    return OPENS <= local(moment).time() < CLOSES


def direct_at(moment: datetime) -> datetime:
    """ "Direkt": that moment between 7 and 20, else the next 7 o'clock."""
    if is_open(moment):
        return moment
    return _next(moment, OPENS)


def collected_at(moment: datetime) -> datetime:
    """ "Uppsamlat": the next 9 o'clock, that moment included (BEHAVIOUR M12)."""
    return _next(moment, FORENOON)


def day_after(due: datetime, *, collected: bool) -> datetime:
    """When the notice goes instead, if the patient has had that day's."""
    return instant(local_date(due) + timedelta(days=1), FORENOON if collected else OPENS)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after that many tries (1 or more); None when it is given up.

    1, 5 and 30 minutes, 2 and 6 hours; never outside 7–20.
    """
    if tries > len(WAITS):
        return None
    return direct_at(now + WAITS[tries - 1])


def _next(moment: datetime, at: time) -> datetime:
    """The first moment from there on when Swedish clocks show `at`, which no change skips."""
    today = local_date(moment)
    found = instant(today, at)
    return found if found >= moment else instant(today + timedelta(days=1), at)
