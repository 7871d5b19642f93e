"""What every way of sending a notice has in common: a parcel, and how it fails."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from typing import Protocol

TIMEOUT = 10.0  # seconds that any of them waits for an answer

log = logging.getLogger("lindra.sending")


class NotSent(Exception):
    """It did not arrive. `code` is a word of ours; `final` says that trying again cannot help."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to send. `to` stays out of `repr`; the same `key` means the same parcel again."""

    to: str = field(repr=False)
    subject: str
    body: str
    key: str

    @property
    def mark(self) -> str:
        """The idempotency key as the world sees it: the key's hash, 32 characters."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]


class Sender(Protocol):
    def send(self, parcel: Parcel) -> None:
        """Hand it over. Raises `NotSent`."""
