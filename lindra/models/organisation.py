"""Who gives care: care providers, units, staff, their commissions and roles."""

from django.db import models
from django.db.models import F, Q


class CareProvider(models.Model):
    """Vårdgivare."""

    hsa_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Enhet. `reads` and `answers` are the unit's own words for when it reads and answers.

    `reply_days`: working days within which a message is answered (N7). `end_reasons`: the unit's
    own list, or none for the usual (M20). `video_url`: where its video meetings are held (F17).
    `training`: its patients are invented (F14). `waiting_days`: from an end until purge (M21).
    `shows_names`: "Vem har läst" names who (F16). `allows_emergency`: "Nödöppning" exists there.
    """

    care_provider = models.ForeignKey(CareProvider, models.PROTECT, related_name="units")
    hsa_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    reads = models.CharField(max_length=200)
    answers = models.CharField(max_length=200)
    programmes = models.JSONField(default=list)
    reply_days = models.PositiveSmallIntegerField(default=3)
    end_reasons = models.JSONField(default=list, blank=True)
    video_url = models.URLField(blank=True)
    training = models.BooleanField(default=False)
    waiting_days = models.PositiveSmallIntegerField(default=365)
    shows_names = models.BooleanField(default=False)
    allows_emergency = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """A member of staff, known by the identity provider and her HSA-id (ASVS 6.8.1)."""

    issuer = models.CharField(max_length=200)
    hsa_id = models.CharField(max_length=64)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    profession = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "hsa_id"], name="staff_identity"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Commission(models.Model):
    """Medarbetaruppdrag: a member of staff at a unit, between two days."""

    hsa_id = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="commissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commissions")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="commission_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}, {self.unit}"


class RoleKind(models.TextChoices):
    THERAPIST = "therapist", "behandlare"
    PATIENT_ADMINISTRATOR = "patient_administrator", "invånaradministratör"
    DATA_ADMINISTRATOR = "data_administrator", "dataadministratör"
    ACCESS_ADMINISTRATOR = "access_administrator", "behörighetsadministratör"
    LOG_REVIEWER = "log_reviewer", "loggranskare"
    SUPERVISOR = "supervisor", "handledare"


class Role(models.Model):
    """What a commission allows, between two days; withdrawn counts from the next request.

    Never deleted: who had which role when is what a review of the log asks for. `given_by` is None
    for those that came with the commission.
    """

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=32, choices=RoleKind.choices)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="role_days_in_order",
            ),
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="role_kind_known"),
            models.UniqueConstraint(
                fields=["commission", "kind", "first_day"],
                condition=Q(withdrawn_at__isnull=True),
                name="role_given_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="role_withdrawn_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.commission}"
