"""What every test starts from: the test settings, the programmes, and the known cast."""

import os

os.environ.setdefault("LINDRA_ENV", "test")
os.environ.setdefault("LINDRA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

import tests.samples  # noqa: F401 - chooses how properties draw their examples
from tests.cast import Cast
from tests.tables import empty

# What these show is how things look and hold together; what they run is covered by the rest.
NOT_MEASURED = (
    "tests/architecture/",
    "tests/design/",
    "tests/drills/test_export_scale.py",
    "tests/drills/test_kill_",
    "tests/drills/test_lives.py",
    "tests/drills/test_purge.py",
    "tests/journeys/",
    "tests/preview/",
    "tests/programme/test_mutations.py",
    "tests/tools/",
    "tests/web/test_addresses.py",
    "tests/web/test_crawl.py",
    "tests/web/test_fuzz.py",
    "tests/web/test_no_log_no_answer.py",
    "tests/web/test_query_counts.py",
    "tests/web/test_roles_change.py",
    "tests/web/test_training.py",
)
PROGRAMMES = Path(__file__).parent / "programme" / "programmes"
CUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"


def pytest_configure(config: pytest.Config) -> None:
    """Static files come from where they are written: the collected ones may be missing."""
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """What is dear to make is made in one process."""
    from tests.scheduling import Together

    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage, which costs as much again as the tests, is measured where it is needed."""
    for item in items:
        if item.nodeid.startswith(NOT_MEASURED):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' database; whatever is still connected to it is cut before it is dropped.

    A killed server may be, and the connection of the browser's event loop, which is its own.
    """
    yield
    with django_db_blocker.unblock():
        given = connection.get_connection_params()
        with psycopg.connect(**given | {"dbname": "postgres"}, autocommit=True) as other:
            other.execute(CUT, [connection.settings_dict["NAME"]])


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that really commits; the access log's lock, too, is opened to empty it."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture
def cast(db: None) -> Cast:
    """Astrid and her people, in an empty database."""
    return Cast.create()


@pytest.fixture
def second_programme() -> Iterator[str]:
    """A small programme of another name beside Digitala smärtskolan; its id."""
    from django.conf import settings

    from lindra.programme import registry

    registry.configure(PROGRAMMES)
    yield "litet"
    registry.configure(settings.PROGRAMMES_DIR)
