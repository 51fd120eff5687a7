"""What the pages about jots show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from kit.dates import in_full, moment_in_full, month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.models import Jot, Kind, Report
from towns.access import Thing, within
from towns.models import Role, Town
from towns.posts import Posts, posts_of

PAGE = 25  # jots on one page
SHOWN = 800  # characters of a jot in a list; the rest is on its own page
THROWN_AWAY = 10  # the newest that can be brought back from the list
CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True)
class ClosedMonth:
    """The jot's month is handed over: where a revision begins, and which month comes next."""

    month: str
    next_month: str
    report_url: str
    revise_url: str


@dataclass(frozen=True)
class JotLine:
    """One jot in a list, in words."""

    key: UUID
    url: str
    kind: str
    text: str
    short: str
    is_cut: bool
    notes: tuple[str, ...]
    closed: ClosedMonth | None = None
    can_discard: bool = True


@dataclass(frozen=True)
class Leaving:
    """A town whose Project Lead this person is not, or not for long: jots may be left to who is."""

    slug: str
    name: str
    can_leave: bool
    can_take_back: bool
    leave_url: str
    take_back_url: str


@dataclass(frozen=True)
class JotsPage:
    """A person's jots: those that wait, those left to them, and those thrown away last."""

    towns: Sequence[Town]
    waiting: Sequence[JotLine]
    older_url: str
    left_to_me: Sequence[JotLine]
    thrown_away: Sequence[JotLine]
    leaving: Sequence[Leaving]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.waiting or self.left_to_me or self.thrown_away)


def towns_to_jot_in(user: User, *, on: date) -> QuerySet[Town]:
    """The towns for which this person keeps jots on that day, by name."""
    return Town.objects.filter(within(user, Thing.JOTS, on=on, town="pk")).order_by("name")


def towns_for(jot: Jot, *, user: User, on: date) -> list[Town]:
    """The towns that a jot may be put under: where its author holds a post, and where it is now."""
    return sorted({jot.town, *towns_to_jot_in(user, on=on)}, key=lambda town: town.name)


def jots_page(user: User, *, on: date, before: Jot | None = None) -> JotsPage:
    """The page of one person's jots, newest first; `before` is the last jot of the page before."""
    posts = posts_of(user, on=on)
    jots = Jot.objects.visible_to(user, on=on).abridged(SHOWN + 1).select_related("town", "author")
    own = jots.filter(author=user.person_id)
    newest = own.waiting().order_by("-noticed_on", "-pk")
    if before is not None:
        newest = newest.filter(
            Q(noticed_on=before.noticed_on, pk__lt=before.pk) | Q(noticed_on__lt=before.noticed_on)
        )
    waiting = list(newest[: PAGE + 1])
    left = jots.waiting().exclude(author=user.person_id).order_by("-noticed_on", "-pk")[:PAGE]
    thrown_away = own.filter(status=Jot.Status.DISCARDED).order_by("-changed_at")[:THROWN_AWAY]
    towns = _towns_to_jot_in(posts)
    words = _Words(
        reader=user.person_id,
        names_towns=len({jot.town_id for jot in waiting} | {town.pk for town in towns}) > 1,
        closed=_closed_months(user, waiting, posts, on=on),
    )
    return JotsPage(
        towns=towns,
        waiting=[words.line(jot) for jot in waiting[:PAGE]],
        older_url=f"?before={waiting[PAGE - 1].key}" if len(waiting) > PAGE else "",
        left_to_me=[
            words.line(jot, can_discard=posts.holds_in(jot.town_id, Role.PROJECT_LEAD))
            for jot in left
        ],
        thrown_away=[words.line(jot) for jot in thrown_away],
        leaving=_leaving(waiting, posts),
    )


def jot_line(jot: Jot, *, user: User, on: date) -> JotLine:
    """One jot in words. Needs `town` and `author` loaded."""
    jot.beginning = jot.text
    posts = posts_of(user, on=on)
    waits = jot.status == Jot.Status.WAITING and jot.author_id == user.person_id
    closed = _closed_months(user, [jot] if waits else [], posts, on=on)
    words = _Words(reader=user.person_id, names_towns=False, closed=closed)
    return words.line(jot, whole=True)


def months_for(jot: Jot, *, on: date) -> list[date]:
    """The months a jot may be put under: its own, this one, the two before it and the next."""
    this = month_of(on)
    return sorted({month_of(jot.noticed_on), *(shift(this, step) for step in (-2, -1, 0, 1))})


def _towns_to_jot_in(posts: Posts) -> list[Town]:
    """The same towns as `towns_to_jot_in`, told from posts that are loaded."""
    towns = {post.town for post in posts.held if post.town}
    return sorted(
        (town for town in towns if posts.reads_in(Thing.JOTS, town.pk)), key=lambda town: town.name
    )


@dataclass(frozen=True)
class _Words:
    """How jots are put into words on one page."""

    reader: int
    names_towns: bool
    closed: dict[tuple[int, date], ClosedMonth]

    def line(self, jot: Jot, *, whole: bool = False, can_discard: bool = True) -> JotLine:
        """One jot in words."""
        is_cut = not whole and len(jot.beginning) > SHOWN
        return JotLine(
            key=jot.key,
            url=f"{reverse('reflections:jots')}{jot.key}/",
            kind=jot.kind,
            text=f"{jot.beginning[:SHOWN].rstrip()} …" if is_cut else jot.beginning,
            short=Truncator(jot.beginning).chars(40),
            is_cut=is_cut,
            notes=tuple(self._notes(jot)),
            closed=self.closed.get((jot.town_id, month_of(jot.noticed_on))),
            can_discard=can_discard,
        )

    def _notes(self, jot: Jot) -> Iterable[str]:
        yield Kind(jot.kind).label if jot.kind else "Not sorted yet"
        yield _when(jot)
        if self.names_towns:
            yield jot.town.name
        if jot.written_at and abs(jot.received_at - jot.written_at) > CLOCKS_DIFFER:
            yield (
                f"your phone says {moment_in_full(jot.written_at)}, "
                f"received {moment_in_full(jot.received_at)}"
            )
        if jot.author_id != self.reader:
            yield f"by {jot.author.name}"
        elif jot.released_at:
            yield f"left to the Project Lead of {jot.town.name}"


def _when(jot: Jot) -> str:
    """The day it stands under, or its month if the author chose another than that of the day."""
    if jot.noticed_on.day == 1 and jot.noticed_on != timezone.localdate(jot.received_at):
        return f"for {month_name(jot.noticed_on)}"
    return in_full(jot.noticed_on)


def _closed_months(
    user: User, jots: Sequence[Jot], posts: Posts, *, on: date
) -> dict[tuple[int, date], ClosedMonth]:
    """Which of these jots' months are handed over already, by town and month."""
    if not jots:
        return {}
    first = min(month_of(jot.noticed_on) for jot in jots)
    reports = Report.objects.visible_to(user, on=on).handed_over()
    reports = reports.filter(town__in={jot.town_id for jot in jots}, month__gte=first)
    handed_over = {(row.town_id, row.month): row for row in reports.select_related("town")}
    return {
        place: _closed_month(
            row,
            set(handed_over),
            may_revise=posts.holds_in(row.town_id, Role.PROJECT_LEAD),
        )
        for place, row in handed_over.items()
    }


def _closed_month(
    report: Report, handed_over: set[tuple[int, date]], *, may_revise: bool
) -> ClosedMonth:
    following = shift(report.month, 1)
    while (report.town_id, following) in handed_over:
        following = shift(following, 1)
    address = [report.town.slug, report.month]
    revising = report.status == Report.Status.REVISING
    return ClosedMonth(
        month=month_name(report.month),
        next_month=month_name(following),
        report_url=report.get_absolute_url() if may_revise and revising else "",
        revise_url=reverse("reflections:revise", args=address)
        if may_revise and not revising
        else "",
    )


def _leaving(jots: Sequence[Jot], posts: Posts) -> list[Leaving]:
    """Towns of these jots whose Project Lead this person is not, or whose post has a last day."""
    leads = posts.of_role(Role.PROJECT_LEAD)
    staying = {post.town_id for post in leads if post.ends_on is None}
    by_town: dict[Town, list[Jot]] = {}
    for jot in jots:
        if jot.town_id not in staying or jot.released_at:
            by_town.setdefault(jot.town, []).append(jot)
    return [
        Leaving(
            slug=town.slug,
            name=town.name,
            can_leave=town.pk not in staying and any(jot.released_at is None for jot in of_town),
            can_take_back=any(jot.released_at is not None for jot in of_town),
            leave_url=reverse("reflections:jots_leave"),
            take_back_url=reverse("reflections:jots_take_back"),
        )
        for town, of_town in by_town.items()
    ]
