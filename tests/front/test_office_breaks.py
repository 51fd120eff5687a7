"""School breaks are entered in the office, and a plan of sessions tells of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from tests import make
from towns.actions.school_breaks import add_school_break
from towns.models import Council, SchoolBreak

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.localdate().year + 1
FIRST, LAST = date(NEXT_YEAR, 10, 11), date(NEXT_YEAR, 10, 22)


@pytest.fixture
def council() -> Council:
    """The council of an active town."""
    return make.town("Ayr").council


@pytest.fixture
def team(client: Client) -> Client:
    """A member of the Programme Team, signed in."""
    client.force_login(make.second_step(make.team_member()).user)
    return client


def typed(first: date = FIRST, last: date = LAST, name: str = "October week") -> dict[str, object]:
    days = {"starts_on": first, "ends_on": last}
    parts = {
        f"{field}_{part}": getattr(day, part)
        for field, day in days.items()
        for part in ("day", "month", "year")
    }
    return parts | {"name": name}


def test_a_break_is_entered_shown_and_taken_out(team: Client, council: Council) -> None:
    page = f"/office/holidays/{council.slug}/breaks/"

    shown = team.post(page, typed(), follow=True).content.decode()
    found = SchoolBreak.objects.get()
    gone = team.post(f"{page}{found.pk}/remove/", follow=True).content.decode()

    assert "October week</p>" in shown
    assert f"22 October {NEXT_YEAR}" in shown
    assert "Taken out: October week" in gone
    assert "No breaks to come yet" in gone


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (typed(LAST, FIRST), "The last day lies before the first."),
        (typed(FIRST, FIRST + timedelta(days=101)), "longer than 100 days. Check the year."),
        (typed(name=" \u202e "), "Enter the name of the break."),
        (typed(name="x" * 121), "Shorten it to 120 or fewer."),
        (typed() | {"ends_on_month": "13"}, "month"),
    ],
    ids=["backward", "long", "nameless", "name", "month"],
)
def test_what_is_no_break_is_refused_beside_what_was_typed(
    team: Client, council: Council, words: dict[str, object], sentence: str
) -> None:
    page = team.post(f"/office/holidays/{council.slug}/breaks/", words).content.decode()

    assert sentence in page
    assert f'value="{words["starts_on_day"]}"' in page
    assert not SchoolBreak.objects.exists()


def test_two_breaks_of_one_council_share_no_day(team: Client, council: Council) -> None:
    by, at = make.team_member().user, timezone.now()
    made = add_school_break(council, "Autumn", starts_on=FIRST, ends_on=LAST, by=by, at=at)

    page = team.post(f"/office/holidays/{council.slug}/breaks/", typed(LAST, LAST))

    assert "Autumn is there on some of these days" in page.content.decode()
    with pytest.raises(IntegrityError, match="breaks_of_a_council_never_overlap"):
        council.school_breaks.create(name="Again", starts_on=LAST, ends_on=LAST)
    assert made.name == "Autumn"


def test_only_who_runs_the_office_enters_breaks(council: Council) -> None:
    with pytest.raises(PermissionDenied):
        add_school_break(
            council,
            "Autumn",
            starts_on=FIRST,
            ends_on=LAST,
            by=make.lead().user,
            at=timezone.now(),
        )


def test_a_plan_names_the_break_that_it_meets(team: Client, council: Council) -> None:
    by, at = make.team_member().user, timezone.now()
    add_school_break(council, "October week", starts_on=FIRST, ends_on=LAST, by=by, at=at)
    make.series(starts_on=FIRST - timedelta(weeks=1))

    page = team.get("/sessions/plan/").content.decode()

    assert "(October week)" in page
