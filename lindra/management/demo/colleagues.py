"""What the demo's colleagues do for each other: Johan is away, Ekbacken offers a treatment."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from lindra.actions.absence import add_absence
from lindra.actions.handover import offer_handover
from lindra.actions.notes import write_note
from lindra.management.demo.cast import Cast
from lindra.management.demo.lives import JOHAN, KARIN, MIRJAM
from lindra.models import Treatment
from lindra.rules.calendar import local_date

EVA = "TST-UPPDRAG-1005-1"
KEY = UUID("6f1c2d1e-7a56-4b64-9d53-0c6a9a1b7e01")
NOTE = "Ringde inte i dag. Provar på torsdag förmiddag, då är det lättast att nå patienten."


def work_together(cast: Cast, treatments: dict[str, Treatment], now: datetime) -> None:
    """Eva stands in for Johan for ten days; Elin is offered to Smärtenheten; Karin has a note."""
    today = local_date(now)
    add_absence(
        commission=cast.staff[JOHAN].commission,
        substitute=cast.staff[EVA].commission,
        first_day=today,
        last_day=today + timedelta(days=9),
        by=cast.staff[JOHAN],
        now=now,
    )
    offer_handover(
        treatment=treatments["elin"],
        to=cast.staff[KARIN].commission.unit,
        agreed=True,
        by=cast.staff[MIRJAM],
        now=now - timedelta(hours=3),
    )
    write_note(
        treatment=treatments["jamal"],
        text=NOTE,
        key=KEY,
        by=cast.staff[KARIN],
        now=now - timedelta(days=1),
    )
