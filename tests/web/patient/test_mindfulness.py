"""The mindfulness exercises: all of them in one place, safety first, text without a player."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.urls import reverse

from lindra.programme.registry import programme
from lindra.programme.spec import Exercise
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser

EXERCISES = tuple(programme(PROGRAMME).all_exercises())


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


@pytest.mark.row("M1")
def test_every_exercise_is_gathered_with_the_words_on_safety(
    astrid: Browser, address: Callable[..., str]
) -> None:
    page = astrid.open(address("exercises"))
    linked = [to for to, _ in page.links if "/mindfulness/" in to]
    assert linked == [address("exercise", exercise.id) for exercise in EXERCISES]
    assert "Innan du börjar" in page.headings
    assert "{{" not in page.text


@pytest.mark.row("M1")
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_can_be_read_without_its_player_and_never_starts_by_itself(
    exercise: Exercise, astrid: Browser, address: Callable[..., str]
) -> None:
    page = astrid.open(address("exercise", exercise.id))
    assert [cue.text for cue in exercise.cues if cue.text not in page.text] == []
    assert "autoplay" not in page.html
    data = page.html.partition('type="application/json">')[2].partition("</script>")[0]
    player = json.loads(data)
    assert (player["id"], player["length_s"]) == (exercise.id, exercise.minutes * 60)
    assert [cue["t"] for cue in player["cues"]] == [cue.at for cue in exercise.cues]


def test_after_an_exercise_a_form_is_offered(astrid: Browser, address: Callable[..., str]) -> None:
    exercise = next(exercise for exercise in EXERCISES if exercise.after)
    astrid.open(address("exercise", exercise.id))
    astrid.click("Efter övningen")
    astrid.press("Spara och skicka", hur="lugnt")
    assert astrid.page.headings[0] == "Skickat"


def test_an_exercise_that_is_not_there_is_not_found(
    cast: Cast, address: Callable[..., str]
) -> None:
    assert cast.client(cast.astrid).get(address("exercise", "finns-inte")).status_code == 404
