"""Who is invited to which session by the posts they hold: of many sessions at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from sessions.models import CohortSession, Invited
from towns.models import Tenure


@dataclass
class OpenTo:
    """The roles and the groups to which one session is open."""

    roles: set[str] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)

    def lets_in(self, role: str, group: int | None) -> bool:
        """Whether whoever holds that post is among them."""
        return role in self.roles or group in self.groups


@dataclass(frozen=True, slots=True)
class _Post:
    person: int
    role: str
    group: int | None
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


def invited_today(sessions: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Of each session (by its number) who holds one of its posts today, and so sees it.

    Persons' numbers. Two statements.
    """
    open_to = _open_to(sessions)
    posts = [post for post in _posts(open_to, since=on, until=on) if post.holds(on)]
    return {number: _holders(posts, one) for number, one in open_to.items()}


def invited_by_posts(
    sessions: Iterable[CohortSession], *, on: date
) -> Mapping[CohortSession, set[int]]:
    """Of each session with a day who is to be invited by name, as posts stand.

    Whoever holds one of its posts on its day, and holds one today already, lest anybody is told
    what they may not see yet; with an open account. Persons' numbers. Two statements.
    """
    days = {one: one.on for one in sessions if one.on is not None}
    open_to = _open_to([one.pk for one in days])
    posts = _posts(open_to, since=on, until=max([on, *days.values()]))
    present = [post for post in posts if post.holds(on)]
    found = {}
    for session, day in days.items():
        posts_of_day = [post for post in posts if post.holds(day)]
        one = open_to[session.pk]
        found[session] = _holders(posts_of_day, one) & _holders(present, one)
    return found


def _open_to(sessions: Iterable[int]) -> dict[int, OpenTo]:
    found: defaultdict[int, OpenTo] = defaultdict(OpenTo)
    wanted = set(sessions)
    rows = Invited.objects.filter(session__in=wanted).values_list("session", "role", "group")
    for number, role, group in rows:
        if role:
            found[number].roles.add(role)
        else:
            found[number].groups.add(group)
    return {number: found[number] for number in wanted}


def _posts(open_to: Mapping[int, OpenTo], *, since: date, until: date) -> list[_Post]:
    """The posts to which any of these is open, of those with an account, within these days."""
    roles = {role for one in open_to.values() for role in one.roles}
    groups = {group for one in open_to.values() for group in one.groups}
    rows = Tenure.objects.filter(
        Q(role__in=roles) | Q(group__in=groups),
        Q(ends_on=None) | Q(ends_on__gte=since),
        starts_on__lte=until,
        person__user__is_active=True,
    )
    return [
        _Post(*row) for row in rows.values_list("person", "role", "group", "starts_on", "ends_on")
    ]


def _holders(posts: Iterable[_Post], open_to: OpenTo) -> set[int]:
    return {post.person for post in posts if open_to.lets_in(post.role, post.group)}
