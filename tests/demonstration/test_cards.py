"""The cards on the demonstration's sign-in page."""

import pytest
from django.test import Client

from demonstration.cards import CARDS
from local.demo import SIGN_INS
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def _press(client: Client, email: str) -> int:
    return client.post(f"/demonstration/sign-in/{email}/").status_code


def _who(client: Client) -> str | None:
    page = client.get("/account/")
    return str(page.context["user"].email) if page.status_code == 200 else None


def test_there_is_a_card_for_each_person_who_exists(client: Client) -> None:
    make.user("Isla Fraser", email="lead.ayr@example.org")

    page = client.get("/account/login/").content.decode()

    assert page.count("cp-sign-in-cards__card") == 1
    assert "Isla Fraser, lead.ayr@example.org" in page
    assert "This is a demonstration" in page


@pytest.mark.parametrize("email", [card.email for card in CARDS])
def test_one_press_signs_in(client: Client, email: str) -> None:
    make.user(email=email)

    assert _press(client, email) == 302
    assert _who(client) == email


def test_no_second_step_is_forced(client: Client) -> None:
    team = make.team_member()
    team.user.email = "team@example.org"
    team.user.save()

    _press(client, "team@example.org")

    assert _who(client) == "team@example.org"


def test_a_press_while_signed_in_changes_to_the_other_person(client: Client) -> None:
    make.user(email="lead.ayr@example.org")
    make.user(email="team@example.org")

    _press(client, "lead.ayr@example.org")
    _press(client, "team@example.org")

    assert _who(client) == "team@example.org"


@pytest.mark.parametrize("email", ["nobody@example.org", "real.person@example.org"])
def test_nobody_without_a_card_signs_in_by_a_press(client: Client, email: str) -> None:
    make.user(email="real.person@example.org")

    assert _press(client, email) == 404
    assert _who(client) is None


def test_looking_signs_nobody_in(client: Client) -> None:
    make.user(email="team@example.org")

    assert client.get("/demonstration/sign-in/team@example.org/").status_code == 405
    assert _who(client) is None


def test_a_closed_account_stays_closed(client: Client) -> None:
    user = make.user(email="team@example.org")
    user.is_active = False
    user.save()

    _press(client, "team@example.org")

    assert _who(client) is None


def test_the_terminal_and_the_page_name_the_same_people() -> None:
    assert [email for _role, email in SIGN_INS] == [card.email for card in CARDS]
