"""What tests of notices need: a message with a choice, channels that are on, a keeping sender."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from lindra.access import StaffSession
from lindra.actions.channels import choose_channels
from lindra.actions.notices import notify_of_message
from lindra.gateways.sending import NotSent, Parcel
from lindra.models import ActorKind, Conversation, Message, NoticeChoice
from tests.cast import Cast

EMAIL = "astrid@alm.example"
PHONE = "+46701740605"


@dataclass
class Keeper:
    """A sender that keeps what it is given; `faults` are raised first, one a try."""

    sent: list[Parcel] = field(default_factory=list)
    faults: list[NotSent] = field(default_factory=list)

    def send(self, parcel: Parcel) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(parcel)


def turn_on(
    cast: Cast, *, email: str = EMAIL, phone: str = "", inbox: bool = False, now: datetime
) -> None:
    """Astrid chooses her channels."""
    choose_channels(email=email, phone=phone, inbox=inbox, by=cast.astrid, now=now)


def write(
    cast: Cast,
    now: datetime,
    choice: NoticeChoice = NoticeChoice.DIRECT,
    by: StaffSession | None = None,
    text: str = "Hej!",
) -> Message:
    """Bo writes to Astrid, and she is told as he chose."""
    by = by or cast.bo
    conversation = Conversation.objects.create(
        treatment=cast.treatment, title="Min konversation", started_at=now
    )
    message = Message.objects.create(
        conversation=conversation,
        author=ActorKind.STAFF,
        staff=by.staff,
        author_name=by.name,
        text=text,
        key=uuid.uuid4(),
        sent_at=now,
        notice=choice,
    )
    notify_of_message(message=message, by=by, now=now)
    return message
