"""The page that shows a month once more before it is handed over, and the receipt after."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kit.dates import day_of, in_full, moment_in_full, month_name
from kit.words import listed
from partners.models import Strength
from people.models import Organisation, User
from reflections.guard import Finding
from reflections.models import Audience, Item, Jot, Obligation, Report
from reflections.queries.entry_rows import GROUPS
from reflections.queries.items import Loaded, loaded
from towns.models import Outcome

READERS = {
    Audience.ME: "",
    Audience.TOWN: "your town\u2019s Community Link Lead",
    Audience.TEAM: "the Programme Team",
    Audience.COHORT: "the cohort",
    Audience.STEERING: "the Steering Groups, in a digest",
}


@dataclass(frozen=True)
class Answer:
    """One item as it will be handed over."""

    key: str
    legend: str
    text: str
    audience: str
    is_sensitive: bool
    asks_data: bool
    strength: str
    outcomes: str
    organisations: str
    findings: tuple[Finding, ...]
    url: str
    is_shared: bool


@dataclass(frozen=True)
class Answers:
    """The items of one kind."""

    kind: str
    title: str
    rows: tuple[Answer, ...]


@dataclass(frozen=True)
class Check:
    """The whole page."""

    town: str
    month: str
    report_url: str
    nothing_url: str
    is_revising: bool
    groups: tuple[Answers, ...]
    waiting: int
    hidden: int
    asks: int
    readers: str

    @property
    def has_items(self) -> bool:
        """Whether there is something to hand over."""
        return bool(self.hidden) or any(group.rows for group in self.groups)


@dataclass(frozen=True)
class Receipt:
    """What came in, when, who reads it, and what is next."""

    town: str
    month: str
    title: str
    received: str
    standing: str
    readers: str
    next_due: str
    report_url: str
    is_nothing: bool


def check_of(report: Report, user: User, *, at: datetime) -> Check:
    """The page for somebody who may write the report. Six statements at any number of items."""
    standing = Item.objects.standing().filter(report=report)
    found = loaded(standing.select_related("author").in_order())
    mine = [one for one in found if one.is_read_by(user)]
    outcomes = dict(
        Outcome.objects.filter(
            pk__in={number for one in mine for number in one.content.outcomes}
        ).values_list("pk", "name")
    )
    bodies = dict(
        Organisation.objects.filter(
            pk__in={number for one in mine for number in one.content.organisations}
        ).values_list("pk", "name")
    )
    place = [report.town.slug, report.month]
    jots = Jot.objects.visible_to(user, on=day_of(at)).waiting().up_to(report.month)
    jots = jots.filter(town=report.town_id).exclude(left_out_month=report.month)
    groups = []
    for kind, title, _, word, _ in GROUPS:
        own = [one for one in mine if one.item.kind == kind]
        rows = tuple(
            _answer(one, f"{word} {number}", place, outcomes, bodies)
            for number, one in enumerate(own, start=1)
        )
        groups.append(Answers(kind, title, rows))
    return Check(
        town=report.town.name,
        month=month_name(report.month),
        report_url=report.get_absolute_url(),
        nothing_url=reverse("reflections:nothing", args=place),
        is_revising=report.status == Report.Status.REVISING,
        groups=tuple(groups),
        waiting=jots.count(),
        hidden=len(found) - len(mine),
        asks=sum(len(row.findings) for group in groups for row in group.rows),
        readers=readers_in_words({one.item.audience for one in found}),
    )


def _answer(
    one: Loaded, legend: str, place: list[object], outcomes: dict[int, str], bodies: dict[int, str]
) -> Answer:
    item, content = one.item, one.content
    return Answer(
        key=str(item.key),
        legend=legend,
        text=item.text,
        audience=item.get_audience_display(),
        is_sensitive=item.sensitive,
        asks_data=item.asks_data,
        strength=Strength(item.strength).label if item.strength else "",
        outcomes=listed(sorted(outcomes[pk] for pk in content.outcomes)),
        organisations=listed(sorted(bodies[pk] for pk in content.organisations)),
        findings=one.findings if item.open_findings else (),
        url=reverse("reflections:entry", args=[*place, item.key]),
        is_shared=item.audience in {Audience.COHORT, Audience.STEERING},
    )


def readers_in_words(audiences: AbstractSet[str]) -> str:
    """Who will read it, in words: everybody of each audience that is used."""
    reached = max((list(Audience).index(Audience(value)) for value in audiences), default=0)
    return listed([words for words in list(READERS.values())[: reached + 1] if words])


def submitted_of(report: Report) -> Receipt:
    """The receipt of a report that was handed over. Needs its town loaded."""
    months = Obligation.objects.filter(town=report.town_id, month__gte=report.month)
    rows = list(months.order_by("month")[:24])
    own = next((row for row in rows if row.month == report.month), None)
    owed = next((row for row in rows if row.state == Obligation.State.OWED), None)
    revised = report.revised_at is not None
    received_at = report.revised_at or report.submitted_at
    audiences = set(
        Item.objects.standing().filter(report=report).values_list("audience", flat=True)
    )
    title = "Revised report submitted" if revised else "Report submitted"
    return Receipt(
        town=report.town.name,
        month=month_name(report.month),
        title="Nothing this month, signed" if report.nothing_to_report else title,
        received=moment_in_full(received_at) if received_at else "",
        standing=standing_in_words(own),
        readers=readers_in_words(audiences) if audiences else "the Programme Team",
        next_due=f"{month_name(owed.month)} is due by the end of {in_full(day_of(owed.due_at))}."
        if owed
        else "",
        report_url=report.get_absolute_url(),
        is_nothing=report.nothing_to_report,
    )


def standing_in_words(obligation: Obligation | None) -> str:
    """On time, within the grace, or late, by receipt."""
    if obligation is None or obligation.met_at is None:
        return ""
    if obligation.was_late:
        return f"It was due on {in_full(day_of(obligation.due_at))}, so it counts as late."
    if obligation.met_at <= obligation.due_at or obligation.met_with == Obligation.MetWith.NOTHING:
        return "It counts as on time."
    return (
        f"It was due on {in_full(day_of(obligation.due_at))} and came within the grace, "
        "so it counts as on time."
    )
