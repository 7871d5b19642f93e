"""The treatment's clock is moved forward, and brought back."""

import pytest

from lindra import clock
from lindra.actions.channels import choose_channels
from lindra.actions.time_travel import _moments, travel, travelled
from lindra.models import Notice, TimeTravel, Treatment
from tests.cast import at

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


def test_a_journey_lives_through_seven_and_nine_o_clock_of_each_day_and_its_end():
    found = list(_moments(at("2026-11-22 07:30"), at("2026-11-24 07:00")))
    assert found == [
        at("2026-11-22 08:00"),
        at("2026-11-23 06:00"),
        at("2026-11-23 08:00"),
        at("2026-11-24 06:00"),
        at("2026-11-24 07:00"),
    ]


@pytest.mark.row("M14")
def test_what_falls_due_on_the_way_is_done(cast, settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path
    choose_channels(email="a@alm.example", phone="", inbox=False, by=cast.astrid, now=cast.now)
    Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=clock.now())
    page = cast.client(cast.astrid)
    page.post("/tidsresa/", {"days": "7"})
    assert Notice.objects.count() == 0
    page.post("/tidsresa/", {"days": "21"})
    assert [notice.kind for notice in Notice.objects.filter(state="sent")] == ["silence"]
    assert len(list(tmp_path.iterdir())) == 1
