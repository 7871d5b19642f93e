"""A treatment: one patient's use of one programme at one unit, and the team around it."""

import uuid

from django.db import models
from django.db.models import F, Q

from lindra.models.organisation import Staff, Unit
from lindra.models.patient import Patient
from lindra.rules.lifecycle import State


class Treatment(models.Model):
    """`ends_on` is the last day with access. Planned and expired are derived, not stored.

    `hidden_modules` are not shown to the patient (M4, F1); `begin_with` is recommended ("Börja
    här"); `maintained_modules` may be read in maintenance (M19). `ended_from` is the state that
    ending left, for "Återöppna" (M18b). `previous_active_at` is the patient's last activity before
    this log-in, None once something has been done after it (M14b d).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="treatments")
    programme = models.SlugField(max_length=50)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="treatments")
    state = models.CharField(
        max_length=16, choices=[(s.value, s.value) for s in State], default=State.ACTIVE
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    started_at = models.DateTimeField()
    opened_by_patient_at = models.DateTimeField(null=True, blank=True)
    last_active_at = models.DateTimeField(null=True, blank=True)
    previous_active_at = models.DateTimeField(null=True, blank=True)
    more_questions = models.BooleanField(default=False)
    hidden_modules = models.JSONField(default=list, blank=True)
    begin_with = models.SlugField(max_length=50, blank=True)
    maintained_modules = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_from = models.CharField(max_length=16, blank=True)
    end_reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "programme", "unit"],
                condition=~Q(state="ended"),
                name="one_running_treatment",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="treatment_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="treatment_state_known"
            ),
            models.CheckConstraint(
                condition=(~Q(state="ended") & Q(ended_at__isnull=True, end_reason=""))
                | (Q(state="ended", ended_at__isnull=False) & ~Q(end_reason="")),
                name="treatment_ended_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="treatment_unit_state")]

    def __str__(self) -> str:
        return f"{self.programme} {self.id}"


class Part(models.TextChoices):
    RESPONSIBLE = "responsible", "ansvarig behandlare"
    CO_THERAPIST = "co_therapist", "medbehandlare"
    SUBSTITUTE = "substitute", "ersättare"
    SUPERVISOR = "supervisor", "handledare"


class TeamMember(models.Model):
    """A member of staff in a team, between two days.

    `opened_at`: first opened "Hantera" under whoever is responsible now, or in her place while she
    was away; from before that, when she has not opened it since.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="team")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="teams")
    part = models.CharField(max_length=16, choices=Part.choices)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment"],
                condition=Q(part="responsible", last_day__isnull=True),
                name="one_responsible_therapist",
            ),
            models.UniqueConstraint(
                fields=["treatment", "staff"],
                condition=Q(last_day__isnull=True),
                name="in_a_team_once",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="team_days_in_order",
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="team_part_known"),
        ]
        indexes = [models.Index(fields=["staff", "treatment"], name="team_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff}, {self.get_part_display()}"
