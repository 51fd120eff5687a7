"""The letters that calendars act upon: invited, changed, cancelled. Each tells the newest alone.

A person and a session have one line of revisions. Whatever waits when a newer one is promised is
not needed; what is cancelled before anything left is told to nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_of
from outbox.kinds import Calendar, Part, Recipient, Said, Unneeded
from outbox.models import Notice
from sessions import ics
from sessions.identity import organiser, page_of, uid_of
from sessions.letters.wording import (
    INVITED,
    WAS_INVITED,
    headline,
    quotation,
    reply_urls,
    text_of,
    when_of,
)
from sessions.models import CohortSession, Invitation
from sessions.notices import CANCELLED
from sessions.queries.telling import Revision, Told, place_of, told_of

OVERTAKEN = Unneeded("A later letter about this session takes its place.")
NOT_INVITED = Unneeded("No post of theirs is invited any more.")
NOT_ON = Unneeded("The session is not on any more.")
STANDS = Unneeded("They are invited after all.")
NEVER_TOLD = Unneeded("Their calendar never had this session.")
NO_ADDRESS = Unneeded("This person has no account, and so no address.")
ANY_SESSION = "A session of the cohort"  # for whoever may read no word of it any more
BEGINS = {
    "invited": "Invitation",
    "moved": "Moved",
    "changed": "Changed",
    "again": "It takes place after all",
}
State, Reply = CohortSession.State, Invitation.Reply


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says, and the calendar object that it carries: six statements."""
    found = told_of(notices, on=day_of(at))
    return {notice.pk: _said(notice, found.get(place_of(notice))) for notice in notices}


def _said(notice: Notice, told: Told | None) -> Said:
    sequence = int(notice.facts["sequence"])
    if told is None:
        return NOT_ON
    if told.newest() > sequence:
        return OVERTAKEN
    if told.recipient is None:
        return NO_ADDRESS
    held = told.held(before=sequence)
    if notice.kind == CANCELLED:
        return _cancelled(notice, told, held, told.recipient)
    return _asked(notice, told, held, told.recipient)


def _asked(notice: Notice, told: Told, held: Revision | None, reader: Recipient) -> Said:
    session, invitation = told.session, told.invitation
    if invitation is None or invitation.ended_at is not None or not told.sees:
        return NOT_INVITED
    if session.state not in CohortSession.DATED or not session.begins_at or not session.ends_at:
        return NOT_ON
    now = when_of(session.begins_at, session.ends_at)
    has_moved = held is not None and held.begins_at != session.begins_at
    name = "invited" if held is None else "moved" if has_moved else "changed"
    if told.heard_it_is_off(before=int(notice.facts["sequence"])):
        name = "again"
    text = text_of(
        name,
        title=str(session),
        kind=session.kind.name if session.title else "",
        when=now,
        was=when_of(held.begins_at, held.ends_at) if held else "",
        why=quotation(session.moved_why) if has_moved else "",
        venue=session.venue,
        join_link=session.join_link,
        words=quotation(session.text),
        replied=_replied(invitation, session),
        url=page_of(session),
        **reply_urls(session, invitation),
    )
    begins = BEGINS[name]
    subject = headline(f"{begins}: {now}, {session!s}")
    event = _event(notice, session, reader, (session.begins_at, session.ends_at), sees=True)
    content = ics.request_of(event)
    return Part(subject, text, INVITED, _carried(content, ics.Method.REQUEST))


def _replied(invitation: Invitation, session: CohortSession) -> str:
    """How they stand: whether what they said was said to another time."""
    to_old = "old_" if invitation.reply and invitation.reply_to != session.begins_at else ""
    return f"{to_old}{invitation.reply}"


def _cancelled(notice: Notice, told: Told, held: Revision | None, reader: Recipient) -> Said:
    session, invitation = told.session, told.invitation
    is_off = session.state == State.CANCELLED
    if not is_off and (invitation is None or invitation.ended_at is None):
        return STANDS
    if held is None:
        return NEVER_TOLD
    was = when_of(held.begins_at, held.ends_at)
    text = text_of(
        "cancelled",
        title=str(session) if told.sees else "",
        when=was,
        is_off=is_off,
        why=quotation(session.cancelled_why) if is_off and told.sees else "",
        url=page_of(session) if told.sees else "",
    )
    begins = "Cancelled" if is_off else "No longer invited"
    subject = headline(f"{begins}: {was}, {str(session) if told.sees else 'session'}")
    event = _event(notice, session, reader, (held.begins_at, held.ends_at), sees=told.sees)
    content = ics.cancel_of(event)
    return Part(subject, text, WAS_INVITED, _carried(content, ics.Method.CANCEL))


def _event(
    notice: Notice,
    session: CohortSession,
    reader: Recipient,
    times: tuple[datetime, datetime],
    *,
    sees: bool,
) -> ics.CalendarEvent:
    """The session as this reader's calendar holds it; without a word of it if they see none."""
    begins_at, ends_at = times
    join = f"Join online: {session.join_link}" if session.join_link else ""
    words = (session.text, join, f"Read more, and reply: {page_of(session)}")
    return ics.CalendarEvent(
        uid=uid_of(session),
        sequence=int(notice.facts["sequence"]),
        title=str(session) if sees else ANY_SESSION,
        begins_at=begins_at,
        ends_at=ends_at,
        stamped_at=notice.promised_at,
        organiser=organiser(),
        attendee=ics.Party(reader.name, reader.email),
        description="\n\n".join(part for part in words if part) if sees else "",
        location=(session.venue or session.join_link) if sees else "",
        url=page_of(session) if sees else "",
        zone=session.zone,
    )


def _carried(content: bytes, method: ics.Method) -> Calendar:
    part = ics.mail_part_of(method)
    return Calendar(content, part.content_type, part.file_type, part.file_name)
