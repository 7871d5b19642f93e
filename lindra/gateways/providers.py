"""Which senders and register this installation has: by its settings, or files in demo and tests."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lindra.gateways.email import smtp_sender
from lindra.gateways.inbox1177 import NotKnown, inbox1177
from lindra.gateways.outbox import FileSender
from lindra.gateways.population import FileRegister, PopulationRegister
from lindra.gateways.sending import Sender
from lindra.gateways.sms import http_sms

CHANNELS = ("email", "sms", "inbox")


def sender_of(channel: str) -> Sender | None:
    """What sends on that channel; None when this installation cannot.

    Raises ImproperlyConfigured when the settings are there but cannot hold.
    """
    try:
        sender = _configured(channel)
    except (ValueError, NotKnown) as error:
        raise ImproperlyConfigured(f"{channel}: {error}") from error
    if sender is None and settings.OUTBOX_DIR is not None:
        return FileSender(settings.OUTBOX_DIR, channel)
    return sender


def channels() -> frozenset[str]:
    """The channels on which this installation can send."""
    return frozenset(channel for channel in CHANNELS if sender_of(channel) is not None)


def population_register() -> PopulationRegister:
    """Folkbokföringen, or the file that stands for it."""
    return FileRegister(settings.POPULATION_FILE)


def _configured(channel: str) -> Sender | None:
    if channel == "email" and settings.SMTP_URL:
        return smtp_sender(settings.SMTP_URL, settings.MAIL_FROM)
    if channel == "sms" and settings.SMS_URL:
        return http_sms(
            settings.SMS_URL,
            settings.SMS_USER,
            settings.SMS_PASSWORD,
            settings.SMS_FROM,
            plain=not settings.PRODUCTION,
        )
    if channel == "inbox" and settings.INBOX_1177_URL:
        return inbox1177(settings.INBOX_1177_URL)
    return None
