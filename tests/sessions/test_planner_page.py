"""The page on which a year of sessions is planned, and those of series and kinds."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Protocol
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.actions.planning import save_plan
from sessions.actions.series import change_audience
from sessions.models import Audience, CohortSession, Kind, Series
from sessions.plans import Plan
from sessions.slots import Facts
from tests import make
from tests.sessions.plans import planned
from towns.models import Holiday, Role

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
THURSDAY = next(day for n in range(1, 8) if (day := date(YEAR, 1, n)).weekday() == 3)


class Answer(Protocol):
    """What a test's browser gets."""

    @property
    def content(self) -> bytes: ...


@pytest.fixture
def team(client: Client) -> Client:
    """A member of the Programme Team, signed in."""
    client.force_login(make.second_step(make.team_member()).user)
    return client


def parts(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def address(
    *series: Series, first: date = date(YEAR, 1, 1), last: date = date(YEAR, 12, 31)
) -> str:
    """The page of a plan."""
    asked: list[tuple[str, object]] = [("series", one.slug) for one in series]
    asked += [*parts("first", first).items(), *parts("last", last).items()]
    return f"/sessions/plan/?{urlencode(asked)}"


def text_of(answer: Answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def link(page: str, words: str) -> str:
    """Where the first link of these words leads, within the planner."""
    found = re.search(rf'href="(\?[^"]+)"[^>]*>{re.escape(words)}', page)
    assert found, words
    return "/sessions/plan/" + unescape(found[1])


def save(team: Client, page: str) -> Answer:
    """Press Save on a plan's page as it stands now."""
    seen = re.search(r'name="seen" value="(\w+)"', team.get(page).content.decode())
    assert seen
    return team.post(page, {"seen": seen[1]}, follow=True)


def test_a_year_is_planned_in_one_press_and_not_twice(team: Client) -> None:
    make.town("Ayr")
    series = make.series(starts_on=THURSDAY)
    before = make.session(on=THURSDAY, series=series, venue="Town House")

    done = save(team, address(series))

    made = CohortSession.objects.exclude(pk=before.pk).order_by("on")
    assert made[0].on == THURSDAY + timedelta(weeks=2)
    assert {one.on.year for one in made if one.on} == {YEAR}
    assert {one.venue for one in made} == {"Town House"}
    assert f"{len(made)} sessions are planned, the last on" in text_of(done)
    again = team.get(address(series))
    assert "Every session of these series is planned for these days already." in text_of(again)


def test_without_a_word_it_offers_a_whole_year_of_every_series(team: Client) -> None:
    make.town("Ayr")
    make.series("Fortnightly")
    make.series("Eight-weekly", kind="eight-weekly-session", every=8, begins=time(14))

    page = text_of(team.get("/sessions/plan/"))

    assert "every second Thursday at 10.00" in page
    assert "every eighth Thursday at 14.00" in page
    assert re.search(r"Save \d\d sessions", page)


def test_each_clash_is_told_and_mended_by_a_link_before_anything_is_kept(team: Client) -> None:
    ayr = make.town("Ayr")
    series = make.series(starts_on=THURSDAY)
    closed = THURSDAY + timedelta(weeks=6)
    Holiday.objects.create(council=ayr.council, on=closed, name="Founders' Day")

    page = team.get(address(series))
    assert "closed in Ayr (Founders' Day)." in text_of(page)
    skipped = link(page.content.decode(), "Leave it out, keep the rhythm")
    after = team.get(skipped)

    assert "No clash" in text_of(after)
    assert "is left out." in text_of(after)
    assert link(after.content.decode(), "Undo the last") == address(series)
    assert not CohortSession.objects.exists()
    save(team, skipped)
    assert not CohortSession.objects.filter(on=closed).exists()
    assert CohortSession.objects.filter(on=closed + timedelta(weeks=2)).exists()


def test_series_that_always_meet_are_settled_once_and_go_on_so(team: Client) -> None:
    make.town("Ayr")
    fortnightly = make.series(starts_on=THURSDAY)
    rarer = make.series(
        "Eight-weekly", kind="eight-weekly-session", every=8, starts_on=THURSDAY, begins=time(14)
    )
    page = team.get(address(fortnightly, rarer))
    assert "The eight-weekly session always meets the fortnightly session" in text_of(page)

    shifted = link(page.content.decode(), "Every eight-weekly session comes one week later")
    assert "Series that keep meeting" not in text_of(team.get(shifted))
    save(team, shifted)

    rarer.refresh_from_db()
    assert rarer.counted_from == THURSDAY + timedelta(weeks=1)
    days = CohortSession.objects.filter(series=rarer).order_by("on").values_list("on", flat=True)
    assert days[0] == THURSDAY + timedelta(weeks=1)


def test_what_somebody_planned_meanwhile_is_not_planned_again(team: Client) -> None:
    make.town("Ayr")
    series = make.series(starts_on=THURSDAY)
    page = address(series)
    seen = re.search(r'name="seen" value="(\w+)"', team.get(page).content.decode())
    assert seen
    make.session(on=THURSDAY, series=series)

    refused = team.post(page, {"seen": seen[1]})

    assert "The plan has changed since this page was made." in text_of(refused)
    assert CohortSession.objects.count() == 1


def test_a_cancelled_session_is_not_planned_once_more_nor_a_moved_one(team: Client) -> None:
    make.town("Ayr")
    series = make.series(starts_on=THURSDAY)
    make.session(on=THURSDAY, series=series, state=CohortSession.State.CANCELLED)
    later = THURSDAY + timedelta(weeks=2)
    was_to_begin = datetime.combine(later, time(10), timezone.get_default_timezone())
    make.session(
        on=later - timedelta(days=2),
        series=series,
        state=CohortSession.State.MOVED,
        moved_from=was_to_begin,
    )

    save(team, address(series))

    new = CohortSession.objects.filter(series=series, state=CohortSession.State.SCHEDULED)
    assert min(one.on for one in new if one.on) == later + timedelta(weeks=2)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(YEAR, 2, 1), date(YEAR, 1, 1), "is before the first"),
        (date(YEAR, 1, 1), date(YEAR + 5, 1, 1), "at most five years at a time"),
    ],
)
def test_days_that_no_plan_has_are_refused_in_words(
    team: Client, first: date, last: date, sentence: str
) -> None:
    page = team.get(address(make.series(), first=first, last=last))

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert f'value="{last.year}"' in page.content.decode()


def test_a_time_that_the_clocks_leave_out_is_refused_in_words(team: Client) -> None:
    sunday = date(2026, 3, 29) + timedelta(weeks=52)
    series = make.series(starts_on=sunday - timedelta(weeks=2), begins=time(1, 30))

    page = team.get(address(series, first=date(2027, 1, 1), last=date(2027, 12, 31)))

    assert "the clocks go forward and 1.30 is left out" in text_of(page)


def test_towns_without_a_calendar_are_named(team: Client) -> None:
    make.town("Ayr", council=make.council("South Ayrshire"))

    page = text_of(team.get(address(make.series())))

    assert f"No holidays are entered for South Ayrshire in {YEAR}" in page


def test_a_plan_takes_as_many_statements_for_one_town_as_for_thirty(team: Client) -> None:
    series = make.series(starts_on=THURSDAY)
    counts = []
    for towns in (1, 29):
        for _ in range(towns):
            make.town()
        with CaptureQueriesContext(connection) as found:
            team.get(address(series))
        counts.append(len(found))

    assert counts[0] == counts[1] <= 14


def test_only_who_plans_saves_a_plan() -> None:
    with pytest.raises(PermissionDenied):
        save_plan(Plan(planned("fortnightly"), Facts({})), by=make.lead().user, at=timezone.now())


RHYTHM = {
    "name": "Spotlights",
    "frequency": "months",
    "every": "1",
    "nth": "-1",
    "starts_on_day": "28",
    "starts_on_month": "1",
    "starts_on_year": str(YEAR),
    "begins": "10.00",
    "minutes": "60",
}


def rhythm(**words: str) -> dict[str, str]:
    return RHYTHM | {"kind": str(Kind.objects.get(slug="spotlight").pk)} | words


def test_a_series_is_added_and_invites_whom_its_kind_invites(team: Client) -> None:
    done = team.post("/sessions/series/new/", rhythm(), follow=True)

    made = Series.objects.get()
    assert (made.slug, made.nth, made.frequency) == ("spotlights", -1, "months")
    assert set(made.audiences.values_list("role", flat=True)) == set(made.kind.roles)
    assert "Its days can be planned." in text_of(done)
    listed = text_of(team.get("/sessions/kinds/"))
    assert "of every month at 10.00, Spotlight" in listed
    assert "Invites: Project Lead, Community Link Lead, LIST analyst, Programme Team" in listed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 1000}, "Shorten it to 80 or fewer."),
        ({"every": "0"}, "A series comes every 1 to 52 weeks, or 1 to 12 months."),
        ({"every": "13"}, "A series comes every 1 to 12 months."),
        ({"every": "two"}, "Enter a number, such as 2."),
        ({"begins": "23:30"}, "ends on the day it begins"),
        ({"begins": ""}, "Enter the time at which it begins."),
        (
            {"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": str(YEAR)},
            "The last day is before the first.",
        ),
    ],
)
def test_what_no_series_can_be_is_refused_and_what_was_typed_stays(
    team: Client, words: dict[str, str], sentence: str
) -> None:
    page = team.post("/sessions/series/new/", rhythm(**words))

    assert sentence in text_of(page)
    assert all(f'value="{value}"' in page.content.decode() for value in words.values() if value)
    assert not Series.objects.exists()


def test_a_name_is_given_to_one_series_alone(team: Client) -> None:
    other, series = make.series("Spotlights"), make.series("Fortnightly")

    new = team.post("/sessions/series/new/", rhythm())
    renamed = team.post(f"/sessions/series/{series.slug}/", {"name": other.name})

    assert "There is a series of this name already." in text_of(new)
    assert "There is a series of this name already." in text_of(renamed)


def test_a_series_ends_and_is_planned_no_further(team: Client) -> None:
    make.town()
    series = make.series(starts_on=THURSDAY)
    ends_on = THURSDAY + timedelta(weeks=3)
    typed = {"name": "Every second week", **parts("ends_on", ends_on)}

    team.post(f"/sessions/series/{series.slug}/", typed)

    series.refresh_from_db()
    assert (series.name, series.ends_on) == ("Every second week", ends_on)
    assert "Save 2 sessions" in text_of(team.get(address(series)))


def test_whom_a_series_invites_changes_from_a_day_on_and_not_before() -> None:
    team = make.team_member().user
    series = make.series()
    today = timezone.localdate()
    from_on = today + timedelta(days=30)
    days = [today - timedelta(days=9), today + timedelta(days=9), today + timedelta(days=40)]
    past, near, far = (make.session(on=day, series=series) for day in days)

    def change(roles: list[str], from_on: date) -> None:
        change_audience(series, roles, from_on=from_on, by=team, at=timezone.now())

    change([Role.PROGRAMME_TEAM, Role.NATIONAL], from_on)

    def invited(session: CohortSession) -> set[str]:
        return set(session.invited.values_list("role", flat=True))

    before = {Role.PROJECT_LEAD, Role.PROGRAMME_TEAM}
    assert (invited(past), invited(near)) == (before, before)
    assert invited(far) == {Role.PROGRAMME_TEAM, Role.NATIONAL}
    change([Role.PROJECT_LEAD], from_on)
    assert invited(far) == {Role.PROJECT_LEAD}
    with pytest.raises(PermissionDenied):
        change_audience(series, [], from_on=today, by=make.lead().user, at=timezone.now())


def test_a_role_is_invited_once_a_day() -> None:
    series = make.series(roles=(Role.STEERING,))

    with pytest.raises(IntegrityError, match="audience_once_a_day"), transaction.atomic():
        Audience.objects.create(series=series, role=Role.STEERING, starts_on=THURSDAY)


def test_the_audience_is_changed_on_its_page(team: Client) -> None:
    series = make.series()
    day = timezone.localdate() + timedelta(days=1)
    typed = parts("from_on", day)
    page = f"/sessions/series/{series.slug}/audience/"

    refused = team.post(page, {"roles": [], **typed})
    team.post(page, {"roles": [Role.PROJECT_LEAD, Role.NATIONAL], **typed})

    assert "Choose who is invited." in text_of(refused)
    now_on = series.audiences.filter(ends_on=None).values_list("role", flat=True)
    assert set(now_on) == {Role.PROJECT_LEAD, Role.NATIONAL}


def test_kinds_are_added_changed_and_no_longer_offered(team: Client) -> None:
    team.post(
        "/sessions/kinds/new/",
        {"name": "Walk", "minutes": "90", "invite_weeks": "4", "remind_days": "3", "is_used": "on"},
    )
    walk = Kind.objects.get(name="Walk")
    assert (walk.slug, walk.minutes, walk.invite_weeks, walk.is_used) == ("walk", 90, 4, True)
    assert walk.remind_days == 3

    typed = {
        "name": "Study walk",
        "minutes": "120",
        "invite_weeks": "12",
        "remind_days": "10",
        "roles": [Role.PROJECT_LEAD],
    }
    team.post("/sessions/kinds/walk/", typed)
    refused = team.post(
        "/sessions/kinds/new/", typed | {"minutes": "2", "invite_weeks": "99", "remind_days": "1"}
    )
    taken = team.post("/sessions/kinds/new/", typed | {"name": "STUDY WALK"})

    walk.refresh_from_db()
    assert (walk.name, walk.roles, walk.is_used) == ("Study walk", [Role.PROJECT_LEAD], False)
    assert "A session lasts at least five minutes." in text_of(refused)
    assert "Invitations leave 0 to 52 weeks before." in text_of(refused)
    assert "People are reminded 2 to 15 working days before." in text_of(refused)
    assert "There is a kind of this name already." in text_of(taken)
    assert "Study walk" not in text_of(team.get("/sessions/new/"))


def test_one_called_as_the_page_that_adds_is_changed_on_a_page_of_its_own(team: Client) -> None:
    team.post("/sessions/series/new/", rhythm(name="New"))
    typed = {
        "name": "New",
        "minutes": "90",
        "invite_weeks": "4",
        "remind_days": "3",
        "is_used": "on",
    }
    team.post("/sessions/kinds/new/", typed)

    assert "Change the series" in text_of(team.get("/sessions/series/new-2/"))
    assert "Change the kind" in text_of(team.get("/sessions/kinds/new-2/"))
