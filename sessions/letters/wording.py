"""Words and links that the letters of this room share."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from kit.dates import clock, day_of, in_full
from kit.links import link_to
from outbox.layout import quoted
from sessions.models import CohortSession, Invitation
from sessions.tokens import reply_token

LONGEST_SUBJECT = 100  # characters
LONGEST_QUOTATION = 600  # the rest is behind the link
INVITED = "a post of yours is invited to this session"
WAS_INVITED = "a post of yours was invited to this session"


def when_of(begins_at: datetime, ends_at: datetime) -> str:
    """As in "Thursday 26 November 2026, 10.00 to 11.30"."""
    return f"{in_full(day_of(begins_at))}, {clock(begins_at)} to {clock(ends_at)}"


def reply_urls(session: CohortSession, invitation: Invitation) -> dict[str, str]:
    """Where its reader says yes or no, without signing in: neither changes a thing yet."""
    token = reply_token(invitation.key, until=session.ends_at or session.created_at)
    url = link_to(reverse("sessions:reply_by_letter", args=[token]))
    yes, no = Invitation.Reply.GOING, Invitation.Reply.APOLOGY
    return {"yes_url": f"{url}?reply={yes}", "no_url": f"{url}?reply={no}"}


def text_of(template: str, **context: object) -> str:
    """The text of a letter, in the conventions of `outbox.layout`."""
    return render_to_string(f"sessions/mail/{template}.txt", context).strip()


def headline(subject: str) -> str:
    """A subject that is not too long for a list of letters, whatever names stand in it."""
    return Truncator(subject).chars(LONGEST_SUBJECT)


def quotation(text: str) -> str:
    """What somebody wrote, as a quotation that is not too long."""
    return quoted(Truncator(text).chars(LONGEST_QUOTATION))
