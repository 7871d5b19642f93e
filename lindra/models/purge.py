"""Purges: what one data administrator proposes, another approves, and the protocol of it (M21)."""

import uuid

from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Staff, Unit
from lindra.models.treatment import Treatment


class PurgeRun(models.Model):
    """ "Gallring". `shown` counts what was shown, as [[programme, year of the end, number], …].

    It becomes the "gallringsprotokoll": nothing in it says who was purged. `decision` is the number
    of the decision ("diarienummer").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="purges")
    decision = models.CharField(max_length=100)
    shown = models.JSONField()
    total = models.PositiveIntegerField()
    purged = models.PositiveIntegerField(default=0)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decision=""), name="purge_has_a_decision"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="purge_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="purge_approved_or_cancelled",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(finished_at__isnull=True, cancelled_at__isnull=True),
                name="one_purge_at_a_time",
            ),
        ]


class PurgeItem(models.Model):
    """A treatment that was shown. It goes with the treatment: what is left is to be done."""

    run = models.ForeignKey(PurgeRun, models.CASCADE, related_name="items")
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "treatment"], name="shown_once_in_a_purge"),
        ]
