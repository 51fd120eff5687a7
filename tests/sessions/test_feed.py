"""A person's calendar program reads what this person may see, at an address that can be revoked."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from sessions.actions.feeds import FeedKnown, TooManyFeeds, make_feed, revoke_feed
from sessions.models import CalendarFeed, CohortSession
from tests import make
from tests.sessions.readers import by_ical_js, by_icalendar
from towns.models import Role

pytestmark = pytest.mark.django_db

State, Precision = CohortSession.State, CohortSession.Precision
SECRET_ROOM = "https://meet.example.org/secret-room"
KHAL = """
[calendars]
[[cohort]]
path = {folder}/cohort
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/London
default_timezone = Europe/London
[sqlite]
path = {folder}/khal.db
"""


def read(user: User, *, has_links: bool = False) -> str:
    """The feed of a new address of this person's."""
    _, token = make_feed(f"Feed {has_links}", has_links=has_links, by=user, at=timezone.now())
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def titles(feed: str) -> set[str]:
    return {one.title for one in by_icalendar(feed.encode()).events}


def by_khal(feed: str, folder: Path, *, since: date, until: date) -> list[str]:
    """The lines that a person sees who subscribed: day, hours, title."""
    (folder / "cohort").mkdir()
    config, file = folder / "khal.conf", folder / "feed.ics"
    config.write_text(KHAL.format(folder=folder), encoding="utf-8")
    file.write_bytes(feed.encode())
    khal: list[str | Path] = [Path(sys.executable).with_name("khal"), "-c", config]
    room = os.environ | {"HOME": str(folder), "XDG_CACHE_HOME": str(folder)}

    def said(*words: str | Path) -> str:
        done = subprocess.run(
            [*khal, *words], capture_output=True, text=True, env=room, timeout=60, check=True
        )
        return str(done.stdout)

    said("import", "--batch", "-a", "cohort", file)
    shape = "{start-long} {end-time} {title}"
    listed = said("list", "--day-format", "", "--format", shape, str(since), str(until))
    return [line for line in listed.splitlines() if line.strip()]


def test_a_calendar_program_shows_what_the_page_shows(client: Client, tmp_path: Path) -> None:
    lead = make.lead().user
    today = timezone.localdate()
    days = [today + timedelta(days=ahead) for ahead in (3, 10, 150, 300)]
    for number, day in enumerate(days):
        make.session(on=day, title=f"Paths, part {number}; and “more”")
    client.force_login(lead)

    page = unescape(client.get("/sessions/").content.decode())
    shown = by_khal(read(lead), tmp_path, since=today, until=today + timedelta(days=365))

    assert [line[:10] for line in shown] == [f"{day:%Y-%m-%d}" for day in days]
    for number, line in enumerate(shown):
        assert line[10:] == f" 10:00 11:00 Paths, part {number}; and “more”"
        assert line[23:] in page


def test_instants_are_right_on_both_sides_of_both_clock_changes() -> None:
    lead = make.lead().user
    year = timezone.localdate().year + 1
    for month in (1, 7, 12):
        make.session(on=date(year, month, 15), title=f"{month}")

    feed = read(lead)

    begins = {one.title: one.begins_at for one in by_icalendar(feed.encode()).events}
    assert begins == {one.title: one.begins_at for one in by_ical_js(feed.encode()).events}
    assert {name: one.astimezone(UTC).hour for name, one in begins.items()} == {
        "1": 10,
        "7": 9,
        "12": 10,
    }
    assert "RRULE" not in feed.partition("END:VTIMEZONE")[2]


def test_what_has_no_certain_day_is_in_no_calendar() -> None:
    team = make.team_member().user
    soon = timezone.localdate() + timedelta(days=20)
    make.session(on=soon, title="Certain")
    make.session(on=None, title="Thought of")
    make.session(
        on=soon.replace(day=1),
        state=State.APPROXIMATE,
        title="Rough",
        precision=Precision.MONTH,
        begins_at=None,
        ends_at=None,
    )
    make.session(on=soon - timedelta(days=500), title="Long ago")

    assert titles(read(team)) == {"Certain"}


LEADS, STEERING, GROUP = "Of the leads", "Of the steering groups", "Of another town's group"
COHORT = {LEADS, STEERING}
SEEN: dict[Callable[[], make.Holder], set[str]] = {
    make.lead: COHORT,
    make.link_lead: COHORT,
    make.analyst: COHORT,
    make.team_member: COHORT | {GROUP},
    make.administrator: COHORT | {GROUP},
    make.steering_member: {STEERING},
    make.national_leader: set(),
    make.evaluator: set(),
}


@pytest.mark.parametrize("holder", SEEN, ids=lambda one: one.__name__)
def test_nothing_that_its_owner_does_not_see_is_in_it(holder: Callable[[], make.Holder]) -> None:
    user = holder().user
    soon = timezone.localdate() + timedelta(days=5)
    make.session(on=soon, title=LEADS, roles=(Role.PROJECT_LEAD,))
    make.session(on=soon, title=STEERING, roles=(Role.STEERING,))
    make.session(on=soon, title=GROUP, of=make.group())

    assert titles(read(user)) == SEEN[holder]


def test_cancelled_is_told_and_the_identity_stays() -> None:
    lead = make.lead().user
    made = make.session(on=timezone.localdate() + timedelta(days=5), state=State.CANCELLED)

    [event] = by_icalendar(read(lead).encode()).events

    assert event.status == "CANCELLED"
    assert event.uid.startswith(f"{made.uid}@")
    assert event.attendees == []


def test_join_links_stand_in_it_only_by_choice_and_for_the_invited() -> None:
    lead = make.lead().user
    soon = timezone.localdate() + timedelta(days=5)
    make.session(on=soon, join_link=SECRET_ROOM)
    make.session(on=soon, join_link="https://meet.example.org/others", roles=(Role.STEERING,))

    chosen = re.sub(r"\r\n ", "", read(lead, has_links=True))

    assert SECRET_ROOM in chosen
    assert "meet.example.org/others" not in chosen
    assert "meet.example.org" not in re.sub(r"\r\n ", "", read(lead))


def test_one_address_is_revoked_and_the_others_live() -> None:
    user, at = make.lead().user, timezone.now()
    feed, token = make_feed("Lost phone", has_links=False, by=user, at=at)
    _, other = make_feed("Office", has_links=False, by=user, at=at)
    stranger = make.lead().user
    with pytest.raises(PermissionDenied):
        revoke_feed(feed, by=stranger, at=at)

    revoke_feed(revoke_feed(feed, by=user, at=at), by=user, at=at)

    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    assert Client().get(f"/calendar/{other}.ics").status_code == 200
    assert Client().get("/calendar/nobody-knows-it.ics").status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(f"/calendar/{other}.ics").status_code == 404


def test_the_secret_is_shown_once_and_kept_nowhere(client: Client) -> None:
    user = make.lead().user
    client.force_login(user)

    page = client.post("/sessions/calendar/", {"name": "My phone"}).content.decode()

    found = re.search(r"/calendar/([\w-]{40,})\.ics", page)
    assert found
    assert found[1] not in client.get("/sessions/calendar/").content.decode()
    feed = CalendarFeed.objects.get()
    assert found[1] not in str(list(CalendarFeed.objects.values_list()))
    assert "My phone" in client.get("/sessions/calendar/").content.decode()
    done = client.post(f"/sessions/calendar/{feed.key}/revoke/", follow=True).content.decode()
    assert "The address for My phone is closed." in done


def test_a_name_is_used_once_and_nobody_has_a_hundred(client: Client) -> None:
    user, at = make.lead().user, timezone.now()
    client.force_login(user)
    make_feed("My phone", has_links=False, by=user, at=at)
    with pytest.raises(FeedKnown):
        make_feed("my PHONE", has_links=False, by=user, at=at)

    refused = client.post("/sessions/calendar/", {"name": "My phone"}).content.decode()
    nameless = client.post("/sessions/calendar/", {"name": ""}).content.decode()

    assert "You have an address of this name." in refused
    assert "Enter a name, such as My phone." in nameless
    for number in range(9):
        make_feed(str(number), has_links=False, by=user, at=at)
    with pytest.raises(TooManyFeeds):
        make_feed("one more", has_links=False, by=user, at=at)


def test_a_feed_takes_as_many_statements_for_three_sessions_as_for_sixty() -> None:
    user = make.lead().user
    _, token = make_feed("Phone", has_links=True, by=user, at=timezone.now())
    counts = []
    for sessions in (3, 57):
        for number in range(sessions):
            make.session(on=timezone.localdate() + timedelta(days=number))
        with CaptureQueriesContext(connection) as found:
            Client().get(f"/calendar/{token}.ics")
        counts.append(len(found))

    assert counts[0] == counts[1] <= 5
