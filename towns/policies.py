"""Who may change the programme's places, calendars and tenures."""

from datetime import date

from people.models import User
from towns.access import Thing, reads, remembered
from towns.models import Role, Tenure, Town


def holds(user: User, *roles: str, on: date, town: Town | None = None) -> bool:
    """Whether this person holds one of these posts on that day (in that town, if one is given)."""
    known = remembered(user, on=on)
    if known is not None:
        return any(
            tenure.role in roles and (town is None or tenure.town_id == town.pk) for tenure in known
        )
    held = Tenure.objects.held_by(user, on=on).of_role(*roles)
    if town is not None:
        held = held.filter(town=town)
    return held.exists()


def leads(user: User, town: Town, *, on: date) -> bool:
    """Whether this person is the town's Project Lead on that day, as holder or as cover."""
    return holds(user, Role.PROJECT_LEAD, on=on, town=town)


def is_programme_team(user: User, *, on: date) -> bool:
    """Whether this person is of the Programme Team on that day."""
    return holds(user, Role.PROGRAMME_TEAM, on=on)


def may_run_office(user: User, *, on: date) -> bool:
    """Who invites people, begins and ends tenures, edits holidays and programme facts."""
    return reads(user, Thing.OFFICE, on=on)
