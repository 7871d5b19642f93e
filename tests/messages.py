"""Messages as tests write them: a draft is opened, and what is written in it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from lindra.access import PatientSession, Session
from lindra.actions.message_drafts import open_message_draft
from lindra.actions.messages import send_message
from lindra.models import Conversation, Message, NoticeChoice, Treatment

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def write(  # what, where, by whom and when
    treatment: Treatment,
    by: Session,
    text: str,
    now: datetime,
    conversation: Conversation | None = None,
    *,
    seen: datetime | None = None,
    notice: NoticeChoice = NoticeChoice.NONE,
) -> Message:
    """Somebody writes and sends; `seen` is when her page was opened, if it was not now."""
    draft = open_message_draft(treatment=treatment, conversation=conversation, by=by, now=now)
    return send_message(
        treatment=treatment,
        draft_id=draft.pk,
        text=text,
        revision=draft.revision,
        by=by,
        now=now,
        seen=seen,
        notice=NoticeChoice.NONE if isinstance(by, PatientSession) else notice,
    )
