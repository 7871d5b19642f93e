"""Times of day as people type them, and lengths of time in words."""

from __future__ import annotations

import re
from datetime import time

from lindra.rules.refused import Refused

# 22:30, 22.30, 22,30, 22 30, 2230, 730, 22 and 7, with or without "kl" before.
_TIME = re.compile(r"(?:kl\.? *)?([0-9]{1,2}?)(?: *[:.,]? *([0-9]{2}))?", re.IGNORECASE)
_LONGEST = 40
_NUMBERS = ("", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva")


def parse_time(text: str, *, field: str = "") -> time:
    """A time of day; 24:00 is midnight. Raises `Refused` "not_a_time"."""
    typed = _TIME.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    hour, minute = (int(part or 0) for part in typed.groups()) if typed else (99, 0)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise Refused("Skriv tiden så här: 22:30", code="not_a_time", field=field)
    return time(hour, minute)


def time_text(at: time) -> str:
    """As it is stored and shown: 07:30."""
    return f"{at:%H:%M}"


def duration_words(minutes: int) -> str:
    """Exactly, for a page: 8 tim 30 min, 8 tim, 30 min, 0 min."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} tim"] * bool(hours) + [f"{rest} min"] * (rest > 0 or not hours)
    return " ".join(parts)


def about_words(minutes: float) -> str:
    """Roughly, to the nearest half hour: en halvtimme, en timme, sju och en halv timme."""
    hours, half = divmod(int((minutes + 15) // 30), 2)
    if not hours:
        return "en halvtimme" if half else "mindre än en kvart"
    number = _NUMBERS[hours] if hours < len(_NUMBERS) else str(hours)
    if half:
        return f"{number} och en halv timme"
    return f"{number} timme" if hours == 1 else f"{number} timmar"
