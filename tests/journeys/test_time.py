""" "Tidsresa": the treatment's clock moves forward for both sides, and back to today."""

from __future__ import annotations

import pytest

from lindra.rules.calendar import local_date
from tests.journeys.world import KARIN, World

pytestmark = pytest.mark.journey


@pytest.mark.row("M3")
def test_travelling_brings_the_reminder_and_then_the_end_of_the_time(world: World) -> None:
    treatment = world.opened(days_ago=331)
    left = (treatment.ends_on - local_date(world.now)).days - 7
    astrid, karin = world.patient(treatment), world.staff(KARIN)
    astrid.open("/mina-program/")
    astrid.sees_not("dagar kvar.")
    astrid.press("1 vecka framåt")
    astrid.sees(f"{left} dagar kvar.")
    for _ in range(2):
        astrid.press("3 veckor framåt")
    astrid.sees("Tiden för programmet har gått ut")
    astrid.check()
    karin.open("/mina/")
    karin.sees("Tiden har gått ut")
    karin.press("Till i dag")
    astrid.page.reload()
    astrid.sees_not("Tiden för programmet har gått ut")
