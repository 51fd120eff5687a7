"""Whom the demonstration's people write to at partners. All of them are invented."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from partners.actions.contacts import Details, add_contact
from people.models import Organisation, User
from towns.models import Town
from towns.policies import is_programme_team

TEXTS = Path(__file__).parent / "texts" / "contacts.toml"


def fill_contacts(*, now: datetime) -> None:
    """Some of the whole programme, some of a town, and one who left."""
    today = timezone.localdate(now)
    team = next(user for user in User.objects.order_by("pk") if is_programme_team(user, on=today))
    towns = {town.slug: town for town in Town.objects.all()}
    for row in tomllib.loads(TEXTS.read_text())["contact"]:
        left = row.get("left_days_ago")
        details = Details(
            row["name"],
            role=row["role"],
            email=row.get("email", ""),
            phone=row.get("phone", ""),
            town=towns.get(row.get("town", "")),
            ends_on=today - timedelta(days=left) if left else None,
        )
        organisation = Organisation.objects.get(name=row["organisation"])
        add_contact(organisation, details, key=uuid4(), by=team, at=now)
