"""Empties the database between tests that really commit, and keeps contents to bring back later."""

from django.apps import apps
from django.db import connection, transaction

LOGS = ("lindra_accesslog", "lindra_accesslogseal")


def empty() -> None:
    """Remove every row; the access log's own lock is opened for that, in the same transaction."""
    assert connection.settings_dict["NAME"].startswith("test_"), "not a test's database"
    with transaction.atomic(), connection.cursor() as cursor:
        for log in LOGS:
            cursor.execute(f"ALTER TABLE {log} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")
        for log in LOGS:
            cursor.execute(f"ALTER TABLE {log} ENABLE TRIGGER USER")


def keep() -> None:
    """Keep a copy of everything, in a schema beside."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in _tables():
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")


def bring_back() -> None:
    """Fill the empty tables with what was kept, keys and all; new keys go on from there."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            kept = f"SELECT * FROM kept.{table}"
            cursor.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE {kept}")


def _tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
