"""The treatment's clock is moved forward, and brought back."""

import pytest

from lindra.actions.time_travel import travel, travelled
from lindra.models import TimeTravel

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


def test_the_clock_stands_where_it_is_until_somebody_moves_it():
    assert travelled() == 0


def test_journeys_add_up_and_nought_leads_home():
    travel(days=1)
    travel(days=21)
    assert travelled() == 22 * DAY
    travel(days=0)
    assert (travelled(), TimeTravel.objects.count()) == (0, 1)
