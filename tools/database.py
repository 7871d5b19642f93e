"""Gives a database: the one that DATABASE_URL names, else that of a PostgreSQL of our own.

`python -m tools.database COMMAND …` runs a command with DATABASE_URL of an empty database.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.binaries import Unavailable
from tools.home import Busy
from tools.postgres import Server
from tools.processes import Stopped, run, stop_on_signals

FOR_TESTS = Path(__file__).resolve().parent.parent / ".data" / "test"
AT_ONCE = 8  # test runs at the same time


@contextlib.contextmanager
def database(folder: Path) -> Iterator[tuple[str, Server | None]]:
    """Give the address, and the server if it is ours, with its data kept in `folder`."""
    if url := os.environ.get("DATABASE_URL"):
        yield url, None
        return
    server = Server(folder)
    with server as url:
        yield url, server


@contextlib.contextmanager
def database_for_tests(folder: Path = FOR_TESTS) -> Iterator[str]:
    """Give the address of an empty database; runs at the same time get a folder each."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with contextlib.ExitStack() as stack:
        yield _first_free(stack, folder)


def _first_free(stack: contextlib.ExitStack, folder: Path) -> str:
    for number in range(AT_ONCE):
        with contextlib.suppress(Busy):
            server = Server(folder / str(number), durable=False)
            url = stack.enter_context(server)
            print(server.binaries, flush=True)
            return url
    raise Busy(f"Alla databaser i {folder} används.")


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL of an empty database; return its exit status."""
    stop_on_signals()
    try:
        with database_for_tests() as url:
            return run(command, os.environ | {"DATABASE_URL": url})
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
