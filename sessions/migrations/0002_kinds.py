"""The kinds of session that the cohort has had; the Programme Team edits them from here on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COHORT = ["project_lead", "link_lead", "analyst", "programme_team"]
KINDS = [
    ("Fortnightly session", 60, COHORT),
    ("Eight-weekly session", 90, ["project_lead", "programme_team"]),
    (
        "All Project Towns session",
        120,
        ["project_lead", "link_lead", "programme_team", "steering", "national"],
    ),
    ("Spotlight", 60, COHORT),
    ("Deep dive", 120, COHORT),
    ("Steering group meeting", 90, []),
    ("Planning group meeting", 60, ["planning", "programme_team"]),
]


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Add those that are not there."""
    kind = apps.get_model("cohort_sessions", "Kind")
    for position, (name, minutes, roles) in enumerate(KINDS, start=1):
        slug = name.lower().replace(" ", "-")
        kind.objects.get_or_create(
            slug=slug,
            defaults={"name": name, "minutes": minutes, "roles": roles, "position": position},
        )


def unseed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's way of calling
    """Take the kinds away that nothing uses."""
    kinds = apps.get_model("cohort_sessions", "Kind").objects.filter(series=None, sessions=None)
    kinds.filter(name__in=[name for name, _, _ in KINDS]).delete()


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("cohort_sessions", "0001_records")]
    operations = [migrations.RunPython(seed, unseed)]
