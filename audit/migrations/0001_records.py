"""The tables of `audit`, with their constraints and the triggers that keep their history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        help_text='What was done, as "report.submitted".', max_length=60
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text='Of what, as "reflections.report:12".', max_length=120
                    ),
                ),
                (
                    "actor_id",
                    models.BigIntegerField(
                        help_text="The user; none for the timetable.", null=True
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "facts",
                    models.JSONField(
                        default=dict, help_text="Keys and numbers only, never what a person wrote."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["about", "-at"], name="entry_about_at"),
                    models.Index(fields=["-at"], name="entry_at"),
                ],
            },
        ),
    ]
