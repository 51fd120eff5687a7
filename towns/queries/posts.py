"""Who holds what on a day: posts held, empty, covered and handed over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from kit.dates import in_full
from kit.words import listed
from people.models import Person, User
from towns.access import Thing, reached
from towns.models import Absence, Role, Tenure, Town, TownStatus
from towns.models.tenures import active_on
from towns.posts import Posts
from towns.spans import DAY, Span

# The posts that a town is expected to fill, in the order in which they are shown.
EXPECTED = (Role.PROJECT_LEAD, Role.LINK_LEAD)
MOST_TENURES = 200
ENDING_SOON = timedelta(days=30)
_IN_ORDER = {role: place for place, role in enumerate(Role.values)}
_FILLED = (TownStatus.Status.ACTIVE, TownStatus.Status.PAUSED)


@dataclass(frozen=True)
class Held:
    """One line of a town's posts on a day. Without a person, the post is vacant."""

    role: str
    person: Person | None
    note: str
    key: str = ""
    is_cover: bool = False
    is_handover: bool = False
    is_away: bool = False
    in_post: str = ""

    @property
    def role_label(self) -> str:
        """The role's name."""
        return Role(self.role).label


@dataclass(frozen=True)
class TownOnDay:
    """A town as it stands on a day."""

    town: Town
    status: str
    status_label: str
    since: date | None
    posts: tuple[Held, ...]

    @property
    def lead_words(self) -> str:
        """Who leads that day, or that nobody does; nothing where no lead is expected."""
        leads = [post for post in self.posts if post.role == Role.PROJECT_LEAD]
        names = [post.person.name for post in leads if post.person]
        if any(post.person is None for post in leads):
            return f"Lead vacant, {listed(names)} stands in" if names else "Lead vacant"
        return listed(names)


def tenures_visible_to(user: User, *, on: date) -> QuerySet[Tenure]:
    """Every tenure, to those who see everybody's; else one's own."""
    everybody = reached(user, Thing.PEOPLE, on=on)
    return Tenure.objects.filter(everybody | Q(person=user.person_id)).select_related(
        "person", "town__programme", "group__programme", "programme", "seat__organisation"
    )


def absences_visible_to(user: User, *, on: date) -> QuerySet[Absence]:
    """Every absence, to those who run the office: nobody else needs to know."""
    return Absence.objects.filter(reached(user, Thing.OFFICE, on=on)).select_related(
        "tenure__person", "tenure__town__programme", "tenure__group__programme", "cover__person"
    )


def towns_on(towns: Sequence[Town], *, on: date) -> list[TownOnDay]:
    """How these towns stand and who is in post in them on a day: four statements, however many."""
    statuses = {
        period.town_id: period
        for period in TownStatus.objects.filter(active_on(on), town__in=towns)
    }
    held = _held_in(towns, on=on)
    empty_since = _empty_since(towns, on=on)
    return [_town_on(town, statuses.get(town.pk), held[town.pk], empty_since) for town in towns]


def _town_on(
    town: Town,
    period: TownStatus | None,
    held: list[Held],
    empty_since: dict[tuple[int, str], date],
) -> TownOnDay:
    posts = list(held)
    if period and period.status in _FILLED:
        for role in EXPECTED:
            filled = any(post.role == role and not post.is_cover for post in held)
            if not filled:
                since = empty_since.get((town.pk, role))
                posts.append(
                    Held(role, None, f"since {in_full(since)}" if since else "never filled")
                )
    posts.sort(key=lambda post: (_IN_ORDER[post.role], post.is_cover))
    return TownOnDay(
        town,
        period.status if period else "",
        period.get_status_display() if period else "Not open",
        period.starts_on if period else None,
        tuple(posts),
    )


def _held_in(towns: Sequence[Town], *, on: date) -> dict[int, list[Held]]:
    tenures = Tenure.objects.active(on=on).filter(town__in=towns).select_related("person")
    away = {
        absence.tenure_id: absence
        for absence in Absence.objects.active(on=on)
        .filter(tenure__town__in=towns)
        .select_related("cover__person")
    }
    found: dict[int, list[Held]] = defaultdict(list)
    for tenure in tenures.order_by("starts_on", "pk"):
        found[tenure.town_id or 0].append(held_on(tenure, on=on, absence=away.get(tenure.pk)))
    return found


def held_on(tenure: Tenure, *, on: date, absence: Absence | None = None) -> Held:
    """A tenure as it stands on a day. Needs `person` loaded."""
    note = f"since {in_full(tenure.starts_on)}"
    if tenure.ends_on:
        note += f", until {in_full(tenure.ends_on)}"
    line = Held(
        tenure.role,
        tenure.person,
        note,
        in_post=note,
        key=str(tenure.key),
        is_cover=tenure.covering,
        is_handover=bool(tenure.handover_until and tenure.handover_until >= on),
    )
    return replace(line, is_away=True, note=_away_note(absence)) if absence else line


def as_told_to(posts: Posts, town: TownOnDay) -> TownOnDay:
    """The town as these posts may know it: who is away, and how long, is not everybody's to know.

    Who is in post and who stands in is; the days of standing in are those of the absence.
    """
    if posts.reads(Thing.PEOPLE) or posts.reads_in(Thing.COHORT_LIST, town.town.pk):
        return town
    told = [
        replace(post, is_away=False, note="" if post.is_cover else post.in_post)
        if post.person
        else post
        for post in town.posts
    ]
    return replace(town, posts=tuple(told))


def _away_note(absence: Absence) -> str:
    until = f"until {in_full(absence.ends_on)}" if absence.ends_on else "day of return not known"
    cover = f"{absence.cover.person.name} stands in" if absence.cover else "nobody stands in"
    return f"away {until}; {cover}"


def _empty_since(towns: Sequence[Town], *, on: date) -> dict[tuple[int, str], date]:
    """For each town and expected role, the day after the last holder left, if there was one."""
    ended = (
        Tenure.objects.filter(town__in=towns, role__in=EXPECTED, covering=False, ends_on__lt=on)
        .values("town", "role")
        .annotate(last=Max("ends_on"))
    )
    return {(row["town"], row["role"]): row["last"] + DAY for row in ended}


@dataclass(frozen=True)
class Vacancy:
    """An expected post that nobody holds."""

    town: Town
    role: str
    is_covered: bool

    @property
    def role_label(self) -> str:
        """The role's name."""
        return Role(self.role).label


def vacancies(user: User, *, on: date, limit: int = 20) -> list[Vacancy]:
    """Expected posts of towns at work that nobody holds on a day, by town; at most `limit`.

    One statement.
    """
    at_work = TownStatus.objects.filter(active_on(on), town=OuterRef("pk"), status__in=_FILLED)
    in_post = Tenure.objects.active(on=on).filter(town=OuterRef("pk"))
    lacking = Q()
    for role in EXPECTED:
        lacking |= Q(~Exists(in_post.filter(role=role, covering=False)))
    covers = in_post.filter(role__in=EXPECTED, covering=True)
    holders = in_post.filter(role__in=EXPECTED, covering=False)
    towns = (
        Town.objects.visible_to(user, on=on)
        .filter(lacking, Exists(at_work))
        .annotate(
            held=ArraySubquery(holders.values("role")), covered=ArraySubquery(covers.values("role"))
        )
        .order_by("name", "pk")
        .only("name", "slug")[:limit]
    )
    found = [
        Vacancy(town, role, role in vars(town)["covered"])
        for town in towns
        for role in EXPECTED
        if role not in vars(town)["held"]
    ]
    return found[:limit]


def ending_soon(user: User, *, on: date, limit: int = 20) -> QuerySet[Tenure]:
    """Tenures that end within thirty days, the next first."""
    return (
        tenures_visible_to(user, on=on)
        .filter(ends_on__range=(on, on + ENDING_SOON))
        .order_by("ends_on", "pk")[:limit]
    )


@dataclass(frozen=True)
class TownThroughTime:
    """A town as it stands on a day, with all that led there and what is entered for later."""

    now: TownOnDay
    tenures: tuple[Tenure, ...]
    periods: tuple[TownStatus, ...]


def town_through_time(town: Town, *, on: date) -> TownThroughTime:
    """One town's posts and periods, the newest first: three statements."""
    tenures = tuple(
        town.tenures.select_related("person").order_by("-starts_on", "-pk")[:MOST_TENURES]
    )
    periods = tuple(town.statuses.order_by("-starts_on"))
    away = {
        absence.tenure_id: absence
        for absence in Absence.objects.active(on=on)
        .filter(tenure__town=town)
        .select_related("cover__person")
    }
    today = Span(on, on)
    held = [
        held_on(tenure, on=on, absence=away.get(tenure.pk))
        for tenure in reversed(tenures)
        if Span(tenure.starts_on, tenure.ends_on).holds(today)
    ]
    period = next((p for p in periods if Span(p.starts_on, p.ends_on).holds(today)), None)
    ended: dict[tuple[int, str], date] = {}
    for tenure in tenures:
        if not tenure.covering and tenure.ends_on and tenure.ends_on < on:
            key = (town.pk, tenure.role)
            ended[key] = max(ended.get(key, tenure.ends_on), tenure.ends_on + DAY)
    return TownThroughTime(_town_on(town, period, held, ended), tenures, periods)
