"""Which channels an installation has: what is set, a folder in demo and tests, nothing invented."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from lindra.gateways.email import SmtpSender
from lindra.gateways.outbox import FileSender
from lindra.gateways.providers import channels, sender_of
from lindra.gateways.sms import HttpSms


@pytest.fixture
def production(settings):
    settings.PRODUCTION, settings.OUTBOX_DIR = True, None
    return settings


def test_in_demo_and_tests_every_channel_is_a_folder():
    assert {type(sender_of(channel)) for channel in channels()} == {FileSender}
    assert channels() == {"email", "sms", "inbox"}


def test_production_has_the_channels_that_are_set(production):
    assert channels() == frozenset()
    production.SMTP_URL, production.MAIL_FROM = "smtps://mail.example.se", "a@example.se"
    production.SMS_URL = "https://sms.example.se/a1/sms"
    assert channels() == {"email", "sms"}
    assert isinstance(sender_of("email"), SmtpSender)
    assert isinstance(sender_of("sms"), HttpSms)


@pytest.mark.parametrize(
    ("name", "value", "channel"),
    [
        ("SMS_URL", "http://sms.example.se", "sms"),
        ("SMTP_URL", "mail.example.se", "email"),
        ("INBOX_1177_URL", "https://esb.example.se", "inbox"),
    ],
)
def test_settings_that_cannot_hold_are_refused(production, name, value, channel):
    setattr(production, name, value)
    with pytest.raises(ImproperlyConfigured, match=channel):
        sender_of(channel)
