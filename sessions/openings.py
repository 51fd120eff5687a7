"""From when on a partner reads the towns' questions, and until when its page opens. Pure."""

from datetime import date, timedelta

from reflections.reminders import working_day_from
from sessions.models import CohortSession
from sessions.times import last_day
from towns.bank_holidays import scottish_days

QUESTIONS_WORKING_DAYS = 5  # before the session
OPEN_AFTER = timedelta(days=30)


def questions_open_on(session: CohortSession) -> date | None:
    """Five of Scotland's working days before a session; none as long as it has no one day."""
    if session.on is None or session.begins_at is None:
        return None
    holidays = scottish_days(session.on.year - 1) | scottish_days(session.on.year)
    return working_day_from(session.on, -QUESTIONS_WORKING_DAYS, holidays=holidays)


def page_closes_on(session: CohortSession) -> date | None:
    """The last day on which links to a session's partner pages open; none without a date."""
    if session.on is None:
        return None
    return last_day(session.on, session.precision) + OPEN_AFTER
