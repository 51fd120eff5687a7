"""A plan is saved: all its sessions at once, or none."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kit.errors import DomainError
from people.models import User
from sessions.actions.scheduling import About, add_session
from sessions.models import CohortSession, Series
from sessions.plans import Plan
from sessions.policies import may_plan_sessions
from sessions.rhythm import EveryMonths, shifted
from sessions.times import Precision, When


class NothingPlanned(DomainError):
    """The plan holds no session."""


@transaction.atomic
def save_plan(plan: Plan, *, by: User, at: datetime) -> list[CohortSession]:
    """Add every session of a plan, for whom its series invites on that day.

    Venue and join link are those of the series' latest session. A series that comes later as a
    whole goes on so: the year after is counted from there.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NothingPlanned: there is nothing to add.
        SlotTaken: somebody planned one of the days meanwhile; nothing is added.
        DomainError: a session lies too far ahead, or its time does not exist.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    if not plan.slots:
        raise NothingPlanned("There is no session in this plan.")
    slugs = {str(slot.series) for slot in plan.slots}
    found = Series.objects.select_for_update(no_key=True, of=("self",)).filter(slug__in=slugs)
    rows = found.select_related("kind").prefetch_related("audiences__group").order_by("pk")
    series = {one.slug: one for one in rows}
    abouts = {slug: _about_of(one) for slug, one in series.items()}
    added = []
    for slot in plan.slots:
        of = series[str(slot.series)]
        audience = of.audience(on=slot.day)
        when = When(Precision.DAY, slot.day, slot.begins, slot.minutes)
        session = add_session(
            abouts[of.slug],
            when,
            kind=of.kind,
            roles=[one.role for one in audience if one.role],
            group=next((one.group for one in audience if one.group), None),
            series=of,
            by=by,
            at=at,
        )
        added.append(session)
    for slug, weeks in plan.later.items():
        if slug in series:
            _go_on_later(series[str(slug)], weeks)
    return added


def _about_of(series: Series) -> About:
    last = series.sessions.exclude(on=None).order_by("-on", "-pk").first()
    return About(venue=last.venue, join_link=last.join_link) if last else About()


def _go_on_later(series: Series, weeks: int) -> None:
    """Count the series from where the plan has brought it."""
    later = shifted(series.rule, weeks=weeks).recurs
    if isinstance(later, EveryMonths):
        series.nth = later.nth
    else:
        series.counted_from = later.anchor
    series.save()
