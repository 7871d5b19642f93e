"""Many calls at the same time, each on a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from lindra.rules.refused import Refused

CONNECTIONS = 50  # at once; tools/postgres.py leaves room for two processes of tests


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each call gave, in their order; a refusal is given, anything else is raised."""
    workers = min(CONNECTIONS, len(calls))
    ready = threading.Barrier(workers)
    first = threading.local()

    def run(call: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            if not hasattr(first, "passed"):
                first.passed = True
                ready.wait(timeout=30)
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, calls))
