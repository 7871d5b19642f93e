"""Triggers: what is approved, given out or signed never changes afterwards."""

from django.db import migrations

KEPT = """
CREATE FUNCTION lindra_record_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
        RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_note_is_immutable BEFORE UPDATE ON lindra_recordnote
    FOR EACH ROW EXECUTE FUNCTION lindra_record_is_immutable();
CREATE TRIGGER disclosure_is_immutable BEFORE UPDATE ON lindra_disclosure
    FOR EACH ROW EXECUTE FUNCTION lindra_record_is_immutable();

CREATE FUNCTION lindra_signed_review_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed review is never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_review_is_immutable BEFORE UPDATE ON lindra_logreview
    FOR EACH ROW EXECUTE FUNCTION lindra_signed_review_is_immutable();

CREATE FUNCTION lindra_signed_item_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM lindra_logreview
               WHERE id = OLD.review_id AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what a signed review judged is never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_item_is_immutable BEFORE UPDATE ON lindra_logreviewitem
    FOR EACH ROW EXECUTE FUNCTION lindra_signed_item_is_immutable();
"""

UNDO = """
DROP TRIGGER record_note_is_immutable ON lindra_recordnote;
DROP TRIGGER disclosure_is_immutable ON lindra_disclosure;
DROP FUNCTION lindra_record_is_immutable();
DROP TRIGGER signed_review_is_immutable ON lindra_logreview;
DROP FUNCTION lindra_signed_review_is_immutable();
DROP TRIGGER signed_item_is_immutable ON lindra_logreviewitem;
DROP FUNCTION lindra_signed_item_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("lindra", "0008_records")]

    operations = [migrations.RunSQL(KEPT, UNDO)]
