"""Where some words are held in the database: every column of every table, and every session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.sessions.models import Session
from django.db import connection


def holding(words: Iterable[str]) -> dict[str, set[str]]:
    """The tables that hold any of the words, each with the words that it holds.

    Every table of the database counts, Django's and the queue's too; a session is opened first.
    """
    wanted = list(words)
    found: dict[str, set[str]] = {}
    for table, text in _rows():
        for word in wanted:
            if word in text:
                found.setdefault(table, set()).add(word)
    return found


def _rows() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {connection.ops.quote_name(table)} t")
            yield from ((table, text) for (text,) in cursor.fetchall())
    for each in Session.objects.all():
        yield Session._meta.db_table, repr(each.get_decoded())
