"""What the Programme Team's home page shows of reports: figures, who owes, what waits for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone

from kit.dates import in_full, moment_near, month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.models import ItemEvent, Obligation, Question, Report
from reflections.queries.addresses import address_of
from reflections.queries.grid import FIELDS
from reflections.queries.news import EXCERPT, News, quoted
from reflections.queries.states import Standing, standing

UNREAD_FOR = timedelta(days=120)  # older reports that nobody marked are history, not news
LINES_SHOWN = 12
WAITING_SHOWN = 6  # of what is unread, and of what is unanswered


@dataclass(slots=True)
class MonthFigures:
    """How many towns stand how in one month."""

    month: str
    received: int = 0
    nothing: int = 0
    late: int = 0
    owed: int = 0
    overdue: int = 0
    excused: int = 0
    next_due: str = ""

    @property
    def asked(self) -> int:
        """Of how many towns a report is asked."""
        return self.received + self.owed


@dataclass(frozen=True, slots=True)
class TownLine:
    """One town's month that is owed, or excused with its reason."""

    town: str
    town_url: str
    month: str
    holder: str
    word: str
    reason: str
    tag: str


@dataclass(frozen=True, slots=True)
class Owing:
    """What is not in yet, overdue months first, and the towns that were excused last month."""

    owed: list[TownLine]
    excused: list[TownLine]
    is_any_overdue: bool


def figures_of(user: User, *, at: datetime) -> list[MonthFigures]:
    """The last month that closed, and the present one: one statement at any number of towns."""
    on = timezone.localdate(at)
    present = month_of(on)
    rows = (
        Obligation.objects.visible_to(user, on=on)
        .filter(month__in=[shift(present, -1), present])
        .order_by("month")
        .annotate(is_overdue=Q(grace_until__lt=at), is_ahead=Q(due_at__gte=at))
        .values_list("month", "state", "met_with", "was_late", "is_overdue", "is_ahead")
        .annotate(towns=Count("pk"), first_due_at=Min("due_at"))
    )
    figures: dict[date, MonthFigures] = {}
    for month, *facts in rows:
        _count(figures.setdefault(month, MonthFigures(month_name(month))), *facts)
    return list(figures.values())


def _count(
    figures: MonthFigures,
    state: str,
    met_with: str,
    was_late: bool,  # noqa: FBT001 -- a column
    is_overdue: bool,  # noqa: FBT001 -- a column
    is_ahead: bool,  # noqa: FBT001 -- a column
    towns: int,
    first_due_at: datetime,
) -> None:
    """Add the towns that stand alike."""
    if state == Obligation.State.EXCUSED:
        figures.excused += towns
    elif state == Obligation.State.OWED:
        figures.owed += towns
        figures.overdue += towns if is_overdue else 0
        if is_ahead:
            figures.next_due = in_full(timezone.localdate(first_due_at))
    else:
        figures.received += towns
        figures.nothing += towns if met_with == Obligation.MetWith.NOTHING else 0
        figures.late += towns if was_late else 0


def owing_now(user: User, *, at: datetime) -> Owing:
    """What is not in yet, the longest due first; and who was excused from the month that closed.

    Twelve lines of each at most. One statement.
    """
    on = timezone.localdate(at)
    last = shift(month_of(on), -1)
    known = Obligation.objects.visible_to(user, on=on)
    excused = known.filter(state=Obligation.State.EXCUSED, month=last).exclude(
        reason__in=[Obligation.Reason.CLOSED, Obligation.Reason.BEFORE_START]
    )
    rows = _first_lines(known.filter(state=Obligation.State.OWED)).union(
        _first_lines(excused), all=True
    )
    lines = [
        (row, standing(row, at=at))
        for row in sorted(rows, key=lambda row: (row.due_at, row.town__name))
    ]
    return Owing(
        owed=[_line(row, stands) for row, stands in lines if row.state == Obligation.State.OWED],
        excused=[
            _line(row, stands) for row, stands in lines if row.state == Obligation.State.EXCUSED
        ],
        is_any_overdue=any(stands.mark == "late" for _, stands in lines),
    )


def _first_lines(rows: QuerySet[Obligation]) -> QuerySet[Obligation, Any]:
    named = rows.values_list(
        *FIELDS, "town__name", "town__slug", "holder__person__name", named=True
    )
    return named.order_by("due_at", "town__name")[:LINES_SHOWN]


def _line(row: Any, stands: Standing) -> TownLine:  # noqa: ANN401 -- a named row of values_list
    is_owed = row.state == Obligation.State.OWED
    return TownLine(
        town=row.town__name,
        town_url=reverse("towns:town", args=[row.town__slug]),
        month=month_name(row.month),
        holder=row.holder__person__name if is_owed else "",
        word=stands.word,
        reason=stands.reason if is_owed else stands.reason.capitalize(),
        tag=stands.tag,
    )


def unread_reports(user: User, *, at: datetime) -> list[News]:
    """The newest submitted reports of which nobody has marked an item as read: one statement."""
    on = timezone.localdate(at)
    read = ItemEvent.objects.filter(item__report=OuterRef("pk"), kind=ItemEvent.Kind.READ)
    rows = (
        Report.objects.visible_to(user, on=on)
        .filter(
            ~Exists(read),
            status=Report.Status.SUBMITTED,
            nothing_to_report=False,
            submitted_at__gte=at - UNREAD_FOR,
        )
        .order_by("-submitted_at", "-pk")
        .values_list(
            "submitted_at", "month", "town__name", "town__slug", "submitted_by__person__name"
        )[:WAITING_SHOWN]
    )
    return [
        News(
            submitted_at,
            f"{town}, {month_name(month)}",
            f"Submitted by {who} {moment_near(submitted_at, on=on)}",
            reverse("reflections:report", args=[slug, month]),
            "Unread",
        )
        for submitted_at, month, town, slug, who in rows
        if submitted_at is not None
    ]


def unanswered_questions(user: User, *, at: datetime) -> list[News]:
    """Questions of the team that nobody has answered, the oldest first: one statement."""
    on = timezone.localdate(at)
    rows = (
        Question.objects.visible_to(user, on=on)
        .unanswered()
        .order_by("asked_at", "pk")
        .values_list(
            "key",
            "asked_at",
            "asked_by__person__name",
            "item__report__town__name",
            Left("item__text", EXCERPT),
            "item__sensitive",
        )[:WAITING_SHOWN]
    )
    return [
        News(
            asked_at,
            f"{town}: on {quoted(excerpt, is_closed=is_sensitive)}",
            f"Asked by {who} {moment_near(asked_at, on=on)}",
            address_of("question", key),
        )
        for key, asked_at, who, town, excerpt, is_sensitive in rows
    ]
