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
    MESSAGE_SENT = "message_sent", "Meddelande skickat"
    MESSAGE_UNDONE = "message_undone", "Meddelande ångrat"
    MESSAGE_READ = "message_read", "Meddelande läst"
    MESSAGE_WAIVED = "message_waived", "Meddelandet behöver inget svar"
    MESSAGE_UNWAIVED = "message_unwaived", "Meddelandet behöver svar"
    MESSAGE_MISDIRECTED = "message_misdirected", "Felskickat meddelande"
    CONVERSATION_RENAMED = "conversation_renamed", "Konversation omdöpt"
    FOLLOWED_UP = "followed_up", "Uppföljd"
    MODULES_CHANGED = "modules_changed", "Moduler ändrade"
    BEGIN_CHANGED = "begin_changed", "Börja här ändrat"
    POSTPONED = "postponed", "Startdag ändrad"
    EXTENDED = "extended", "Förlängt"
    MAINTAINED = "maintained", "Vidmakthålls"
    ENDED = "ended", "Avslutat"
    REOPENED = "reopened", "Återöppnat"
    RESPONSIBLE_CHANGED = "responsible_changed", "Ny ansvarig behandlare"
    TEAM_JOINED = "team_joined", "Ny i teamet"
    TEAM_LEFT = "team_left", "Lämnat teamet"
    HANDOVER_OFFERED = "handover_offered", "Överlämning erbjuden"
    HANDOVER_ACCEPTED = "handover_accepted", "Överlämning mottagen"
    HANDOVER_DECLINED = "handover_declined", "Överlämning avböjd"
    NOTE_WRITTEN = "note_written", "Arbetsanteckning skriven"
    NOTE_STRUCK = "note_struck", "Arbetsanteckning struken"
    NOTICE_SENT = "notice_sent", "Avisering skickad"
    NOTICE_FAILED = "notice_failed", "Avisering gick inte fram"
    EMERGENCY_OPENED = "emergency_opened", "Nödöppnat"
    RECORD_NOTE_APPROVED = "record_note_approved", "Anteckning till journalen godkänd"
    HOLD_PLACED = "hold_placed", "Gallringsstopp satt"
    HOLD_LIFTED = "hold_lifted", "Gallringsstopp hävt"
    DISCLOSED = "disclosed", "Utlämnat"


class ActorKind(models.TextChoices):
    PATIENT = "patient", "patient"
    STAFF = "staff", "personal"
    SYSTEM = "system", "systemet"


class Event(models.Model):
    """Who did what and when. The name is a snapshot; no free text of the patient's stands here.

    `words` is what staff gave as a reason, or what changed: an end reason, a new last day, a name.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=200)
    subject = models.SlugField(max_length=50, blank=True)
    words = models.CharField(max_length=300, blank=True)
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
