"""Fills in what towns asked the partners, what was answered, and what waits for those to come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from demonstration.programme import read_texts
from people.models import Organisation, User
from sessions.actions.answers import answer_question, mark_asked
from sessions.actions.carrying import carry_over
from sessions.actions.contributions import add_contribution
from sessions.actions.partner_links import answer_by_link, make_link
from sessions.actions.questions import ask
from sessions.models import BasketQuestion, CohortSession, Contribution
from sessions.queries.questions import sessions_ahead
from towns.models import Role, Tenure

PUT = timedelta(days=9)  # before a session its questions are put
LINKED = timedelta(days=30)
ANSWERED = timedelta(days=3)  # before or after it a partner writes
AHEAD = (1, 4)  # which of the sessions to come have partners
SPEAKERS = "The speakers"

type Row = Mapping[str, Any]


class QuestionsFiller:
    """Puts questions into baskets once, and settles those of the past, by the portal's actions."""

    def __init__(self, *, now: datetime, by: User) -> None:
        self.now, self.by = now, by
        self.texts = read_texts("questions")
        self.asked = 0

    def fill(self, titles: Sequence[str]) -> None:
        """The partners' sessions that were, by their titles, and two to come."""
        for row, place in zip(self.texts["ahead"], AHEAD, strict=True):
            self._ahead(row, place)
        for title, row in zip(titles, self.texts["session"], strict=True):
            found = CohortSession.objects.filter(title=title, state__in=CohortSession.DATED)
            for session in found.filter(ends_at__lt=self.now):
                self._past(session, row["question"])

    def _ahead(self, row: Row, place: int) -> None:
        """A session to come, with its partner, a link, and what waits."""
        coming = CohortSession.objects.filter(
            kind__slug="fortnightly-session",
            state__in=CohortSession.DATED,
            begins_at__gt=self.now,
        )
        session = coming.order_by("begins_at")[place]
        CohortSession.objects.filter(pk=session.pk).update(title=row["title"], text=row["text"])
        partner = Organisation.objects.get(name=row["name"])
        brought = add_contribution(
            session, partner, topic=row["topic"], by=self.by, at=self.now - LINKED
        )
        make_link(brought, row["link"], by=self.by, at=self.now)
        for number, question in enumerate(row.get("question", [])):
            self._ask(session, question["text"], at=self.now - timedelta(days=number, hours=3))

    def _past(self, session: CohortSession, questions: Sequence[Row]) -> None:
        begins_at, ends_at = session.begins_at, session.ends_at
        if begins_at is None or ends_at is None:
            raise ValueError(session)
        brought = session.contributions.filter(dropped_at=None).order_by("pk")[0]
        for number, row in enumerate(questions):
            put_at = begins_at - PUT + timedelta(days=number, hours=number)
            question = self._ask(session, row["text"], at=put_at)
            if question is not None:
                self._settle(question, row, brought=brought, at=ends_at)

    def _settle(
        self, question: BasketQuestion, row: Row, *, brought: Contribution, at: datetime
    ) -> None:
        """As the text says: by the partner, before the session or after it, or by the team."""
        match row["by"]:
            case "partner":
                written = at + (ANSWERED if len(row["answer"]) % 2 else -ANSWERED)
                self._by_partner(
                    question, row["answer"], brought=brought, at=min(written, self.now)
                )
            case "team":
                self._by_team(question, row["answer"], at=at)
            case "asked":
                mark_asked(question, by=self.by, at=at)
            case "carried":
                self._carry(question, row, brought=brought, at=at)

    def _by_partner(
        self, question: BasketQuestion, answer: str, *, brought: Contribution, at: datetime
    ) -> None:
        link = brought.links.live().filter(name=SPEAKERS).first()
        if link is None:
            link, _ = make_link(brought, SPEAKERS, by=self.by, at=at - LINKED)
        answer_by_link(link, question, answer, seen_at=question.changed_at, at=at)

    def _by_team(self, question: BasketQuestion, answer: str, *, at: datetime) -> None:
        answer_question(question, answer, seen_at=question.changed_at, by=self.by, at=at)

    def _carry(
        self, question: BasketQuestion, row: Row, *, brought: Contribution, at: datetime
    ) -> None:
        """To the next session with that partner, else to the next; there it may be answered."""
        ahead = sessions_ahead(question.session, at=at, partners=[brought.organisation_id])
        if (to := ahead.first()) is None:
            return
        [going_on] = carry_over([question], to=to, by=self.by, at=at)
        if "answer" in row and to.ends_at is not None and to.ends_at < self.now:
            self._by_team(going_on, row["answer"], at=to.ends_at)

    def _ask(self, session: CohortSession, text: str, *, at: datetime) -> BasketQuestion | None:
        """By one of those who led a town then, in turn."""
        day = timezone.localdate(at)
        leads = (
            Tenure.objects.active(on=day)
            .of_role(Role.PROJECT_LEAD)
            .filter(person__user__is_active=True)
        )
        holders = list(leads.select_related("person__user", "town").order_by("town__name", "pk"))
        if not holders:
            return None
        self.asked += 3
        one = holders[self.asked % len(holders)]
        return ask(session, text, town=one.town, by=one.person.user, at=at)
