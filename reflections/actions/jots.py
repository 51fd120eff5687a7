"""Everything that changes a jot: kept, changed, thrown away, brought back, left to a successor."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.periods import month_of, shift
from people.models import User
from reflections.models import Jot, Report
from reflections.policies import may_change_jot, may_discard_jot, may_jot
from reflections.queries.jots import towns_to_jot_in
from towns.models import Town

LONGEST_WAIT = timedelta(
    days=60
)  # a phone that claims to have kept a jot for longer is not believed


class TownNotSaid(DomainError):
    """The person holds posts in several towns and did not say for which this is."""


class NotWaiting(DomainError):
    """The jot was used in a report, or thrown away, before."""


class ChangedMeanwhile(DomainError):
    """The jot was changed elsewhere after this person saw it."""


@transaction.atomic
def keep_jot(
    *,
    key: UUID,
    text: str,
    kind: str = "",
    town: Town | None,
    by: User,
    at: datetime,
    written_at: datetime | None = None,
    waited: timedelta = timedelta(0),
) -> Jot:
    """Keep a jot for the month's report of a town; with no town said, of the only one there is.

    Safe to repeat: the same key of the same author is the same jot, whatever became of it since.
    `waited` is how long a phone kept it: the server's clock less that wait tells the day, so that a
    phone whose clock is wrong does no harm. `written_at` is the phone's own clock, kept as a hint.

    Raises:
        PermissionDenied: `by` holds no post in the town at that moment.
        TownNotSaid: no town is said and there are several.
    """
    known = Jot.objects.filter(author=by.person_id, key=key).first()
    if known is not None:
        return known
    today = timezone.localdate(at)
    town = town or _only_town(by, on=today)
    if not may_jot(by, town, on=today):
        raise PermissionDenied
    believed = waited if timedelta(0) <= waited <= LONGEST_WAIT else timedelta(0)
    jot, is_new = Jot.objects.get_or_create(
        author=by.person,
        key=key,
        defaults={
            "town": town,
            "kind": kind,
            "text": text,
            "noticed_on": timezone.localdate(at - believed),
            "written_at": written_at,
            "received_at": at,
        },
    )
    if is_new:
        audit.actions.record("jot.kept", about=jot, by=by, at=at, facts={"town": town.pk})
    return jot


@transaction.atomic
def change_jot(
    jot: Jot,
    *,
    text: str,
    kind: str,
    town: Town,
    month: date,
    seen_at: datetime | None,
    by: User,
    at: datetime,
) -> Jot:
    """Give a waiting jot another text, kind, town or month.

    `seen_at` is its `changed_at` when it was shown.

    Raises:
        PermissionDenied: `by` is not its author, or holds no post in the new town.
        NotWaiting: it was used or thrown away.
        ChangedMeanwhile: somebody, perhaps in another tab, changed it after `seen_at`.
    """
    jot = _locked(jot)
    if not may_change_jot(by, jot):
        raise PermissionDenied
    if town != jot.town and not may_jot(by, town, on=timezone.localdate(at)):
        raise PermissionDenied
    _refuse_unless_waiting(jot)
    if jot.changed_at != seen_at:
        raise ChangedMeanwhile("This jot was changed in another window. Compare both, then save.")
    jot.text = text
    jot.kind = kind
    jot.town = town
    jot.noticed_on = _day_within(month, jot)
    jot.save()
    audit.actions.record("jot.changed", about=jot, by=by, at=at)
    return jot


@transaction.atomic
def keep_for_next_month(jot: Jot, *, by: User, at: datetime) -> Jot:
    """Let a waiting jot wait for the next month whose report is not handed over.

    Raises:
        PermissionDenied: `by` is not its author.
        NotWaiting: it was used or thrown away.
    """
    jot = _locked(jot)
    if not may_change_jot(by, jot):
        raise PermissionDenied
    _refuse_unless_waiting(jot)
    month = shift(month_of(jot.noticed_on), 1)
    closed = set(
        Report.objects.handed_over()
        .filter(town=jot.town, month__gte=month)
        .values_list("month", flat=True)
    )
    while month in closed:
        month = shift(month, 1)
    jot.noticed_on = _day_within(month, jot)
    jot.save()
    audit.actions.record("jot.kept_for_next_month", about=jot, by=by, at=at)
    return jot


@transaction.atomic
def discard_jot(jot: Jot, *, by: User, at: datetime) -> Jot:
    """Throw a waiting jot away; it can be brought back. Throwing away twice is once.

    Raises:
        PermissionDenied: `by` is neither its author nor the lead to whom it was left.
        NotWaiting: it stands in a report.
    """
    jot = _locked(jot)
    if not may_discard_jot(by, jot, on=timezone.localdate(at)):
        raise PermissionDenied
    if jot.status == Jot.Status.DISCARDED:
        return jot
    _refuse_unless_waiting(jot)
    jot.status = Jot.Status.DISCARDED
    jot.save()
    audit.actions.record("jot.discarded", about=jot, by=by, at=at)
    return jot


@transaction.atomic
def bring_back_jot(jot: Jot, *, by: User, at: datetime) -> Jot:
    """Undo throwing away. A jot that waits already stays as it is.

    Raises:
        PermissionDenied: `by` is neither its author nor the lead to whom it was left.
        NotWaiting: it stands in a report.
    """
    jot = _locked(jot)
    if not may_discard_jot(by, jot, on=timezone.localdate(at)):
        raise PermissionDenied
    if jot.status != Jot.Status.DISCARDED:
        _refuse_unless_waiting(jot)
        return jot
    jot.status = Jot.Status.WAITING
    jot.save()
    audit.actions.record("jot.brought_back", about=jot, by=by, at=at)
    return jot


@transaction.atomic
def release_jots(
    *, town: Town, by: User, at: datetime, only: Collection[UUID] | None = None
) -> int:
    """Leave one's own waiting jots of a town to its Project Lead, as a leaver does.

    All of them, or `only` those of these keys. Needs no post: a leaver may do it after the last
    day. Returns how many were left.
    """
    kept_back = _own_waiting(by, town).filter(released_at=None)
    if only is not None:
        kept_back = kept_back.filter(key__in=only)
    left = kept_back.update(released_at=at, changed_at=at)
    if left:
        audit.actions.record("jots.released", about=town, by=by, at=at, facts={"jots": left})
    return left


@transaction.atomic
def take_back_jots(*, town: Town, by: User, at: datetime) -> int:
    """Undo leaving, for the jots that nobody used yet. Returns how many came back."""
    left = _own_waiting(by, town).filter(released_at__isnull=False)
    back = left.update(released_at=None, changed_at=at)
    if back:
        audit.actions.record("jots.taken_back", about=town, by=by, at=at, facts={"jots": back})
    return back


def _own_waiting(user: User, town: Town) -> models.QuerySet[Jot]:
    return Jot.objects.waiting().filter(author=user.person_id, town=town)


def _locked(jot: Jot) -> Jot:
    """The row as it is now, held until the transaction ends."""
    return Jot.objects.select_for_update(of=["self"]).select_related("town").get(pk=jot.pk)


def _refuse_unless_waiting(jot: Jot) -> None:
    if jot.status == Jot.Status.USED:
        raise NotWaiting("This jot is in a report already. Change it there.")
    if jot.status == Jot.Status.DISCARDED:
        raise NotWaiting("This jot was thrown away. Bring it back first.")


def _only_town(user: User, *, on: date) -> Town:
    towns = list(towns_to_jot_in(user, on=on)[:2])
    if not towns:
        raise PermissionDenied
    if len(towns) > 1:
        raise TownNotSaid("Say for which town this is.")
    return towns[0]


def _day_within(month: date, jot: Jot) -> date:
    """The day under which a jot stands in a month: its own if of that month, else the first."""
    for day in (jot.noticed_on, timezone.localdate(jot.received_at)):
        if month_of(day) == month:
            return day
    return month
