"""The thirteen Place and Wellbeing Outcomes in their five themes: the vocabulary that a new portal starts with.

Their full wordings are not known to us; the Programme Team enters them.
"""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.text import slugify

THEMES = {
    "Movement": ["Active travel", "Public transport", "Traffic and parking"],
    "Spaces": ["Streets and spaces", "Natural spaces", "Play and recreation"],
    "Resources": ["Services and support", "Work and economy", "Housing and community"],
    "Civic": ["Identity and belonging", "Feeling safe"],
    "Stewardship": ["Care and maintenance", "Influence and control"],
}
VALID_FROM = date(2021, 1, 1)


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Add the outcomes that are not there."""
    Outcome = apps.get_model("towns", "Outcome")  # noqa: N806 -- a model
    names = [(theme, name) for theme, found in THEMES.items() for name in found]
    for position, (theme, name) in enumerate(names, start=1):
        Outcome.objects.get_or_create(
            slug=slugify(name),
            defaults={
                "name": name,
                "theme": theme,
                "position": position,
                "valid_from": VALID_FROM,
            },
        )


def unseed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Take the outcomes away that nothing uses."""
    slugs = [slugify(name) for found in THEMES.values() for name in found]
    apps.get_model("towns", "Outcome").objects.filter(slug__in=slugs).delete()


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("towns", "0001_records")]

    operations = [migrations.RunPython(seed, unseed)]
