"""The staff's menu, and where somebody lands after logging in (BEHAVIOUR M9, F4)."""

from __future__ import annotations

from lindra.access import May, PatientSession, Session, StaffSession, allows

# Name of the address, words of the menu, what opens it. The first that is open is landed on.
NAV = (
    ("mine", "Mina", May.SEE_MINE),
    ("queue", "Kön", May.SEE_MINE),
    ("supervised", "Handledning", May.SEE_SUPERVISED),
    ("unit", "Enheten", May.SEE_UNIT),
    ("statistics", "Statistik", May.SEE_STATISTICS),
    ("exports", "Export", May.EXPORT),
    ("purge", "Gallring", May.PURGE),
    ("roles", "Behörigheter", May.MANAGE_ROLES),
    ("log_reviews", "Logguppföljning", May.REVIEW_LOG),
    ("profile", "Min profil", May.OWN_PROFILE),
)
NOWHERE = "start"


def menu(who: StaffSession) -> list[tuple[str, str]]:
    """(name, words) of what the roles of the commission open, in the menu's order."""
    return [(name, words) for name, words, may in NAV if allows(may, who)]


def landing(who: Session) -> str:
    """The name of the first page: a patient's own, or the first of the menu.

    `NOWHERE` for staff without a role: it says so.
    """
    if isinstance(who, PatientSession):
        return "treatments"
    return next((name for name, _ in menu(who)), NOWHERE)
