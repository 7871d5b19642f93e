"""A log review draws among a unit's rows of a period: found without reading everybody's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lindra", "0010_export_keeps_key")]

    operations = [
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["care_unit_id", "start_date"], name="access_log_unit_days"),
        ),
    ]
