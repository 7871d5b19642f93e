"""Messages as each side sees them: conversations, one conversation, and what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lindra.access import PatientSession, Session
from lindra.models import ActorKind, Conversation, Message, MessageDraft, Treatment
from lindra.models.message import STANDS
from lindra.rules.messages import UNDO

TOLD = timedelta(days=14)  # so long "Felskickat" stands among what is to be handled


@dataclass(frozen=True, slots=True)
class Waiting:
    """A patient's message that nobody in the team has answered or waived."""

    conversation: UUID
    message: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation in the list. `unread` by this side; `waiting` for the team's answer."""

    conversation: Conversation
    newest: Message
    unread: int
    waiting: int
    draft: MessageDraft | None


@dataclass(frozen=True, slots=True)
class Thread:
    """Oldest first. `just_sent`: colleagues whose message can still be undone, without its text."""

    messages: tuple[Message, ...]
    just_sent: tuple[str, ...]


def unanswered(treatment_ids: Collection[UUID], now: datetime) -> dict[UUID, list[Waiting]]:
    """Per treatment, oldest first, what waits for the team (flag f), in one query.

    A message that its writer can still undo does not wait, nor one that was waived, nor one that
    stood on the page of somebody who has answered since in the same conversation.
    """
    found: dict[UUID, list[Waiting]] = defaultdict(list)
    rows = waiting_messages(now).filter(conversation__treatment__in=treatment_ids)
    for treatment, *waiting in rows.order_by("sent_at").values_list(
        "conversation__treatment", "conversation", "pk", "sent_at"
    ):
        found[treatment].append(Waiting(*waiting))
    return dict(found)


def unread_by_patient(treatment_ids: Collection[UUID], now: datetime) -> dict[UUID, list[Message]]:
    """Per treatment, oldest first, the team's messages that the patient has not opened."""
    return _by_treatment(_unread_by_patient(treatment_ids, now).order_by("sent_at"))


def misdirected(treatment_ids: Collection[UUID], now: datetime) -> dict[UUID, list[Message]]:
    """Per treatment, newest first, what was marked "Felskickat" in the last fourteen days."""
    rows = Message.objects.filter(
        misdirected_at__gt=now - TOLD, conversation__treatment__in=treatment_ids
    )
    return _by_treatment(rows.order_by("-misdirected_at"))


def conversations(treatment: Treatment, who: Session, now: datetime) -> list[Line]:
    """The conversations that somebody sees, the newest message first; four queries."""
    seen = Message.objects.filter(seen_by(who, now), conversation__treatment=treatment)
    newest = (
        seen.order_by("conversation", "-sent_at", "-pk")
        .distinct("conversation")
        .select_related("conversation")
    )
    unread = _count(seen.filter(STANDS, author=_other(who), read_at__isnull=True))
    waiting = _count(waiting_messages(now).filter(conversation__treatment=treatment))
    drafts = {draft.conversation_id: draft for draft in unsent(treatment, who)}
    lines = [
        Line(
            message.conversation,
            message,
            unread.get(message.conversation_id, 0),
            waiting.get(message.conversation_id, 0),
            drafts.get(message.conversation_id),
        )
        for message in newest
    ]
    return sorted(lines, key=lambda line: line.newest.sent_at, reverse=True)


def newest_conversation(treatment: Treatment, who: Session, now: datetime) -> UUID | None:
    """The conversation with the newest message that somebody sees; one query."""
    seen = Message.objects.filter(seen_by(who, now), conversation__treatment=treatment)
    return seen.order_by("-sent_at", "-pk").values_list("conversation", flat=True).first()


def thread(conversation: Conversation, who: Session, now: datetime) -> Thread:
    """What somebody sees of a conversation, in one query."""
    rows = conversation.messages.select_related("read_by", "misdirected_by", "waived_by")
    if isinstance(who, PatientSession):
        rows = rows.filter(seen_by(who, now))
    messages, just_sent = [], []
    for message in rows.order_by("sent_at", "pk"):
        if message.sent_at <= now - UNDO or message.staff_id == _staff(who):
            messages.append(message)
        elif message.author == ActorKind.STAFF:
            just_sent.append(message.author_name)
    return Thread(tuple(messages), tuple(just_sent))


def unsent(treatment: Treatment, who: Session) -> QuerySet[MessageDraft]:
    """The writer's drafts that say something, the newest first."""
    return own_drafts(treatment, who).exclude(text="").order_by("-saved_at")


def own_drafts(treatment: Treatment, who: Session) -> QuerySet[MessageDraft]:
    """The writer's drafts in the treatment: nobody else sees them."""
    return treatment.message_drafts.filter(staff=_staff(who))


def seen_by(who: Session, now: datetime) -> Q:
    """The own messages always, the others' when they can no longer be undone."""
    if isinstance(who, PatientSession):
        return Q(sent_at__lte=now - UNDO) | Q(author=ActorKind.PATIENT)
    return Q(sent_at__lte=now - UNDO) | Q(staff=who.staff)


def waiting_messages(now: datetime) -> QuerySet[Message]:
    """Everybody's messages that wait for an answer at that moment (BEHAVIOUR M14b f)."""
    answered = Message.objects.filter(
        STANDS,
        conversation=OuterRef("conversation"),
        author=ActorKind.STAFF,
        answers_until__gte=OuterRef("sent_at"),
    )
    return Message.objects.filter(
        ~Exists(answered),
        author=ActorKind.PATIENT,
        waived_at__isnull=True,
        sent_at__lte=now - UNDO,
    )


def _unread_by_patient(treatment_ids: Collection[UUID], now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        STANDS,
        author=ActorKind.STAFF,
        read_at__isnull=True,
        sent_at__lte=now - UNDO,
        conversation__treatment__in=treatment_ids,
    )


def _by_treatment(rows: QuerySet[Message]) -> dict[UUID, list[Message]]:
    found: dict[UUID, list[Message]] = defaultdict(list)
    for message in rows.select_related("conversation"):
        found[message.conversation.treatment_id].append(message)
    return dict(found)


def _count(rows: QuerySet[Message]) -> dict[UUID, int]:
    return dict(rows.values_list("conversation").annotate(Count("pk")))


def _other(who: Session) -> ActorKind:
    return ActorKind.STAFF if isinstance(who, PatientSession) else ActorKind.PATIENT


def _staff(who: Session) -> int | None:
    return None if isinstance(who, PatientSession) else who.staff.pk
