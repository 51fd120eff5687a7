"""The letters that remind of a session: soon, and on the working day before.

Each asks once more, at the moment of sending, whether the session is on, at the time of which the
promise was made, and whether its reader is invited still and has not sent apologies.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_near, day_of, in_full
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from sessions.identity import page_of
from sessions.letters.wording import (
    INVITED,
    headline,
    reply_urls,
    text_of,
    when_of,
)
from sessions.models import Invitation
from sessions.queries.inviting import invited_today
from sessions.queries.reminding import invitations_to
from sessions.queries.telling import place_of
from sessions.reminders import Stage

NOT_AWAITED = Unneeded("They are not invited any more, or sent apologies, or it is not on.")
MOVED = Unneeded("The session has moved since.")
OVER = Unneeded("The day of the session has come.")


def remind(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each reminder says now, or why it is not needed any more: three statements."""
    places = {place_of(notice) for notice in notices}
    seen = invited_today({number for _, number in places}, on=day_of(at))
    found = invitations_to(places)
    said: dict[int, Said] = {}
    for notice in notices:
        person, number = place_of(notice)
        invitation = found.get((person, number))
        if invitation is None or person not in seen[number]:
            said[notice.pk] = NOT_AWAITED
        else:
            said[notice.pk] = _said(notice, invitation, at=at)
    return said


def _said(notice: Notice, invitation: Invitation, *, at: datetime) -> Said:
    session, on = invitation.session, day_of(at)
    if session.begins_at is None or session.ends_at is None:
        return NOT_AWAITED
    if session.begins_at.isoformat() != notice.facts["begins_at"]:
        return MOVED
    day = day_of(session.begins_at)
    if day <= on:
        return OVER
    near = day_near(day, on=on)
    is_last = notice.facts["stage"] == Stage.TOMORROW
    replied = invitation.reply if invitation.reply_to == session.begins_at else ""
    text = text_of(
        "reminder",
        title=str(session),
        near=near,
        when=when_of(session.begins_at, session.ends_at),
        venue=session.venue,
        join_link=session.join_link if is_last else "",
        replied=replied,
        url=page_of(session),
        **reply_urls(session, invitation),
    )
    said = near if near == "tomorrow" else f"on {in_full(day)}"
    return Part(headline(f"{session!s} is {said}"), text, INVITED)
