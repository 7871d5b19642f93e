"""A draft knows the page that saved it last; the timeline is read by its own order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lindra", "0004_answer_keeps_its_reader"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="event",
            name="event_of_treatment",
        ),
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["treatment", "-id"], name="event_of_treatment"),
        ),
    ]
