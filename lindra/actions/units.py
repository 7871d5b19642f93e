"""What a unit decides for itself: days to answer and to keep, video, names, emergencies."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from lindra.access import StaffSession
from lindra.models import Unit
from lindra.rules.refused import Refused
from lindra.rules.retention import SHORTEST_WAIT

REPLY_DAYS = (1, 30)  # working days
WAITING_DAYS = (SHORTEST_WAIT, 3650)  # days, from an end


@transaction.atomic
def change_unit(
    *,
    reply_days: int,
    video_url: str,
    shows_names: bool,
    allows_emergency: bool,
    waiting_days: int,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - a unit has no timeline
) -> None:
    """Set the reply promise (N7) and the address of the unit's video service (F17).

    `reply_days`: working days, 1–30. `video_url`: https, or "" for none. `Refused` otherwise.
    `shows_names`: "Vem har läst" tells patients who of the unit it was (F16).
    `allows_emergency`: its therapists may open what they do not treat, for a reason ("Nödöppning").
    `waiting_days`: days from an end until a treatment may be purged, 15–3,650 (M21).
    """
    _check_within(REPLY_DAYS, reply_days, "reply_days")
    _check_within(WAITING_DAYS, waiting_days, "waiting_days")
    if video_url and not _is_safe(video_url):
        raise Refused(
            "Adressen ska börja med https:// och leda till en webbplats.",
            code="address",
            field="video_url",
        )
    Unit.objects.filter(pk=by.commission.unit_id).update(
        reply_days=reply_days,
        video_url=video_url,
        shows_names=shows_names,
        allows_emergency=allows_emergency,
        waiting_days=waiting_days,
    )


def _check_within(limits: tuple[int, int], days: int, field: str) -> None:
    """`Refused` at the field unless the number of days is within the limits."""
    first, last = limits
    if not first <= days <= last:
        raise Refused(f"Skriv ett antal från {first} till {last}.", code="days", field=field)


def _is_safe(address: str) -> bool:
    """https, a host with a dot, no name or password in it, nothing invisible."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        known = parts.port in (None, 443) and parts.username is None
    except ValueError:
        return False
    plain = len(address) <= 200 and not any(sign.isspace() or sign in "\\<>\"'" for sign in address)
    return parts.scheme == "https" and "." in host.strip(".") and known and plain
