"""What of a town's reports is handed over with a post: questions, ties, reports, jots."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import JSONObject, Left
from django.utils.text import Truncator

from kit.dates import day_of, in_full, in_short, month_name
from partners.models import TieObservation
from people.models import User
from reflections.models import Audience, GroupQuestion, Item, Jot, Kind, Question, Report
from reflections.models.items import at_least
from reflections.queries.addresses import address_of
from reflections.queries.group_questions import title_of
from reflections.queries.news import EXCERPT, quoted
from reflections.queries.ties import observations_seen
from towns.models import Tenure, Town

MOST = 50  # of each kind
REPORTS = 6
ITEMS = 8  # of one report
SHOWN = 400  # characters of a question or a jot


@dataclass(frozen=True, slots=True)
class TieHanded:
    """An organisation that the town knows, and when it was last heard of."""

    slug: str
    name: str
    heard: date


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question to the town that nobody has answered."""

    title: str
    text: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ReportHanded:
    """A report, and how its items begin."""

    title: str
    note: str
    url: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JotHanded:
    """A waiting jot of the leaver's: before others only if it was released."""

    key: UUID
    text: str
    note: str
    is_released: bool


def unanswered_in(user: User, town: Town, *, on: date) -> list[Unanswered]:
    """Questions in margins and of groups that wait, the longest first: one statement.

    Beside an item that is sensitive, or its author's alone by now, no words are told.
    """
    margins = (
        Question.objects.visible_to(user, on=on)
        .unanswered()
        .filter(item__report__town=town)
        .annotate(
            asker=F("asked_by__person__name"),
            about=Left("item__text", EXCERPT),
            words=Left("text", SHOWN + 1),
            is_closed=ExpressionWrapper(
                Q(item__sensitive=True) | Q(item__audience=Audience.ME),
                output_field=BooleanField(),
            ),
            is_of_group=Value(value=False),
        )
    )
    of_groups = (
        GroupQuestion.objects.visible_to(user, on=on)
        .open()
        .filter(town=town)
        .annotate(
            asker=F("on_behalf_of"),
            edition=F("about"),
            words=Left("text", SHOWN + 1),
            is_closed=Value(value=False),
            is_of_group=Value(value=True),
        )
    )
    names = ("key", "asked_at", "asker", "words", "is_closed", "is_of_group")
    rows = (
        margins.order_by()
        .values_list("about", *names)
        .union(of_groups.order_by().values_list("edition", *names), all=True)
        .order_by("asked_at")[:MOST]
    )
    return [_unanswered(*row) for row in rows]


def _unanswered(
    about: str,
    key: UUID,
    asked_at: datetime,
    asker: str,
    words: str,
    is_closed: bool,  # noqa: FBT001
    is_of_group: bool,  # noqa: FBT001
) -> Unanswered:
    asked = f"asked on {in_full(day_of(asked_at))}"
    if is_of_group:
        url = address_of("group_question", key)
        return Unanswered(
            title_of(asker), _cut(words), f"About the digest for {about}, {asked}", url
        )
    title = f"A question on {quoted(about, is_closed=is_closed)}"
    text = "" if is_closed else _cut(words)
    return Unanswered(title, text, f"{asker}, {asked}", address_of("question", key))


def reports_handed(user: User, town: Town, *, on: date) -> list[ReportHanded]:
    """The last reports that were handed in, with what the reader may read of them: one statement.

    What is sensitive, or its author's alone, is left out: the pack is printed and handed on.
    """
    items = Item.objects.visible_to(user, on=on).filter(
        report=OuterRef("pk"), sensitive=False, audience__in=at_least(Audience.TOWN)
    )
    begun = items.in_order().values(row=JSONObject(kind="kind", text=Left("text", EXCERPT)))
    rows = (
        Report.objects.visible_to(user, on=on)
        .handed_over()
        .filter(town=town)
        .annotate(begun=ArraySubquery(begun[:ITEMS]))
        .order_by("-month")[:REPORTS]
    )
    found = []
    for report in rows:
        report.town = town
        found.append(
            ReportHanded(
                month_name(report.month),
                _standing(report),
                report.get_absolute_url(),
                tuple(_begins(row["kind"], row["text"]) for row in vars(report)["begun"]),
            )
        )
    return found


def _standing(report: Report) -> str:
    if report.nothing_to_report:
        return "Nothing this month"
    if report.status == Report.Status.REVISING:
        return "Being revised"
    return f"Submitted on {in_full(day_of(report.submitted_at))}" if report.submitted_at else ""


def _begins(kind: str, text: str) -> str:
    return f"{Kind(kind).label}: {quoted(text, is_closed=False)}"


def jots_handed(user: User, tenure: Tenure, *, on: date) -> list[JotHanded]:
    """The leaver's jots that wait for the town's report: one statement.

    Before their author all of them; before who reads the town's drafts those that were released.
    """
    jots = Jot.objects.visible_to(user, on=on).waiting().abridged(SHOWN + 1)
    rows = jots.filter(author=tenure.person_id, town=tenure.town_id)
    return [
        JotHanded(
            jot.key,
            _cut(jot.beginning),
            f"Jot of {in_short(jot.noticed_on)}",
            bool(jot.released_at),
        )
        for jot in rows.order_by("noticed_on", "pk")[:MOST]
    ]


def _cut(text: str) -> str:
    return Truncator(text).chars(SHOWN)


def ties_handed(user: User, town: Town, *, on: date) -> list[TieHanded]:
    """The organisations that a town knows, those heard of last first: one statement.

    What only items tell of that are sensitive, or their author's alone, stands in no pack.
    """
    living, is_over = "tie__organisation__today__living", Q(source=TieObservation.Source.OVER)
    roots = [TieObservation.Source.CONNECTION, TieObservation.Source.BASELINE]
    rows = (
        observations_seen(user, on=on)
        .filter(tie__town=town)
        .exclude(told__item__sensitive=True)
        .exclude(told__item__audience=Audience.ME)
        .order_by()
        .values(f"{living}__slug", f"{living}__name")
        .annotate(
            heard=Max("on", filter=~is_over),
            ended=Max("on", filter=is_over),
            known=Count("pk", filter=Q(source__in=roots)),
        )
        .filter(Q(ended=None) | Q(ended__lt=F("heard")), known__gte=1)
        .order_by("-heard", f"{living}__name")
    )
    return [
        TieHanded(row[f"{living}__slug"], row[f"{living}__name"], row["heard"])
        for row in rows[:MOST]
    ]
