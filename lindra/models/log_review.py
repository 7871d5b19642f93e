"""Log follow-up: samples of the access log, judged and signed (F18; HSLF-FS 2016:40 4 kap. 9 §)."""

import uuid

from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Staff, Unit


class Sample(models.TextChoices):
    RANDOM = "random", "stickprov"
    TARGETED = "targeted", "riktad kontroll"


class Verdict(models.TextChoices):
    FINE = "fine", "Utan anmärkning"
    INVESTIGATED = "investigated", "Utreds"


class LogReview(models.Model):
    """A review of the unit's log from `first` to `last`; never changed once signed.

    `targets` says in words what a targeted sample was drawn for. Kept as long as the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="log_reviews")
    kind = models.CharField(max_length=10, choices=Sample.choices)
    first = models.DateField()
    last = models.DateField()
    targets = models.JSONField(default=dict, blank=True)
    rows_in_period = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="review_days_in_order"),
            models.CheckConstraint(condition=Q(kind__in=Sample.values), name="review_kind_known"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="review_signed_at_and_by",
            ),
        ]


class LogReviewItem(models.Model):
    """A row of the log in a sample. `log_id` is the row's own; there is no foreign key to a log."""

    review = models.ForeignKey(LogReview, models.CASCADE, related_name="items")
    log_id = models.UUIDField()
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "log_id"], name="reviewed_once_in_a_sample"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True, judged_by__isnull=True)
                | (~Q(verdict="") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="judged_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="investigated") | ~Q(words=""),
                name="what_is_investigated_is_said",
            ),
        ]
