"""What the drills of the log start from."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.drills.sealed_log import empty_log


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty log whose rows are committed: what is not finished cannot be sealed."""
    with django_db_blocker.unblock(), empty_log():
        yield
