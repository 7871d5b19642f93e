"""What the tests of exchange start from: a cast, and a year that somebody has lived."""

import pytest

from tests.cast import Cast, at
from tests.exchange.lives import lived

SUNDAY = at("2026-11-22 08:00")


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people; both treatments began on Sunday 22 November 2026."""
    return Cast.create(SUNDAY)


@pytest.fixture
def both(cast: Cast) -> Cast:
    """The cast where both Astrid and Fatima have something in every table."""
    lived(cast, cast.astrid, cast.bo)
    lived(cast, cast.fatima, cast.carin)
    return cast


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast as every connection sees it."""
    return Cast.create(SUNDAY)
