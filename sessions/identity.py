"""By what calendars and letters know a session: its UID, its page, and who organises it."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from kit.links import link_to, own_host
from sessions.ics import Party
from sessions.models import CohortSession


def uid_of(session: CohortSession) -> str:
    """The same for ever, in letters as in feeds: calendars tell one event from another by it."""
    return f"{session.uid}@{own_host()}"


def organiser() -> Party:
    """Whoever our letters come from."""
    return Party(*parseaddr(settings.DEFAULT_FROM_EMAIL))


def page_of(session: CohortSession) -> str:
    """The whole address of a session's page."""
    return link_to(reverse("sessions:session", args=[session.slug]))
