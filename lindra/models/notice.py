"""Notices: an e-mail, SMS or inbox line that says only that something waits; and who wants them."""

import uuid

from django.db import models
from django.db.models import Q

from lindra.models.organisation import Staff
from lindra.models.patient import Patient
from lindra.models.treatment import Treatment


class Channel(models.TextChoices):
    EMAIL = "email", "e-post"
    SMS = "sms", "SMS"
    INBOX = "inbox", "inkorgen i e-tjänsterna"


class NoticeKind(models.TextChoices):
    """Why there is a notice; the text never says it (SECURITY L11)."""

    MESSAGE = "message", "nytt meddelande"
    SILENCE = "silence", "fjorton dagar sedan sist"
    REMINDER = "reminder", "tiden går mot sitt slut"
    COMPLETED = "completed", "programmet genomfört"


class NoticeState(models.TextChoices):
    WAITING = "waiting", "väntar"
    SENT = "sent", "skickad"
    FAILED = "failed", "gick inte fram"
    NOT_NEEDED = "not_needed", "behövdes inte"


class Notice(models.Model):
    """One notice on one channel: the outbox, written in the transaction of what it is about.

    `key` is what it is about (BEHAVIOUR M3, M14; a silence gives one) and the sender's idempotency
    key. `day` is the Swedish date on which it goes: a patient gets one a day on each channel.
    `tries` counts attempts, `next_try_at` is the next. `fault` is a code, never a text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    patient = models.ForeignKey(
        Patient, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="notices")
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="notices")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    day = models.DateField()
    state = models.CharField(
        max_length=12, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(patient__isnull=True, staff__isnull=False)
                | Q(patient__isnull=False, staff__isnull=True),
                name="notice_is_for_one",
            ),
            models.UniqueConstraint(
                fields=["patient", "channel", "day"],
                condition=Q(patient__isnull=False, state__in=["waiting", "sent"]),
                name="one_notice_a_patient_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notice_sent_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="notice_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values), name="notice_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="notice_waiting"
            ),
            models.Index(fields=["treatment", "-made_at"], name="notice_of_treatment"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PatientChannels(models.Model):
    """Where the patient wants to be told; off from the start, the patient's own choice (L12)."""

    patient = models.OneToOneField(Patient, models.CASCADE, related_name="channels")
    inbox = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class StaffChannels(models.Model):
    """ "Min profil": e-mail and number come from the provider, an own number is confirmed (M23).

    `code` is the hash of what was sent to `own_phone`, good until `code_until`.
    """

    staff = models.OneToOneField(Staff, models.CASCADE, related_name="channels")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    wants_email = models.BooleanField(default=False)
    wants_sms = models.BooleanField(default=False)
    own_phone = models.CharField(max_length=20, blank=True)
    own_phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=128, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)
