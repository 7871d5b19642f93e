"""An access log that cannot be written."""

from django.db import connection

BROKEN = """
CREATE FUNCTION log_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log cannot be written'; END $$;
CREATE {kind} TRIGGER log_is_full {when} INSERT ON lindra_accesslog {timing}
FOR EACH ROW EXECUTE FUNCTION log_is_full();
"""
AT_ONCE = BROKEN.format(kind="", when="BEFORE", timing="")
AT_COMMIT = BROKEN.format(kind="CONSTRAINT", when="AFTER", timing="DEFERRABLE INITIALLY DEFERRED")
MENDED = "DROP TRIGGER log_is_full ON lindra_accesslog; DROP FUNCTION log_is_full();"


def run(sql: str) -> None:
    """Break the log, or mend it."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
