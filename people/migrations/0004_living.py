"""Which organisation stands for each today, however many mergers lie between: a view."""

import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE VIEW people_living AS
WITH RECURSIVE found (organisation_id, living_id) AS (
    SELECT id, id FROM people_organisation WHERE merged_into_id IS NULL
    UNION ALL
    SELECT merged.id, found.living_id
    FROM people_organisation AS merged
    JOIN found ON merged.merged_into_id = found.organisation_id)
SELECT organisation_id, living_id FROM found"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_likeness")]

    operations = [
        migrations.CreateModel(
            name="Living",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="today",
                        serialize=False,
                        to="people.organisation",
                    ),
                ),
                (
                    "living",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={"managed": False, "db_table": "people_living"},
        ),
        migrations.RunSQL(CREATE, "DROP VIEW people_living"),
    ]
