"""One letter in the office: its words for the Programme Team alone, and what is done with it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import front.actions.letters
from audit.models import Entry
from outbox.actions.bundling import bundle
from outbox.actions.promising import promise
from outbox.footers import footer_of
from outbox.kinds import Lane, Standing
from outbox.models import Attempt, Letter, Notice
from tests import make
from tests.front.pages import words
from tests.front.rules import SOON, Rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> make.Holder:
    return make.second_step(make.team_member(name="Priya Nair"))


@pytest.fixture
def team(client: Client, priya: make.Holder) -> Client:
    client.force_login(priya.user)
    return client


def page_of(letter: Letter) -> str:
    return reverse("front:office_letter", args=[letter.key])


def sent(at: datetime) -> Letter:
    person = make.person("Isla Fraser")
    letter = make.letter(
        person,
        at=at,
        to="isla@example.org",
        state="accepted",
        accepted_at=at,
        subject="Report of Ayr for October due today",
        text="Dear Isla Fraser,\n\nThe report of Ayr is due today.",
    )
    footer = footer_of(
        letter.key,
        reasons=["you are Project Lead in Ayr"],
        person=person.pk,
        standing=Standing.REMINDER,
    )
    Letter.objects.filter(pk=letter.pk).update(footer=footer)
    letter.refresh_from_db()
    return letter


def test_the_programme_team_reads_what_its_reader_got(team: Client) -> None:
    letter = sent(timezone.now())

    page = words(team.get(page_of(letter)))

    assert "The report of Ayr is due today." in page
    assert "You get this because you are Project Lead in Ayr." in page
    assert "Report of Ayr for October due today" in page


def test_the_links_that_are_the_readers_own_are_not_shown(team: Client) -> None:
    letter = sent(timezone.now())
    links = [line for line in letter.footer.split() if "/letters/" in line]

    page = words(team.get(page_of(letter)))

    assert len(links) == 2
    assert not any(link in page for link in links)
    assert "/letters/stop/… (in the letter itself)" in page


def test_an_administrator_sees_how_it_stands_and_none_of_its_words(client: Client) -> None:
    client.force_login(make.second_step(make.administrator()).user)

    page = words(client.get(page_of(sent(timezone.now()))))

    assert "Report of Ayr for October due today" in page
    assert "What stands in letters is for the Programme Team alone." in page
    assert "The report of Ayr is due today." not in page


def test_nobody_sees_the_words_of_a_code(team: Client) -> None:
    letter = make.letter(
        at=timezone.now(), kind="people/sign_in_code", subject="BCDF", text="Your code: BCDF-GHJK"
    )

    page = words(team.get(page_of(letter)))

    assert "Nobody but its reader sees the words of this letter." in page
    assert "BCDF" not in page


def test_a_letter_that_waits_is_shown_as_it_would_be_now(team: Client, rules: Rules) -> None:  # noqa: ARG001 -- its kinds
    lead, now = make.lead(name="Isla Fraser"), timezone.now()
    promise(SOON.name, to=lead.person.pk, about="towns.town:1", occasion="2026-10", at=now)
    Letter.objects.all().delete()
    bundle(at=now + timedelta(days=7))
    bundle(at=Notice.objects.get().not_before)
    before = list(Letter.objects.values())

    page = words(team.get(page_of(Letter.objects.get())))

    assert "As it would be now" in page
    assert "Dear Isla Fraser," in page
    assert "The text." in page
    assert list(Letter.objects.values()) == before


def test_a_letter_that_would_not_be_sent_now_says_why(team: Client, rules: Rules) -> None:  # noqa: ARG001 -- its kinds
    letter = make.letter(make.person("Isla Fraser"), at=timezone.now(), kind=SOON.name)

    page = words(team.get(page_of(letter)))

    assert "Its reader has no account, and so no address." in page


def test_each_attempt_stands_with_how_far_it_came_and_what_the_server_said(team: Client) -> None:
    letter = make.letter(at=timezone.now(), state="failed", reason="550 No such user")
    Attempt.objects.create(
        letter=letter, at=timezone.now(), phase="rcpt", code=550, reply="5.1.1 No such user"
    )

    page = words(team.get(page_of(letter)))

    assert "It said: 550 5.1.1 No such user" in page
    assert "asked to take a letter to this address" in page


def test_what_it_tells_stands_with_why_it_was_not_told(team: Client) -> None:
    letter = make.letter(
        at=timezone.now(), kind="outbox/message", state="not_needed", reason="Handed in meanwhile."
    )

    page = words(team.get(page_of(letter)))

    assert "Letter of another program" in page
    assert page.count("Handed in meanwhile.") == 2


def test_a_letter_that_stopped_is_tried_again_and_the_deed_is_kept(
    team: Client, priya: make.Holder
) -> None:
    letter = make.letter(at=timezone.now(), state="aside", reason="Three crashes.")
    assert "Try again" in words(team.get(page_of(letter)))

    answer = team.post(f"{page_of(letter)}again/", follow=True)

    letter.refresh_from_db()
    assert letter.state == "ready"
    assert "It is tried again." in words(answer)
    entry = Entry.objects.get(verb="letter.tried_again")
    assert (entry.about, entry.actor_id) == (f"outbox.letter:{letter.pk}", priya.user.pk)


def test_what_came_too_late_is_said_in_a_sentence(team: Client) -> None:
    letter = sent(timezone.now())

    pages = [
        words(team.post(f"{page_of(letter)}{deed}/", follow=True)) for deed in ("again", "sent")
    ]

    assert "This letter cannot be sent again" in pages[0]
    assert "This letter was settled meanwhile." in pages[1]
    assert not Entry.objects.exists()


def test_a_letter_set_aside_in_doubt_is_taken_as_sent(team: Client) -> None:
    now = timezone.now()
    letter = make.letter(at=now, state="aside", reason="Nobody knows.", data_opened_at=now)
    assert "It arrived" in words(team.get(page_of(letter)))

    team.post(f"{page_of(letter)}sent/")

    letter.refresh_from_db()
    assert letter.state == "accepted"
    assert Entry.objects.get().verb == "letter.taken_as_sent"


def test_a_letter_is_ended_with_a_reason_and_not_without(team: Client) -> None:
    letter = make.letter(at=timezone.now())

    without = team.post(f"{page_of(letter)}end/", {"why": " "})
    with_one = team.post(f"{page_of(letter)}end/", {"why": "The text was wrong."})

    assert "Say why: it stands in the place of the letter." in words(without)
    assert with_one.status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("not_needed", "The text was wrong.")
    assert "The text was wrong." in words(team.get(page_of(letter)))
    assert Entry.objects.get().verb == "letter.ended"


def test_ending_a_letter_that_has_left_is_refused_in_the_form(team: Client) -> None:
    letter = sent(timezone.now())

    answer = team.post(f"{page_of(letter)}end/", {"why": "Too late."})

    assert "This letter has left, or ended, meanwhile." in words(answer)


def test_every_deed_asks_who_does_it() -> None:
    lead, now = make.lead().user, timezone.now()
    letter = make.letter(at=now, state="aside")
    deeds = front.actions.letters

    with pytest.raises(PermissionDenied):
        deeds.try_again(letter, by=lead, at=now)
    with pytest.raises(PermissionDenied):
        deeds.take_as_sent(letter, by=lead, at=now)
    with pytest.raises(PermissionDenied):
        deeds.end_letter(letter, why="x", by=lead, at=now)
    with pytest.raises(PermissionDenied):
        deeds.pause(lane=Lane.MAIL, why="x", by=lead, at=now)
    with pytest.raises(PermissionDenied):
        deeds.release_held("x", by=lead, at=now)
    with pytest.raises(PermissionDenied):
        deeds.drop_held("x", why="x", by=lead, at=now)
    assert not Entry.objects.exists()
