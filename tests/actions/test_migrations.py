"""The migrations make the tables that the models say, and can be taken back, one by one."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

SHAPE = """
SELECT 'column', c.table_name, c.column_name, c.data_type, c.is_nullable, c.column_default
  FROM information_schema.columns c
  WHERE c.table_schema = current_schema() AND c.table_name LIKE 'lindra%'
UNION ALL
SELECT 'constraint', k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid), '', ''
  FROM pg_constraint k WHERE k.conrelid::regclass::text LIKE 'lindra%'
UNION ALL
SELECT 'index', i.tablename, i.indexname, i.indexdef, '', ''
  FROM pg_indexes i WHERE i.schemaname = current_schema() AND i.tablename LIKE 'lindra%'
UNION ALL
SELECT 'trigger', t.tgrelid::regclass::text, t.tgname, pg_get_triggerdef(t.oid), '', ''
  FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgrelid::regclass::text LIKE 'lindra%'
UNION ALL
SELECT 'function', p.proname, '', p.prosrc, '', '' FROM pg_proc p WHERE p.proname LIKE 'lindra%'
"""


def shape() -> set[tuple[str, ...]]:
    """Columns, constraints, indexes, triggers and functions, as the database says them."""
    with connection.cursor() as cursor:
        cursor.execute(SHAPE)
        return set(cursor.fetchall())


def names() -> list[str]:
    """Our migrations, in their order."""
    loader = MigrationLoader(connection)
    last = loader.graph.leaf_nodes("lindra")
    return [name for app, name in loader.graph.forwards_plan(last[0]) if app == "lindra"]


def migrate(name: str) -> None:
    call_command("migrate", "lindra", name, verbosity=0)


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_there_is_one_history():
    assert len(MigrationLoader(connection).graph.leaf_nodes("lindra")) == 1


@pytest.mark.django_db
def test_every_migration_can_be_taken_back_and_made_again():
    whole, ours = shape(), names()
    kinds = {each[0] for each in whole}
    assert kinds == {"column", "constraint", "index", "trigger", "function"}
    shapes = []
    for name in [*reversed(ours[:-1]), "zero"]:
        migrate(name)
        shapes.append(shape())
    assert shapes[-1] == set()
    for name, before in zip(ours, [*reversed(shapes[:-1]), whole], strict=True):
        migrate(name)
        assert shape() == before
