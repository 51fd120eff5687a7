"""Questions for a session: put into its basket, changed, withdrawn, with the reply or alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import User
from sessions.actions.inviting import settle_invitations
from sessions.actions.questions import (
    MOST_OF_ONE,
    AskedAlready,
    BasketShut,
    QuestionSettled,
    TooManyQuestions,
    TownMissing,
    ask,
    change_question,
    withdraw_question,
)
from sessions.actions.replying import reply
from sessions.models import BasketQuestion, CohortSession, Invitation
from sessions.queries.replies import time_said
from sessions.tokens import reply_token
from tests import make
from towns.models import Role, Town

pytestmark = pytest.mark.django_db

State = BasketQuestion.State
AT = datetime(2026, 11, 18, 10, tzinfo=UTC)  # the sessions of `make` are on the 26th
BENCHES = "Who pays for the benches?"


def told() -> list[tuple[str, str, str]]:
    return list(BasketQuestion.objects.order_by("pk").values_list("text", "state", "town__name"))


def test_who_is_invited_asks_for_their_town_and_twice_is_once() -> None:
    lead, session = make.lead(make.town("Ayr")), make.session()

    first = ask(session, BENCHES, by=lead.user, at=AT)
    second = ask(session, BENCHES, by=lead.user, at=AT)

    assert first == second
    assert (first.asked_by, first.asked_at) == (lead.user, AT)
    assert told() == [(BENCHES, State.WAITING, "Ayr")]


def test_another_may_ask_the_same_and_who_plans_asks_for_no_town() -> None:
    session, team = make.session(), make.team_member()
    for by in (make.lead(make.town("Ayr")), make.lead(make.town("Alloa")), team):
        ask(session, BENCHES, by=by.user, at=AT)

    assert told() == [(BENCHES, State.WAITING, town) for town in ("Ayr", "Alloa", None)]


def test_a_member_of_a_group_asks_for_its_town() -> None:
    member = make.steering_member(make.town("Dunoon"))
    session = make.session(roles=(Role.STEERING,))

    assert ask(session, BENCHES, by=member.user, at=AT).town == Town.objects.get(name="Dunoon")


def test_who_has_posts_in_two_towns_says_for_which() -> None:
    lead, other, third = make.lead(make.town("Ayr")), make.town("Alloa"), make.town("Dunoon")
    make.tenure(lead.person, Role.LINK_LEAD, town=other)
    session = make.session()

    with pytest.raises(TownMissing):
        ask(session, BENCHES, by=lead.user, at=AT)
    with pytest.raises(PermissionDenied):
        ask(session, BENCHES, town=third, by=lead.user, at=AT)
    assert ask(session, BENCHES, town=other, by=lead.user, at=AT).town == other


@pytest.mark.parametrize("holder", [make.analyst, make.steering_member, make.administrator])
def test_who_is_not_invited_asks_nothing(holder: Callable[[], make.Holder]) -> None:
    with pytest.raises(PermissionDenied):
        ask(make.session(), BENCHES, by=holder().user, at=AT)


def test_a_basket_opens_with_a_day_and_ends_with_the_session() -> None:
    team, over = make.team_member().user, AT + timedelta(days=9)
    shut = [
        (make.session(on=None), AT, "no day yet"),
        (make.session(state=CohortSession.State.CANCELLED), AT, "is cancelled"),
        (make.session(), over, "is over"),
    ]

    for session, at, words in shut:
        with pytest.raises(BasketShut, match=words):
            ask(session, BENCHES, by=team, at=at)
    assert ask(make.session(), BENCHES, by=team, at=datetime(2026, 11, 26, 10, 30, tzinfo=UTC))


def test_one_person_does_not_fill_the_basket() -> None:
    lead, session = make.lead().user, make.session()
    for number in range(MOST_OF_ONE):
        ask(session, f"{BENCHES} {number}", by=lead, at=AT)

    with pytest.raises(TooManyQuestions):
        ask(session, BENCHES, by=lead, at=AT)
    assert ask(session, f"{BENCHES} 3", by=lead, at=AT)
    assert ask(session, BENCHES, by=make.lead().user, at=AT)


def test_ones_own_question_is_changed_and_withdrawn_while_it_waits() -> None:
    lead, session = make.lead().user, make.session()
    first = ask(session, BENCHES, by=lead, at=AT)
    second = ask(session, "Who mends them?", by=lead, at=AT)

    with pytest.raises(AskedAlready):
        change_question(second, BENCHES, by=lead, at=AT)
    change_question(second, "Who mends the benches?", by=lead, at=AT)
    withdraw_question(first, by=lead, at=AT)

    assert [row[:2] for row in told()] == [
        (BENCHES, State.WITHDRAWN),
        ("Who mends the benches?", State.WAITING),
    ]
    with pytest.raises(QuestionSettled, match="is withdrawn by now"):
        change_question(first, "Once more?", by=lead, at=AT)
    with pytest.raises(BasketShut):
        withdraw_question(second, by=lead, at=AT + timedelta(days=9))
    assert ask(session, BENCHES, by=lead, at=AT) != first


def test_nobody_changes_or_withdraws_the_question_of_another() -> None:
    question = ask(make.session(), BENCHES, by=make.lead().user, at=AT)

    for by in (make.lead().user, make.team_member().user):
        with pytest.raises(PermissionDenied):
            change_question(question, "Mine?", by=by, at=AT)
        with pytest.raises(PermissionDenied):
            withdraw_question(question, by=by, at=AT)


def _broken(question: BasketQuestion, by: User) -> list[dict[str, object]]:
    other = make.contribution(to=make.session())
    return [
        {"text": ""},
        {"state": State.ASKED},
        {"state": State.ANSWERED, "settled_at": AT, "settled_by": by},
        {"state": State.ANSWERED, "settled_at": AT, "answer": "The council."},
        {"state": State.CARRIED, "settled_at": AT, "settled_by": by},
        {"state": State.CARRIED, "settled_at": AT, "settled_by": by, "carried_to": question},
        {"state": State.WITHDRAWN, "settled_at": AT, "settled_by": by, "answer": "The council."},
        {"settled_at": AT},
        {"contribution": other},
        {
            "state": State.ANSWERED,
            "settled_at": AT,
            "answer": "The council.",
            "answer_of": other,
        },
    ]


def test_the_table_refuses_what_no_state_holds_and_partners_of_other_sessions() -> None:
    lead = make.lead().user
    question = ask(make.session(), BENCHES, by=lead, at=AT)
    found = BasketQuestion.objects.filter(pk=question.pk)

    for fields in _broken(question, lead):
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.basket_question(of=question.session, by=lead, text=BENCHES)


@pytest.fixture
def soon() -> CohortSession:
    return make.session(on=timezone.localdate() + timedelta(days=7), roles=(Role.PROJECT_LEAD,))


def test_pages_ask_change_and_withdraw_without_scripts(client: Client, soon: CohortSession) -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Boyd")
    client.force_login(lead.user)
    page = f"/sessions/{soon.slug}/"
    assert "No question is in the basket yet." in client.get(page).content.decode()

    answer = client.post(f"{page}questions/new/", {"text": BENCHES})
    question = BasketQuestion.objects.get()
    shown = client.get(page).content.decode()
    client.post(f"{page}questions/{question.key}/", {"text": "Who mends them?"})

    assert answer.headers["Location"] == f"{page}#questions"
    assert BENCHES in shown
    assert "Isla Boyd, Ayr" in shown
    question.refresh_from_db()
    assert question.text == "Who mends them?"
    client.post(f"{page}questions/{question.key}/withdraw/")
    assert "Who mends them?" not in client.get(page).content.decode()


def test_others_read_a_question_and_find_nothing_to_press(
    client: Client, soon: CohortSession
) -> None:
    ask(soon, BENCHES, by=make.lead().user, at=timezone.now())
    client.force_login(make.analyst().user)

    page = client.get(f"/sessions/{soon.slug}/").content.decode()

    assert BENCHES in page
    assert "/questions/" not in page
    client.force_login(make.steering_member().user)
    assert client.get(f"/sessions/{soon.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write your question first."),
        ("\u202e  \u2066", "Write your question first."),
        ("Kept words " * 100, "Shorten it to 1,000 or fewer."),
        ("Kept\x00words", "a sign that cannot be stored"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words_and_kept(
    client: Client, soon: CohortSession, typed: str, words: str
) -> None:
    client.force_login(make.lead().user)

    page = client.post(f"/sessions/{soon.slug}/questions/new/", {"text": typed}).content.decode()

    assert words in page
    assert ("Kept" in page) is ("Kept" in typed)
    assert not BasketQuestion.objects.exists()


def test_of_several_partners_one_may_be_asked(client: Client, soon: CohortSession) -> None:
    paths = make.contribution(to=soon, by=make.organisation("Paths for All"))
    make.contribution(to=soon, by=make.organisation("PAS"))
    client.force_login(make.lead().user)
    url = f"/sessions/{soon.slug}/questions/new/"

    wrong = client.post(url, {"text": BENCHES, "partner": "nobody"}).content.decode()
    client.post(url, {"text": BENCHES, "partner": str(paths.key)})
    client.post(url, {"text": "Who mends them?", "partner": ""})

    assert "Choose one of the list." in wrong
    found = BasketQuestion.objects.order_by("pk").values_list("contribution", flat=True)
    assert list(found) == [paths.pk, None]
    assert "for Paths for All" in client.get(f"/sessions/{soon.slug}/").content.decode()


def test_with_a_partner_to_come_questions_stand_first(client: Client, soon: CohortSession) -> None:
    client.force_login(make.lead().user)
    url = f"/sessions/{soon.slug}/"
    without = client.get(url).content.decode()
    make.contribution(to=soon, by=make.organisation("Paths for All"))

    with_one = client.get(url).content.decode()

    assert without.index('id="facts"') < without.index('id="questions"')
    assert with_one.index('id="questions"') < with_one.index('id="facts"')
    assert "Questions for Paths for All" in with_one


def test_a_page_takes_no_statement_more_for_its_questions(
    client: Client, soon: CohortSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leads = [make.lead() for _ in range(30)]
    make.contribution(to=soon)
    client.force_login(leads[0].user)
    client.get(f"/sessions/{soon.slug}/")

    with django_assert_num_queries(9):
        client.get(f"/sessions/{soon.slug}/")
    for lead in leads:
        ask(soon, BENCHES, by=lead.user, at=timezone.now())
    with django_assert_num_queries(9):
        page = client.get(f"/sessions/{soon.slug}/").content.decode()
    assert page.count(BENCHES) > len(leads)


def invited(session: CohortSession, lead: make.Holder) -> Invitation:
    settle_invitations(at=timezone.now())
    return Invitation.objects.get(session=session, person=lead.person)


def test_a_reply_brings_its_question_once_however_often_it_is_sent(soon: CohortSession) -> None:
    lead = make.lead(make.town("Ayr"))
    invitation = invited(soon, lead)
    at = timezone.now()

    for answer in (Invitation.Reply.GOING, Invitation.Reply.APOLOGY, Invitation.Reply.GOING):
        reply(invitation, answer, question=BENCHES, to=time_said(soon), by=lead.user, at=at)
    reply(invitation, Invitation.Reply.GOING, to=time_said(soon), by=lead.user, at=at)

    assert told() == [(BENCHES, State.WAITING, "Ayr")]


def test_a_question_that_is_refused_refuses_the_reply_with_it(
    client: Client, soon: CohortSession
) -> None:
    lead, other = make.lead(make.town("Ayr")), make.town("Alloa")
    make.tenure(lead.person, Role.LINK_LEAD, town=other)
    invitation = invited(soon, lead)
    client.force_login(lead.user)
    typed = {"reply": "going", "question": BENCHES, "to": time_said(soon)}
    url = f"/sessions/{soon.slug}/reply/"

    page = client.post(url, typed).content.decode()

    assert "Choose for which one you ask." in page
    assert BENCHES in page
    invitation.refresh_from_db()
    assert invitation.reply == ""
    client.post(url, typed | {"town": other.slug})
    assert told() == [(BENCHES, State.WAITING, "Alloa")]


def test_the_form_behind_a_letter_takes_a_question_too(client: Client, soon: CohortSession) -> None:
    lead = make.lead(make.town("Ayr"))
    make.contribution(to=soon, by=make.organisation("Paths for All"))
    token = reply_token(invited(soon, lead).key, until=timezone.now() + timedelta(days=7))
    url = f"/sessions/reply/{token}/"
    before = client.get(url).content.decode()

    typed = {"reply": "going", "question": BENCHES, "to": time_said(soon)}
    after = client.post(url, typed, follow=True).content.decode()

    assert "Paths for All will read it with your town" in before
    assert "In the basket from you" not in before
    assert "In the basket from you" in after
    assert BENCHES in after
    assert told() == [(BENCHES, State.WAITING, "Ayr")]
