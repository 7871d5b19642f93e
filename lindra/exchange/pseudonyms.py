"""Names that say nothing, the same for the same person within one export (BEHAVIOUR M22)."""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from secrets import token_bytes

KEY_BYTES = 32
_SIGNS = 20  # of five bits: two people in a hundred million share one with a chance of 1 to 10^14


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """HMAC-SHA-256 with a key that is kept apart from the export, or thrown away.

    Without a key a new one is drawn: two exports then cannot be put together. ValueError for a key
    of fewer than 32 bytes. The key stays out of `repr`.
    """

    key: bytes = field(default_factory=lambda: token_bytes(KEY_BYTES), repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < KEY_BYTES:
            raise ValueError(f"a key has at least {KEY_BYTES} bytes")

    def of(self, kind: str, key: object) -> str:
        """The pseudonym of that patient, treatment or answer: twenty small letters and digits."""
        made = hmac.digest(self.key, f"{kind}:{key}".encode(), "sha256")
        return b32encode(made).decode()[:_SIGNS].lower()
