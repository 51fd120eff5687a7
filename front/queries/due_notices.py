"""What would go out on a day: every planner is asked, nothing is promised, and nothing changes.

A notice belongs to the day on which it can first leave. For a past day the rules are asked as
things stand now, and each answer is marked with what became of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kit.dates import moment_in_full
from outbox.kinds import kind_of, open_from
from outbox.models import Letter, Notice
from outbox.planning import Spared, planners

OPEN = (Notice.State.WAITING, Notice.State.HELD, Notice.State.BUNDLED)
NOON, EVENING, LAST = time(12), time(18), time(23, 59, 59)
DAY = timedelta(days=1)

type Key = tuple[str, int, str, str]  # of a notice: kind, person, about, occasion


@dataclass
class Found:
    """A notice of the day: named by the rules, or promised already, or both."""

    kind: str
    person: int
    about: str
    occasion: str
    since: datetime
    useful_until: datetime | None
    why: str
    by_rule: bool = True
    notice: Notice | None = None
    first_at: datetime = field(init=False)  # when it can first leave, by the rules alone
    leaves_at: datetime = field(init=False)  # and when it really can, as things stand

    @property
    def key(self) -> Key:
        return self.kind, self.person, self.about, self.occasion

    @property
    def is_routine(self) -> bool:
        """Whether it waits for its reader's hours; letters that leave alone do not."""
        kind = kind_of(self.kind)
        return kind is None or kind.routine

    @property
    def is_open(self) -> bool:
        """Neither told nor ended."""
        return self.notice is None or self.notice.state in OPEN


@dataclass(frozen=True)
class Asked:
    """Which day is asked about, and as seen from when. `down_since`: as if nothing had run."""

    day: date
    at: datetime
    down_since: date | None = None

    @property
    def is_ahead(self) -> bool:
        """Today, or a day to come: what is open leaves from now on."""
        return self.day >= timezone.localdate(self.at)

    @property
    def moments(self) -> list[datetime]:
        """When the planners are asked, so that every stage that falls on the day is seen.

        Noon and evening see stages that end with the day or with its hours; its last second sees
        what leaves at any hour. After a standstill one moment counts: the stages before it merge.
        """
        noon = moment_of(self.day, NOON)
        if self.down_since:
            return [noon]
        rest = [noon, moment_of(self.day, EVENING), moment_of(self.day, LAST)]
        return sorted({self.at, *rest}) if self.day == timezone.localdate(self.at) else rest


def moment_of(day: date, hour: time) -> datetime:
    """An hour of a day, where the programme is."""
    return datetime.combine(day, hour, timezone.get_default_timezone())


def found_on(asked: Asked) -> tuple[list[Found], list[Spared]]:
    """The notices of a day, and of whom one might expect one in vain."""
    by_rule, spared = _by_rules(asked.moments)
    rows = _rows(by_rule.values(), asked)
    for key, one in by_rule.items():
        one.notice = rows.pop(key, None)
    found = [*by_rule.values(), *(_of_row(row) for row in rows.values() if row.state in OPEN)]
    if asked.down_since:
        _forget_since(found, moment_of(asked.down_since, time(0)))
    _first_openings(found)
    _real_openings(found, asked)
    return [one for one in found if _falls_on_day(one, asked)], spared


def _by_rules(moments: Sequence[datetime]) -> tuple[dict[Key, Found], list[Spared]]:
    """What the planners name at these moments, each notice once."""
    by_rule: dict[Key, Found] = {}
    spared: dict[Spared, None] = {}
    for moment in moments:
        for planner in planners().values():
            plan = planner(moment)
            for due in plan.due:
                one = due.promise
                since = max(due.since, one.not_before) if one.not_before else due.since
                found = Found(
                    kind=one.kind,
                    person=one.person,
                    about=one.about,
                    occasion=one.occasion,
                    since=since,
                    useful_until=one.useful_until,
                    why=due.why,
                )
                by_rule.setdefault(found.key, found)
            spared.update(dict.fromkeys(plan.spared))
    return by_rule, list(spared)


def _rows(found: Iterable[Found], asked: Asked) -> dict[Key, Notice]:
    """The notices that were promised: those that the rules name and, ahead, all that are open."""
    known = list(found)
    rows = Notice.objects.filter(
        kind__in={one.kind for one in known},
        person__in={one.person for one in known},
        about__in={one.about for one in known},
        occasion__in={one.occasion for one in known},
    )
    if asked.is_ahead:
        rows |= Notice.objects.filter(
            state__in=OPEN, person__isnull=False, not_before__lt=moment_of(asked.day + DAY, time(0))
        )
    rows = rows.select_related("letter").defer("letter__text", "letter__html", "letter__footer")
    return {_key(row): row for row in rows.order_by("pk") if not _is_secret(row.kind)}


def _forget_since(found: Iterable[Found], moment: datetime) -> None:
    """As if nothing had run from a moment on: what was settled later is open."""
    for one in found:
        if one.notice and (one.notice.settled_at is None or one.notice.settled_at >= moment):
            one.notice = None


def _key(row: Notice) -> Key:
    return row.kind, row.person or 0, row.about, row.occasion


def _is_secret(name: str) -> bool:
    kind = kind_of(name)
    return kind is not None and kind.secret


def _of_row(row: Notice) -> Found:
    return Found(
        kind=row.kind,
        person=row.person or 0,
        about=row.about,
        occasion=row.occasion,
        since=row.not_before,
        useful_until=row.useful_until,
        why=f"promised on {moment_in_full(row.promised_at)}",
        by_rule=False,
        notice=row,
    )


def _first_openings(found: Iterable[Found]) -> None:
    found = list(found)
    openings = _openings((one.person, one.since) for one in found if one.is_routine)
    for one in found:
        one.first_at = openings[one.person, one.since] if one.is_routine else one.since


def _real_openings(found: Sequence[Found], asked: Asked) -> None:
    """What is open cannot leave in the past, nor on a day on which the person had a letter."""
    floors = _floors(found, asked) if asked.is_ahead or asked.down_since else {}
    late = [one for one in found if one.is_open and one.person in floors]
    late = [one for one in late if one.first_at < floors[one.person]]
    openings = _openings((one.person, floors[one.person]) for one in late if one.is_routine)
    for one in found:
        one.leaves_at = one.first_at
    for one in late:
        floor = floors[one.person]
        letter = one.notice.letter if one.notice else None
        if letter is not None:
            one.leaves_at = max(letter.not_before, asked.at)
        else:
            one.leaves_at = openings[one.person, floor] if one.is_routine else floor


def _floors(found: Iterable[Found], asked: Asked) -> dict[int, datetime]:
    """Before when no open notice can leave any more, by person."""
    persons = {one.person for one in found}
    if asked.down_since:
        return dict.fromkeys(persons, moment_of(asked.day, time(0)))
    today = timezone.localdate(asked.at)
    had = set(
        Letter.objects.filter(
            person__in=persons, is_routine=True, day=today, state=Letter.State.ACCEPTED
        ).values_list("person", flat=True)
    )
    tomorrow = moment_of(today + DAY, time(0))
    return {person: tomorrow if person in had else asked.at for person in persons}


def _openings(wanted: Iterable[tuple[int, datetime]]) -> Mapping[tuple[int, datetime], datetime]:
    """When each person can be written to from a moment on: asked once for each moment."""
    by_moment: defaultdict[datetime, set[int]] = defaultdict(set)
    for person, moment in wanted:
        by_moment[moment].add(person)
    return {
        (person, moment): opening
        for moment, persons in by_moment.items()
        for person, opening in open_from(sorted(persons), moment).items()
    }


def _falls_on_day(one: Found, asked: Asked) -> bool:
    if timezone.localdate(one.leaves_at) != asked.day:
        return False
    since = asked.down_since
    return since is None or (one.is_open and timezone.localdate(one.first_at) >= since)
