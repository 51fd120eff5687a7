"""Who may plan and change the cohort's sessions, and who may ask something of them."""

from datetime import date

from people.models import User
from sessions.models import Action, CohortSession
from sessions.queries.sessions import is_invited
from towns.policies import is_programme_team


def may_plan_sessions(user: User, *, on: date) -> bool:
    """Who schedules sessions, moves them and calls them off."""
    return is_programme_team(user, on=on)


def may_close_action(user: User, action: Action, *, on: date) -> bool:
    """Whose it is, and who plans sessions: they say what happened, and move its day."""
    return action.owner_id == user.person_id or may_plan_sessions(user, on=on)


def may_ask_at(user: User, session: CohortSession, *, on: date) -> bool:
    """Whom a session invites, and who plans sessions: they post to its basket of questions."""
    return may_plan_sessions(user, on=on) or is_invited(user, session, on=on)
