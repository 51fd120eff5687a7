"""Words of the programme, and what was looked for in vain."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("towns", "0006_tie_fades"),
        ("people", "0003_likeness"),  # the extension by which words resemble each other
    ]

    operations = [
        migrations.CreateModel(
            name="Unfound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=60)),
                ("on", models.DateField()),
                ("times", models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                "verbose_name_plural": "unfound",
                "constraints": [
                    models.UniqueConstraint(fields=("on", "words"), name="unfound_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("words__regex", "[0-9@]"), _negated=True),
                        ),
                        name="unfound_names_no_number_and_no_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "thing",
                    models.CharField(
                        choices=[
                            ("towns", "towns"),
                            ("digests", "digests"),
                            ("sessions", "sessions"),
                            ("organisations", "organisations"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="word_likeness", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("thing", "word"), name="a_word_once_of_a_thing")
                ],
            },
        ),
    ]
