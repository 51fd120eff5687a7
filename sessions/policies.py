"""Who may plan and change the cohort's sessions."""

from datetime import date

from people.models import User
from sessions.models import Action
from towns.policies import is_programme_team


def may_plan_sessions(user: User, *, on: date) -> bool:
    """Who schedules sessions, moves them and calls them off."""
    return is_programme_team(user, on=on)


def may_close_action(user: User, action: Action, *, on: date) -> bool:
    """Whose it is, and who plans sessions: they say what happened, and move its day."""
    return action.owner_id == user.person_id or may_plan_sessions(user, on=on)
