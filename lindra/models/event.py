"""The timeline: a line for everything that happens in a treatment, purged with it."""

from django.db import models

from lindra.models.answer import Answer
from lindra.models.treatment import Treatment


class EventKind(models.TextChoices):
    STARTED = "started", "Programmet startat"
    OPENED = "opened", "Programmet öppnat första gången"
    TEAM_OPENED = "team_opened", "Momentet öppnat första gången"
    PERSON_CONFIRMED = "person_confirmed", "Personen kontrollerad"
    PAGE_READ = "page_read", "Sida läst"
    MODULE_DONE = "module_done", "Modul klar"
    MODULE_UNDONE = "module_undone", "Modul inte klar"
    ACKNOWLEDGED = "acknowledged", "Läst och förstått"
    SENT = "sent", "Formulär skickat"
    CHANGED = "changed", "Svar ändrat"
    WITHDRAWN = "withdrawn", "Svar återtaget"
    READ = "read", "Svar läst"
    MARKED = "marked", "Markerat som läst utan att öppnas"
    UNMARKED = "unmarked", "Markering ångrad"


class ActorKind(models.TextChoices):
    PATIENT = "patient", "patient"
    STAFF = "staff", "personal"


class Event(models.Model):
    """Who did what and when. The name is a snapshot; no free text of the patient's stands here."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=200)
    subject = models.SlugField(max_length=50, blank=True)
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["treatment", "-id"], name="event_of_treatment")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=EventKind.values), name="event_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(actor__in=ActorKind.values), name="event_actor_known"
            ),
        ]
