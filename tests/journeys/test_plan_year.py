"""A year of three series in a few taps; one is moved over a change of clocks, and cancelled."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from local.postgres import cluster_in
from tests.journeys.conftest import OpenWindow, Portal, Watched
from tests.sessions.posting import Sent, read

pytestmark = pytest.mark.journey

TEAM, LEAD = "team@example.org", "lead.dunoon@example.org"
LONDON = ZoneInfo("Europe/London")
YEAR = timezone.localdate().year + 1
FORTNIGHTLY = "%-fortnightly-session"


def spring(year: int) -> date:
    """The Sunday on which clocks go forward."""
    last = date(year, 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def last_before(portal: Portal, day: date) -> tuple[str, datetime]:
    """The address of the last fortnightly session before a day, and when it begins."""
    with psycopg.connect(cluster_in(portal.folder / "postgres", kept=True).url) as line:
        found = line.execute(
            "SELECT slug, begins_at FROM cohort_sessions_cohortsession"
            " WHERE slug LIKE %s AND begins_at < %s ORDER BY begins_at DESC LIMIT 1",
            (FORTNIGHTLY, datetime.combine(day, datetime.min.time(), LONDON)),
        ).fetchone()
    assert found is not None
    return found[0], found[1].astimezone(UTC)


def hurry(portal: Portal) -> None:
    """It is a working hour, and what was done has settled: what waits may leave."""
    with psycopg.connect(cluster_in(portal.folder / "postgres", kept=True).url) as line:
        line.execute(
            "UPDATE outbox_notice SET not_before = now() WHERE kind LIKE 'sessions/%%'"
            " AND state = 'waiting' AND not_before < now() + interval '5 days'"
        )


def told(portal: Portal, slug: str, begins: str, known: set[str]) -> Sent:
    """The next letter of that sort about a session, as two readers of calendars understand it.

    In the last weeks of a year the first sessions of the next invite people at the same time.
    """
    hurry(portal)
    found = read(portal.next_letter_to(LEAD, begins, known=known, about=f"/sessions/{slug}/"))
    known.add(str(found.letter["Message-ID"]))
    return found


def press(team: Watched, button: str, said: str) -> None:
    """A tap, and the portal says that it is done."""
    team.tap(button)
    expect(team.page.get_by_text(said).first).to_be_visible()


def plan_the_year(team: Watched) -> None:
    """From home to the saved plan, every clash shown on the way."""
    team.tap("Sessions", role="link")
    team.tap("Plan a year", role="link")
    expect(team.page.get_by_role("heading", level=1)).to_have_text("Plan sessions")
    print(*team.page.locator(".cp-plan__words").all_inner_texts(), sep="\n")
    while team.page.locator(".cp-plan__choices").count():
        team.tap(re.compile(" replaces the "), role="link")
    if team.page.get_by_role("link", name="Move each").count():
        team.tap(re.compile("^Move each"), role="link")
    print(*team.page.locator(".cp-plan__done li").all_inner_texts(), sep="\n")
    team.tap(re.compile(r"^Save \d+ sessions"))
    expect(
        team.page.get_by_text(re.compile(r"\d+ sessions are planned, the last on"))
    ).to_be_visible()


def test_a_year_is_planned_one_session_moves_and_calendars_follow(
    signed_in: OpenWindow, portal: Portal
) -> None:
    team = signed_in(TEAM, width=1280)
    known = {str(one["Message-ID"]) for one in portal.letters_to(LEAD)}

    plan_the_year(team)
    print(f"{team.taps} taps")
    assert team.taps <= 8

    change = spring(YEAR)
    slug, begins_at = last_before(portal, change)
    team.go(f"/sessions/{slug}/")
    press(team, "Send them now", "The invitations leave now")
    asked = told(portal, slug, "Invitation:", known)

    after = change + timedelta(days=2)  # a Tuesday, on which no session of the series is
    team.tap("Move", role="link")
    for part in ("day", "month", "year"):
        team.page.locator(f"input[name=on_{part}]").fill(str(getattr(after, part)))
    team.page.get_by_label("Why does it move?").fill("The hall is closed.")
    expect(team.page.get_by_text("hold this in their calendar")).to_be_visible()
    press(team, "Move", "Moved.")
    moved = told(portal, slug, "Moved:", known)

    team.tap("Cancel it", role="link")
    team.page.get_by_label("Why is it cancelled?").fill("Snow.")
    press(team, "Cancel the session", "Cancelled.")
    off = told(portal, slug, "Cancelled:", known)

    letters = (asked, moved, off)
    assert [one.method for one in letters] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({one.event.uid for one in letters}) == 1
    assert asked.event.sequence < moved.event.sequence < off.event.sequence
    assert asked.event.begins_at == begins_at
    assert moved.event.begins_at == off.event.begins_at
    assert moved.event.begins_at.astimezone(LONDON).date() == after
    clocks = [one.event.begins_at.astimezone(LONDON).hour for one in letters]
    assert clocks == [10, 10, 10]
    assert [one.event.begins_at.astimezone(UTC).hour for one in letters] == [10, 9, 9]
    assert [*team.breaches(), *team.troubles] == []
