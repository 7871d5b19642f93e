"""What is typed into a message, and what a page needs to show it again: both sides' pages."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lindra.access import Session
from lindra.actions.message_drafts import open_message_draft
from lindra.models import Conversation, Message, MessageDraft, NoticeChoice, Treatment
from lindra.rules.messages import LONGEST_TEXT, seconds_to_undo
from lindra.web.door import DoorRequest

LONGEST_REVISION = 9  # digits


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page has sent: the text with what tells the page from others."""

    text: str
    draft_id: UUID
    revision: int
    page: str
    seen: datetime | None
    notice: NoticeChoice

    @classmethod
    def of(cls, request: DoorRequest) -> Typed:
        """Read it; what is not of the form says nothing."""
        post = request.POST
        return cls(
            post.get("text", ""),
            _uuid(post.get("draft", "")),
            _revision(post.get("revision", "")),
            post.get("page", "")[:32],
            _moment(post.get("seen", "")),
            _notice(post.get("avisera", ""), post.get("nar", "")),
        )


@dataclass(frozen=True, slots=True)
class Composer:
    """The box to write in. `seen` is when the page was opened, `page` tells it from other tabs."""

    draft: MessageDraft
    text: str
    seen: str
    page: str
    notice: NoticeChoice
    longest: int = LONGEST_TEXT


def composer(
    *,
    treatment: Treatment,
    conversation: Conversation | None,
    by: Session,
    now: datetime,
    typed: Typed | None = None,
) -> Composer:
    """The box with the writer's draft in it, or with what was typed when that was refused.

    A refused text is shown anew with the page as it is now: sent again it is sent knowingly.
    """
    draft = open_message_draft(treatment=treatment, conversation=conversation, by=by, now=now)
    return Composer(
        draft,
        typed.text if typed else draft.text,
        now.isoformat(),
        secrets.token_urlsafe(12),
        typed.notice if typed else NoticeChoice.DIRECT,
    )


@dataclass(frozen=True, slots=True)
class Undo:
    """ "Ångra", for so many seconds more."""

    message: Message
    seconds: int


def undoable(own: Sequence[Message], now: datetime) -> Undo | None:
    """The newest of somebody's own messages, while it can be undone."""
    found = [Undo(m, seconds) for m in own if (seconds := seconds_to_undo(m.sent_at, now))]
    return found[-1] if found else None


def in_a_row(words: Collection[str]) -> str:
    """Karin, Johan och Mirjam"""
    *before, last = words or ("",)
    return f"{', '.join(before)} och {last}" if before else last


def _uuid(text: str) -> UUID:
    """The draft's id; one that nobody has for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _revision(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < LONGEST_REVISION else -1


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _notice(told: str, when: str) -> NoticeChoice:
    if not told:
        return NoticeChoice.NONE
    return NoticeChoice.COLLECTED if when == NoticeChoice.COLLECTED else NoticeChoice.DIRECT
