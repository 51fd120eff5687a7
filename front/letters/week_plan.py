"""Who is told, as a week begins, what it holds: in their first working hour of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kit.dates import day_of, in_full
from kit.words import listed
from outbox.kinds import open_from
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise
from people.models import User
from towns.letters.wording import post_said
from towns.models import Absence, Role, Tenure

NAME = "front/this_week"
READERS = (Role.PROJECT_LEAD, Role.LINK_LEAD, Role.PROGRAMME_TEAM)
DAY = timedelta(days=1)
LAST_DAY = timedelta(days=6)  # of a week, from its Monday
DAYS_OF_USE = timedelta(days=3)  # from Monday on; in a week that begins later, its first day


@dataclass(frozen=True)
class _Facts:
    """What is known of all of them: which week, asked on which day, who is away, who signs in."""

    monday: date
    on: date
    away: Mapping[int, Sequence[Absence]]
    accounts: set[int]


def plan(at: datetime) -> Plan:
    """Who is told what the week of that moment holds, and who is spared: six statements."""
    on = day_of(at)
    monday = on - on.weekday() * DAY
    held = _held(monday)
    openings = open_from(sorted(held), _midnight(monday))
    facts = _Facts(monday, on, _away(held, monday=monday), _accounts(held))
    found = Plan()
    for person, posts in held.items():
        said = _said_of(person, posts, openings[person], facts)
        if isinstance(said, Spared):
            found.spared.append(said)
        elif said and said.since <= at < (said.promise.useful_until or at):
            found.due.append(said)
    return found


def _said_of(
    person: int, posts: Sequence[Tenure], since: datetime, facts: _Facts
) -> Due | Spared | None:
    """One person's week; nothing for whoever holds no such post on its first day, or today."""
    first, name = day_of(since), posts[0].person.name
    if first > facts.monday + LAST_DAY:
        return Spared(NAME, name, "no working day this week")
    held = [one for one in posts if _holds(one, first) and _holds(one, max(facts.on, first))]
    if not held:
        return None
    absences = {one.pk: _absent(facts, one, first) for one in held}
    here = [one for one in held if not absences[one.pk]]
    if not here:
        ends_on = absences[held[0].pk][0].ends_on
        until = f"until {in_full(ends_on)}" if ends_on else "with no day of return"
        return Spared(NAME, name, f"on leave {until}")
    if person not in facts.accounts:
        return Spared(NAME, name, "no account, and so no address")
    year, week, _ = facts.monday.isocalendar()
    promise = Promise(
        NAME,
        person,
        f"people.person:{person}",
        f"{year}-W{week:02}",
        not_before=since,
        useful_until=_midnight(max(facts.monday + DAYS_OF_USE, first + DAY)),
    )
    posts_held = listed(list(dict.fromkeys(post_said(one) for one in here)))
    why = f"the week begins for {posts_held}; left out if there is nothing to tell"
    return Due(promise, why, since)


def _held(monday: date) -> dict[int, list[Tenure]]:
    """The posts for which the letter is written and that were or are held this week, by person."""
    rows = (
        Tenure.objects.filter(role__in=READERS, starts_on__lte=monday + LAST_DAY)
        .exclude(ends_on__lt=monday)
        .select_related("person", "town", "group", "programme")
        .order_by("person", "starts_on", "pk")
    )
    held: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in rows:
        held[tenure.person_id].append(tenure)
    return dict(held)


def _away(held: Mapping[int, Sequence[Tenure]], *, monday: date) -> Mapping[int, Sequence[Absence]]:
    """Absences of this week, by the tenure."""
    tenures = [tenure.pk for posts in held.values() for tenure in posts]
    rows = Absence.objects.filter(tenure__in=tenures, starts_on__lte=monday + LAST_DAY)
    away: defaultdict[int, list[Absence]] = defaultdict(list)
    for absence in rows.exclude(ends_on__lt=monday).order_by("starts_on"):
        away[absence.tenure_id].append(absence)
    return away


def _accounts(held: Mapping[int, Sequence[Tenure]]) -> set[int]:
    rows = User.objects.filter(person__in=list(held), is_active=True)
    return set(rows.values_list("person", flat=True))


def _absent(facts: _Facts, tenure: Tenure, day: date) -> list[Absence]:
    return [one for one in facts.away.get(tenure.pk, ()) if _holds(one, day)]


def _holds(row: Tenure | Absence, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), timezone.get_default_timezone())
