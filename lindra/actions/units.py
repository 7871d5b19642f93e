"""What a unit decides for itself: days to answer and to keep, video, names, emergencies."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from lindra.access import StaffSession
from lindra.models import Unit
from lindra.rules.fingerprint import fingerprint
from lindra.rules.refused import Refused
from lindra.rules.retention import SHORTEST_WAIT

REPLY_DAYS = (1, 30)  # working days
WAITING_DAYS = (SHORTEST_WAIT, 3650)  # days, from an end
DECIDES = ("reply_days", "video_url", "shows_names", "allows_emergency", "waiting_days")


class UnitChanged(Refused):
    """Somebody has changed the unit since it was shown; `saved` says, by field, what differs.

    `seen` is what it is now, to be sent by whoever still wants the change.
    """

    def __init__(self, held: Unit, saved: dict[str, object]) -> None:
        super().__init__(
            "Någon hann före och ändrade inställningarna. Det du har fyllt i står kvar och är inte "
            "sparat.",
            code="changed",
        )
        self.saved = {name: f"Sparat nu: {_words(value)}" for name, value in saved.items()}
        self.seen = seen_of_unit(held)


def seen_of_unit(unit: Unit) -> str:
    """What somebody has seen of what it decides: another once anything of that has changed."""
    return fingerprint(*(getattr(unit, name) for name in DECIDES))


@transaction.atomic
def change_unit(
    *,
    reply_days: int,
    video_url: str,
    shows_names: bool,
    allows_emergency: bool,
    waiting_days: int,
    seen: str,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - a unit has no timeline
) -> None:
    """Set the reply promise (N7) and the address of the unit's video service (F17).

    `reply_days`: working days, 1–30. `video_url`: https, or "" for none. `Refused` otherwise.
    `shows_names`: "Vem har läst" tells patients who of the unit it was (F16).
    `allows_emergency`: its therapists may open what they do not treat, for a reason ("Nödöppning").
    `waiting_days`: days from an end until a treatment may be purged, 15–3,650 (M21).
    `seen`: `seen_of_unit` of what `by` was shown; `UnitChanged` when it is otherwise now.
    """
    _check_within(REPLY_DAYS, reply_days, "reply_days")
    _check_within(WAITING_DAYS, waiting_days, "waiting_days")
    if video_url and not _is_safe(video_url):
        raise Refused(
            "Adressen ska börja med https:// och leda till en webbplats.",
            code="address",
            field="video_url",
        )
    held = Unit.objects.select_for_update(no_key=True).get(pk=by.commission.unit_id)
    values = (reply_days, video_url, shows_names, allows_emergency, waiting_days)
    given = dict(zip(DECIDES, values, strict=True))
    others = {name: old for name in given if (old := getattr(held, name)) != given[name]}
    if others and seen != seen_of_unit(held):
        raise UnitChanged(held, others)
    Unit.objects.filter(pk=held.pk).update(**given)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value or "inget")


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
