"""Before the first day and after the last: the programme is closed, the own answers are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lindra import clock
from lindra.models import Treatment
from tests.cast import Cast

YEAR = timedelta(days=400)


@pytest.fixture
def late(cast: Cast):
    """Astrid's browser a year and some weeks after the start."""
    cast.send("reflektion-1", {"nytt": "Att larmet kan bli känsligt."})
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        starts_on=cast.treatment.starts_on - YEAR, ends_on=cast.treatment.ends_on - YEAR
    )
    return cast.client(cast.astrid)


@pytest.mark.row("M3")
@pytest.mark.parametrize("name", ["modules", "exercises"])
def test_the_programme_is_closed_after_the_last_day(cast: Cast, late, name: str) -> None:
    answer = late.get(reverse(name, args=[cast.treatment.pk]))
    assert answer.status_code == 422
    assert "Tiden för programmet har gått ut" in answer.content.decode()


@pytest.mark.row("M3")
def test_nothing_is_written_by_reading_after_the_last_day(cast: Cast, late) -> None:
    page = reverse("page_done", args=[cast.treatment.pk, "m1", "m1-01"])
    assert late.post(page).status_code == 422
    assert cast.treatment.pages_read.count() == 0


@pytest.mark.row("M3")
def test_the_own_answers_are_there_after_the_last_day(cast: Cast, late) -> None:
    home = late.get(reverse("home", args=[cast.treatment.pk])).content.decode()
    assert "Tiden för programmet har gått ut" in home
    assert "Fortsätt där du var" not in home
    answers = late.get(reverse("answers", args=[cast.treatment.pk]))
    assert answers.status_code == 200


@pytest.mark.row("M3")
def test_before_the_first_day_the_page_says_when_it_opens(cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    Treatment.objects.filter(pk=cast.treatment.pk).update(starts_on=tomorrow.date())
    browser = cast.client(cast.astrid)
    home = browser.get(reverse("home", args=[cast.treatment.pk])).content.decode()
    assert "Programmet öppnar" in home
