"""A person makes a secret address for their calendar program, and revokes it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit.actions
from kit.errors import DomainError
from kit.secrets import hash_of, new_secret
from kit.text import settled_line
from kit.uniqueness import unless_taken
from people.models import User
from sessions.models import CalendarFeed

MOST_FEEDS = 10
KNOWN = "You have an address of this name. Revoke it first, or choose another."


class FeedKnown(DomainError):
    """A live feed of theirs has this name."""


class TooManyFeeds(DomainError):
    """Nobody has so many calendars."""


@transaction.atomic
def make_feed(name: str, *, has_links: bool, by: User, at: datetime) -> tuple[CalendarFeed, str]:
    """Make an address, for oneself. Its secret part is returned this once and kept nowhere.

    Raises:
        FeedKnown, TooManyFeeds: it cannot be so.
    """
    name = settled_line(name)
    live = list(
        CalendarFeed.objects.select_for_update(no_key=True).filter(person=by.person_id).live()
    )
    if any(one.name.casefold() == name.casefold() for one in live):
        raise FeedKnown(KNOWN)
    if len(live) >= MOST_FEEDS:
        raise TooManyFeeds(f"You have {MOST_FEEDS} addresses. Revoke one that is not used.")
    token = new_secret()
    feed = CalendarFeed(
        person=by.person, name=name, token_hash=hash_of(token), has_links=has_links, made_at=at
    )
    with unless_taken(FeedKnown(KNOWN)):
        feed.save()
    audit.actions.record("feed.made", about=feed, by=by, at=at)
    return feed, token


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: User, at: datetime) -> CalendarFeed:
    """Close one of one's own addresses for ever; others go on. May be repeated.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    feed = CalendarFeed.objects.select_for_update(no_key=True).get(pk=feed.pk)
    if feed.person_id != by.person_id:
        raise PermissionDenied
    if feed.revoked_at is None:
        feed.revoked_at = at
        feed.save()
        audit.actions.record("feed.revoked", about=feed, by=by, at=at)
    return feed
