"""Who may plan and change the cohort's sessions."""

from datetime import date

from people.models import User
from towns.policies import is_programme_team


def may_plan_sessions(user: User, *, on: date) -> bool:
    """Who schedules sessions, moves them and calls them off."""
    return is_programme_team(user, on=on)
