"""Where somebody lands after logging in (BEHAVIOUR M9, F4)."""

from __future__ import annotations

from lindra.access import May, PatientSession, Session, allows


def landing(who: Session) -> str:
    """The name of the first page: a patient's own, a therapist's "Mina", else the unit's list."""
    if isinstance(who, PatientSession):
        return "treatments"
    return "mine" if allows(May.SEE_MINE, who) else "unit"
