"""Fills the demonstration's reports as they were filed, their margins, and the jots that wait.

Written as rows, not by actions: it tells a past whose moments have gone by. Everything else in the
portal changes rows by actions alone; a test holds that settling the obligations afterwards finds
nothing to change.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from kit.periods import last_day, month_of, shift
from partners.models import Strength
from people.models import Organisation, Person, User
from reflections.guard import distinct
from reflections.models import (
    Item,
    ItemEvent,
    Jot,
    Kind,
    Obligation,
    Question,
    Reply,
    Report,
    ReportVersion,
)
from reflections.queries.reports import snapshot
from towns.models import Outcome, Role, Town
from towns.policies import is_programme_team

type Row = Mapping[str, Any]


@dataclass(frozen=True)
class Filed:
    """One report of the texts, with the rows that it belongs to."""

    row: Row
    report: Report
    obligation: Obligation
    received_at: datetime


class ReflectionsFiller:
    """Makes one town's reports, items, margins and jots. Deterministic by town."""

    def __init__(self, town: Town, texts: Row, *, now: datetime) -> None:
        self.town, self.texts, self.now = town, texts, now
        self.today = timezone.localdate(now)
        self.chance = random.Random(town.slug)  # noqa: S311 -- the same demonstration every time, no secret
        self.met: Counter[str] = Counter()  # organisations, by how often a connection named them
        self.outcomes = {row.slug: row for row in Outcome.objects.all()}
        self.organisations = {row.name: row for row in Organisation.objects.all()}
        self.leads = list(
            town.tenures.filter(role=Role.PROJECT_LEAD).select_related("person__user")
        )
        self.team = [user for user in User.objects.all() if is_programme_team(user, on=self.today)]

    def fill(self, *, months: int) -> None:
        """The town's reports of so many months back, and the jots of the present one."""
        for filed in self.filed(months=months):
            items = self.fill_items(filed)
            if filed.row["submitted"] and filed.received_at < self.now:
                self.hand_over(filed, items)
                self.fill_margins(filed, items)
        self.fill_jots()

    def filed(self, *, months: int) -> Iterator[Filed]:
        """The texts' reports beside their rows, oldest first."""
        reports = {row.month: row for row in self.town.reports.all()}
        obligations = {row.month: row for row in self.town.obligations.all()}
        for row in sorted(self.texts["report"], key=lambda found: -found["ago"]):
            month = shift(month_of(self.today), -row["ago"])
            if row["ago"] <= months and month in reports:
                obligation = obligations[month]
                yield Filed(row, reports[month], obligation, self.received(row, obligation))

    def received(self, row: Row, obligation: Obligation) -> datetime:
        """When a report came in, as its texts tell it."""
        due = timezone.localtime(obligation.due_at)
        match row["submitted"]:
            case "early":
                evening = last_day(obligation.month) - timedelta(days=9)
                return due.replace(year=evening.year, month=evening.month, day=evening.day, hour=16)
            case "grace":  # sent at 23.58 on a slow line
                return due + timedelta(minutes=4)
            case "late":
                return due + timedelta(
                    days=self.chance.randint(3, 6), hours=-self.chance.randint(5, 13)
                )
            case _:
                return due - timedelta(
                    days=self.chance.randint(0, 2), minutes=self.chance.randint(190, 850)
                )

    def lead_on(self, day: date, *, turn: int = 0) -> Person:
        """Who was in post that day; in a handover they take turns."""
        in_post = [
            row
            for row in self.leads
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
        ]
        covering = [row for row in in_post if row.covering]
        held = covering or in_post or self.leads[:1]
        return held[turn % len(held)].person

    def fill_items(self, filed: Filed) -> list[Item]:
        """The report's items as first written, with outcomes, organisations and named readers."""
        rows = filed.row.get("item", [])
        day = min(last_day(filed.report.month), timezone.localdate(filed.received_at), self.today)
        items = Item.objects.bulk_create(
            Item(
                report=filed.report,
                key=UUID(int=self.chance.getrandbits(128), version=4),
                kind=row["kind"],
                text=row["text"],
                position=position,
                author=self.lead_on(day - timedelta(days=self.is_handover(day) * 8), turn=position),
                audience=row["audience"],
                sensitive=row["sensitive"],
                open_findings=len(distinct(row["text"])),
                strength=self.strength(row),
            )
            for position, row in enumerate(rows, start=1)
        )
        Item.outcomes.through.objects.bulk_create(
            Item.outcomes.through(item=item, outcome=self.outcomes[slug])
            for item, row in zip(items, rows, strict=True)
            for slug in row["outcomes"]
        )
        Item.organisations.through.objects.bulk_create(
            Item.organisations.through(item=item, organisation=self.organisation(name))
            for item, row in zip(items, rows, strict=True)
            for name in row["organisations"]
        )
        Item.readers.through.objects.bulk_create(
            Item.readers.through(item=item, person=self.team[0].person)
            for item in items
            if item.sensitive and item.audience == "team"
        )
        return items

    def strength(self, row: Row) -> int | None:
        """Closer with each connection that names the same organisation."""
        if row["kind"] != Kind.CONNECTION or not row["organisations"]:
            return None
        self.met.update(row["organisations"])
        often = max(self.met[name] for name in row["organisations"])
        first = len(row["text"]) % 4  # the same each time; some leads leave it out
        return min((first + 1) // 2 + often // 3, max(Strength.values)) if first else None

    def is_handover(self, day: date) -> bool:
        """Whether the month of `day` saw two leads, who both wrote."""
        return (
            sum(
                row.starts_on <= day and (row.ends_on or day) >= month_of(day) for row in self.leads
            )
            > 1
        )

    def organisation(self, name: str) -> Organisation:
        """The organisation of that name, made if a report is the first to name it."""
        if name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(name=name, slug=slugify(name))
        return self.organisations[name]

    def hand_over(self, filed: Filed, items: list[Item]) -> None:
        """The report as submitted, its versions, and the obligation as met."""
        row, report, at = filed.row, filed.report, filed.received_at
        lead = self.lead_on(timezone.localdate(at)).user
        report.status = Report.Status.SUBMITTED
        report.nothing_to_report, report.note = row["nothing"], row["note"]
        report.started_at = at - timedelta(minutes=self.chance.randint(5, 14))
        report.saved_at = report.submitted_at = at
        report.submitted_by = lead
        rows = filed.row.get("item", [])
        now = {str(item.key): item.text for item in items}
        before = {
            str(item.key): found.get("before", item.text)
            for item, found in zip(items, rows, strict=True)
        }
        for number, texts in enumerate([before, now] if row["revised"] else [now], start=1):
            made_at = at + timedelta(days=3 * (number - 1))
            copies = snapshot(report)
            for copy in copies:
                copy["text"] = texts[copy["key"]]
            ReportVersion.objects.create(
                report=report,
                number=number,
                made_at=made_at,
                made_by=lead,
                nothing_to_report=report.nothing_to_report,
                note=report.note,
                items=copies,
            )
            report.revised_at = made_at if number > 1 else None
        report.save()
        self.meet(filed, nothing=row["nothing"])

    def meet(self, filed: Filed, *, nothing: bool) -> None:
        """The obligation as the report left it."""
        met_with = Obligation.MetWith.NOTHING if nothing else Obligation.MetWith.REPORT
        Obligation.objects.filter(pk=filed.obligation.pk).update(
            state=Obligation.State.MET,
            reason="",
            met_with=met_with,
            met_at=filed.received_at,
            was_late=filed.received_at > filed.obligation.grace_until and not nothing,
        )

    def fill_margins(self, filed: Filed, items: list[Item]) -> None:
        """What the Programme Team read and asked, and what the lead replied, so far."""
        for item, row in zip(items, filed.row.get("item", []), strict=True):
            reader = self.chance.choice(self.team)
            read_at = filed.received_at + timedelta(hours=self.chance.randint(9, 70))
            if row.get("read") and read_at < self.now:
                ItemEvent.objects.create(
                    item=item, kind="read", at=read_at, by=reader, label=reader.person.name
                )
            asked_at = read_at + timedelta(minutes=25)
            if "question" in row and asked_at < self.now:
                question = Question.objects.create(
                    item=item, asked_by=reader, asked_at=asked_at, text=row["question"]
                )
                self.fill_reply(question, row)

    def fill_reply(self, question: Question, row: Row) -> None:
        """The lead's answer, and its mark on the item."""
        at = question.asked_at + timedelta(days=self.chance.randint(1, 5), hours=3)
        lead = self.lead_on(timezone.localdate(at)).user
        if "reply" not in row or at > self.now:
            return
        Reply.objects.create(question=question, by=lead, at=at, text=row["reply"])

    def fill_jots(self) -> None:
        """The jots that wait for this month's report, never from a month before."""
        first = month_of(self.today)
        for row in self.texts.get("jot", []):
            day = max(self.today - timedelta(days=row["days_ago"]), first)
            Jot.objects.create(
                key=UUID(int=self.chance.getrandbits(128), version=4),
                author=self.lead_on(self.today),
                town=self.town,
                kind=row["kind"],
                text=row["text"],
                noticed_on=day,
                received_at=min(
                    datetime(day.year, day.month, day.day, 14, 5, tzinfo=UTC), self.now
                ),
            )
