"""What the tests of exchange start from: a cast, and a year that somebody has lived."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast, at
from tests.exchange.lives import lived
from tests.journeys.tables import empty

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
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database that really commits; the access log's lock, too, is opened to empty it."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast as every connection sees it."""
    return Cast.create(SUNDAY)
