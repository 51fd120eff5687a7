"""What a plan begins with: series, the towns' calendars, and sessions that stand already."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from people.models import User
from sessions.models import Audience, CohortSession, Kind, Series
from sessions.plans import Plan
from sessions.repairs import NEAR_DAYS
from sessions.rhythm import refuse_span, rule_in_words
from sessions.slots import Facts, Key, SchoolBreak, Slot, in_order, slots_of
from towns.access import Thing, reached
from towns.models import Holiday, Town, TownStatus
from towns.models import SchoolBreak as Breaks
from towns.models.tenures import TOWN_ROLES, Role
from towns.spans import Span

NEAR = timedelta(days=NEAR_DAYS)
DAY = timedelta(days=1)
_OF_TOWNS = frozenset({*TOWN_ROLES, Role.STEERING})


@dataclass(frozen=True)
class Planned:
    """One series, and what a plan would do with it."""

    series: Series
    words: str
    is_chosen: bool
    first: date  # the first day that is not planned already
    towns: frozenset[str] = field(default_factory=frozenset)
    count: int = 0  # of sessions in the plan

    @property
    def key(self) -> Key:
        """As slots and addresses name it."""
        return self.series.slug

    @property
    def until(self) -> date:
        """The last day that is planned already."""
        return self.first - DAY


@dataclass(frozen=True)
class Ground:
    """All that a plan of some days stands on."""

    first: date
    last: date
    series: Sequence[Planned]
    facts: Facts
    without_holidays: Sequence[str]  # "East Ayrshire in 2028": nothing is known of that year

    @cached_property
    def plan(self) -> Plan:
        """The sessions that the chosen series would add, before anything is chosen about them.

        Raises:
            DomainError: the span is too long, or clocks change over a series' time.
        """
        slots: list[Slot] = []
        for one in self.series:
            if not one.is_chosen or one.first > self.last:
                continue
            slots += slots_of(
                one.series.rule,
                first=one.first,
                last=min(self.last, one.series.ends_on or self.last),
                series=one.key,
                label=label_of(one.series.kind),
                towns=one.towns,
            )
        rules = {one.key: one.series.rule for one in self.series}
        return Plan(in_order(slots), self.facts, rules)


def label_of(kind: Kind) -> str:
    """As it stands in a sentence: "fortnightly session", "All Project Towns session"."""
    name = kind.name
    is_sentence = name[1:] == name[1:].lower()
    return name[:1].lower() + name[1:] if is_sentence else name


@dataclass(frozen=True)
class SeriesRow:
    """One series in a list."""

    series: Series
    words: str
    invites: Sequence[str]


def series_visible_to(user: User, *, on: date) -> QuerySet[Series]:
    """Every series, to those who plan."""
    return Series.objects.filter(reached(user, Thing.SESSION_PLANS, on=on))


def kinds_visible_to(user: User, *, on: date) -> QuerySet[Kind]:
    """Every kind, those not offered any more too, to those who plan."""
    found = Kind.objects.filter(reached(user, Thing.SESSION_PLANS, on=on))
    return found.order_by("position", "pk")


def series_rows(user: User, *, on: date) -> list[SeriesRow]:
    """The series with their rules in words and whom they invite that day; running ones first."""
    found = series_visible_to(user, on=on).select_related("kind").prefetch_related("audiences")
    return [
        SeriesRow(one, rule_in_words(one.rule), [str(Role(role).label) for role in roles])
        for one in found.order_by(F("ends_on").desc(nulls_first=True), "pk")
        for roles in [roles_invited(one, on=on)]
    ]


def roles_invited(series: Series, *, on: date) -> list[str]:
    """The roles that a series invites to a session of that day; its kind's, if it names nobody."""
    if not series.audiences.all():
        return list(series.kind.roles)
    invited = {one.role for one in series.audience(on=on)}
    return [role for role in Role if role in invited]


def series_to_plan(*, on: date) -> list[Series]:
    """Those that may have sessions to come; for those who plan."""
    return list(Series.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("pk"))


def ground_for(user: User, *, first: date, last: date, chosen: Collection[str], on: date) -> Ground:
    """What is known for a plan from `first` to `last`, of which today and before are no part.

    Raises:
        EndsBeforeStart, TooLong: no plan reaches so.
    """
    refuse_span(first=first, last=last)
    first = max(first, on + DAY)
    towns = _towns(user, first=first, last=last, on=on)
    names = frozenset(name for found in towns.values() for name, _ in found)
    stand = _standing(user, first=first, last=last, on=on)
    known = _planned_until(first=first, last=last)
    audiences = Prefetch("audiences", queryset=Audience.objects.select_related("group__town"))
    found = Series.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
    rows = [
        Planned(
            series=one,
            words=rule_in_words(one.rule),
            is_chosen=one.slug in chosen,
            first=max(first, one.starts_on, known.get(one.pk, first)),
            towns=_towns_of(one, names),
        )
        for one in found.select_related("kind").prefetch_related(audiences).order_by("pk")
    ]
    holidays = _holidays(towns, first=first, last=last)
    facts = Facts(
        towns={council: [name for name, _ in found] for council, found in towns.items()},
        holidays=holidays,
        school_breaks=_school_breaks(towns, first=first, last=last),
        standing=tuple(_slot_of(one, names) for one in stand),
    )
    return Ground(first, last, rows, facts, _without(towns, holidays, first=first, last=last))


type Towns = Mapping[int, Sequence[tuple[str, str]]]  # by council: town's name, council's name


def _towns(user: User, *, first: date, last: date, on: date) -> Towns:
    """The Project Towns that are active at some time of the plan, by council."""
    active = TownStatus.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first),
        status__in=[TownStatus.Status.ACTIVE, TownStatus.Status.PREPARING],
        starts_on__lte=last,
    )
    rows = Town.objects.visible_to(user, on=on).filter(pk__in=active.values("town"))
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for council, name, of in rows.order_by("name").values_list("council", "name", "council__name"):
        found[council].append((name, of))
    return found


def _holidays(towns: Towns, *, first: date, last: date) -> Mapping[int, Mapping[date, str]]:
    near = Holiday.objects.filter(council__in=list(towns), on__range=(first - NEAR, last + NEAR))
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for council, day, name in near.values_list("council", "on", "name"):
        found[council][day] = name
    return found


def _school_breaks(
    towns: Towns, *, first: date, last: date
) -> Mapping[int, Collection[SchoolBreak]]:
    near = Breaks.objects.filter(
        council__in=list(towns), starts_on__lte=last + NEAR, ends_on__gte=first - NEAR
    )
    found: dict[int, list[SchoolBreak]] = defaultdict(list)
    for one in near.order_by("starts_on"):
        found[one.council_id].append(SchoolBreak(one.name, Span(one.starts_on, one.ends_on)))
    return found


def _without(
    towns: Towns, holidays: Mapping[int, Mapping[date, str]], *, first: date, last: date
) -> list[str]:
    told = []
    for year in range(first.year, last.year + 1):
        for council, found in sorted(towns.items(), key=lambda pair: pair[1][0][1]):
            if not any(day.year == year for day in holidays.get(council, {})):
                told.append(f"{found[0][1]} in {year}")
    return told


def _standing(user: User, *, first: date, last: date, on: date) -> list[CohortSession]:
    """Sessions with a day and time, in the plan's days and those near them."""
    found = CohortSession.objects.visible_to(user, on=on).filter(
        state__in=[*CohortSession.DATED], on__range=(first - NEAR, last + NEAR)
    )
    return list(found.select_related("kind", "series", "group__town").prefetch_related("invited"))


def _planned_until(*, first: date, last: date) -> dict[int, date]:
    """For each series, the day after its last session of those days, wherever that was moved."""
    rows = CohortSession.objects.filter(series__isnull=False, on__range=(first - NEAR, last + NEAR))
    until: dict[int, date] = {}
    for one in rows.only("series", "on", "moved_from"):
        days = [one.on, timezone.localdate(one.moved_from) if one.moved_from else None]
        day = max(day for day in days if day)
        if one.series_id and day <= last:
            until[one.series_id] = max(until.get(one.series_id, first), day + DAY)
    return until


def _towns_of(series: Series, every_town: frozenset[str]) -> frozenset[str]:
    """Those whose people a series invites."""
    audience = series.audiences.all()
    roles = {one.role for one in audience if one.role} or (
        set() if audience else set(series.kind.roles)
    )
    groups = {one.group.town.name for one in audience if one.group and one.group.town}
    return (every_town if roles & _OF_TOWNS else frozenset()) | (groups & every_town)


def _slot_of(session: CohortSession, every_town: frozenset[str]) -> Slot:
    if session.begins_at is None or session.ends_at is None or session.on is None:
        raise ValueError(session)
    begins = timezone.localtime(session.begins_at)
    lasts = session.ends_at - session.begins_at
    invited = session.invited.all()
    group = session.group.town.name if session.group and session.group.town else ""
    return Slot(
        series=session.series.slug if session.series else f"session-{session.pk}",
        label=label_of(session.kind),
        day=session.on,
        begins=begins.time().replace(tzinfo=None),
        minutes=int(lasts.total_seconds() // 60),
        towns=(every_town if any(one.role in _OF_TOWNS for one in invited) else frozenset())
        | ({group} & every_town),
    )
