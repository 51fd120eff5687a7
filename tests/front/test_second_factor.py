"""The second step at sign-in, which the Programme Team and administrators cannot do without."""

import re
import time
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from front.middleware import BEFORE_SECOND_FACTOR
from tests import make
from tests.people.letters import ASK, TYPE, code_for, is_signed_in, letters_to, sign_in
from towns.models import Role

pytestmark = pytest.mark.django_db

SET_UP = "/account/second-step/"
APP = "/account/second-steps/app/"
SECOND_STEP = "/account/login/second-step/"
EXAMPLES = {
    "int": "1",
    "str": "x",
    "slug": "ayr",
    "uuid": str(uuid.UUID(int=0)),
    "month": "2026-10",
    "path": "x",
}


@pytest.fixture
def client() -> Client:
    """A browser at an address of its own, so that no test uses up the attempts of another."""
    return Client(REMOTE_ADDR=f"10.{uuid.uuid4().int % 256}.{uuid.uuid4().int % 256}.7")


def _patterns(resolver: URLResolver, path: str = "", space: str = "") -> list[tuple[str, str]]:
    """Every address of the project with its name, less those of Django's support pages."""
    found: list[tuple[str, str]] = []
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += _patterns(entry, here, inner)
        elif isinstance(entry, URLPattern):
            found.append((here, f"{space}{entry.name}"))
    return found


def _example(path: str) -> str | None:
    """An address that the pattern matches."""
    made = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found.group(1) or "str"], path)
    return None if re.search(r"[\\()^$?]", made) else f"/{made}"


def _figures(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows (`ahead` half minutes from now)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def _set_up_app(client: Client) -> tuple[str, str]:
    """Set an app up, and hand over its secret and where that leads."""
    page = client.get(APP)
    secret = page.context["form"].secret
    answer = client.post(APP, {"code": _figures(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret, answer["Location"]


@pytest.mark.parametrize("maker", [make.team_member, make.administrator])
def test_every_other_page_leads_to_the_set_up(
    client: Client, maker: Callable[..., make.Holder]
) -> None:
    client.force_login(maker().user)
    walked = 0

    for path, name in _patterns(get_resolver()):
        address = _example(path)
        if address is None or name in BEFORE_SECOND_FACTOR:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert (answer.status_code, answer.headers.get("Location")) == (302, SET_UP), address
        walked += 1

    assert walked > 20


def test_the_pages_before_the_second_step_open(client: Client) -> None:
    client.force_login(make.team_member().user)

    pages = (SET_UP, APP, "/account/second-steps/passkeys/add/", "/account/address/", "/privacy/")
    opened = {page: client.get(page).status_code for page in pages}

    assert opened == {
        SET_UP: 200,
        APP: 302,  # asks to show once more that it is you
        "/account/second-steps/passkeys/add/": 302,
        "/account/address/": 200,
        "/privacy/": 200,
    }


@pytest.mark.parametrize(
    "maker", [make.lead, make.link_lead, make.analyst, make.steering_member, make.evaluator]
)
def test_nobody_else_is_forced(client: Client, maker: Callable[..., make.Holder]) -> None:
    client.force_login(maker().user)

    assert client.get("/account/").status_code == 200


def test_the_demonstration_forces_nobody(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    client.force_login(make.team_member().user)

    assert client.get("/account/").status_code == 200


def test_a_post_that_ended_yesterday_forces_nobody(client: Client) -> None:
    client.force_login(make.team_member(until=date(2025, 6, 1)).user)

    assert client.get("/account/").status_code == 200


def test_a_post_that_began_today_forces_at_the_next_page(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    assert client.get("/account/").status_code == 200

    make.tenure(lead.person, Role.PROGRAMME_TEAM, since=date(2025, 6, 1))

    assert client.get("/account/")["Location"] == SET_UP


def test_setting_up_an_app_right_after_signing_in_opens_the_portal(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    assert not is_signed_in(client)

    with django_capture_on_commit_callbacks(execute=True):
        _secret, onward = _set_up_app(client)

    assert onward == "/account/second-steps/recovery-codes/"
    assert is_signed_in(client)
    assert client.get(SET_UP)["Location"] == "/account/"
    assert letters_to(user.email)[-1].subject == "An authenticator app was added to your account"


def test_the_recovery_codes_are_shown_once(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    _secret, onward = _set_up_app(client)

    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    shown = [codes[0] in client.get(onward).content.decode() for _ in range(2)]

    assert shown == [True, False]


def test_signing_in_takes_the_code_and_then_the_figures(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    secret, _onward = _set_up_app(client)
    client.post("/account/logout/")

    client.post(ASK, {"email": user.email})
    halfway = client.post(TYPE, {"code": code_for(user.email)})
    assert halfway["Location"] == SECOND_STEP
    assert not is_signed_in(client)
    wrong = client.post(SECOND_STEP, {"code": "000000"})
    assert "This is not the code that the app shows now" in wrong.content.decode()
    assert not is_signed_in(client)
    client.post(SECOND_STEP, {"code": _figures(secret)})

    assert is_signed_in(client)


def test_figures_work_once(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    secret, _onward = _set_up_app(client)
    for expected in (True, False):
        client.post("/account/logout/")
        client.post(ASK, {"email": user.email})
        client.post(TYPE, {"code": code_for(user.email)})
        client.post(SECOND_STEP, {"code": _figures(secret, ahead=0)})

        assert is_signed_in(client) == expected


def test_a_recovery_code_stands_in_for_a_lost_phone_once(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    _set_up_app(client)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        client.post("/account/logout/")
        client.post(ASK, {"email": user.email})
        client.post(TYPE, {"code": code_for(user.email)})
        client.post(SECOND_STEP, {"code": code})

        assert is_signed_in(client) == expected


def test_a_second_step_ends_every_session_begun_without_it(client: Client) -> None:
    user = make.team_member().user
    elsewhere = Client(REMOTE_ADDR="10.20.30.40")
    sign_in(elsewhere, user.email)
    sign_in(client, user.email)

    _set_up_app(client)

    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)


def test_taking_the_app_away_asks_the_privileged_to_set_up_another(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)
    _set_up_app(client)

    client.post("/account/second-steps/app/remove/")

    assert client.get("/account/")["Location"] == SET_UP
    told = letters_to(user.email)[-1]
    assert told.subject == "The authenticator app was removed from your account"


def test_the_key_of_the_app_lies_sealed_in_the_database(client: Client) -> None:
    user = make.team_member().user
    sign_in(client, user.email)

    secret, _onward = _set_up_app(client)

    rows = Authenticator.objects.filter(user=user).values_list("data", flat=True)
    assert len(rows) == 2
    assert secret not in str(list(rows))


@pytest.mark.parametrize(
    "credential",
    ["", "null", "[]", "{}", "1", "{", '"\\u0000"', '{"id": "\\ud800"}', "[" * 500, "9" * 5000],
)
@pytest.mark.parametrize("path", ["/account/login/passkey/", "/account/second-steps/passkeys/add/"])
def test_a_damaged_passkey_is_no_fault_and_opens_nothing(
    client: Client, path: str, credential: str
) -> None:
    user = make.team_member().user
    if "add" in path:
        sign_in(client, user.email)
        client.get(path)
    else:
        client.get(path, headers={"accept": "application/json"})

    answer = client.post(path, {"credential": credential, "name": "x"})

    assert answer.status_code in {200, 302}
    assert not Authenticator.objects.exists()
    assert not is_signed_in(client)
