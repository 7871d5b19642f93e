"""What the patient writes: drafts, which change, and answers, which do not."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Staff
from lindra.models.treatment import Treatment

CURRENT = Q(withdrawn_at__isnull=True, replaced_at__isnull=True)
UNREAD = CURRENT & Q(read_at__isnull=True, marked_at__isnull=True)
MARKED = Q(marked_at__isnull=False, read_at__isnull=True)


class Draft(models.Model):
    """Half-written, the patient's alone. An older revision is refused, never merged in silence.

    `page` is the opened page that saved it last: its own next save is never called stale, even when
    the answer to the one before was lost on the way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="drafts")
    form = models.SlugField(max_length=50)
    version = models.PositiveSmallIntegerField()
    entry_date = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey(
        "Answer", models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "form", "entry_date", "replaces"],
                nulls_distinct=False,
                name="one_draft",
            ),
        ]


class Answer(models.Model):
    """One sent filling. Immutable but for when it was read, marked, replaced or withdrawn.

    `key` is the draft that it was sent from: sending twice gives one answer. `lifted` holds the
    words that the flag carries (BEHAVIOUR M14c), settled when it was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="answers")
    form = models.SlugField(max_length=50)
    version = models.PositiveSmallIntegerField()
    entry_date = models.DateField(null=True, blank=True)
    one_per_date = models.BooleanField(default=False)
    completes = models.BooleanField(default=False)
    values = models.JSONField()
    lifted = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    key = models.UUIDField(unique=True)
    sent_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="replaced_by"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "form", "entry_date"],
                condition=Q(one_per_date=True) & CURRENT,
                name="one_current_answer_a_date",
            ),
            models.CheckConstraint(
                condition=Q(one_per_date=False) | Q(entry_date__isnull=False),
                name="a_date_when_one_per_date",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="answer_read_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(marked_at__isnull=True, marked_by__isnull=True)
                | Q(marked_at__isnull=False, marked_by__isnull=False),
                name="answer_marked_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="answer_replaces_another"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(replaced_at__isnull=True),
                name="answer_withdrawn_or_replaced",
            ),
        ]
        indexes = [
            models.Index(fields=["treatment", "-sent_at"], name="answer_of_treatment"),
            models.Index(fields=["treatment", "form"], condition=UNREAD, name="answer_unread"),
        ]
