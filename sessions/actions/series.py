"""A series begins, is renamed, ends, and invites others from a day on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.slugs import free_slug
from kit.text import settled_line
from kit.uniqueness import unless_taken
from people.models import User
from sessions.models import Audience, CohortSession, Invited, Kind, Series
from sessions.policies import may_plan_sessions
from sessions.rhythm import EndsBeforeStart
from towns.models import Group

DAY = timedelta(days=1)
TAKEN = "There is a series of this name already."


class NameTaken(DomainError):
    """Another series, or kind, has this name."""


@dataclass(frozen=True)
class Rhythm:
    """When a series comes: every so many weeks, or on the nth weekday of every so many months."""

    frequency: str
    every: int
    starts_on: date
    begins: time
    minutes: int
    nth: int | None = None


@transaction.atomic
def add_series(
    name: str,
    rhythm: Rhythm,
    *,
    kind: Kind,
    roles: Collection[str] = (),
    group: Group | None = None,
    ends_on: date | None = None,
    by: User,
    at: datetime,
) -> Series:
    """Begin a series. It invites the roles and the group; if neither is named, its kind's roles.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NameTaken, EndsBeforeStart, NoSuchRhythm, PastMidnight: it cannot be so.
    """
    _ask(by, at)
    name = _free_name(name)
    if ends_on and ends_on < rhythm.starts_on:
        raise EndsBeforeStart("The last day is before the first.")
    series = Series(
        kind=kind,
        name=name,
        slug=free_slug(name, among=Series.objects.all(), or_else="series"),
        frequency=rhythm.frequency,
        every=rhythm.every,
        nth=rhythm.nth if rhythm.frequency == Series.Frequency.MONTHS else None,
        starts_on=rhythm.starts_on,
        ends_on=ends_on,
        begins=rhythm.begins,
        minutes=rhythm.minutes,
    )
    _ = series.rule  # or it says why it cannot recur so
    with unless_taken(NameTaken(TAKEN)):
        series.save()
    open_to = roles or ([] if group else kind.roles)
    rows = [Audience(series=series, role=role) for role in sorted(open_to)]
    rows += [Audience(series=series, group=group)] if group else []
    Audience.objects.bulk_create(rows)
    audit.actions.record("series.added", about=series, by=by, at=at)
    return series


@transaction.atomic
def change_series(
    series: Series, *, name: str, ends_on: date | None, by: User, at: datetime
) -> Series:
    """Rename a series, or say until when it runs. Sessions that stand are left as they are.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NameTaken, EndsBeforeStart: it cannot be so.
    """
    _ask(by, at)
    series = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    name = _free_name(name, of=series)
    if ends_on and ends_on < series.starts_on:
        raise EndsBeforeStart("The last day is before the first.")
    series.name, series.ends_on = name, ends_on
    with unless_taken(NameTaken(TAKEN)):
        series.save()
    audit.actions.record("series.changed", about=series, by=by, at=at)
    return series


@transaction.atomic
def change_audience(
    series: Series, roles: Collection[str], *, from_on: date, by: User, at: datetime
) -> None:
    """Invite these roles from a day on; sessions to come from that day on invite them too.

    What was before stays as it was: past invitations are not touched. A group that it invites
    stays invited.

    Raises:
        PermissionDenied: `by` does not plan sessions.
    """
    _ask(by, at)
    series = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    rows = series.audiences.filter(group=None)
    rows.filter(starts_on__gte=from_on).delete()
    then = rows.filter(Q(ends_on=None) | Q(ends_on__gte=from_on))
    stay = set(then.values_list("role", flat=True)) & set(roles)
    then.filter(role__in=stay).update(ends_on=None)
    then.exclude(role__in=stay).update(ends_on=from_on - DAY)
    new = [Audience(series=series, role=role, starts_on=from_on) for role in set(roles) - stay]
    Audience.objects.bulk_create(new)
    to_come = CohortSession.objects.filter(
        series=series, state__in=CohortSession.FUTURE, on__gte=max(from_on, timezone.localdate(at))
    )
    Invited.objects.filter(session__in=to_come, group=None).exclude(role__in=roles).delete()
    invited = [
        Invited(session=one, role=role) for one in to_come.order_by("pk") for role in sorted(roles)
    ]
    Invited.objects.bulk_create(invited, ignore_conflicts=True)
    audit.actions.record("series.invites", about=series, by=by, at=at)


def _free_name(name: str, *, of: Series | None = None) -> str:
    """The name, settled, if no other series has it."""
    name = settled_line(name)
    bearers = Series.objects.filter(name__iexact=name)
    if any(one != of for one in bearers):
        raise NameTaken(TAKEN)
    return name


def _ask(by: User, at: datetime) -> None:
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
