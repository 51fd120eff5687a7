"""Sessions: listed, ended by hand, and ended by themselves."""

import re
import time
from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from people.actions.sessions import end_session
from people.adapter import SIGNED_IN_AT
from people.middleware import SEEN_AT
from people.models import User
from tests import make
from tests.people.letters import is_signed_in, sign_in
from towns.models import Role

pytestmark = pytest.mark.django_db

HOUR = 3600
DAY = 24 * HOUR


def _signed_in_before(client: Client, seconds: float) -> None:
    session = client.session
    session[SIGNED_IN_AT] = time.time() - seconds
    session[SEEN_AT] = time.time()
    session.save()


def test_the_list_names_every_session_of_this_person_and_no_other(
    client: Client, other_client: Client
) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    sign_in(other_client, make.lead().user.email)
    sign_in(Client(REMOTE_ADDR="10.1.2.3"), user.email)

    page = client.get("/account/sessions/").content.decode()

    assert page.count("Signed in on") == 2
    assert "10.1.2.3" in page


def test_ending_the_other_sessions_signs_them_out_and_keeps_this_one(
    client: Client, other_client: Client
) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    sign_in(other_client, user.email)

    client.post("/account/sessions/")

    assert (is_signed_in(client), is_signed_in(other_client)) == (True, False)


def _its_session(user: User, *, but: Client) -> UserSession:
    return UserSession.objects.exclude(session_key=but.session.session_key).get(user=user)


def test_ending_one_session_signs_that_device_out_at_once_and_keeps_the_others(
    client: Client, other_client: Client
) -> None:
    user = make.lead().user
    third = Client(REMOTE_ADDR="10.1.2.3")
    sign_in(other_client, user.email)
    sign_in(client, user.email)
    ended = _its_session(user, but=client)
    sign_in(third, user.email)

    answer = client.post(f"/account/sessions/{ended.pk}/end/", follow=True)

    assert "is signed out." in answer.content.decode()
    assert [is_signed_in(each) for each in (client, other_client, third)] == [True, False, True]
    entry = Entry.objects.get(verb="session.ended")
    assert (entry.actor_id, entry.facts) == (user.pk, {"session": ended.pk})


def test_a_session_of_somebody_else_is_not_found_and_lives_on(
    client: Client, other_client: Client
) -> None:
    other = make.lead().user
    sign_in(other_client, other.email)
    sign_in(client, make.lead().user.email)
    path = f"/account/sessions/{UserSession.objects.get(user=other).pk}/end/"

    answers = [client.post(path).status_code, client.get(path).status_code]

    assert (answers, is_signed_in(other_client)) == ([404, 405], True)


def test_nobody_ends_a_session_of_somebody_else(other_client: Client) -> None:
    other = make.lead().user
    sign_in(other_client, other.email)

    with pytest.raises(PermissionDenied):
        end_session(UserSession.objects.get(user=other), by=make.lead().user, at=timezone.now())

    assert is_signed_in(other_client)


def test_ending_the_session_in_use_asks_for_an_ordinary_sign_out(client: Client) -> None:
    user = make.lead().user
    sign_in(client, user.email)

    answer = client.post(f"/account/sessions/{UserSession.objects.get().pk}/end/")

    assert (answer["Location"], is_signed_in(client)) == ("/account/logout/", True)


def test_this_device_stands_first_and_the_newest_after_it_each_with_its_button(
    client: Client, other_client: Client
) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    UserSession.objects.update(user_agent="Firefox Windows")
    sign_in(other_client, user.email)
    UserSession.objects.filter(user_agent="").update(user_agent="Safari iPad")
    sign_in(Client(REMOTE_ADDR="10.1.2.3"), user.email)
    UserSession.objects.filter(user_agent="").update(user_agent="Chrome Android")

    page = client.get("/account/sessions/").content.decode()

    listed = re.findall(r'cp-rows__title">(\w+) on', page)
    assert listed == ["Firefox", "Chrome", "Safari"]
    assert len(re.findall(r"/account/sessions/\d+/end/", page)) == 2


def test_closing_an_account_ends_its_sessions_at_the_next_page(client: Client) -> None:
    user = make.lead().user
    sign_in(client, user.email)

    user.is_active = False
    user.save()

    assert not is_signed_in(client)


@pytest.mark.parametrize(("hours", "expected"), [(11.9, True), (12.1, False)])
def test_the_programme_team_signs_in_again_after_twelve_hours(
    client: Client, hours: float, *, expected: bool
) -> None:
    user = make.team_member().user
    sign_in(client, user.email, remember="on")
    _signed_in_before(client, hours * HOUR)

    answer = client.get("/account/second-step/")

    assert (answer.status_code == 200) == expected


@pytest.mark.parametrize(
    ("remember", "days", "expected"),
    [("", 13.9, True), ("", 14.1, False), ("on", 29.9, True), ("on", 30.1, False)],
)
def test_others_sign_in_again_after_fourteen_days_or_thirty_if_they_asked_to_stay(
    client: Client, remember: str, days: float, *, expected: bool
) -> None:
    user = make.lead().user
    sign_in(client, user.email, remember=remember)
    _signed_in_before(client, days * DAY)

    assert is_signed_in(client) == expected


def test_a_post_that_begins_shortens_the_sessions_that_are_open(client: Client) -> None:
    lead = make.lead()
    sign_in(client, lead.user.email)
    _signed_in_before(client, 13 * HOUR)
    assert is_signed_in(client)

    make.tenure(lead.person, Role.PROGRAMME_TEAM, since=date(2025, 6, 1))

    assert not is_signed_in(client)


def test_the_use_of_a_session_is_noted_once_an_hour(client: Client) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    UserSession.objects.update(user_agent="before")

    client.get("/account/", headers={"user-agent": "within the hour"})
    first = UserSession.objects.get().user_agent
    session = client.session
    session[SEEN_AT] = time.time() - HOUR - 1
    session.save()
    client.get("/account/", headers={"user-agent": "after an hour"})

    assert (first, UserSession.objects.get().user_agent) == ("before", "after an hour")


def test_somebody_whose_posts_have_ended_signs_in_and_is_told_so(client: Client) -> None:
    user = make.lead(until=date(2025, 6, 1)).user

    sign_in(client, user.email)

    assert "You hold no post today" in client.get("/account/").content.decode()


@pytest.mark.parametrize("key", ['"abcdefgh\\000"', "short", "x" * 4000])
def test_a_session_that_cannot_be_is_nobodys(client: Client, key: str) -> None:
    answer = client.get("/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/")
