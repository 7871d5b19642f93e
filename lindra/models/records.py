"""What is done with a treatment's record: opened in an emergency, noted, held back, given out."""

from django.db import models
from django.db.models import Q

from lindra.models.organisation import Staff, Unit
from lindra.models.patient import Patient
from lindra.models.treatment import Treatment


class EmergencyOpening(models.Model):
    """ "Nödöppning": somebody outside the team reads that day and no longer; the unit is told.

    `reason` is for the unit and the log reviewer; `seen_at` is when somebody else there took note.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="emergency_openings")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    day = models.DateField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
            models.UniqueConstraint(
                fields=["treatment", "staff", "day"], name="emergency_opened_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="emergency_seen_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["staff", "day"], name="emergency_of_staff")]


class RecordNote(models.Model):
    """A note ready for the record (N8), kept word for word as somebody approved it.

    It tells what came after `since` (None: from the start) until `until`.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="record_notes")
    text = models.TextField()
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField()
    approved_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    author_profession = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="record_note_says_something"),
            models.UniqueConstraint(
                fields=["treatment", "until"], name="record_note_approved_once"
            ),
        ]


class LegalHold(models.Model):
    """ "Gallringsstopp": nothing of the patient at the unit is purged until it is lifted (M21).

    It goes along when a treatment is handed over to another unit.
    """

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="legal_holds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "unit"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_hold",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_at_and_by",
            ),
        ]


class Disclosure(models.Model):
    """ "Utlämnande": all of a patient at the unit, given to somebody after a review (F19).

    `grounds` is the result of the "sekretessprövning", `reviewed_by` who made it.
    """

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="disclosures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="disclosures")
    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    grounds = models.CharField(max_length=500)
    reviewed_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(purpose="") & ~Q(grounds="") & ~Q(reviewed_by=""),
                name="disclosure_is_reviewed",
            ),
        ]
