"""Empties the database between tests that really commit."""

from django.apps import apps
from django.db import connection, transaction

LOGS = ("lindra_accesslog", "lindra_accesslogseal")


def empty() -> None:
    """Remove every row; the access log's own lock is opened for that, in the same transaction."""
    assert connection.settings_dict["NAME"].startswith("test_"), "not a test's database"
    models = [*apps.get_models(include_auto_created=True)]
    tables = sorted({connection.ops.quote_name(model._meta.db_table) for model in models})
    with transaction.atomic(), connection.cursor() as cursor:
        for log in LOGS:
            cursor.execute(f"ALTER TABLE {log} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        for log in LOGS:
            cursor.execute(f"ALTER TABLE {log} ENABLE TRIGGER USER")
