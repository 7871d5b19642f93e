"""Where somebody wants to be told: the patient's own choice, and staff's under "Min profil"."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from lindra.access import PatientSession, StaffSession
from lindra.gateways.providers import sender_of
from lindra.gateways.sending import NotSent, Parcel
from lindra.models import (
    Channel,
    Notice,
    NoticeState,
    PatientChannels,
    Staff,
    StaffChannels,
)
from lindra.rules.addresses import email_address, mobile_number
from lindra.rules.refused import Refused

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=1)
CODE_TEXT = "Din kod i Lindra är {0}. Den gäller i tio minuter."


@transaction.atomic
def choose_channels(
    *, inbox: bool, email: str, phone: str, by: PatientSession, now: datetime
) -> None:
    """Keep the patient's choice; "" turns a channel off and forgets the address (L12).

    What waits on a channel that is turned off is not sent. Raises `Refused` for an address that
    cannot be right.
    """
    email, phone = email_address(email), mobile_number(phone)
    chosen = {"inbox": inbox, "email": email, "phone": phone, "chosen_at": now}
    on = {Channel.INBOX: inbox, Channel.EMAIL: email, Channel.SMS: phone}
    off = [channel for channel, wanted in on.items() if not wanted]
    PatientChannels.objects.update_or_create(patient=by.patient, defaults=chosen)
    Notice.objects.filter(patient=by.patient, channel__in=off, state=NoticeState.WAITING).update(
        state=NoticeState.NOT_NEEDED
    )


@transaction.atomic
def choose_staff_channels(
    *,
    wants_email: bool,
    wants_sms: bool,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - as every action
) -> None:
    """ "Ta emot notifieringar". Raises `Refused` for a channel without an address (M23)."""
    own = _own(by.staff)
    if wants_email and not own.email:
        raise Refused(
            "Inloggningen har inte lämnat någon e-postadress.", code="no_email", field="wants_email"
        )
    if wants_sms and not (own.phone or own.own_phone_confirmed_at):
        raise Refused(
            "Det finns inget nummer. Lägg till och bekräfta ett eget nummer först.",
            code="no_phone",
            field="wants_sms",
        )
    own.wants_email, own.wants_sms = wants_email, wants_sms
    own.save(update_fields=["wants_email", "wants_sms"])


@transaction.atomic
def send_code(*, number: str, by: StaffSession, now: datetime) -> None:
    """Send a code to an own number; the number counts when the code has come back.

    The code's hash is kept for ten minutes. Raises `Refused` for a number that cannot be right,
    "too_soon" within a minute of the last code, and "not_sent" when the SMS did not go.
    """
    phone = mobile_number(number, "number")
    if not phone:
        raise Refused("Skriv ditt mobilnummer.", code="empty", field="number")
    own = _own(by.staff)
    if own.code_until and own.code_until - CODE_LASTS + CODE_PAUSE > now:
        raise Refused("Vänta en minut innan du ber om en ny kod.", code="too_soon", field="number")
    code = f"{secrets.randbelow(1_000_000):06}"
    own.own_phone, own.own_phone_confirmed_at = phone, None
    own.code, own.code_until, own.code_tries = _hash(by.staff, code), now + CODE_LASTS, 0
    own.save()
    _send_code(phone, code)


def confirm_code(*, code: str, by: StaffSession, now: datetime) -> None:
    """The number is hers when the code is right. Five tries, within ten minutes.

    A wrong try counts also when it is refused, so the counting has a transaction of its own within
    the request's. Raises `Refused` "wrong" or "no_code".
    """
    own = StaffChannels.objects.filter(staff=by.staff, code__gt="", code_until__gt=now).first()
    counted = own and StaffChannels.objects.filter(
        pk=own.pk, code=own.code, code_tries__lt=CODE_TRIES
    ).update(code_tries=F("code_tries") + 1)
    if not own or not counted:
        raise Refused("Koden gäller inte längre. Be om en ny.", code="no_code", field="code")
    if not constant_time_compare(_hash(by.staff, "".join(code.split())), own.code):
        raise Refused("Koden stämmer inte. Kontrollera den.", code="wrong", field="code")
    StaffChannels.objects.filter(pk=own.pk, code=own.code).update(
        own_phone_confirmed_at=now, code="", code_until=None, code_tries=0
    )


@transaction.atomic
def forget_own_number(
    *,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - as every action
) -> None:
    """The own number goes, and a code that is on its way with it."""
    own = _own(by.staff)
    own.own_phone, own.own_phone_confirmed_at = "", None
    own.code, own.code_until, own.code_tries = "", None, 0
    own.wants_sms = own.wants_sms and bool(own.phone)
    own.save()


def _send_code(phone: str, code: str) -> None:
    failed = Refused(
        "SMS:et gick inte iväg. Försök igen om en stund.", code="not_sent", field="number"
    )
    sender = sender_of(Channel.SMS)
    if sender is None:
        raise failed
    try:
        sender.send(Parcel(phone, "", CODE_TEXT.format(code), secrets.token_hex(16)))
    except NotSent:
        raise failed from None


def _hash(staff: Staff, code: str) -> str:
    return salted_hmac("lindra.code", f"{staff.pk}:{code}", algorithm="sha256").hexdigest()


def _own(staff: Staff) -> StaffChannels:
    """The row of the member of staff, held until the end of the transaction."""
    StaffChannels.objects.get_or_create(staff=staff)
    return StaffChannels.objects.select_for_update(no_key=True).get(staff=staff)
