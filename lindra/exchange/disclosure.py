"""What stands on everything that leaves: that it is secret, and to whom it is given out and why."""

from __future__ import annotations

from dataclasses import dataclass

# SECURITY L9: secrecy in health care holds for what is given out too.
SECRECY = "Sekretess enligt 25 kap. 1 § offentlighets- och sekretesslagen (2009:400)"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One "utlämnande" (BEHAVIOUR F19). `reviewed_by` made the "sekretessprövning"."""

    recipient: str
    purpose: str
    reviewed_by: str
