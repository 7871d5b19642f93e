"""What the team does beside answering: looks, notes, handovers and absences."""

from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Commission, Staff, Unit
from lindra.models.treatment import Treatment


class FollowUp(models.Model):
    """ "Markera som uppföljd": the three-week look (M17)."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="follow_ups")
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["treatment", "-at"], name="follow_up_of_treatment")]


class WorkNote(models.Model):
    """ "Arbetsanteckning" (F8): never changed; struck out when it no longer holds."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="work_notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    author_profession = models.CharField(max_length=100, blank=True)
    key = models.UUIDField(unique=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="note_struck_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["treatment", "-written_at"], name="note_of_treatment")]


class Handover(models.Model):
    """A treatment is offered to another unit of the same care provider (F5).

    Accepted, it moves; `answered_at` is then the end of the old unit's period.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="handovers")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="handed_over")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="offered")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment"],
                condition=Q(answered_at__isnull=True),
                name="one_open_handover",
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")), name="handover_to_another_unit"
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, answered_by__isnull=True, accepted__isnull=True
                )
                | Q(answered_at__isnull=False, answered_by__isnull=False, accepted__isnull=False),
                name="handover_answered_whole",
            ),
        ]


class Absence(models.Model):
    """Somebody is away between two days, inclusive; the substitute has the duty (N7)."""

    commission = models.ForeignKey(Commission, models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Commission, models.CASCADE, related_name="substitutions")
    first_day = models.DateField()
    last_day = models.DateField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(commission=F("substitute")), name="absence_has_another"
            ),
        ]
        indexes = [
            models.Index(fields=["substitute", "first_day", "last_day"], name="absence_substitute"),
            models.Index(fields=["commission", "first_day"], name="absence_of_commission"),
        ]
