"""What the tests of actions start from: a cast on a known day, also one really committed."""

import pytest

from tests.cast import Cast, at

SUNDAY = at("2026-11-22 08:00")


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people; both treatments began on Sunday 22 November 2026."""
    return Cast.create(SUNDAY)


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast as every connection sees it. What a test leaves behind is removed after it."""
    return Cast.create(SUNDAY)
