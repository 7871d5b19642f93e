"""Random people do random things at random times: flags, phases, timeline and refusals hold."""

import pytest

from tests.drills.life import Life


def live(seed: int, steps: int) -> None:
    """So many steps of a life; each is judged when it is taken."""
    life = Life(seed)
    for _ in range(steps):
        life.step()


@pytest.mark.row("M14b", "M18", "M18b", "M19", "M20")
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_a_random_life_is_as_behaviour_says(seed: int) -> None:
    live(seed, 60)


@pytest.mark.drill
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(1000, 3000))
def test_thousands_of_random_lives_are_as_behaviour_says(seed: int) -> None:
    live(seed, 20)
