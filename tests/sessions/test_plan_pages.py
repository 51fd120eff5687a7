"""The pages on which sessions are added, moved and cancelled: what is typed is never lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kit.dates import in_full
from people.models import OrganisationName
from sessions.models import CohortSession, Kind
from tests import make

pytestmark = pytest.mark.django_db

State = CohortSession.State


@pytest.fixture
def team(client: Client) -> Client:
    """A member of the Programme Team, signed in."""
    client.force_login(make.second_step(make.team_member()).user)
    return client


def typed(**words: object) -> dict[str, object]:
    """What stands in the form of a new session."""
    day = timezone.localdate() + timedelta(days=10)
    kind = Kind.objects.get(slug="fortnightly-session")
    return {
        "kind": kind.pk,
        "precision": "day",
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
        "begins": "10.00",
        "minutes": "60",
    } | words


def test_a_session_is_added_and_shown_with_its_day(team: Client) -> None:
    answer = team.post("/sessions/new/", typed(title="Paths"), follow=True)

    made = CohortSession.objects.get()
    assert made.on is not None
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/sessions/{made.slug}/", 302)]
    assert f"{in_full(made.on)}, 10.00 to 11.00" in page
    assert "Paths" in team.get("/sessions/").content.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": ""}, "Choose a kind."),
        ({"kind": "99999999999"}, "Choose one of the list."),
        ({"begins": ""}, "Enter the time at which it begins"),
        ({"begins": "half past nine"}, "Enter a time of day, such as 10:00 or 14.30."),
        ({"on_year": "2099"}, "is more than five years ahead. Check the year."),
        ({"on_day": "31", "on_month": "2"}, "there is no 31 February"),
        ({"title": "x" * 1000}, "Shorten it to 200 or fewer."),
        ({"join_link": "meet me"}, "Enter the whole address, beginning with https://."),
        ({"minutes": "61"}, "Choose one of the list."),
        ({"roles": ["nobody"]}, "Choose roles of the list."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(
    team: Client, words: dict[str, object], sentence: str
) -> None:
    answer = team.post("/sessions/new/", typed(text="What we hope for") | words)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "What we hope for" in page
    assert not CohortSession.objects.exists()


def test_a_session_moves_with_its_reason_and_says_when_it_was_to_begin(team: Client) -> None:
    made = make.session(on=timezone.localdate() + timedelta(days=3))
    assert made.on is not None

    answer = team.post(
        f"/sessions/{made.slug}/move/", typed(why="The hall is closed."), follow=True
    )

    page = answer.content.decode()
    assert "The hall is closed." in page
    assert f"It was to begin on {in_full(made.on)} at 10.00." in page
    assert CohortSession.objects.get().state == State.MOVED


def test_without_a_date_it_is_an_idea_and_a_group_has_its_own_meeting(team: Client) -> None:
    group = make.group()
    none = {"on_day": "", "on_month": "", "on_year": "", "begins": ""}

    team.post("/sessions/new/", typed(group=group.pk, title="A visit") | none)

    made = CohortSession.objects.get()
    assert (made.state, made.group, made.on) == (State.IDEA, group, None)
    refused = team.post("/sessions/new/", typed() | none | {"begins": "10.00"})
    assert "A time belongs to one certain day" in refused.content.decode()


def test_a_rough_date_is_made_certain(team: Client) -> None:
    made = make.session(on=None)

    assert "Date the session" in team.get(f"/sessions/{made.slug}/move/").content.decode()
    team.post(f"/sessions/{made.slug}/move/", typed())

    assert CohortSession.objects.get().state == State.SCHEDULED


def test_a_session_is_called_off_only_with_a_reason(team: Client) -> None:
    made = make.session(on=timezone.localdate() + timedelta(days=3))

    refused = team.post(f"/sessions/{made.slug}/cancel/", {"why": "  "})
    assert "Say in a sentence why" in refused.content.decode()
    done = team.post(f"/sessions/{made.slug}/cancel/", {"why": "Snow."}, follow=True)

    assert "Snow." in done.content.decode()
    late = team.post(f"/sessions/{made.slug}/cancel/", {"why": "Snow again."})
    assert "This session is cancelled by now. Nothing was changed." in late.content.decode()
    assert "Snow again." in late.content.decode()


def test_what_it_is_about_is_changed_on_its_page(team: Client) -> None:
    made = make.session(on=timezone.localdate() + timedelta(days=3))

    done = team.post(f"/sessions/{made.slug}/change/", {"title": "Paths", "venue": "Hall"})

    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.title, made.venue) == ("Paths", "Hall")


def test_the_list_is_narrowed_to_a_kind_and_knows_no_other(team: Client) -> None:
    make.session(on=timezone.localdate() + timedelta(days=3), title="Paths")

    assert "Paths" in team.get("/sessions/?kind=fortnightly-session").content.decode()
    assert "Paths" not in team.get("/sessions/?kind=spotlight").content.decode()
    assert team.get("/sessions/?kind=none").status_code == 404
    assert team.get("/sessions/?after=none").status_code == 404


def test_what_has_begun_is_neither_moved_nor_called_off(team: Client) -> None:
    made = make.session(on=timezone.localdate() - timedelta(days=3))

    page = team.get(f"/sessions/{made.slug}/").content.decode()

    assert f"/sessions/{made.slug}/change/" in page
    assert f"/sessions/{made.slug}/move/" not in page


def test_a_partner_is_added_by_any_of_its_names_and_drops_out_alone(team: Client) -> None:
    made = make.session(on=timezone.localdate() + timedelta(days=3))
    paths, trust = make.organisation("Paths for All"), make.organisation("Walk Wheel Cycle Trust")
    OrganisationName.objects.create(organisation=trust, name="SUSTRANS", is_alias=True)
    page = f"/sessions/{made.slug}/partners/"

    team.post(page, {"name": "paths  for all", "topic": "Benches"})
    team.post(page, {"name": "Sustrans", "topic": ""})
    again = team.post(page, {"name": "Paths for All", "topic": ""}).content.decode()
    unknown = team.post(page, {"name": "Nobody & Sons", "topic": "Kept"}).content.decode()

    assert "Paths for All contributes to this session already." in again
    assert "“Nobody &amp; Sons” is not in the register." in unknown
    assert 'value="Kept"' in unknown
    brought = made.contributions.get(organisation=paths)
    done = team.post(f"{page}{brought.key}/drop/", follow=True).content.decode()
    assert "Paths for All has dropped out." in done
    late = team.post(f"{page}{brought.key}/drop/", follow=True).content.decode()
    assert "Paths for All has dropped out already." in late
    shown = team.get(f"/sessions/{made.slug}/").content.decode()
    assert "Walk Wheel Cycle Trust" in shown
    assert "Paths for All" not in shown


def test_a_topic_turns_no_word_that_stands_after_it(team: Client) -> None:
    team.post("/sessions/new/", typed(title="\u202eSafe\u2028routes", venue="Town\u202e Hall"))

    made = CohortSession.objects.get()
    assert (made.title, made.venue) == ("Safe routes", "Town Hall")
