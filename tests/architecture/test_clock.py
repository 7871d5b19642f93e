"""One place knows what time it is, and nobody below the web asks it."""

import ast
from datetime import timedelta

import pytest

from lindra import clock
from tests.architecture.source import files, imports, name, room, tree

TELLERS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("timezone.now", "timezone.localdate", "timezone.localtime"),
    *("time.time", "time.time_ns", "time.ctime", "time.localtime", "time.gmtime"),
}
NAMES = {"localdate", "localtime", "utcnow", "Now", "CurrentTimestamp", "TransactionNow"}
MAY_ASK = {"web", "jobs", "management"}


def tells_time(text: str) -> bool:
    """Whether the name or attribute is one that knows the time."""
    return ".".join(text.split(".")[-2:]) in TELLERS or text in NAMES


def named(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def test_no_other_file_asks_what_time_it_is():
    found = {
        f"{name(path)}: {named(node)}"
        for path in files("lindra")
        for node in ast.walk(tree(path))
        if tells_time(named(node))
    }
    assert found == {"lindra/clock.py: datetime.now"}


def test_no_other_file_imports_something_that_knows_the_time():
    found = {
        f"{name(path)}: {each}"
        for path in files("lindra")
        for each in imports(path)
        if tells_time(each) or each.rpartition(".")[2] in NAMES
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("datetime.datetime.now", True),
        ("timezone.now", True),
        ("Now", True),
        ("clock.now", False),
        ("request.now", False),
        ("time.monotonic", False),
    ],
)
def test_what_knows_the_time_is_recognised(text, tells):
    assert tells_time(text) is tells


def test_below_the_web_the_time_is_an_argument():
    asking = {
        name(path)
        for path in files("lindra")
        if "lindra.clock" in imports(path) and room(path) not in MAY_ASK
    }
    assert asking == {"lindra/programme/__main__.py"}  # a command: the linter's today


def test_the_treatments_time_moves_and_the_real_one_does_not():
    before = clock.wall()
    with clock.moved(timedelta(days=7)):
        assert timedelta(days=7) <= clock.now() - before < timedelta(days=7, minutes=5)
        assert clock.wall() - before < timedelta(minutes=5)
    assert clock.now() - before < timedelta(minutes=5)
