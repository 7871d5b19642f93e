"""SMS through an HTTP gateway: a form is posted with Basic authentication, JSON comes back.

The shape is 46elks' (POST from, to, message); which gateway a region has is its own matter, so the
address, the sender and the log-in are settings. The key travels as `Idempotency-Key`.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from lindra.gateways.sending import TIMEOUT, NotSent, Parcel

E164 = re.compile(r"\+[1-9][0-9]{7,14}")
ANSWER_AT_MOST = 64 * 1024  # bytes that are read
NUMBER_AT_FAULT = {400, 404, 422}
ASKS_TO_WAIT = {408, 425, 429}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The number and the password go to the gateway that was named, to nobody else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class HttpSms:
    """A gateway. `sender` is what the receiver sees: at most eleven letters, or a number."""

    url: str
    user: str
    password: str = field(repr=False)
    sender: str
    timeout: float = TIMEOUT

    def send(self, parcel: Parcel) -> None:
        """Send the body to a number such as +46701234567. Raises `NotSent`."""
        if not E164.fullmatch(parcel.to):
            raise NotSent("number", final=True)
        try:
            answer = self._post(parcel)
        except urllib.error.HTTPError as error:
            final = error.code in NUMBER_AT_FAULT
            error.close()
            raise NotSent(f"http_{error.code}", final=final) from None
        except TimeoutError:
            raise NotSent("timeout") from None
        except (OSError, http.client.HTTPException) as error:
            timed_out = isinstance(getattr(error, "reason", None), TimeoutError)
            raise NotSent("timeout" if timed_out else "no_server") from None
        if not _has_id(answer):
            raise NotSent("answer")

    def _post(self, parcel: Parcel) -> bytes:
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        fields = {
            "from": self.sender,
            "to": parcel.to,
            "message": parcel.body,
            "dontlog": "message",
        }
        request = urllib.request.Request(  # noqa: S310 - http_sms lets http and https pass alone
            self.url,
            urlencode(fields).encode(),
            {"Authorization": f"Basic {login}", "Idempotency-Key": parcel.mark},
        )
        opener = urllib.request.build_opener(_NoRedirect)
        with opener.open(request, timeout=self.timeout) as response:
            return bytes(response.read(ANSWER_AT_MOST))


def http_sms(
    url: str,
    user: str,
    password: str,
    sender: str,
    *,
    plain: bool = False,
    timeout: float = TIMEOUT,
) -> HttpSms:
    """The gateway of these settings. Raises ValueError unless https (`plain` allows http too)."""
    parts = urlsplit(url)
    if parts.scheme not in ({"http", "https"} if plain else {"https"}) or not parts.hostname:
        raise ValueError("the SMS gateway needs an https address")
    if not sender:
        raise ValueError("the SMS gateway needs a sender")
    return HttpSms(url, user, password, sender, timeout)


def _has_id(answer: bytes) -> bool:
    """Whether the gateway says what it has sent: a JSON object with an `id`."""
    try:
        said = json.loads(answer)
    except ValueError:
        return False
    return isinstance(said, dict) and bool(said.get("id"))
