"""What the two sides write to each other: conversations, messages and half-written ones."""

import uuid

from django.db import models
from django.db.models import Q

from lindra.models.event import ActorKind
from lindra.models.organisation import Staff, Unit
from lindra.models.treatment import Treatment

STANDS = Q(misdirected_at__isnull=True)
WRITERS = (ActorKind.PATIENT, ActorKind.STAFF)


class Conversation(models.Model):
    """A thread. It begins with its first message and is renamed by clicking on its name (M12)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=80)
    started_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["treatment", "-started_at"], name="conversation_of_treatment")
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoticeChoice(models.TextChoices):
    """Whether and when the patient is told that something waits (M12)."""

    NONE = "none", "Ingen avisering"
    DIRECT = "direct", "Direkt"
    COLLECTED = "collected", "Uppsamlat"


class Message(models.Model):
    """One sent message. Immutable but for when it was read, waived or found misdirected.

    `key` is the draft that it was sent from: sending twice gives one message. `answers_until` is
    when the newest of the patient's messages that stood on the writer's page was sent: a later one
    is not answered by this. `waived_at`: "Behöver inget svar". `misdirected_at`: "Felskickat".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=ActorKind.choices)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200)
    author_profession = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    key = models.UUIDField(unique=True)
    sent_at = models.DateTimeField()
    notice = models.CharField(
        max_length=10, choices=NoticeChoice.choices, default=NoticeChoice.NONE
    )
    answers_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    misdirected_at = models.DateTimeField(null=True, blank=True)
    misdirected_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(author=ActorKind.PATIENT, staff__isnull=True)
                | Q(author=ActorKind.STAFF, staff__isnull=False),
                name="message_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(author=ActorKind.STAFF)
                | Q(notice=NoticeChoice.NONE, answers_until__isnull=True),
                name="message_notice_is_staffs",
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True)
                | Q(waived_at__isnull=False, waived_by__isnull=False, author=ActorKind.PATIENT),
                name="message_waived_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(misdirected_at__isnull=True, misdirected_by__isnull=True)
                | Q(
                    misdirected_at__isnull=False,
                    misdirected_by__isnull=False,
                    author=ActorKind.STAFF,
                ),
                name="message_misdirected_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(notice__in=NoticeChoice.values), name="message_notice_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        ]
        indexes = [
            models.Index(fields=["conversation", "sent_at"], name="message_of_conversation"),
            models.Index(
                fields=["conversation", "sent_at"],
                condition=Q(author="patient", waived_at__isnull=True),
                name="message_may_want_answer",
            ),
            models.Index(
                fields=["conversation"],
                condition=Q(author="staff", read_at__isnull=True, misdirected_at__isnull=True),
                name="message_unread_by_patient",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MessageDraft(models.Model):
    """Half-written, the writer's alone: the patient's, or one member of staff's.

    Without a conversation it begins a new one, named `title`. Revision and page as in `Draft`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="message_drafts")
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "conversation", "staff"],
                nulls_distinct=False,
                name="one_message_draft",
            ),
        ]


class MessageTemplate(models.Model):
    """The unit's own wording; `{förnamn}` becomes the patient's first name (F9)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="message_templates")
    title = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="template_title_once")
        ]

    def __str__(self) -> str:
        return self.title
