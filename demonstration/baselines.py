"""Whom the demonstration's towns knew at their start, frozen by the Programme Team."""

from datetime import datetime

from django.utils import timezone

from partners.actions.baselines import freeze_start, note_at_start
from partners.models import Strength, Tie
from people.models import User
from towns.models import Town
from towns.policies import is_programme_team

NOTED = 4  # organisations of each town


def fill_baselines(*, now: datetime) -> None:
    """The organisations of which a town told first, most of them as no more than known."""
    today = timezone.localdate(now)
    team = next(user for user in User.objects.order_by("pk") if is_programme_team(user, on=today))
    for town in Town.objects.order_by("pk"):
        ties = Tie.objects.filter(town=town).select_related("organisation").order_by("pk")
        known = list(ties[:NOTED])
        for number, tie in enumerate(known):
            strength = Strength.COOPERATE if number == 0 else Strength.NETWORK
            note_at_start(town, tie.organisation, strength=strength, by=team, at=now)
        if known:
            freeze_start(town, by=team, at=now)
