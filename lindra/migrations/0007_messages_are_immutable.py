"""A trigger: a sent message never changes; what has been done to it is not undone."""

from django.db import migrations

MESSAGE = """
CREATE FUNCTION lindra_message_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY[
        'read_at', 'read_by_id', 'waived_at', 'waived_by_id',
        'misdirected_at', 'misdirected_by_id'];
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'a sent message never changes';
    END IF;
    IF (OLD.read_at IS NOT NULL
            AND (NEW.read_at, NEW.read_by_id) IS DISTINCT FROM (OLD.read_at, OLD.read_by_id))
        OR (OLD.misdirected_at IS NOT NULL
            AND (NEW.misdirected_at, NEW.misdirected_by_id)
                IS DISTINCT FROM (OLD.misdirected_at, OLD.misdirected_by_id)) THEN
        RAISE EXCEPTION 'what has been done to a message is not undone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_is_immutable BEFORE UPDATE ON lindra_message
    FOR EACH ROW EXECUTE FUNCTION lindra_message_is_immutable();
CREATE FUNCTION lindra_note_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['struck_at', 'struck_by_id'];
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'a written note never changes';
    END IF;
    IF OLD.struck_at IS NOT NULL
        AND (NEW.struck_at, NEW.struck_by_id)
            IS DISTINCT FROM (OLD.struck_at, OLD.struck_by_id) THEN
        RAISE EXCEPTION 'a struck note stays struck';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_is_immutable BEFORE UPDATE ON lindra_worknote
    FOR EACH ROW EXECUTE FUNCTION lindra_note_is_immutable();
"""

UNDO = """
DROP TRIGGER message_is_immutable ON lindra_message;
DROP FUNCTION lindra_message_is_immutable();
DROP TRIGGER note_is_immutable ON lindra_worknote;
DROP FUNCTION lindra_note_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("lindra", "0006_care")]

    operations = [migrations.RunSQL(MESSAGE, UNDO)]
