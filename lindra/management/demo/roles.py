"""What the other roles of the demo have to look at: who is supervised, and a unit for training."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lindra.actions.team import name_supervisor
from lindra.management.demo.cast import Cast
from lindra.management.demo.lives import KARIN, Story, live
from lindra.models import Treatment

SIV = "TST-UPPDRAG-1010-1"
TOM = "TST-UPPDRAG-1011-1"
SUPERVISED = ("astrid", "jamal")
PRACTISED = {
    "olle": Story(
        30,
        TOM,
        modules=1,
        pages=3,
        sleep=(10, 1),
        weekly=(28, 0),
        forms={"start": 30, "smartbild": 20},
        read=4,
    ),
    "ottilia": Story(2, TOM, opened=False),
}


def take_roles(cast: Cast, treatments: Mapping[str, Treatment], now: datetime) -> None:
    """Siv is named on two of Karin's treatments; Olle and Ottilia are practised on."""
    for who in SUPERVISED:
        name_supervisor(
            treatment=treatments[who],
            supervisor=cast.staff[SIV].commission,
            by=cast.staff[KARIN],
            now=now - timedelta(days=6),
        )
    for who, story in PRACTISED.items():
        live(cast, who, story, now)
