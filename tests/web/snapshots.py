"""What stands in the tables, so that a test can say which of them a request has changed."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import connection

SKIPPED = {"django_session"}


def tables() -> dict[str, str]:
    """Each table of ours, and a fingerprint of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> frozenset[str]:
    """The tables that are no longer as they were."""
    return frozenset(name for name, rows in tables().items() if before[name] != rows)


@cache
def _query() -> str:
    names = sorted({model._meta.db_table for model in apps.get_models()} - SKIPPED)
    rows = "SELECT md5(coalesce(string_agg(r, '' ORDER BY r), ''))"
    return " UNION ALL ".join(
        f"SELECT '{name}', ({rows} FROM (SELECT to_jsonb(t)::text AS r FROM {name} t) AS found)"
        for name in names
    )
