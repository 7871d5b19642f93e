"""Sealing: a log row says which cluster's transaction wrote it, and a seal how it was made."""

from django.db import migrations, models

import lindra.models.access_log

STAMP = """
DO $$ BEGIN EXECUTE format(
    'ALTER TABLE lindra_accesslog ADD COLUMN cluster bigint NOT NULL DEFAULT %s',
    (SELECT system_identifier FROM pg_control_system()));
END $$;
ALTER TABLE lindra_accesslog ALTER COLUMN cluster DROP DEFAULT;
CREATE OR REPLACE FUNCTION lindra_log_row_is_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.cluster := (SELECT system_identifier FROM pg_control_system());
    RETURN NEW;
END $$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION lindra_log_row_is_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    RETURN NEW;
END $$;
ALTER TABLE lindra_accesslog DROP COLUMN cluster;
"""


class Migration(migrations.Migration):
    dependencies = [("lindra", "0002_immutable")]

    operations = [
        migrations.RunSQL(
            STAMP,
            UNDO,
            state_operations=[
                migrations.AddField(
                    "accesslog",
                    "cluster",
                    models.BigIntegerField(editable=False, default=0),
                    preserve_default=False,
                )
            ],
        ),
        migrations.AlterField(
            "accesslog", "xid", lindra.models.access_log.Xid8Field(editable=False)
        ),
        migrations.RemoveIndex("accesslog", "access_log_order"),
        migrations.AddIndex(
            "accesslog", models.Index(fields=["cluster", "xid", "id"], name="access_log_order")
        ),
        migrations.AlterField(
            "accesslogseal", "id", models.BigIntegerField(primary_key=True, serialize=False)
        ),
        migrations.AddField(
            "accesslogseal", "version", models.SmallIntegerField(default=1), preserve_default=False
        ),
        migrations.AddField(
            "accesslogseal", "cluster", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.RemoveConstraint("accesslogseal", "seals_follow_each_other"),
        migrations.AddConstraint(
            "accesslogseal",
            models.UniqueConstraint(fields=["cluster", "from_xid"], name="seals_follow_each_other"),
        ),
    ]
