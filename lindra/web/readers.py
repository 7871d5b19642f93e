""" "Vem kan läsa" (BEHAVIOUR F10): the team of today in words, and who supervises it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lindra.models import Absence, Part, TeamMember
from lindra.rules.calendar import day_words
from lindra.rules.swedish import listed

NOBODY = "teamet"
PARTS: dict[str, str] = {Part.SUBSTITUTE: " (ersättare)", Part.SUPERVISOR: " (handledare)"}


def readers(team: Sequence[TeamMember]) -> str:
    """Karin; Karin och Johan; Karin, Johan och Eva (ersättare)."""
    names = [member.staff.given_name + PARTS.get(member.part, "") for member in team]
    return listed(names) or NOBODY


def away_words(absence: Absence, today: date) -> str:
    """Karin är borta till och med 5 juli. Johan läser under tiden."""
    who = absence.commission.staff.given_name
    until = day_words(absence.last_day, today)
    return (
        f"{who} är borta till och med {until}. "
        f"{absence.substitute.staff.given_name} läser under tiden."
    )
