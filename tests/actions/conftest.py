"""What the tests of actions start from: a cast on a known day, also one really committed."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast, at
from tests.journeys.tables import empty

SUNDAY = at("2026-11-22 08:00")


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people; both treatments began on Sunday 22 November 2026."""
    return Cast.create(SUNDAY)


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database that really commits; the access log's lock, too, is opened to empty it."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast as every connection sees it. What a test leaves behind is removed after it."""
    return Cast.create(SUNDAY)
