"""Triggers: an answer never changes once it is sent, and the access log is append-only."""

from django.db import migrations

ANSWER = """
CREATE FUNCTION lindra_answer_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY[
        'read_at', 'read_by_id', 'marked_at', 'marked_by_id', 'withdrawn_at', 'replaced_at'];
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'a sent answer never changes';
    END IF;
    IF (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS DISTINCT FROM OLD.replaced_at) THEN
        RAISE EXCEPTION 'what has been done to an answer is not undone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_is_immutable BEFORE UPDATE ON lindra_answer
    FOR EACH ROW EXECUTE FUNCTION lindra_answer_is_immutable();
"""

LOG = """
CREATE FUNCTION lindra_log_row_is_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER log_row_is_stamped BEFORE INSERT ON lindra_accesslog
    FOR EACH ROW EXECUTE FUNCTION lindra_log_row_is_stamped();

CREATE FUNCTION lindra_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lindra_accesslog
    FOR EACH STATEMENT EXECUTE FUNCTION lindra_append_only();
CREATE TRIGGER seals_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lindra_accesslogseal
    FOR EACH STATEMENT EXECUTE FUNCTION lindra_append_only();
"""

UNDO = """
DROP TRIGGER answer_is_immutable ON lindra_answer;
DROP TRIGGER log_row_is_stamped ON lindra_accesslog;
DROP TRIGGER log_is_append_only ON lindra_accesslog;
DROP TRIGGER seals_are_append_only ON lindra_accesslogseal;
DROP FUNCTION lindra_answer_is_immutable();
DROP FUNCTION lindra_log_row_is_stamped();
DROP FUNCTION lindra_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("lindra", "0001_initial")]

    operations = [migrations.RunSQL(ANSWER + LOG, UNDO)]
