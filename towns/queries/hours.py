"""When people may be written to: not at night, and only on working days.

A person works for one office, and its calendar counts: that of the weightiest post. Work in a town
comes first (the lead's before others'), then the programme's own, then groups, which people sit in
beside their work; one's own post before standing in for somebody; of equals the one held longest.
So whoever leads Ayr and stands in for Dunoon rests when South Ayrshire does. People of no town
rest on Scotland's bank holidays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from towns.bank_holidays import scottish_days
from towns.models import Holiday, Programme, Role, Tenure
from towns.models.tenures import GROUP_ROLES, PROGRAMME_ROLES, TOWN_ROLES
from towns.working_days import is_working_day, next_working_day

LOOKED_AHEAD = timedelta(days=31)  # nobody's offices are closed for longer
_WEIGHTS = {
    role: weight for weight, role in enumerate((*TOWN_ROLES, *PROGRAMME_ROLES, *GROUP_ROLES))
}


@dataclass(frozen=True, slots=True)
class Office:
    """For which programme somebody works, and which council's calendar they keep, if any."""

    programme: int | None = None
    council: int | None = None


NO_OFFICE = Office()


def open_from(persons: Sequence[int], at: datetime) -> Mapping[int, datetime]:
    """For each person the first moment, from `at` on, that is no quiet hour: three statements."""
    today = timezone.localdate(at)
    offices = _offices(persons, on=today)
    programmes = list(Programme.objects.order_by("-starts_on", "pk"))
    by_number = {programme.pk: programme for programme in programmes}
    present = programmes[0] if programmes else Programme()
    calendars = _calendars(offices.values(), since=today)
    opened = {
        office: _opening(
            at,
            by_number.get(office.programme or 0, present),
            closed=calendars[office.council],
        )
        for office in {NO_OFFICE, *offices.values()}
    }
    return {person: opened[offices.get(person, NO_OFFICE)] for person in persons}


def closed_days(persons: Sequence[int], *, on: date) -> Mapping[int, AbstractSet[date]]:
    """For each person the days of the next month on which their office is closed: two statements.

    Weekends are not among them.
    """
    offices = _offices(persons, on=on)
    calendars = _calendars(offices.values(), since=on)
    return {person: calendars[offices.get(person, NO_OFFICE).council] for person in persons}


def _offices(persons: Sequence[int], *, on: date) -> dict[int, Office]:
    """The office of each person's weightiest post on that day."""
    rows = Tenure.objects.active(on=on).filter(person__in=persons)
    posts = rows.annotate(
        of_programme=Coalesce("town__programme", "group__programme", "programme"),
        of_council=Coalesce("town__council", "group__town__council"),
    ).values_list("person", "of_programme", "of_council", "role", "covering", "starts_on", "pk")
    found: dict[int, Office] = {}
    for person, programme, council, *_ in sorted(posts, key=_weight):
        found.setdefault(person, Office(programme, council))
    return found


def _weight(post: tuple[int, int, int | None, str, bool, date, int]) -> tuple[object, ...]:
    *_, role, covering, starts_on, number = post
    return covering, _WEIGHTS[Role(role)], starts_on, number


def _calendars(offices: Iterable[Office], *, since: date) -> Mapping[int | None, set[date]]:
    """The days on which each of the councils is closed; under none, Scotland's bank holidays."""
    until = since + LOOKED_AHEAD
    councils = {office.council for office in offices if office.council is not None}
    rows = Holiday.objects.filter(council__in=councils, on__range=(since, until))
    found: defaultdict[int | None, set[date]] = defaultdict(set)
    for council, day in rows.values_list("council", "on"):
        found[council].add(day)
    found[None] = {*scottish_days(since.year), *scottish_days(until.year)}
    return found


def _opening(at: datetime, programme: Programme, *, closed: AbstractSet[date]) -> datetime:
    local = timezone.localtime(at)
    day, hour = local.date(), local.time()
    if is_working_day(day, holidays=closed):
        if programme.quiet_until <= hour < programme.quiet_from:
            return at
        if hour < programme.quiet_until:
            return max(at, _moment(day, programme.quiet_until))
    return _moment(next_working_day(day, holidays=closed), programme.quiet_until)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
