"""What a partner reads on its page, whoever holds the link: nothing that is not meant for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kit.dates import day_of, in_full
from kit.secrets import hash_of
from sessions.models import BasketQuestion, CohortSession, Contribution, PartnerLink
from sessions.openings import OPEN_AFTER, page_closes_on, questions_open_on
from sessions.queries.questions import excerpt, partners_to_ask
from sessions.queries.sessions import contributions_to
from sessions.times import words_of
from towns.models import Role, Town, TownStatus
from towns.models.tenures import TOWN_ROLES, active_on

State = BasketQuestion.State
WITHOUT_TOWN = "The cohort"
OF_TOWNS = {*TOWN_ROLES, Role.STEERING}


def link_of_token(token: str) -> PartnerLink | None:
    """The link with this secret, open or not, with its partner and session: one statement."""
    rows = PartnerLink.objects.select_related(
        "contribution__organisation", "contribution__session__kind", "contribution__session__group"
    )
    return rows.filter(token_hash=hash_of(token)).first()


def page_shut(link: PartnerLink, *, at: datetime) -> str:
    """Why a link opens nothing any more, in a sentence; empty if it does."""
    if link.revoked_at is not None:
        return "This link was closed. If that comes as a surprise, ask for a new one."
    return why_shut(link.contribution, at=at)


def why_shut(contribution: Contribution, *, at: datetime) -> str:
    """Why no link to a partner's page opens, in a sentence; empty if links do."""
    if contribution.dropped_at is not None:
        return "This page is closed: the organisation does not take part any more."
    last = page_closes_on(contribution.session)
    if last is not None and last < day_of(at):
        return f"This page closed on {in_full(last)}, {OPEN_AFTER.days} days after the session."
    return ""


@dataclass(frozen=True)
class PartnerQuestion:
    """One question as a partner reads it: from a town, never from a person."""

    question: BasketQuestion
    may_answer: bool

    @property
    def town(self) -> str:
        """Who asks."""
        town = self.question.town
        return town.name if town else WITHOUT_TOWN

    @property
    def short(self) -> str:
        """How it begins."""
        return excerpt(self.question.text)

    @property
    def is_own_answer(self) -> bool:
        """It may be written anew here."""
        return self.may_answer and self.question.state == State.ANSWERED

    @property
    def words(self) -> str:
        """How it stands, where no answer says so."""
        question = self.question
        if question.state == State.ANSWERED:
            return ""
        if question.carried_to is not None:
            to = question.carried_to.session
            return f"It goes on to another session: {words_of(to)}."
        if question.state == State.ASKED:
            return "It was asked at the session. No answer is written down."
        return "No answer yet."


@dataclass(frozen=True)
class PartnerPage:
    """One partner's part in a session, before and after it."""

    session: CohortSession
    contribution: Contribution
    name: str
    beside: Sequence[str]
    towns: Sequence[str]
    questions: Sequence[PartnerQuestion]
    opens_on: date | None
    closes_on: date | None
    is_open: bool
    is_over: bool
    is_cancelled: bool

    @property
    def title(self) -> str:
        """What the session is called."""
        return self.session.title or self.session.kind.name

    @property
    def when(self) -> str:
        """When it is."""
        return words_of(self.session)

    @property
    def opens(self) -> str:
        """From which day on the questions stand here."""
        return in_full(self.opens_on) if self.opens_on else "five working days before the session"

    @property
    def closes(self) -> str:
        """The last day on which the page opens."""
        return in_full(self.closes_on) if self.closes_on else ""

    @property
    def answered(self) -> Sequence[PartnerQuestion]:
        """Those that are answered."""
        return [one for one in self.questions if one.question.state == State.ANSWERED]

    @property
    def unanswered(self) -> Sequence[PartnerQuestion]:
        """Those to which no answer is written down."""
        return [one for one in self.questions if one.question.state in BasketQuestion.UNANSWERED]

    @property
    def elsewhere(self) -> Sequence[PartnerQuestion]:
        """Those that went on to other sessions."""
        return [one for one in self.questions if one.question.state == State.CARRIED]


def partner_page(link: PartnerLink, *, at: datetime) -> PartnerPage:
    """What stands on the page that a link opens: four statements."""
    contribution, session = link.contribution, link.contribution.session
    brought = contributions_to(session)
    is_cancelled = session.state == CohortSession.State.CANCELLED
    is_open = questions_open(session, at=at)
    rows = questions_for(contribution) if is_open else BasketQuestion.objects.none()
    return PartnerPage(
        session=session,
        contribution=contribution,
        name=next(one.name for one in brought if one.contribution == contribution),
        beside=[
            one.name
            for one in brought
            if one.contribution != contribution and one.contribution.dropped_at is None
        ],
        towns=_towns(session, on=day_of(at)),
        questions=[
            PartnerQuestion(one, may_answer(one, contribution))
            for one in rows.select_related("town", "carried_to__session", "answer_of__organisation")
        ],
        opens_on=questions_open_on(session),
        closes_on=page_closes_on(session),
        is_open=is_open,
        is_over=is_over(session, at=at),
        is_cancelled=is_cancelled,
    )


def is_over(session: CohortSession, *, at: datetime) -> bool:
    """The session has ended, and was not cancelled."""
    has_ended = session.ends_at is not None and session.ends_at <= at
    return has_ended and session.state != CohortSession.State.CANCELLED


def questions_open(session: CohortSession, *, at: datetime) -> bool:
    """Partners read the questions of a session by now."""
    opens = questions_open_on(session)
    return opens is not None and opens <= day_of(at)


def questions_for(contribution: Contribution) -> QuerySet[BasketQuestion]:
    """The questions of a session that are meant for this partner, or for no one in particular."""
    found = BasketQuestion.objects.standing().filter(session=contribution.session_id)
    return found.filter(Q(contribution=None) | Q(contribution=contribution)).order_by("pk")


def may_answer(question: BasketQuestion, contribution: Contribution) -> bool:
    """Whether this partner may write an answer, or write its own anew."""
    is_own = question.state == State.ANSWERED and question.answer_of_id == contribution.pk
    is_off = contribution.session.state == CohortSession.State.CANCELLED
    return not is_off and (is_own or question.state in BasketQuestion.UNANSWERED)


def _towns(session: CohortSession, *, on: date) -> list[str]:
    """The towns that take part: a group's own, or those that are active on the day."""
    if session.group is not None and session.group.town_id is not None:
        return list(Town.objects.filter(pk=session.group.town_id).values_list("name", flat=True))
    if not session.invited.filter(role__in=OF_TOWNS).exists():
        return []
    active = TownStatus.objects.filter(active_on(session.on or on), status=TownStatus.Status.ACTIVE)
    towns = Town.objects.filter(pk__in=active.values("town"))
    return list(towns.order_by("name").values_list("name", flat=True))


@dataclass(frozen=True)
class ToTell:
    """A partner that hears of a change first, and who was given its open links."""

    key: UUID
    name: str
    links: Sequence[str]


def partners_to_tell(session: CohortSession) -> list[ToTell]:
    """Whom to tell first when a session moves or is cancelled: two statements."""
    brought = partners_to_ask(session)
    links = PartnerLink.objects.live().filter(
        contribution__in=[one.contribution for one in brought]
    )
    names: dict[int, list[str]] = {}
    for link in links.order_by("pk"):
        names.setdefault(link.contribution_id, []).append(link.name)
    return [
        ToTell(one.contribution.key, one.name, names.get(one.contribution.pk, []))
        for one in brought
    ]


def name_at(contribution: Contribution) -> str:
    """What a partner was called on the day of the session, and what it is called now."""
    found = contributions_to(contribution.session)
    return next(one.name for one in found if one.contribution == contribution)


def links_of(contribution: Contribution) -> list[PartnerLink]:
    """The live links of a partner, the newest first."""
    found = contribution.links.live().select_related("made_by__person")
    return list(found.order_by("-made_at", "-pk"))


def words_for_mail(contribution: Contribution, name: str, *, url: str) -> str:
    """A text that the team pastes into a mail of its own, with the address in it."""
    session = contribution.session
    title, closes = session.title or session.kind.name, page_closes_on(session)
    opens = questions_open_on(session)
    asked = f"From {in_full(opens)} on it" if opens else "Later it"
    until = f" It opens until {in_full(closes)}." if closes else ""
    return (
        f"Dear colleagues at {name},\n\n"
        f"Thank you for taking part in “{title}”: {words_of(session)}.\n\n"
        f"This page is yours, and needs no account:\n{url}\n\n"
        "It says when and where we meet. Please tell us there what you bring, who comes and what "
        f"you need. {asked} also shows what the towns would like to ask you, and you may answer "
        f"there, before the session or after it.{until}\n\n"
        "Whoever has the address can read and answer in your name, so please pass it on only to "
        "those who come.\n\n"
        "With many thanks,\nthe Programme Team"
    )
