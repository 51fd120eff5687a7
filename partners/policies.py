"""Who may say how things stand between a town and organisations, and whom to write to there."""

from datetime import date

from people.models import User
from towns.models import Role, Town
from towns.policies import holds, is_programme_team, leads

KEEPERS = (Role.PROJECT_LEAD, Role.LINK_LEAD)  # of a town's own contacts


def may_note_start(user: User, town: Town, *, on: date) -> bool:
    """Who notes whom a town knew at its start, and freezes that: its lead, and the team."""
    return leads(user, town, on=on) or is_programme_team(user, on=on)


def may_keep_contacts(user: User, town: Town | None, *, on: date) -> bool:
    """Who notes whom to write to: the team; for a town, its Project Lead and Link Lead too.

    Without a town: the contacts of the whole programme.
    """
    if is_programme_team(user, on=on):
        return True
    return town is not None and holds(user, *KEEPERS, on=on, town=town)
