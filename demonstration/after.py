"""Fills in what became of a digest once it was published: read, asked about, and amended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from demonstration.programme import read_texts
from demonstration.quarters import rows_of
from demonstration.quotes import keeper_of
from digests.actions.asking import ask_back
from digests.actions.correcting import Change, correct_passage
from digests.actions.reading import mark_read
from digests.actions.redacting import redact_taken_back
from digests.actions.telling import tell_on
from digests.models import Digest, Edition, Passage
from digests.queries.recipients import tellings_open
from evidence.actions.consents import withdraw_consent
from evidence.models import Quote
from kit.dates import day_of
from people.models import User
from reflections.actions.group_questions import answer_group_question
from reflections.models import GroupQuestion
from towns.models import Group, Role, Tenure
from towns.queries.holders import leads_of

TOLD = timedelta(minutes=3)  # after each deed its readers are told
READ = timedelta(days=1, hours=-8)  # after an edition was published its first reader has read it
APART = timedelta(minutes=37)
ASKED, ANSWERED = timedelta(days=7, hours=-3), timedelta(days=14, hours=-7)
CORRECTED = timedelta(days=7, hours=-6)
WITHDRAWN, REDACTED = timedelta(days=21, hours=-2), timedelta(days=21, hours=-2, minutes=1)
NOT_ALL = 4  # of so many readers one has not said that they have read it
LATE = "ayr"  # whose chair has not read the newest edition yet

type Row = Mapping[str, Any]


class AfterwardsFiller:
    """What readers and the team did with one digest, in the order in which they did it."""

    def __init__(self, digest: Digest, texts: Row, *, by: User, now: datetime) -> None:
        self.digest, self.texts, self.by, self.now = digest, texts, by, now
        self.today = timezone.localdate(now)

    def fill(self, at: datetime, *, is_newest: bool) -> None:
        """`at` is when it was published."""
        self._tell(at=at)
        self._read(at=at, is_newest=is_newest)
        self._ask(at=at, is_newest=is_newest)
        self._correct(at=at + CORRECTED)
        self._take_back(at=at)

    def _tell(self, *, at: datetime) -> None:
        for telling in tellings_open():
            while tell_on(telling, at=min(at + TOLD, self.now)):
                pass

    def _read(self, *, at: datetime, is_newest: bool) -> None:
        """Most of those who sit on Steering Groups say so, one after the other."""
        edition = Edition.objects.current().get(digest=self.digest)
        seats = Tenure.objects.active(on=day_of(at)).of_role(Role.STEERING)
        readers = seats.filter(person__user__is_active=True).select_related("group__town")
        rows = readers.select_related("person__user").order_by("group__town__name", "pk")
        for number, held in enumerate(rows):
            read_at = at + READ + number * APART
            town = held.group.town if held.group else None
            is_late = is_newest and town is not None and town.slug == LATE
            is_chair = held.capacity == Tenure.Capacity.CHAIR
            skipped = is_late or (
                not is_chair and (number + self.digest.quarter.month) % NOT_ALL == 0
            )
            if read_at < self.now and not skipped:
                mark_read(edition, by=held.person.user, at=read_at)

    def _ask(self, *, at: datetime, is_newest: bool) -> None:
        """What the groups ask; about the newest edition one asks, and waits."""
        rows = rows_of(self.texts["ask"], self.digest.quarter, today=self.today)
        for number, row in enumerate(rows[:1] if is_newest else rows):
            asked_at = min(at + ASKED + number * APART, self.now)
            chair = self._chair(row["town"], at=asked_at)
            if chair is None or chair.group is None:
                continue
            asked = ask_back(
                self.digest, chair.group, row["text"], by=chair.person.user, at=asked_at
            )
            if not is_newest:
                self._answer(asked.question, row["answer"], at=at + ANSWERED + number * APART)

    def _answer(self, question: GroupQuestion, text: str, *, at: datetime) -> None:
        persons = leads_of([question.town_id], on=day_of(at))[question.town_id]
        lead = User.objects.filter(person__in=persons).order_by("pk").first()
        if lead is not None and at < self.now:
            seen = question.version
            answer_group_question(question, text=text, seen_version=seen, by=lead, at=at)

    def _chair(self, town: str, *, at: datetime) -> Tenure | None:
        held = Tenure.objects.active(on=day_of(at)).of_role(Role.STEERING)
        group = Group.objects.filter(kind=Group.Kind.STEERING, town__slug=town)
        chairs = held.filter(group__in=group, person__user__is_active=True)
        return chairs.select_related("person__user", "group").order_by("pk").first()

    def _correct(self, *, at: datetime) -> None:
        """A name was wrong; both states stand on the page."""
        for row in rows_of([self.texts["correction"]], self.digest.quarter, today=self.today):
            said = Passage.objects.kept().filter(
                section__digest=self.digest, copied__startswith=row["begins"]
            )
            seen = self.digest.editions.current().get().number
            for one in said.order_by("pk")[:1]:
                correct_passage(
                    self.digest,
                    one.key,
                    Change(row["text"], one.note, row["reason"], seen),
                    by=self.by,
                    at=at,
                )
                self._tell(at=at)

    def _take_back(self, *, at: datetime) -> None:
        """A speaker withdraws the consent, and the words are taken out of what was published."""
        ended = [row for row in read_texts("quotes")["quote"] if row.get("ends") == "published"]
        for quote in Quote.objects.filter(text__in=[row["text"] for row in ended]):
            if Passage.objects.kept().filter(section__digest=self.digest, quote=quote).exists():
                withdraw_consent(quote, by=keeper_of(quote.town, at=at), at=at + WITHDRAWN)
                redact_taken_back(at=at + REDACTED)
                self._tell(at=at + REDACTED)
