"""The facts that the team's flags are read off, for many treatments in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lindra.models import Answer, Part, TeamMember
from lindra.models.answer import UNREAD
from lindra.rules.flags import StaffFacts, UnreadAnswer


def staff_facts(treatments: Collection[UUID]) -> dict[UUID, StaffFacts]:
    """Per treatment what `rules.flags.staff_flags` asks for."""
    unread: dict[UUID, list[UnreadAnswer]] = defaultdict(list)
    rows = Answer.objects.filter(UNREAD, treatment__in=treatments).order_by("sent_at")
    for answer in rows.only("treatment_id", "form", "sent_at", "completes", "lifted"):
        unread[answer.treatment_id].append(
            UnreadAnswer(answer.form, answer.sent_at, answer.completes, tuple(answer.lifted))
        )
    since, opened = _team(treatments)
    return {
        treatment: StaffFacts(unread[treatment], since[treatment], opened.get(treatment))
        for treatment in since
    }


def _team(
    treatments: Collection[UUID],
) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    since: dict[UUID, datetime] = {}
    opened: dict[UUID, datetime] = {}
    for member in TeamMember.objects.filter(treatment__in=treatments).order_by("added_at"):
        if member.part == Part.RESPONSIBLE:
            since[member.treatment_id] = member.added_at
        if member.opened_at is not None:
            latest = opened.get(member.treatment_id, member.opened_at)
            opened[member.treatment_id] = max(latest, member.opened_at)
    return since, opened
