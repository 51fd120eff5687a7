"""Every kind of reader before every kind of item: lists show what the programme's rules say."""

import itertools
from datetime import UTC, date, datetime

import pytest

from people.models import User
from reflections.models import Audience, Item, Report
from tests import make
from towns.models import Town

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 6)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
AUDIENCES = list(Audience)
WIDTH = {audience: width for width, audience in enumerate(AUDIENCES)}


class World:
    """Two towns, every reader, and in the first town an item of every kind."""

    def __init__(self) -> None:
        self.ayr, self.alloa = make.town("Ayr"), make.town("Alloa")
        self.lead = make.lead(self.ayr)
        self.named = make.team_member()
        self.readers: dict[str, User] = {
            "author": self.lead.user,
            "lead elsewhere": make.lead(self.alloa).user,
            "lead until yesterday": make.lead(
                self.ayr, covering=True, until=date(2026, 11, 5)
            ).user,
            "lead from tomorrow": make.lead(self.ayr, covering=True, since=date(2026, 11, 7)).user,
            "cover": make.lead(self.ayr, covering=True).user,
            "link lead": make.link_lead(self.ayr).user,
            "link lead elsewhere": make.link_lead(self.alloa).user,
            "analyst": make.analyst(self.ayr).user,
            "analyst elsewhere": make.analyst(self.alloa).user,
            "team": make.team_member().user,
            "named team": self.named.user,
            "steering": make.steering_member(self.ayr).user,
            "national": make.national_leader().user,
            "evaluator": make.evaluator().user,
            "administrator": make.administrator().user,
            "nobody": make.user(),
        }
        self.items = list(self.make_items())

    def make_items(self) -> "itertools.chain[Item]":
        """One report in each state, each with one item of every kind of openness."""
        statuses = zip(Report.Status, (date(2026, n, 1) for n in (8, 9, 10)), strict=True)
        return itertools.chain.from_iterable(
            self.items_of(self.report(status, month)) for status, month in statuses
        )

    def report(self, status: str, month: date) -> Report:
        handed_over = {"submitted_at": AT, "submitted_by": self.lead.user}
        return make.report(
            about=self.ayr,
            month=month,
            status=status,
            **({} if status == Report.Status.OPEN else handed_over),
        )

    def items_of(self, report: Report) -> list[Item]:
        rows = []
        for audience, sensitive, findings, asks, hidden in itertools.product(
            AUDIENCES, (False, True), (0, 1), (False, True), (False, True)
        ):
            if sensitive and WIDTH[audience] > WIDTH[Audience.TEAM]:
                continue  # the database refuses it
            rows.append(
                make.item(
                    of=report,
                    by=self.lead.person,
                    audience=audience,
                    sensitive=sensitive,
                    open_findings=findings,
                    asks_data=asks,
                    quarantined_at=AT if hidden else None,
                    quarantined_by=self.named.user if hidden else None,
                )
            )
            if sensitive:
                rows[-1].readers.add(self.named.person)
        return rows


def should_read(reader: str, item: Item) -> bool:
    """The rules as the programme tells them, written a second time and by hand."""
    if item.quarantined_at:
        return False
    if reader == "author":
        return True
    if item.sensitive and reader != "named team":
        return False
    if reader in {"cover", "link lead"} and item.audience != Audience.ME:
        return True
    if item.report.status != Report.Status.SUBMITTED:
        return False
    width = WIDTH[Audience(item.audience)]
    shared = width >= WIDTH[Audience.COHORT] and item.open_findings == 0
    match reader:
        case "team" | "named team":
            return width >= WIDTH[Audience.TEAM]
        case "analyst":
            return shared or (item.asks_data and width >= WIDTH[Audience.TOWN])
        case "cover" | "link lead" | "lead elsewhere" | "link lead elsewhere" | "analyst elsewhere":
            return shared
    return False


def test_a_list_shows_each_reader_exactly_what_they_may_read() -> None:
    world = World()

    for reader, user in world.readers.items():
        shown = set(Item.objects.visible_to(user, on=TODAY).values_list("pk", flat=True))

        assert shown == {item.pk for item in world.items if should_read(reader, item)}, reader


def test_a_steering_group_and_the_administrator_read_no_report_at_all() -> None:
    world = World()

    for reader in ("steering", "national", "administrator", "evaluator", "nobody"):
        user = world.readers[reader]

        assert not Report.objects.visible_to(user, on=TODAY).exists(), reader
        assert not Item.objects.visible_to(user, on=TODAY).exists(), reader


def test_a_post_opens_and_closes_its_town_to_the_day() -> None:
    town: Town = make.town()
    report = make.report(about=town)
    lead = make.lead(town, since=date(2026, 11, 6), until=date(2026, 11, 8))

    seen = [
        Report.objects.visible_to(lead.user, on=day).contains(report)
        for day in (date(2026, 11, n) for n in (5, 6, 8, 9))
    ]

    assert seen == [False, True, True, False]
