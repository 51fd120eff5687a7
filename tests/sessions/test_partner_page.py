"""A partner reads, tells and answers on a page of its own, without an account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from people.models import OrganisationName
from sessions.actions.answers import answer_question, mark_asked
from sessions.actions.carrying import carry_over
from sessions.actions.contributions import drop_contribution
from sessions.actions.notes import add_note
from sessions.actions.partner_links import (
    revoke_link,
)
from sessions.actions.questions import ask, withdraw_question
from sessions.actions.scheduling import cancel_session
from sessions.models import BasketQuestion, CohortSession, Contribution, PartnerLink
from sessions.openings import questions_open_on
from tests import make
from towns.models import TownStatus

pytestmark = pytest.mark.django_db

State = BasketQuestion.State
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)  # the sessions of `make` are on Thursday the 26th
BENCHES = "Who pays for the benches?"


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
    unnamed = client.post(url, {"name": "\u202e \u200f"}).content.decode()
    link = PartnerLink.objects.get(name="Ana Lindqvist")

    assert Client().get(address).status_code == 200
    assert made.count(address) == 2  # by itself, and in a text for a mail
    assert "Dear colleagues at Paths for All" in made
    assert address not in again
    assert "Ana Lindqvist" in again
    assert "There is an open link of this name." in twice
    assert "Say who gets the link." in unnamed
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
