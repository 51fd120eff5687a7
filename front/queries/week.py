"""What stands in the letter with which a week begins: the home page, and what is new since."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Window
from django.db.models.functions import Left
from django.utils import timezone

from front.queries.home import Home, home_of
from kit.dates import day_of, in_full, month_name
from outbox.models import Suppression
from people.models import User
from reflections.models import Item, Obligation, Report
from reflections.models.items import Audience, at_least
from reflections.queries.news import EXCERPT, News, quoted
from reflections.queries.owed import Owed
from reflections.queries.reminding import Reminding, remindings
from reflections.queries.team_home import TownLine
from reflections.reminders import Stage
from sessions.queries.actions import ActionLine
from sessions.queries.replies import OwnReply
from towns.access import Thing, reached
from towns.posts import Posts

LATELY = timedelta(days=7)
SHARED_SHOWN = 3
CAME_IN_SHOWN = 8
UNREACHED_SHOWN = 8


@dataclass(frozen=True)
class Shared:
    """What others shared with the cohort lately: how many items, and how a few of them begin."""

    number: int = 0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamWeek:
    """What the Programme Team hears besides."""

    asks: list[str]
    overdue: list[TownLine]
    not_due: int
    came_in: list[str]
    unread: list[News]
    unanswered: list[News]
    unreached: list[str]


@dataclass(frozen=True)
class Week:
    """What one person is told as a week begins."""

    owed: list[Owed]
    sessions: list[OwnReply]  # of the seven days from now on
    actions: list[ActionLine]  # due by then, or late
    questions: list[News]
    news: list[News]
    shared: Shared = field(default_factory=Shared)
    team: TeamWeek | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        team = self.team
        own = self.owed or self.sessions or self.actions or self.questions or self.news
        return not (own or self.shared.number) and (
            team is None
            or not (
                team.asks
                or team.overdue
                or team.came_in
                or team.unread
                or team.unanswered
                or team.unreached
            )
        )


def week_of(
    user: User, posts: Posts, *, asks: Collection[Reminding], with_owed: bool, at: datetime
) -> Week:
    """One person's week: the statements of their home page, and four more at most.

    Without `with_owed` what they owe is left out: the same letter reminds of it already.
    """
    home = home_of(user, posts, at=at)
    until = day_of(at + LATELY)
    return Week(
        owed=home.lead.owed if home.lead and with_owed else [],
        sessions=[one for one in home.sessions if one.session.on and one.session.on < until],
        actions=[one for one in home.actions if one.action.due_on < until],
        questions=[one for one in home.news if one.tag],
        news=[one for one in home.news if not one.tag and one.at >= at - LATELY],
        shared=shared_lately(user, posts, at=at),
        team=_team(user, home, asks, at=at),
    )


def shared_lately(user: User, posts: Posts, *, at: datetime) -> Shared:
    """Items that others shared with the cohort in the last week, as this person may read them.

    Those of their own towns they know; a sensitive one is never among them. One statement.
    """
    on = timezone.localdate(at)
    if not posts.reaches(Thing.COHORT_ITEMS):
        return Shared()
    own = {tenure.town_id for tenure in posts.held if tenure.town_id is not None}
    rows = (
        Item.objects.visible_to(user, on=on)
        .filter(
            audience__in=at_least(Audience.COHORT),
            sensitive=False,
            report__submitted_at__range=(at - LATELY, at),
        )
        .exclude(report__town__in=own)
        .annotate(total=Window(Count("pk")), begins=Left("text", EXCERPT))
        .order_by("-report__submitted_at", "pk")
        .values_list("total", "begins", "report__town__name", "report__month")[:SHARED_SHOWN]
    )
    found = list(rows)
    return Shared(
        found[0][0] if found else 0,
        tuple(
            f"{town}, {month_name(month)}: {quoted(begins, is_closed=False)}"
            for _, begins, town, month in found
        ),
    )


def asked_by_a_person(*, at: datetime) -> list[Reminding]:
    """The months of which two letters said that they are late: now a person asks."""
    return [one for one in remindings(at=at) if _letters_are_over(one, at=at)]


def _letters_are_over(one: Reminding, *, at: datetime) -> bool:
    last = next((step.since for step in one.steps if step.stage == Stage.LATE_SECOND), None)
    is_owed = one.row.pk is not None and one.row.state == Obligation.State.OWED
    return is_owed and last is not None and day_of(last) < day_of(at)


def _team(user: User, home: Home, asks: Collection[Reminding], *, at: datetime) -> TeamWeek | None:
    team = home.team
    if team is None or not team.reads_reports:
        return None
    asked = {(one.row.town.name, month_name(one.row.month)) for one in asks}
    late = [line for line in team.owing.owed if line.tag == "late"]
    return TeamWeek(
        asks=[_who_is_asked(one) for one in asks],
        overdue=[line for line in late if (line.town, line.month) not in asked],
        not_due=sum(month.owed - month.overdue for month in team.figures),
        came_in=_came_in(user, at=at),
        unread=team.unread,
        unanswered=team.unanswered,
        unreached=_unreached(user, on=timezone.localdate(at)),
    )


def _who_is_asked(one: Reminding) -> str:
    """As in "Isla Fraser, Ayr: October 2026 was due on Friday 6 November 2026"."""
    tenure = one.asked.tenure or one.holder
    who = tenure.person.name if tenure else "nobody in post"
    due = in_full(day_of(one.row.due_at))
    return f"{who}, {one.row.town.name}: {month_name(one.row.month)} was due on {due}"


def _came_in(user: User, *, at: datetime) -> list[str]:
    rows = (
        Report.objects.visible_to(user, on=timezone.localdate(at))
        .filter(submitted_at__range=(at - LATELY, at), status=Report.Status.SUBMITTED)
        .order_by("submitted_at", "pk")
        .values_list("town__name", "month")[:CAME_IN_SHOWN]
    )
    return [f"{town}, {month_name(month)}" for town, month in rows]


def _unreached(user: User, *, on: date) -> list[str]:
    """Addresses to which no letter goes: the newest few."""
    rows = Suppression.objects.filter(reached(user, Thing.LETTERS, on=on), lifted_at=None).order_by(
        "-since"
    )[:UNREACHED_SHOWN]
    return [f"{one.email}, since {in_full(day_of(one.since))}" for one in rows]
