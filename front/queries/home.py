"""What stands on a home page: what its reader owes, what is next, what is new, by their posts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from front.queries.start import joined_lately
from kit.dates import day_near, in_full, month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.queries.data_questions import data_questions
from reflections.queries.echoes import Asked
from reflections.queries.months import TownMonths, newest_months
from reflections.queries.news import News, news_for, replies_to
from reflections.queries.owed import Owed, owed_by
from reflections.queries.own_towns import OwnTowns, own_towns
from reflections.queries.team_home import (
    MonthFigures,
    Owing,
    figures_of,
    owing_now,
    unanswered_questions,
    unread_reports,
)
from sessions.queries.actions import ActionLine, own_actions
from sessions.queries.replies import OwnReply, next_invitations
from towns.access import Thing
from towns.models import Group, Role, Tenure, Town
from towns.models.tenures import active_on
from towns.posts import Posts
from towns.queries.packs import has_pack
from towns.queries.posts import (
    TownOnDay,
    Vacancy,
    absences_visible_to,
    as_told_to,
    towns_on,
    vacancies,
)

ENDING_SOON = timedelta(days=60)
LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """Something with a title, a note beneath, and perhaps a link with a name."""

    title: str
    note: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class LeadHome:
    """What a Project Lead sees: theirs to do, and what the others made of what they wrote."""

    owed: list[Owed]
    all_in: str
    revising: list[tuple[str, str]]


@dataclass(frozen=True)
class TeamHome:
    """What the Programme Team sees. An administrator sees who owes, never what was written."""

    figures: list[MonthFigures]
    owing: Owing
    unread: list[News]
    unanswered: list[News]
    vacant: list[Vacancy]
    away: list[Line]
    reads_reports: bool


@dataclass(frozen=True)
class GroupHome:
    """A group of which somebody is a member, and its town as it stands today."""

    group: Group
    capacity: str
    town: TownOnDay | None


@dataclass(frozen=True)
class Home:
    """One person's home page. A part is none or empty where no post of theirs brings it."""

    lead: LeadHome | None
    actions: Sequence[ActionLine]  # the team reads them, with all others, on the page of actions
    sessions: list[OwnReply]
    next: list[Line]
    news: list[News]
    team: TeamHome | None
    groups: list[GroupHome]
    echoes: tuple[Asked, ...]
    months: list[TownMonths]
    data: list[News] | None
    is_evaluator: bool
    can_support: bool
    has_posts: bool


def home_of(user: User, posts: Posts, *, at: datetime) -> Home:
    """Everything a home page shows: at most twelve statements for one post, however many towns."""
    on = timezone.localdate(at)
    led = _towns_of(posts, Role.PROJECT_LEAD)
    linked = [town for town in _towns_of(posts, Role.LINK_LEAD) if town not in led]
    team = _team_home(user, posts, at=at) if posts.reads(Thing.OBLIGATIONS) else None
    own = own_towns(user, [town.pk for town in led], at=at) if led or linked else None
    lead = _lead_home(user, own, at=at) if own and led else None
    if led:
        news = news_for(user, [town.pk for town in led], at=at)
    else:
        news = replies_to(user, at=at) if posts.reads(Thing.REPORTS) or linked else []
    return Home(
        lead=lead,
        actions=[] if team else own_actions(user, on=on, most=LINES_SHOWN),
        sessions=next_invitations(user, at=at),
        next=_next(posts, lead, team, on=on),
        news=_with_introductions(news, own),
        team=team,
        groups=_groups(posts, on=on),
        echoes=own.echoes if own else (),
        months=newest_months(user, linked, at=at) if linked else [],
        data=data_questions(user, posts, at=at) if posts.of_role(Role.ANALYST) else None,
        is_evaluator=bool(posts.of_role(Role.EVALUATOR)),
        can_support=posts.reaches(Thing.SUPPORT),
        has_posts=bool(posts.held),
    )


def _with_introductions(news: list[News], own: OwnTowns | None) -> list[News]:
    """What other towns ask first, however old; the rest newest first."""
    if own is None or not own.introductions:
        return news
    waiting = [line for line in own.introductions if line.tag]
    others = [line for line in own.introductions if not line.tag]
    by_age = sorted([*news, *others], key=lambda line: line.at, reverse=True)
    return [*waiting, *by_age][:LINES_SHOWN]


def _lead_home(user: User, own: OwnTowns, *, at: datetime) -> LeadHome:
    on = timezone.localdate(at)
    opens = shift(month_of(on), 1)
    return LeadHome(
        owed=owed_by(user, at=at),
        all_in=f"{month_name(opens)} opens on {in_full(opens)}. Jots are welcome any day.",
        revising=own.revising,
    )


def _team_home(user: User, posts: Posts, *, at: datetime) -> TeamHome:
    on = timezone.localdate(at)
    reads_reports = posts.reads(Thing.REPORTS)
    return TeamHome(
        figures=figures_of(user, at=at),
        owing=owing_now(user, at=at),
        unread=unread_reports(user, at=at) if reads_reports else [],
        unanswered=unanswered_questions(user, at=at) if reads_reports else [],
        vacant=vacancies(user, on=on, limit=LINES_SHOWN),
        away=_away(user, on=on),
        reads_reports=reads_reports,
    )


def _away(user: User, *, on: date) -> list[Line]:
    rows = (
        absences_visible_to(user, on=on)
        .filter(active_on(on))
        .order_by("starts_on", "pk")
        .values_list(
            "tenure__person__name",
            "tenure__role",
            "tenure__town__name",
            "tenure__group__name",
            "ends_on",
            "cover__person__name",
        )[:LINES_SHOWN]
    )
    return [
        Line(
            f"{name}, {_post(role, town or group)}",
            f"Away {f'until {in_full(until)}' if until else 'until further notice'}; "
            f"{cover or 'nobody'} stands in",
        )
        for name, role, town, group, until, cover in rows
    ]


def _post(role: str, where: object) -> str:
    """A post with its town or group: "Project Lead, Ayr"."""
    return f"{Role(role).label}, {where}" if where else Role(role).label


def _next(posts: Posts, lead: LeadHome | None, team: TeamHome | None, *, on: date) -> list[Line]:
    """What comes by itself: posts that end, months that open or fall due."""
    opens = shift(month_of(on), 1)
    lines = [
        Line(
            f"Reports of {row.month} fall due",
            f"The first on {row.next_due}",
        )
        for row in (team.figures if team else [])
        if row.next_due
    ]
    if lead and lead.owed:
        near = day_near(opens, on=on)
        lines.append(Line(f"{month_name(opens)} opens", f"{in_full(opens)}, {near}"))
    return [*_beginnings(posts, on=on), *_endings(posts.held, on=on), *lines]


def _beginnings(posts: Posts, *, on: date) -> list[Line]:
    """For who took a town's post lately: where to begin."""
    begun = joined_lately(posts, on=on)
    if begun is None:
        return []
    note = "What towns learned that others used most"
    title = f"New in post: {_post(begun.role, begun.town)}"
    return [Line(title, note, reverse("learning:start"), "The newcomer pack")]


def _endings(held: Iterable[Tenure], *, on: date) -> list[Line]:
    lines = []
    for tenure in held:
        if tenure.ends_on and (has_pack(tenure) or tenure.ends_on <= on + ENDING_SOON):
            note = f"Your last day is {in_full(tenure.ends_on)}, {day_near(tenure.ends_on, on=on)}"
            post = _post(tenure.role, tenure.town or tenure.group)
            url = _pack_of(tenure)
            lines.append(Line(f"Your post ends: {post}", note, url, "Your handover pack"))
        if tenure.handover_until is not None and tenure.handover_until >= on:
            note = f"You are both in post until {in_full(tenure.handover_until)}"
            lines.append(Line(f"Handover: {_post(tenure.role, tenure.town or tenure.group)}", note))
    return lines


def _pack_of(tenure: Tenure) -> str:
    """Where what is handed over with a post stands; empty for posts without a pack."""
    if tenure.town is None or not has_pack(tenure):
        return ""
    return reverse("towns:handover", args=[tenure.town.slug, tenure.key])


def _groups(posts: Posts, *, on: date) -> list[GroupHome]:
    """One's groups, each with its town and the people in post there today: four statements."""
    held = [tenure for tenure in posts.held if tenure.group]
    towns = {
        tenure.group.town.pk: tenure.group.town
        for tenure in held
        if tenure.group and tenure.group.town
    }
    standing = towns_on(list(towns.values()), on=on) if towns else []
    today = {one.town.pk: as_told_to(posts, one) for one in standing}
    return [
        GroupHome(
            tenure.group,
            "" if tenure.capacity == Tenure.Capacity.MEMBER else tenure.get_capacity_display(),
            today.get(tenure.group.town_id) if tenure.group.town_id else None,
        )
        for tenure in held
        if tenure.group
    ]


def _towns_of(posts: Posts, role: str) -> list[Town]:
    """The towns in which a role is held, each once."""
    return list(
        {tenure.town.pk: tenure.town for tenure in posts.of_role(role) if tenure.town}.values()
    )
