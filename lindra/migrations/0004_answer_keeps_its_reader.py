"""An answer keeps who read it first, and is either replaced or withdrawn, never both."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION lindra_answer_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY[
        'read_at', 'read_by_id', 'marked_at', 'marked_by_id', 'withdrawn_at', 'replaced_at'];
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'a sent answer never changes';
    END IF;
    IF (OLD.read_at IS NOT NULL AND {reading})
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS DISTINCT FROM OLD.replaced_at) THEN
        RAISE EXCEPTION 'what has been done to an answer is not undone';
    END IF;
    RETURN NEW;
END $$;
"""
WHEN = "NEW.read_at IS DISTINCT FROM OLD.read_at"
WHEN_AND_WHO = f"({WHEN} OR NEW.read_by_id IS DISTINCT FROM OLD.read_by_id)"


class Migration(migrations.Migration):
    dependencies = [("lindra", "0003_sealing")]

    operations = [
        migrations.RunSQL(FUNCTION.format(reading=WHEN_AND_WHO), FUNCTION.format(reading=WHEN)),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), ("replaced_at__isnull", True), _connector="OR"
                ),
                name="answer_withdrawn_or_replaced",
            ),
        ),
    ]
