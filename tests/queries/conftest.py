"""What the tests of queries start from: a cast on a known day."""

import pytest

from tests.cast import Cast, at

SUNDAY = at("2026-11-22 08:00")


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people; both treatments began on Sunday 22 November 2026."""
    return Cast.create(SUNDAY)
