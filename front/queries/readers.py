"""Readers by their posts alone: a statement is written once for all who hold the same.

Django takes longer to write a wide query than PostgreSQL to answer it. What it looks like depends
on the reader's posts; who it is, is handed in when it runs, as the slot `person`.
"""

from datetime import date

from django.db.models import BigIntegerField

from kit.prepared import slot
from people.models import User
from towns.access import remember, remembered
from towns.models import Tenure

type Held = frozenset[tuple[str, int | None, int | None]]


def held_by(user: User, *, on: date) -> Held:
    """The posts of a reader, as far as anything that is read depends on them."""
    posts = remembered(user, on=on)
    if posts is None:
        posts = tuple(Tenure.objects.held_by(user, on=on))
    return frozenset((str(one.role), one.town_id, one.group_id) for one in posts)


def reader_of(held: Held, *, on: date) -> User:
    """Any reader of such posts."""
    reader = User()
    reader.person_id = slot("person", BigIntegerField())
    posts = [Tenure(role=role, town_id=town, group_id=group) for role, town, group in held]
    remember(reader, posts, on=on)
    return reader
