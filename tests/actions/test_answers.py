"""Sending an answer."""

import pytest

from tests.cast import Cast


@pytest.mark.row("M15")
def test_an_answer_is_unread_when_it_is_sent(cast: Cast) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Att larmet kan bli känsligt."})
    assert (answer.read_at, answer.marked_at, answer.lifted) == (None, None, [])
