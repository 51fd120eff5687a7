"""A quarter closes: its digest is made, checked on a phone, read, and answers the next time."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Portal, Watched, text_of
from tests.journeys.steps import CODE, SUBJECT, barriers, hurry, time_goes_by

pytestmark = pytest.mark.journey

TEAM, LEAD, DIRECTOR = "team@example.org", "lead.ayr@example.org", "steering.ayr@example.org"
OPENING = "Three towns mended a route people had given up on."
SHORTER = "The shore has a rota that outlived the people who began it."
QUESTION = "Who keeps the rota going when the inspector moves on?"
ANSWER = "The harbour office does, from January; it is in their work plan."
ADDRESS = re.compile(r"/digests/(\d{4}-\d{2})/")


def next_letter(portal: Portal, to: str, subject: str, known: set[str]) -> str:
    """The text of the next letter of that subject, hurried until it is there.

    A worker writes its notice, and another letter of that day may be on its way meanwhile.
    """
    letter = portal.next_letter_to(
        to, subject, known=known, meanwhile=lambda: hurry(portal, "digests/")
    )
    known.add(str(letter["Message-ID"]))
    return text_of(letter)


def drafted(team: Watched) -> str:
    """From the list to a draft; returns the digest's address."""
    team.go("/digests/")
    team.tap(re.compile("^Begin "))
    expect(team.page.get_by_text("Draft", exact=True).first).to_be_visible()
    found = ADDRESS.search(team.page.url)
    assert found is not None
    return found.group()


def edited(team: Watched) -> None:
    """Two lines that open it, and one passage shortened and put in brief."""
    assert barriers(team) == []
    team.page.get_by_label("The two lines that open it").fill(OPENING)
    team.tap("Save these lines")
    team.tap("Ayr", role="link")
    first = team.page.locator("fieldset[data-entry]:not(#entry-progress)").first
    first.get_by_role("textbox").first.fill(SHORTER)
    first.get_by_role("radio", name="In brief").check()
    expect(team.page.get_by_text(re.compile(r"^Saved at"))).to_be_visible()
    assert barriers(team) == []
    team.tap("The desk", role="link")


def frozen_and_published(team: Watched) -> None:
    team.tap("Freeze it")
    team.tap("Publish it", role="link")
    assert barriers(team) == []
    team.tap("Publish it")
    expect(team.page.get_by_text("Published. Its readers get their letters")).to_be_visible()


def checked(lead: Watched, letter: str) -> int:
    """The lead opens the letter's link and approves; how many taps that took."""
    link = re.search(r"https?://\S+/check/\S+", letter)
    assert link is not None
    lead.page.goto(link.group())
    assert barriers(lead) == []
    before = lead.taps
    lead.tap("Approve this section")
    expect(lead.page.get_by_text("You approved this")).to_be_visible()
    return lead.taps - before


def signed_in_by_letter(director: Watched, link: str, known: set[str]) -> None:
    """The letter's link leads to the sign-in page, and the code to what it was about."""
    portal, page = director.portal, director.page
    page.goto(link)
    page.get_by_label("E-mail address").fill(DIRECTOR)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/login/code/**")
    body = text_of(portal.next_letter_to(DIRECTOR, SUBJECT, known=known))
    code = CODE.search(body)
    assert code is not None
    page.get_by_label("Code").fill(code.group())
    page.locator("main form button[type=submit]").first.click()


def test_a_quarter_is_drafted_checked_published_read_and_its_question_answered(
    signed_in: OpenWindow, window: OpenWindow, portal: Portal
) -> None:
    known = {
        str(one["Message-ID"]) for one in (*portal.letters_to(LEAD), *portal.letters_to(DIRECTOR))
    }
    time_goes_by(portal, months=36)  # as if nothing had been published for years
    team = signed_in(TEAM, width=1280)
    address = drafted(team)
    edited(team)
    team.tap("Ask the towns to check it")

    lead = signed_in(LEAD)
    taps = checked(lead, next_letter(portal, LEAD, "Ayr in the digest", known))
    print(f"the lead approves in {taps} tap")
    assert taps <= 2

    team.page.reload()
    frozen_and_published(team)

    letter = next_letter(portal, DIRECTOR, "All Project Towns,", known)
    assert OPENING in letter
    assert SHORTER in letter.replace("\n", " ")
    director = window(worker=False)
    signed_in_by_letter(director, f"{portal.url}{address}", known)
    expect(director.page.get_by_text(SHORTER)).to_be_visible()
    print(f"the director reads in brief {director.taps} taps after the code")
    assert director.taps <= 1
    assert barriers(director) == []

    reads_asks_and_says_so(director)
    print(f"three depths, a question and a mark in {director.taps} taps")
    assert director.taps <= 6

    answers(lead)
    time_goes_by(portal, months=3)
    next_address = drafted(team)
    team.tap("Ask the towns to check it")
    frozen_and_published(team)
    director.go(next_address)
    expect(director.page.get_by_text(QUESTION)).to_be_visible()
    expect(director.page.get_by_text(ANSWER)).to_be_visible()
    assert barriers(director) == []


def reads_asks_and_says_so(director: Watched) -> None:
    page = director.page
    for name in ("On a page", "In full"):
        director.tap(re.compile(f"^{name}"), role="link")
        expect(page.locator("[aria-current=page]").filter(has_text=name)).to_be_visible()
        assert barriers(director) == []
    page.get_by_label("Your one question").fill(QUESTION)
    director.tap("Ask it")
    expect(page.get_by_text(f"asked: “{QUESTION}”")).to_be_visible()
    director.tap(re.compile("read this"))
    expect(page.get_by_text("You said that you have read it.")).to_be_visible()


def answers(lead: Watched) -> None:
    """The question waits at the top of the lead's next report; the answer is kept."""
    lead.go("/")
    lead.tap(re.compile("Write the report|Go on with the report"), role="link")
    expect(lead.page.get_by_text(QUESTION)).to_be_visible()
    lead.tap(re.compile("^Answer it"), role="link", nth=-1)  # others may have asked before
    lead.page.get_by_role("textbox").last.fill(ANSWER)
    lead.page.locator("main form button[type=submit]").first.click()
    expect(lead.page.get_by_text(ANSWER).first).to_be_visible()
