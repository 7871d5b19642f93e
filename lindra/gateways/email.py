"""E-mail over SMTP. The Message-ID comes from the parcel's key: the same parcel has the same."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage, get_connection

from lindra.gateways.sending import TIMEOUT, NotSent, Parcel

BACKEND = "django.core.mail.backends.smtp.EmailBackend"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """A mail server. `sender` is the address that the mail comes from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    timeout: float = TIMEOUT

    def send(self, parcel: Parcel) -> None:
        """Hand it to the server. Raises `NotSent`: final when the server refuses the address."""
        connection = get_connection(
            BACKEND,
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.starttls,
            use_ssl=self.tls,
            timeout=self.timeout,
        )
        try:
            EmailMessage(
                parcel.subject,
                parcel.body,
                self.sender,
                [parcel.to],
                headers={
                    "Message-ID": f"<{parcel.mark}@{self.sender.rpartition('@')[2]}>",
                    "Auto-Submitted": "auto-generated",
                },
                connection=connection,
            ).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent("refused", final=all(500 <= code < 600 for code in codes)) from None
        except smtplib.SMTPAuthenticationError:
            raise NotSent("log_in") from None
        except TimeoutError:
            raise NotSent("timeout") from None
        except (smtplib.SMTPException, OSError):
            raise NotSent("no_server") from None
        except ValueError:  # a line break in the address: nothing that trying again would mend
            raise NotSent("address", final=True) from None


def smtp_sender(url: str, sender: str, *, timeout: float = TIMEOUT) -> SmtpSender:
    """The server of an address such as smtp+starttls://user:password@host:587 (or smtps, smtp).

    Raises ValueError for another scheme, or without a host or a sender.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("say smtp+starttls://user:password@host:587, smtps:// or smtp://")
    if "@" not in sender:
        raise ValueError("the sender must be an e-mail address")
    return SmtpSender(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        sender,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
        timeout=timeout,
    )
