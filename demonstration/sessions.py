"""Fills in the cohort's sessions: those of the past months, and those that are planned."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from django.db.models import Count
from django.utils import timezone

from demonstration.papers import fill_papers
from demonstration.programme import read_texts
from demonstration.questions import QuestionsFiller
from demonstration.records import RecordsFiller
from kit.periods import month_of, shift
from people.models import Organisation, User
from sessions.actions.agendas import write_agenda
from sessions.actions.contributions import add_contribution, drop_contribution
from sessions.actions.scheduling import (
    About,
    add_session,
    cancel_session,
    move_session,
)
from sessions.actions.series import Rhythm, add_series
from sessions.agendas import agenda_from
from sessions.models import CohortSession, Kind, Series
from sessions.rhythm import EveryMonths, EveryWeeks, Rule, days_of
from sessions.times import When
from towns.models import Holiday, Outcome
from towns.policies import is_programme_team

AHEAD = 4  # months that are planned
THURSDAY, SATURDAY = 3, 5
FEW = 8  # sessions of a series, among which none is moved
MOST_CLOSED = 4  # councils; on such a day nobody meets
NOTICE = timedelta(days=60)  # before its day a session is entered
Precision = CohortSession.Precision


class SessionsFiller:
    """Makes the sessions once, as they would stand at a moment, by the portal's own actions."""

    def __init__(self, *, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        self.texts = read_texts("sessions")
        users = User.objects.order_by("pk")
        self.by = next(user for user in users if is_programme_team(user, on=self.today))
        closed = Holiday.objects.values("on").annotate(councils=Count("council"))
        self.closed = {row["on"] for row in closed if row["councils"] >= MOST_CLOSED}

    def fill(self, *, months: int) -> None:
        """Three series, what partners bring to them, and what went otherwise than planned."""
        first = _thursday_in(shift(month_of(self.today), -months))
        weekly = EveryWeeks(first, 2)
        fortnightly = self._series("fortnightly-session", weekly, time(10), 60)
        self._series(
            "eight-weekly-session", EveryWeeks(first + timedelta(weeks=1), 8), time(14), 90
        )
        self._series("all-project-towns-session", EveryMonths(first, 3, 2), time(13), 120)
        self._partners([one for one in fortnightly if one.on and one.on < self.today])
        self._changes(fortnightly)
        self._uncertain()
        self._agendas()
        fill_papers(by=self.by, at=self.now)
        titles = [row["title"] for row in self.texts["partner"]]
        QuestionsFiller(now=self.now, by=self.by).fill(titles)
        RecordsFiller(now=self.now, by=self.by).fill(titles)

    def _series(
        self, kind: str, recurs: EveryWeeks | EveryMonths, begins: time, minutes: int
    ) -> list[CohortSession]:
        found = Kind.objects.get(slug=kind)
        is_weekly = isinstance(recurs, EveryWeeks)
        rhythm = Rhythm(
            frequency=Series.Frequency.WEEKS if is_weekly else Series.Frequency.MONTHS,
            every=recurs.weeks if isinstance(recurs, EveryWeeks) else recurs.months,
            nth=recurs.nth if isinstance(recurs, EveryMonths) else None,
            starts_on=recurs.anchor,
            begins=begins,
            minutes=minutes,
        )
        series = add_series(f"{found.name}s", rhythm, kind=found, by=self.by, at=self.now)
        last = shift(month_of(self.today), AHEAD) - timedelta(days=1)
        days = days_of(Rule(recurs, begins, minutes), first=recurs.anchor, last=last)
        return [
            self._add(series, When(Precision.DAY, day, begins, minutes))
            for day in days
            if day not in self.closed
        ]

    def _add(self, series: Series, when: When) -> CohortSession:
        return add_session(
            self._about(),
            when,
            kind=series.kind,
            series=series,
            by=self.by,
            at=_before(when.on, self.now),
        )

    def _about(self, row: Mapping[str, str] = MappingProxyType({})) -> About:
        """Where every session is, and what this one is about."""
        return About(
            title=row.get("title", ""),
            text=row.get("text", ""),
            venue=self.texts["venue"],
            join_link=self.texts["join_link"],
        )

    def _partners(self, past: Sequence[CohortSession]) -> None:
        """Every third session of the past, from the earliest on, is a partner's."""
        for session, row in zip(past[1::3], self.texts["partner"], strict=False):
            CohortSession.objects.filter(pk=session.pk).update(title=row["title"], text=row["text"])
            session.outcomes.set(Outcome.objects.filter(slug__in=row["outcomes"]))
            for name in row["names"]:
                self._bring(session, name, topic=row["title"])
        dropped = self.texts["dropped"]
        if len(past) < FEW:
            return
        self._bring(past[1], dropped["name"], topic=dropped["topic"], drops=True)

    def _bring(self, session: CohortSession, name: str, *, topic: str, drops: bool = False) -> None:
        at = _before(session.on, self.now)
        partner = Organisation.objects.get(name=name)
        brought = add_contribution(session, partner, topic=topic, by=self.by, at=at)
        if drops:
            drop_contribution(brought, by=self.by, at=at)

    def _changes(self, sessions: Sequence[CohortSession]) -> None:
        """One moved by two days, one across a change of clocks, one cancelled."""
        past = [one for one in sessions if one.on and one.on < self.today]
        if len(past) < FEW:
            return
        self._move(past[-3], days=-2, why=self.texts["moved"]["why"])
        for session in reversed(past[:-4]):
            if days := _days_across(session.on):
                self._move(session, days=days, why=self.texts["moved"]["across_clocks"])
                break
        cancelled = next(one for one in past[-5::-1] if one.pk != session.pk)
        at = _before(cancelled.on, self.now) + NOTICE / 2
        cancel_session(cancelled, why=self.texts["cancelled"]["why"], by=self.by, at=at)

    def _move(self, session: CohortSession, *, days: int, why: str) -> None:
        if session.on is None or session.begins_at is None:
            raise ValueError(session)
        begins = timezone.localtime(session.begins_at).time()
        when = When(Precision.DAY, session.on + timedelta(days=days), begins, 60)
        at = _before(session.on, self.now) + NOTICE / 2
        move_session(session, when, why=why, by=self.by, at=at)

    def _uncertain(self) -> None:
        """What is dated roughly, and what is no more than an idea."""
        rough, idea = self.texts["approximate"], self.texts["idea"]
        deep = Kind.objects.get(slug="deep-dive")
        early = shift(month_of(self.today), AHEAD - 1)
        for row, when in ((rough, When(Precision.THIRD, early)), (idea, When(Precision.DAY))):
            about = About(title=row["title"], text=row["text"])
            add_session(about, when, kind=deep, by=self.by, at=self.now)

    def _agendas(self) -> None:
        """The next two sessions of each series have theirs."""
        for slug, lines in self.texts["agenda"].items():
            to_come = CohortSession.objects.filter(
                kind__slug=slug, state__in=CohortSession.DATED, on__gte=self.today
            )
            for session in to_come.order_by("on")[:2]:
                write_agenda(session, agenda_from(lines), seen="", by=self.by, at=self.now)


def _before(day: date | None, now: datetime) -> datetime:
    """When a session was entered: some weeks ahead of its day, if that was in the past."""
    if day is None:
        return now
    return min(datetime.combine(day, time(9), timezone.get_default_timezone()) - NOTICE, now)


def _thursday_in(month: date) -> date:
    """The first Thursday of a month."""
    return month + timedelta(days=(THURSDAY - month.weekday()) % 7)


def _days_across(day: date | None) -> int:
    """In how many days the first working day after a change of clocks comes; 0 if none is near."""
    if day is None:
        return 0
    near = (day + timedelta(days=ahead) for ahead in range(1, 13))
    found = (one for one in near if one.weekday() < SATURDAY and _offset(one) != _offset(day))
    return (next(found, day) - day).days


def _offset(day: date) -> timedelta | None:
    """How far the programme's clocks are ahead of UTC at noon of a day."""
    return datetime.combine(day, time(12), timezone.get_default_timezone()).utcoffset()
