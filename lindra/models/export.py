"""Exports that somebody has ordered, and the files that wait to be fetched once (M22)."""

import uuid

from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Staff, Unit


class ExportState(models.TextChoices):
    WAITING = "waiting", "väntar"
    RUNNING = "running", "pågår"
    READY = "ready", "klar att hämta"
    FETCHED = "fetched", "hämtad"
    EXPIRED = "expired", "utgången"
    FAILED = "failed", "misslyckades"
    PURGED = "purged", "borttagen vid gallring"


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    FHIR = "fhir", "FHIR R4"


class ExportJob(models.Model):
    """An order. `done` of `total` answers are written; `sha256` is what the receipt says of them.

    `identified`, `free_text` and `keeps_key` (who the pseudonyms are) ask for a `reason`.
    `expires_at`: the file and the key go then, fetched or not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exports")
    programme = models.SlugField(max_length=50)
    first = models.DateField()
    last = models.DateField()
    format = models.CharField(max_length=8, choices=ExportFormat.choices)
    identified = models.BooleanField(default=False)
    free_text = models.BooleanField(default=False)
    keeps_key = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    key_fetched_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="export_days_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="export_state_known"
            ),
            models.CheckConstraint(
                condition=Q(format__in=ExportFormat.values), name="export_format_known"
            ),
            models.CheckConstraint(
                condition=Q(identified=False, free_text=False) | ~Q(reason=""),
                name="export_of_people_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-ordered_at"], name="export_of_unit")]


class ExportPart(models.Model):
    """A stretch of the file, or of the key to its pseudonyms, which is fetched apart from it."""

    job = models.ForeignKey(ExportJob, models.CASCADE, related_name="parts")
    is_key = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "is_key", "number"], name="export_part_once"),
        ]
