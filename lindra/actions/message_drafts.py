"""Half-written messages: the writer's alone, saved by themselves. They leave no event."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from lindra.access import PatientSession, Session
from lindra.actions.drafts import Stale
from lindra.actions.treatments import be_active
from lindra.models import Conversation, MessageDraft, Staff, Treatment
from lindra.queries.inbox import own_drafts
from lindra.rules.messages import LONGEST_TEXT

MOST_KEPT = 4 * LONGEST_TEXT


@transaction.atomic
def open_message_draft(
    *, treatment: Treatment, conversation: Conversation | None, by: Session, now: datetime
) -> MessageDraft:
    """The writer's one draft in that conversation, or of a new one; made when there is none."""
    draft, _ = MessageDraft.objects.get_or_create(
        treatment=treatment,
        conversation=conversation,
        staff=_staff(by),
        defaults={"saved_at": now},
    )
    return draft


@transaction.atomic
def save_message_draft(
    *,
    draft: MessageDraft,
    text: str,
    revision: int,
    by: Session,
    now: datetime,
    page: str = "",
) -> int:
    """Save and return the new revision; `Stale` when `revision` is not the one that is saved.

    The same opened `page` may save again although it has not heard of its own last revision. A
    text that is too long to be sent is kept all the same.
    """
    if isinstance(by, PatientSession):
        be_active(treatment=draft.treatment, by=by, now=now)
    known = Q(revision=revision) | (Q(page=page) & ~Q(page=""))
    saved = (
        own_drafts(draft.treatment, by)
        .filter(known, pk=draft.pk)
        .update(
            text=text.replace("\r\n", "\n")[:MOST_KEPT],
            revision=F("revision") + 1,
            saved_at=now,
            page=page,
        )
    )
    if not saved:
        raise Stale
    return MessageDraft.objects.values_list("revision", flat=True).get(pk=draft.pk)


@transaction.atomic
def discard_message_draft(*, draft: MessageDraft, by: Session, now: datetime) -> None:
    """Throw the draft away, as its writer asks."""
    if isinstance(by, PatientSession):
        be_active(treatment=draft.treatment, by=by, now=now)
    own_drafts(draft.treatment, by).filter(pk=draft.pk).delete()


@transaction.atomic
def take_back_into_draft(
    *,
    key: UUID,
    text: str,
    conversation: Conversation,
    alone: bool,
    by: Session,
    now: datetime,
) -> MessageDraft:
    """What was sent a moment ago becomes a draft again, before what has been written since.

    `alone`: the conversation goes with it, and the draft begins a new one of the same name.
    """
    own = own_drafts(conversation.treatment, by)
    if alone:
        for since in own.filter(conversation=conversation):
            text = _joined(text, since.text)
    where = None if alone else conversation
    kept = own.filter(conversation=where).first()
    if kept is not None:
        kept.text, kept.saved_at = _joined(text, kept.text), now
        kept.revision, kept.page = kept.revision + 1, ""
        kept.save(update_fields=["text", "saved_at", "revision", "page"])
        return kept
    return MessageDraft.objects.create(
        pk=key,
        treatment=conversation.treatment,
        conversation=where,
        staff=_staff(by),
        title=conversation.title if alone else "",
        text=text,
        revision=1,
        saved_at=now,
    )


def _joined(first: str, then: str) -> str:
    return f"{first}\n\n{then}" if then.strip() else first


def _staff(by: Session) -> Staff | None:
    return None if isinstance(by, PatientSession) else by.staff
