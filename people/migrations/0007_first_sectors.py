"""The sectors that a new portal starts with; the office changes them.

They part organisations as the community planning partners of the Community Empowerment (Scotland)
Act 2015, schedule 1, are parted by what they are (councils; health boards and integration joint
boards; police and fire; colleges; national bodies; transport partnerships, heritage and sport), and
add those with whom the Act asks these to plan: the third sector, community groups and businesses.
Few enough to choose from at one glance.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.text import slugify

SECTORS = (
    "Local government",
    "Health and social care",
    "National public body",
    "Third sector",
    "Community group",
    "Business",
    "Education",
    "Police and fire",
    "Transport, culture and leisure",
)


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Add the sectors that are not there."""
    Sector = apps.get_model("people", "Sector")  # noqa: N806 -- a model
    for position, name in enumerate(SECTORS, start=1):
        Sector.objects.get_or_create(
            slug=slugify(name), defaults={"name": name, "position": position}
        )


def unseed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Take the sectors away of which no organisation is."""
    slugs = [slugify(name) for name in SECTORS]
    rows = apps.get_model("people", "Sector").objects.filter(slug__in=slugs)
    rows.filter(organisations=None).delete()


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("people", "0006_sectors")]

    operations = [migrations.RunPython(seed, unseed)]
