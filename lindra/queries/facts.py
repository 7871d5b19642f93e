"""The facts that flags are read off, for many treatments in a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from lindra.models import Answer, FollowUp, Part, TeamMember, Treatment
from lindra.models.answer import UNREAD
from lindra.queries.inbox import unanswered, unread_by_patient
from lindra.rules.calendar import local_date
from lindra.rules.flags import StaffFacts, UnreadAnswer, Waiting
from lindra.rules.lifecycle import State, phase
from lindra.rules.patient_flags import NewMessage, PatientFacts


def staff_facts(treatments: Collection[Treatment], now: datetime) -> dict[UUID, StaffFacts]:
    """Per treatment what `rules.flags.staff_flags` asks for, in three questions."""
    ids = [treatment.pk for treatment in treatments]
    unread, waiting = _unread(ids), unanswered(ids, now)
    since, opened = _team(ids)
    return {
        t.pk: StaffFacts(
            unread[t.pk],
            [Waiting(m.conversation, m.message, m.sent_at) for m in waiting.get(t.pk, ())],
            since.get(t.pk, t.started_at),
            opened.get(t.pk),
            State(t.state),
            t.ends_on,
            t.unit.reply_days,
            local_date(now),
        )
        for t in treatments
    }


def patient_facts(treatment: Treatment, now: datetime) -> PatientFacts:
    """What `rules.patient_flags.patient_flags` asks for, in one question."""
    today = local_date(now)
    messages = unread_by_patient([treatment.pk], now).get(treatment.pk, ())
    return PatientFacts(
        phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today),
        treatment.ends_on,
        today,
        treatment.opened_by_patient_at,
        treatment.last_active_at,
        treatment.previous_active_at,
        [NewMessage(each.conversation_id, each.author_name, each.sent_at) for each in messages],
    )


def last_looks(treatments: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of the treatments was last marked as followed up, in one question (M17)."""
    rows = FollowUp.objects.filter(treatment__in=treatments).values("treatment")
    return dict(rows.annotate(latest=Max("at")).values_list("treatment", "latest"))


def _unread(treatments: Collection[UUID]) -> dict[UUID, list[UnreadAnswer]]:
    unread: dict[UUID, list[UnreadAnswer]] = defaultdict(list)
    rows = Answer.objects.filter(UNREAD, treatment__in=treatments).order_by("sent_at")
    for answer in rows.only("treatment_id", "form", "sent_at", "completes", "lifted"):
        unread[answer.treatment_id].append(
            UnreadAnswer(answer.form, answer.sent_at, answer.completes, tuple(answer.lifted))
        )
    return unread


def _team(
    treatments: Collection[UUID],
) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    """When the present responsible was added, and when "Hantera" was last opened anew."""
    since: dict[UUID, datetime] = {}
    opened: dict[UUID, datetime] = {}
    for member in TeamMember.objects.filter(treatment__in=treatments).order_by("added_at"):
        if member.part == Part.RESPONSIBLE:
            since[member.treatment_id] = member.added_at
        if member.opened_at is not None:
            latest = opened.get(member.treatment_id, member.opened_at)
            opened[member.treatment_id] = max(latest, member.opened_at)
    return since, opened
