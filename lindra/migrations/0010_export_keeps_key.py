"""Whether the key to an export's pseudonyms is kept, apart from it, until it is fetched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lindra", "0009_records_are_immutable")]

    operations = [
        migrations.AddField(
            model_name="exportjob",
            name="keeps_key",
            field=models.BooleanField(default=False),
        ),
    ]
