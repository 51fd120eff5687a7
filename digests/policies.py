"""Who may do what with digests."""

from datetime import date

from digests.models import Section
from people.models import User
from towns.models import Group, Role, Tenure
from towns.policies import is_programme_team, leads


def may_edit_digests(user: User, *, on: date) -> bool:
    """The Programme Team gathers, edits, freezes, publishes, corrects and withdraws."""
    return is_programme_team(user, on=on)


def may_ask_for(user: User, group: Group, *, on: date) -> bool:
    """A member of the Steering Group, chair and deputies too."""
    held = Tenure.objects.held_by(user, on=on).of_role(Role.STEERING)
    return group.kind == Group.Kind.STEERING and held.filter(group=group).exists()


def may_check_section(user: User, section: Section, *, on: date) -> bool:
    """The town's Project Lead, who speaks for it. Needs the section's town loaded."""
    return section.town is not None and leads(user, section.town, on=on)
