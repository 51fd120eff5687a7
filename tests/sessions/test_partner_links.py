"""A partner's link: made and revoked by who plans, good for its questions until it ends."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Entry
from sessions.actions.answers import QuestionChanged, answer_question
from sessions.actions.carrying import carry_over
from sessions.actions.contributions import add_contribution, drop_contribution
from sessions.actions.partner_links import (
    MOST_LINKS,
    LinkKnown,
    PageShut,
    TooManyLinks,
    answer_by_link,
    make_link,
    revoke_link,
    tell_part,
)
from sessions.actions.questions import QuestionSettled, withdraw_question
from sessions.actions.scheduling import cancel_session
from sessions.models import BasketQuestion, Contribution, PartnerLink
from sessions.openings import page_closes_on, questions_open_on
from sessions.queries.partner import link_of_token, page_shut
from tests import make

pytestmark = pytest.mark.django_db

State = BasketQuestion.State
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)  # the sessions of `make` are on Thursday the 26th
BENCHES = "Who pays for the benches?"


def partner() -> Contribution:
    return make.contribution(to=make.session(), by=make.organisation("Paths for All"))


def link_to(contribution: Contribution, *, at: datetime = AT) -> PartnerLink:
    return make.partner_link(to=contribution, by=make.team_member().user, at=at)[0]


def test_the_address_is_known_to_nobody_but_who_was_given_it() -> None:
    team, contribution = make.team_member().user, partner()

    link, token = make_link(contribution, "Moira\u202e Reid", by=team, at=AT)

    assert len(token) == 43  # 256 bits
    assert link_of_token(token) == link
    assert token not in link.token_hash
    assert (link.name, link.made_by, link.made_at) == ("Moira Reid", team, AT)
    assert link_of_token(token.upper()) is None
    assert [entry.verb for entry in Entry.objects.all()] == ["partner_link.made"]


def test_links_are_told_apart_and_counted() -> None:
    team, contribution = make.team_member().user, partner()
    first, _ = make_link(contribution, "Moira Reid", by=team, at=AT)

    with pytest.raises(LinkKnown):
        make_link(contribution, "moira reid", by=team, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerLink.objects.filter(pk=first.pk).update(revoked_at=AT)
    revoke_link(first, by=team, at=AT)
    assert revoke_link(first, by=team, at=AT + timedelta(days=1)).revoked_at == AT
    for number in range(MOST_LINKS):
        make_link(contribution, f"Moira Reid {number or ''}", by=team, at=AT)
    with pytest.raises(TooManyLinks):
        make_link(contribution, "One more", by=team, at=AT)


@pytest.mark.parametrize("holder", [make.lead, make.administrator])
def test_only_who_plans_makes_and_revokes(holder: Callable[[], make.Holder]) -> None:
    by, contribution = holder().user, partner()
    link = link_to(contribution)

    with pytest.raises(PermissionDenied):
        make_link(contribution, "Me", by=by, at=AT)
    with pytest.raises(PermissionDenied):
        revoke_link(link, by=by, at=AT)


def test_questions_open_five_working_days_before_by_scotlands_holidays() -> None:
    days = {"2026-11-26": "2026-11-19", "2027-01-07": "2026-12-29", "2026-12-06": "2026-11-27"}
    for day, opens in days.items():
        session = make.session(on=datetime.fromisoformat(day).date())
        assert str(questions_open_on(session)) == opens
    assert questions_open_on(make.session(on=None)) is None


def test_a_page_closes_thirty_days_after_the_session_wherever_it_moves() -> None:
    contribution = partner()
    link, session = link_to(contribution), contribution.session

    assert str(page_closes_on(session)) == "2026-12-26"
    assert page_shut(link, at=datetime(2026, 12, 26, 23, tzinfo=UTC)) == ""
    assert "closed on Saturday 26 December" in page_shut(
        link, at=datetime(2026, 12, 27, tzinfo=UTC)
    )
    assert page_closes_on(make.session(on=None)) is None
    with pytest.raises(PageShut):
        link_to(contribution, at=datetime(2026, 12, 27, tzinfo=UTC))


def test_a_link_that_ended_does_nothing_any_more() -> None:
    team, contribution = make.team_member().user, partner()
    link = link_to(contribution)
    question = make.basket_question(of=contribution.session, by=make.lead().user)
    said = {"topic": "Counts", "comes": "", "needs": "", "seen_at": contribution.changed_at}

    revoke_link(link, by=team, at=AT)
    with pytest.raises(PageShut, match="was closed"):
        tell_part(link, **said, at=AT)  # type: ignore[arg-type] # of one shape
    with pytest.raises(PageShut):
        answer_by_link(link, question, "I.", seen_at=question.changed_at, at=AT)
    other = link_to(contribution)
    drop_contribution(contribution, by=team, at=AT)
    with pytest.raises(PageShut, match="does not take part"):
        answer_by_link(other, question, "I.", seen_at=question.changed_at, at=AT)
    add_contribution(contribution.session, contribution.organisation, topic="", by=team, at=AT)
    assert answer_by_link(other, question, "I.", seen_at=question.changed_at, at=AT)


def test_a_partner_answers_and_writes_its_own_answer_anew() -> None:
    contribution = partner()
    link = link_to(contribution)
    question = make.basket_question(of=contribution.session, by=make.lead().user)

    first = answer_by_link(link, question, "The council.", seen_at=question.changed_at, at=AT)
    again = answer_by_link(link, first, "We, and the council.", seen_at=first.changed_at, at=AT)

    assert (again.state, again.answer, again.answer_of, again.settled_by) == (
        State.ANSWERED,
        "We, and the council.",
        contribution,
        None,
    )
    entry = Entry.objects.filter(verb="question.answered").latest("pk")
    assert (entry.actor_id, entry.facts) == (None, {"link": link.pk})
    with pytest.raises(QuestionChanged, match="We, and the council"):
        answer_by_link(link, question, "Nobody.", seen_at=question.changed_at, at=AT)


def test_a_partner_answers_only_what_is_open_to_it() -> None:
    team, lead = make.team_member().user, make.lead().user
    ours, theirs = partner(), None
    theirs = make.contribution(to=ours.session, by=make.organisation("PAS"))
    link = link_to(ours)

    def answer(question: BasketQuestion, *, at: datetime = AT) -> BasketQuestion:
        question.refresh_from_db()
        return answer_by_link(link, question, "We.", seen_at=question.changed_at, at=at)

    for_others = make.basket_question(of=ours.session, by=lead, contribution=theirs)
    elsewhere = make.basket_question(of=make.session(), by=lead)
    early = make.basket_question(of=ours.session, by=lead)
    done = make.basket_question(of=ours.session, by=lead)
    answer_question(done, "Said so.", seen_at=done.changed_at, by=team, at=AT)
    withdrawn = make.basket_question(of=ours.session, by=lead)
    withdraw_question(withdrawn, by=lead, at=AT)

    for question, at in ((for_others, AT), (elsewhere, AT), (early, AT - timedelta(days=2))):
        with pytest.raises(PageShut, match="not for your page"):
            answer(question, at=at)
    with pytest.raises(PageShut):
        answer(withdrawn)
    with pytest.raises(QuestionChanged, match="Said so"):
        answer(done)
    carry_over([early], to=make.session(on=AT.date() + timedelta(days=20)), by=team, at=AT)
    with pytest.raises(QuestionSettled):
        answer(early)
    waits = make.basket_question(of=ours.session, by=lead)
    cancel_session(ours.session, why="Snow.", by=team, at=AT)
    with pytest.raises(PageShut, match="is cancelled"):
        answer(waits)
