"""Who may keep quotes and what was agreed of them."""

from datetime import date

from people.models import User
from towns.models import Town
from towns.policies import is_programme_team, leads


def may_keep_quotes(user: User, town: Town, *, on: date) -> bool:
    """The town's Project Lead, who knows whom to ask, and the Programme Team."""
    return leads(user, town, on=on) or is_programme_team(user, on=on)
