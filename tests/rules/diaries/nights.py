"""Nights as a patient writes them, for the tests of the sleep diary."""

from lindra.rules.diaries.sleep import Night, night_from_values

ORDINARY = {
    "datum": "2026-11-21",
    "b": "22:30",
    "s": "23:00",
    "sol": 40,
    "n": 3,
    "waso": 35,
    "w": "06:20",
    "u": "07:00",
    "kval": 3,
}


def night(**values: object) -> Night:
    """The ordinary night with some values changed; None takes one away."""
    return night_from_values(ORDINARY | values)
