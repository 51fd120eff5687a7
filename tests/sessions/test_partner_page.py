"""A partner reads and answers by a secret link: until it ends, and nothing but what is for it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from people.models import OrganisationName
from sessions.actions.answers import QuestionChanged, answer_question, mark_asked
from sessions.actions.carrying import carry_over
from sessions.actions.contributions import add_contribution, drop_contribution
from sessions.actions.notes import add_note
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
from sessions.actions.questions import QuestionSettled, ask, withdraw_question
from sessions.actions.scheduling import cancel_session
from sessions.models import BasketQuestion, CohortSession, Contribution, PartnerLink
from sessions.openings import page_closes_on, questions_open_on
from sessions.queries.partner import link_of_token, page_shut
from tests import make
from towns.models import TownStatus

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


@pytest.fixture
def tomorrow() -> CohortSession:
    """A session whose questions are open, with two towns, one of them paused."""
    found = make.session(
        on=timezone.localdate() + timedelta(days=1),
        title="Everyday walking",
        text="What the cohort reads.",
        venue="Town Hall",
        join_link="https://meet.example.org/cohort",
    )
    make.town("Dunoon", status=TownStatus.Status.PAUSED)
    return found


def opened(session: CohortSession, name: str = "Paths for All") -> tuple[Contribution, str]:
    """The page of a partner of that session."""
    contribution = make.contribution(to=session, by=make.organisation(name))
    _, token = make.partner_link(to=contribution, by=make.team_member(name="Ewan Ross").user)
    return contribution, f"/partner/{token}/"


def test_the_page_shows_the_session_and_the_towns_questions_without_anybodys_name(
    client: Client, tomorrow: CohortSession
) -> None:
    contribution, url = opened(tomorrow)
    lead = make.lead(make.town("Ayr"), name="Isla Boyd")
    now = timezone.now()
    ask(tomorrow, BENCHES, by=lead.user, at=now)
    ask(tomorrow, "Who mends them?", by=make.team_member(name="Moira Reid").user, at=now)
    gone = ask(tomorrow, "Not this one?", by=lead.user, at=now)
    withdraw_question(gone, by=lead.user, at=now)
    other = make.contribution(to=tomorrow, by=make.organisation("PAS"))
    ask(tomorrow, "For PAS alone?", contribution=other, by=lead.user, at=now)

    answer = client.get(url)

    page = answer.content.decode()
    shown = ("Everyday walking", "Town Hall", "meet.example.org", BENCHES, "Who mends them?", "Ayr")
    assert [words for words in shown if words not in page] == []
    kept = ("Isla", "Moira", "Ewan", "Not this one?", "PAS alone", "What the cohort", "Dunoon")
    assert [words for words in kept if words in page] == []
    assert "The cohort" in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.cookies == {}
    assert contribution.topic == ""


def test_before_its_day_the_page_says_when_the_questions_stand_there(client: Client) -> None:
    session = make.session(on=timezone.localdate() + timedelta(days=20))
    _, url = opened(session)
    question = make.basket_question(of=session, by=make.lead().user, text=BENCHES)

    page = client.get(url).content.decode()

    opens = questions_open_on(session)
    assert opens is not None
    assert f"stand here from {opens:%A} {opens.day} {opens:%B %Y} on" in page
    assert BENCHES not in page
    assert client.get(f"{url}questions/{question.key}/").status_code == 404
    assert client.post(f"{url}questions/{question.key}/", {"answer": "We."}).status_code == 404


def test_a_partner_acts_by_posts_alone_with_no_account_or_cookie(tomorrow: CohortSession) -> None:
    contribution, url = opened(tomorrow)
    question = make.basket_question(of=tomorrow, by=make.lead().user, text=BENCHES)
    client = Client(enforce_csrf_checks=True)
    ways = (url, f"{url}part/", f"{url}questions/{question.key}/")
    before = [client.get(way).status_code for way in ways]
    assert Entry.objects.filter(actor_id=None).count() == 0

    seen = {"seen_at": contribution.changed_at.isoformat()}
    said = {"topic": "Counts of\u202e walkers", "comes": "Moira Reid", "needs": "A ramp.\nTime."}
    told = client.post(f"{url}part/", said | seen)
    typed = {"answer": "The council.", "seen_at": question.changed_at.isoformat()}
    answered = client.post(f"{url}questions/{question.key}/", typed, follow=True)

    assert before == [200, 200, 200]
    assert told.headers["Location"] == f"{url}?kept=part"
    contribution.refresh_from_db()
    assert (contribution.topic, contribution.comes, contribution.needs) == (
        "Counts of walkers",
        "Moira Reid",
        "A ramp.\nTime.",
    )
    page = answered.content.decode()
    assert "Kept. The towns read your answer" in page
    assert "The council." in page
    assert "Change your answer" in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("topic", "Kept words " * 100, "Shorten it to 200 or fewer."),
        ("comes", "Kept words " * 100, "Shorten it to 300 or fewer."),
        ("needs", "Kept words " * 100, "Shorten it to 1,000 or fewer."),
        ("topic", "Kept\x00words", "This held a sign that cannot be stored."),
    ],
)
def test_what_a_partner_typed_is_kept_when_it_is_refused(
    client: Client, tomorrow: CohortSession, field: str, typed: str, words: str
) -> None:
    contribution, url = opened(tomorrow)
    said = {"topic": "", "comes": "", "needs": "", "seen_at": contribution.changed_at.isoformat()}

    page = client.post(f"{url}part/", said | {field: typed}).content.decode()

    assert words in page
    assert "Kept" in page


def test_a_colleague_who_wrote_meanwhile_is_not_overwritten(
    client: Client, tomorrow: CohortSession
) -> None:
    contribution, url = opened(tomorrow)
    seen = contribution.changed_at.isoformat()
    said = {"topic": "Counts", "comes": "Moira Reid", "needs": "", "seen_at": seen}
    client.post(f"{url}part/", said)

    refused = client.post(f"{url}part/", said | {"topic": "Mine"}).content.decode()
    contribution.refresh_from_db()
    again = re.findall(r'name="seen_at" value="([^"]+)"', refused)
    client.post(f"{url}part/", said | {"topic": "Mine", "seen_at": again[0]})

    assert "Somebody else wrote here meanwhile." in refused
    assert contribution.topic == "Counts"
    contribution.refresh_from_db()
    assert contribution.topic == "Mine"


def test_a_link_that_opens_nothing_gets_404_or_a_sentence(
    client: Client, tomorrow: CohortSession
) -> None:
    contribution, url = opened(tomorrow)
    link = PartnerLink.objects.get()
    question = make.basket_question(of=tomorrow, by=make.lead().user, text=BENCHES)
    ways = (url, f"{url}part/", f"{url}questions/{question.key}/")
    unknown = [client.get(way.replace(url, f"{url[:-2]}x/")) for way in ways]
    another = opened(make.session(on=tomorrow.on), "PAS")[1]
    elsewhere = client.post(f"{another}questions/{question.key}/", {"answer": "We."})
    revoke_link(link, by=make.team_member().user, at=timezone.now())
    revoked = [call(way) for way in ways for call in (client.get, client.post)]

    assert {one.status_code for one in unknown} == {404}
    assert elsewhere.status_code == 404
    assert {one.status_code for one in revoked} == {410}
    assert all("This link was closed." in one.content.decode() for one in revoked)
    assert not any("Everyday walking" in one.content.decode() for one in revoked)
    assert {one.headers["Referrer-Policy"] for one in revoked} == {"no-referrer"}
    question.refresh_from_db()
    assert question.state == State.WAITING
    assert contribution.pk


def test_afterwards_the_page_tells_what_was_asked_answered_and_went_elsewhere(
    client: Client,
) -> None:
    was = make.session(on=timezone.localdate() - timedelta(days=1), venue="Town Hall")
    later = make.session(on=timezone.localdate() + timedelta(days=13), title="Not for partners")
    _, url = opened(was)
    team, lead = make.team_member().user, make.lead(make.town("Ayr"))
    texts = ("Answered?", "Asked?", "Goes on?")
    answered, put, goes_on = (
        make.basket_question(of=was, by=lead.user, town=lead.town, text=text) for text in texts
    )
    now = timezone.now()
    answer_question(answered, "By April.", seen_at=answered.changed_at, by=team, at=now)
    mark_asked(put, by=team, at=now)
    carry_over([goes_on], to=later, by=team, at=now)
    add_note(was, sort="note", text="Said among us.", by=team, at=now)

    page = client.get(url).content.decode()

    assert [text for text in (*texts, "By April.", "Town Hall") if text not in page] == []
    assert "It goes on to another session" in page
    assert [text for text in ("Not for partners", "Said among us") if text in page] == []
    assert f"{url}part/" not in page
    put.refresh_from_db()
    assert f"{url}questions/{put.key}/" in page  # what was promised may still be written
    typed = {"answer": "Counted since.", "seen_at": put.changed_at.isoformat()}
    client.post(f"{url}questions/{put.key}/", typed)
    put.refresh_from_db()
    assert put.answer == "Counted since."


def test_a_cancelled_session_says_so_and_asks_for_nothing(
    client: Client, tomorrow: CohortSession
) -> None:
    _, url = opened(tomorrow)
    question = make.basket_question(of=tomorrow, by=make.lead().user, text=BENCHES)
    team = make.team_member().user
    cancel_session(tomorrow, why="The partner was late.", by=team, at=timezone.now())

    page = client.get(url).content.decode()

    assert "This session is cancelled." in page
    assert "The partner was late." not in page
    assert "meet.example.org" not in page
    assert f"{url}questions/{question.key}/" not in page
    said = {"topic": "x", "seen_at": Contribution.objects.get().changed_at.isoformat()}
    assert "nothing to prepare" in client.post(f"{url}part/", said).content.decode()


def test_a_renamed_partner_reads_its_name_of_that_day(
    client: Client, tomorrow: CohortSession
) -> None:
    contribution, url = opened(tomorrow, "Walk Wheel Cycle Trust")
    OrganisationName.objects.create(
        organisation=contribution.organisation, name="Sustrans", until_on=tomorrow.on
    )

    assert "Sustrans (now Walk Wheel Cycle Trust)" in client.get(url).content.decode()


def test_a_groups_partner_hears_of_its_town_alone(client: Client) -> None:
    make.town("Alloa")
    group = make.group(of=make.town("Ayr"))
    _, url = opened(make.session(on=timezone.localdate() + timedelta(days=1), of=group))

    page = client.get(url).content.decode()

    assert "<dd>Ayr</dd>" in page
    assert "Alloa" not in page


def test_the_page_takes_as_many_statements_for_three_questions_as_for_one(
    client: Client, tomorrow: CohortSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, url = opened(tomorrow)
    for _ in range(2):
        lead = make.lead()
        make.basket_question(of=tomorrow, by=lead.user, town=lead.town)
        with django_assert_num_queries(5):
            client.get(url)


def test_the_team_makes_a_link_once_and_revokes_it(client: Client, tomorrow: CohortSession) -> None:
    contribution, _ = opened(tomorrow)
    client.force_login(make.second_step(make.team_member(name="Moira Reid")).user)
    page = f"/sessions/{tomorrow.slug}/partners/"
    url = f"{page}{contribution.key}/links/"

    made = client.post(url, {"name": "Ana Lindqvist"}).content.decode()
    [address] = set(re.findall(r"http://localhost:8000(/partner/[\w-]+/)", made))
    again = client.get(url).content.decode()
    twice = client.post(url, {"name": "Ana Lindqvist"}).content.decode()
    link = PartnerLink.objects.get(name="Ana Lindqvist")

    assert Client().get(address).status_code == 200
    assert made.count(address) == 2  # by itself, and in a text for a mail
    assert "Dear colleagues at Paths for All" in made
    assert address not in again
    assert "Ana Lindqvist" in again
    assert "There is an open link of this name." in twice
    assert ", 2 open" in client.get(page).content.decode()
    client.post(f"{url}{link.key}/revoke/")
    assert Client().get(address).status_code == 410


def test_what_the_partner_says_is_for_the_team_alone(
    client: Client, tomorrow: CohortSession
) -> None:
    contribution, url = opened(tomorrow)
    seen = {"seen_at": contribution.changed_at.isoformat()}
    client.post(f"{url}part/", {"topic": "", "comes": "Ana Lindqvist", "needs": "A ramp."} | seen)

    client.force_login(make.second_step(make.team_member()).user)
    partners = client.get(f"/sessions/{tomorrow.slug}/partners/").content.decode()
    client.force_login(make.lead().user)
    session = client.get(f"/sessions/{tomorrow.slug}/").content.decode()

    assert "Ana Lindqvist" in partners
    assert "A ramp." in partners
    assert "Ana" not in session


def test_who_moves_or_cancels_is_told_whom_to_tell_first(
    client: Client, tomorrow: CohortSession
) -> None:
    opened(tomorrow)
    make.contribution(to=tomorrow, by=make.organisation("PAS"))
    gone = make.contribution(to=tomorrow, by=make.organisation("Shelter Scotland"))
    team = make.second_step(make.team_member()).user
    drop_contribution(gone, by=team, at=timezone.now())
    client.force_login(team)

    pages = {
        way: client.get(f"/sessions/{tomorrow.slug}/{way}/").content.decode()
        for way in ("move", "cancel", "change")
    }

    link = PartnerLink.objects.get()
    for way in ("move", "cancel"):
        assert "Tell Paths for All first." in pages[way]
        assert f"An open link to its page is with {link.name}." in pages[way]
        assert "Tell PAS first.</strong> Nobody there has a link" in pages[way]
        assert "Shelter Scotland" not in pages[way]
    assert "first." not in pages["change"]
