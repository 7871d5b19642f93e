"""A text that is no time of day is refused at once, however long it is."""

from __future__ import annotations

import pytest

from lindra.rules.diaries.times import parse_time
from lindra.rules.refused import Refused


@pytest.mark.parametrize(
    "text", ["1" + " " * 100_000 + "x", "1" * 100_000, " 22:30" + " " * 60_000]
)
def test_a_very_long_text_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_time(text)


def test_spaces_around_and_within_do_no_harm() -> None:
    assert parse_time("  kl  22 : 30 ").isoformat() == "22:30:00"
