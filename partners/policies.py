"""Who may say how things stand between a town and organisations."""

from datetime import date

from people.models import User
from towns.models import Town
from towns.policies import is_programme_team, leads


def may_note_start(user: User, town: Town, *, on: date) -> bool:
    """Who notes whom a town knew at its start, and freezes that: its lead, and the team."""
    return leads(user, town, on=on) or is_programme_team(user, on=on)
