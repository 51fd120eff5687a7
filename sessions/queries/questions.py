"""A session's basket of questions: what its page shows, who may add to it, where it goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from kit.dates import in_full, in_short
from kit.text import settled_line
from kit.words import listed
from people.models import User
from sessions.models import BasketQuestion, CohortSession, Contribution
from sessions.openings import questions_open_on
from sessions.policies import may_ask_at, may_plan_sessions
from sessions.queries.closing import has_passed
from sessions.queries.sessions import (
    Brought,
    contributions_to,
    name_in_words,
    name_then,
    session_rows,
    with_partners,
)
from sessions.times import words, words_of
from towns.models import Town
from towns.posts import posts_of

State = BasketQuestion.State
QUESTIONS = "questions_asked"  # what a statement adds to a session
MOST_OFFERED = 8  # sessions to which questions may go on
EXCERPT = 90  # characters of a question in a line


def excerpt(text: str) -> str:
    """How a question begins, in one line."""
    line = settled_line(text)
    if len(line) <= EXCERPT:
        return line
    words, _, rest = line[:EXCERPT].rpartition(" ")
    return f"{words or rest}…"


@dataclass(frozen=True)
class QuestionLine:
    """One question as its session's page shows it, and what its reader may do about it."""

    key: UUID
    text: str
    state: str
    by: str
    meant_for: str
    answer: str
    answered_by: str
    goes_on: str
    goes_on_at: str
    may_change: bool
    may_settle: bool

    @property
    def state_words(self) -> str:
        """How it stands."""
        return State(self.state).label

    @property
    def short(self) -> str:
        """How it begins."""
        return excerpt(self.text)

    @property
    def is_waiting(self) -> bool:
        """Nobody has asked or answered it yet."""
        return self.state == State.WAITING

    @property
    def is_asked(self) -> bool:
        """It was put at the session; no answer is written down."""
        return self.state == State.ASKED

    @property
    def is_answered(self) -> bool:
        """Its answer stands with it."""
        return self.state == State.ANSWERED


@dataclass(frozen=True)
class Basket:
    """The questions of one session as one person sees them."""

    lines: Sequence[QuestionLine]
    partners: str
    opens: str
    may_ask: bool
    may_settle: bool
    has_begun: bool
    is_to_come: bool

    @property
    def is_shown(self) -> bool:
        """There is something to read, or to add."""
        return bool(self.lines) or self.may_ask

    @property
    def comes_first(self) -> bool:
        """A partner is to come: what towns would ask is what the page is for."""
        return self.is_shown and self.is_to_come and bool(self.partners)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(line.is_waiting for line in self.lines)


def asking_shut(session: CohortSession, *, at: datetime) -> str:
    """Why no question can be added to a session's basket; empty if one can."""
    if session.state == CohortSession.State.CANCELLED:
        return f"The session on {words_of(session)} is cancelled."
    if session.ends_at is None:
        return "This session has no day yet. Questions begin once it has one."
    if session.ends_at <= at or session.state not in CohortSession.DATED:
        return f"The session on {words_of(session)} is over."
    return ""


def with_questions(sessions: QuerySet[CohortSession]) -> QuerySet[CohortSession]:
    """The same sessions, each with its questions, in the order in which they came.

    All of it comes with the sessions' own statement.
    """
    return sessions.annotate(**{QUESTIONS: _asked()})


@cache
def _asked() -> ArraySubquery:
    """The questions of a session as facts. Made once: that takes longer than asking for them."""
    rows = BasketQuestion.objects.standing().filter(session=OuterRef("pk")).order_by("pk")
    then = OuterRef("session__on")
    facts = {
        "key": "key",
        "text": "text",
        "state": "state",
        "asked_at": "asked_at",
        "by": "asked_by__person__name",
        "by_number": "asked_by",
        "town": "town__name",
        "meant_for": "contribution__organisation__name",
        "meant_for_then": name_then(then, organisation="contribution__organisation"),
        "answer": "answer",
        "answer_of": "answer_of__organisation__name",
        "answer_of_then": name_then(then, organisation="answer_of__organisation"),
        "settled_by": "settled_by__person__name",
        "to_slug": "carried_to__session__slug",
        "to_on": "carried_to__session__on",
        "to_precision": "carried_to__session__precision",
        "to_begins_at": "carried_to__session__begins_at",
        "to_ends_at": "carried_to__session__ends_at",
    }
    return ArraySubquery(rows.values(facts=JSONObject(**facts)))


def basket_of(user: User, session: CohortSession, *, at: datetime) -> Basket:
    """The basket of a session that came `with_questions` and `with_partners`.

    No statement of its own.
    """
    on = timezone.localdate(at)
    may_plan = may_plan_sessions(user, on=on)
    is_open = not asking_shut(session, at=at)
    [row] = session_rows([session])
    opens = questions_open_on(session)
    return Basket(
        lines=[
            _line(facts, user=user, is_open=is_open, may_settle=may_plan)
            for facts in getattr(session, QUESTIONS)
        ],
        partners=listed(list(row.partners)),
        opens=in_full(opens) if opens and opens > on else "",
        may_ask=is_open and may_ask_at(user, session, on=on),
        may_settle=may_plan,
        has_begun=has_passed(session, at=at),
        is_to_come=is_open,
    )


def _line(facts: dict[str, Any], *, user: User, is_open: bool, may_settle: bool) -> QuestionLine:
    asked_on = timezone.localdate(datetime.fromisoformat(facts["asked_at"]))
    who = [facts["by"], facts["town"], f"{in_short(asked_on)} {asked_on.year}"]
    by_partner = _named(facts, "answer_of")
    return QuestionLine(
        key=UUID(facts["key"]),
        text=facts["text"],
        state=facts["state"],
        by=", ".join(part for part in who if part),
        meant_for=_named(facts, "meant_for"),
        answer=facts["answer"],
        answered_by=by_partner or facts["settled_by"] or "",
        goes_on=_when(facts) if facts["to_slug"] else "",
        goes_on_at=facts["to_slug"] or "",
        may_change=is_open and facts["by_number"] == user.pk and facts["state"] == State.WAITING,
        may_settle=may_settle,
    )


def _named(facts: dict[str, Any], part: str) -> str:
    return name_in_words(facts[part], facts[f"{part}_then"]) if facts[part] else ""


def _when(facts: dict[str, Any]) -> str:
    """When the session is to which a question went on."""
    if facts["to_on"] is None:
        return "a session without a date yet"
    begins_at, ends_at = (
        datetime.fromisoformat(facts[part]) if facts[part] else None
        for part in ("to_begins_at", "to_ends_at")
    )
    return words(date.fromisoformat(facts["to_on"]), facts["to_precision"], begins_at, ends_at)


def towns_of(user: User, *, on: date) -> list[Town]:
    """The towns for which this person may ask: of their posts and their groups. One statement."""
    found: dict[int, Town] = {}
    for tenure in posts_of(user, on=on).held:
        town = tenure.town or (tenure.group.town if tenure.group else None)
        if town is not None:
            found[town.pk] = town
    return list(found.values())


def partners_to_ask(session: CohortSession) -> list[Brought]:
    """Those who contribute and have not dropped out: one statement."""
    return [one for one in contributions_to(session) if one.contribution.dropped_at is None]


def own_waiting(user: User, session: CohortSession) -> list[BasketQuestion]:
    """What this person has asked of a session and waits: one statement."""
    return list(session.questions.waiting().filter(asked_by=user).order_by("pk"))


def waiting_in(session: CohortSession) -> list[BasketQuestion]:
    """The questions of a session that wait, with who asked them: one statement."""
    found = session.questions.waiting().select_related("town", "asked_by__person")
    return list(found.order_by("pk"))


def sessions_ahead(
    session: CohortSession, *, at: datetime, partners: Iterable[int] = ()
) -> QuerySet[CohortSession]:
    """Where the questions of a session may go on: those with a day whose readers are the same.

    Those to which one of these organisations contributes come first, then the next.
    """
    found = _ahead_of(session, at=at).annotate(has_partner=_with(partners))
    return found.order_by(F("has_partner").desc(), "begins_at", "pk")


def next_with(
    session: CohortSession, *, at: datetime, partners: Iterable[int]
) -> CohortSession | None:
    """The next of them to which one of these organisations contributes."""
    found = _ahead_of(session, at=at).filter(_with(partners))
    return found.order_by("begins_at", "pk").first()


def _ahead_of(session: CohortSession, *, at: datetime) -> QuerySet[CohortSession]:
    return CohortSession.objects.filter(
        state__in=CohortSession.DATED, ends_at__gt=at, group=session.group_id
    ).exclude(pk=session.pk)


def _with(partners: Iterable[int]) -> Exists:
    return Exists(
        Contribution.objects.filter(
            session=OuterRef("pk"), dropped_at=None, organisation__in=list(partners)
        )
    )


def carrying_from(
    session: CohortSession, *, at: datetime
) -> tuple[list[BasketQuestion], list[CohortSession]]:
    """What waits in a session, and where it may go on, the likeliest first: three statements."""
    partners = [one.contribution.organisation_id for one in partners_to_ask(session)]
    ahead = sessions_ahead(session, at=at, partners=partners).select_related("kind")
    return waiting_in(session), list(with_partners(ahead)[:MOST_OFFERED])
