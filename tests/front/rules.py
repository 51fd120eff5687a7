"""Rules of letters that only tests know: what is due when, who may be written to, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from outbox.kinds import Kind, Part, Recipient, Said, Standing
from outbox.models import Notice
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise
from people.models import User

OPENS, CLOSES = time(8), time(18, 30)
SATURDAY = 5
FAR_OFF = datetime(2200, 1, 1, tzinfo=UTC)


def _composed(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:  # noqa: ARG001 -- as the outbox calls
    return {
        notice.pk: Part(f"About {notice.occasion}", "The text.", "you are part of the test")
        for notice in notices
    }


SOON = Kind("test/soon", "Due soon", _composed, standing=Standing.REMINDER, rank=30)
TODAY = Kind("test/today", "Due today", _composed, standing=Standing.REMINDER, rank=20)
NEWS = Kind("test/news", "What is new", _composed, standing=Standing.NEWS, rank=90)
ASKED = Kind("test/asked", "Asked about an item", _composed, routine=False)
CODE = Kind("test/code", "Sign-in code", routine=False, secret=True)
KINDS = {kind.name: kind for kind in (SOON, TODAY, NEWS, ASKED, CODE)}


@dataclass
class Rules:
    """What the planner of a test names, and the hours of its people."""

    due: list[Due] = field(default_factory=list)
    spared: list[Spared] = field(default_factory=list)
    closed: dict[int, set[date]] = field(default_factory=dict)  # a person's holidays
    asked_at: list[datetime] = field(default_factory=list)

    def plan(self, at: datetime) -> Plan:
        """The planner: what is due at a moment, as a room would say it."""
        self.asked_at.append(at)
        due = [
            one
            for one in self.due
            if one.since <= at
            and (one.promise.useful_until or datetime.max.replace(tzinfo=UTC)) > at
        ]
        return Plan(due, list(self.spared))

    def falls_due(
        self,
        person: int,
        since: datetime,
        *,
        until: datetime | None = None,
        kind: Kind = SOON,
        occasion: str = "2026-10",
        why: str = "the report of Ayr is due soon",
    ) -> Due:
        """One stage of one subject."""
        promise = Promise(kind.name, person, "towns.town:1", occasion, since, until)
        self.due.append(Due(promise, why, since))
        return self.due[-1]

    def hours(self, persons: Sequence[int], at: datetime) -> Mapping[int, datetime]:
        """Working days from eight to half past six."""
        return {person: self._opening(person, timezone.localtime(at)) for person in persons}

    def _opening(self, person: int, at: datetime) -> datetime:
        day = at.date()
        if at.time() >= CLOSES:
            day, at = day + timedelta(days=1), at.replace(hour=0, minute=0)
        while day.weekday() >= SATURDAY or day in self.closed.get(person, ()):
            day += timedelta(days=1)
        opens = datetime.combine(day, OPENS, timezone.get_default_timezone())
        return opens if day != at.date() else max(at, opens)


def addresses(persons: Sequence[int]) -> Mapping[int, Recipient]:
    """Those of the accounts."""
    users = User.objects.filter(person__in=persons, is_active=True).select_related("person")
    return {user.person_id: Recipient(user.person.name, user.email) for user in users}
