"""The pages behind a letter's links: why it came, how to get fewer. No GET changes anything."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.actions.choosing import choose
from outbox.footers import stop_url, why_url
from outbox.kinds import Kind, Standing, kinds, register
from outbox.models import Letter, Notice, Preference
from outbox.tokens import stop_token, why_token
from tests import make
from tests.front.pages import words
from tests.outbox.world import CODE, DUE, NEWS, World

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PERSON = 41
Choice = Preference.Choice


def stop_path(standing: Standing = Standing.NEWS, person: int = PERSON) -> str:
    return f"/letters/stop/{stop_token(person, standing)}/"


def chosen() -> list[tuple[int, str]]:
    return list(Preference.objects.order_by("person").values_list("person", "choice"))


def why_path(letter: Letter) -> str:
    return f"/letters/why/{why_token(letter.key)}/"


# --- Why ------------------------------------------------------------------------------------------
def test_a_reader_learns_by_which_rule_it_came_and_when(client: Client, world: World) -> None:  # noqa: ARG001 -- its kinds
    register(Kind("test/ruled", "Report due soon", rule="A report is due in three working days."))
    at = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
    letter = make.letter(at=at, kind="test/ruled", state="accepted", accepted_at=at)

    page = words(client.get(why_path(letter)))

    assert "It left the portal on Friday 6 November 2026 at 9.30." in page
    assert "Report due soon" in page
    assert "A report is due in three working days." in page
    assert "Promised on Friday 6 November 2026 at 9.30." in page


def test_every_kind_of_letter_says_its_rule_in_a_sentence() -> None:
    rules = {kind.name: kind.rule for kind in kinds()}

    assert len(rules) > 15
    assert [name for name, rule in rules.items() if not rule.endswith(".")] == []


def test_none_of_its_words_and_no_name_stands_there(client: Client) -> None:
    reader = make.user("Isla Fraser")
    letter = make.letter(
        reader.person,
        at=timezone.now(),
        to=reader.email,
        state="not_needed",
        reason="Handed in by Isla Fraser.",
        subject="MARKER",
        text="MARKER",
        footer="MARKER",
    )

    page = words(client.get(why_path(letter)))

    for secret in ("MARKER", "Isla", reader.email, "Handed in"):
        assert secret not in page
    assert "It did not leave the portal." in page
    assert "by then it was not needed any more" in page


@pytest.mark.parametrize(
    ("kinds", "said", "is_stoppable"),
    [
        ([DUE, NEWS], "Reminders stop by themselves once the thing is done", True),
        ([NEWS], "You may choose to get no news", True),
        ([CODE], "so it cannot be stopped", False),
    ],
)
def test_it_says_what_stops_such_letters(
    client: Client,
    world: World,  # noqa: ARG001 -- its kinds
    kinds: list[Kind],
    said: str,
    *,
    is_stoppable: bool,
) -> None:
    letter = make.letter(make.person(), at=timezone.now(), kind=kinds[0].name)
    for kind in kinds[1:]:
        row = letter.notices.get()
        row.pk, row.kind = None, kind.name
        row.save(force_insert=True)

    page = words(client.get(why_path(letter)))

    assert said in page
    assert ("/letters/stop/" in page) == is_stoppable


def test_a_letter_that_waits_says_so_and_a_kind_that_is_gone_is_no_fault(client: Client) -> None:
    letter = make.letter(at=timezone.now(), kind="gone/kind")

    page = words(client.get(why_path(letter)))

    assert "It has not left the portal yet." in page
    assert "A letter of a kind that is no longer sent" in page


@pytest.mark.parametrize("token", ["x", "a" * 32, f"{'a' * 32}:forged", ":", "é"])
def test_a_forged_link_opens_nothing(client: Client, token: str) -> None:
    assert client.get(f"/letters/why/{token}/").status_code == 404
    assert client.get(f"/letters/stop/{token}/").status_code == 404


def test_a_link_of_one_page_does_not_open_the_other(client: Client) -> None:
    letter = make.letter(at=timezone.now())

    assert client.get(f"/letters/stop/{why_token(letter.key)}/").status_code == 404
    assert client.get(f"/letters/why/{stop_token(1, Standing.NEWS)}/").status_code == 404


def test_the_links_of_a_letter_lead_to_these_pages(client: Client) -> None:
    letter = make.letter(at=timezone.now())
    base = "http://localhost:8000"

    paths = [why_url(letter.key), stop_url(PERSON, Standing.NEWS)]

    assert [client.get(path.removeprefix(base)).status_code for path in paths] == [200, 200]


# --- Stop: a mail provider's press ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("standing", "choice"), [(Standing.NEWS, Choice.OWED), (Standing.REMINDER, Choice.DUTY)]
)
def test_a_mail_providers_post_stops_letters_of_that_sort_at_once(
    standing: Standing, choice: str
) -> None:
    provider = Client(enforce_csrf_checks=True)

    answer = provider.post(stop_path(standing), ONE_CLICK)

    assert (answer.status_code, answer.content) == (200, b"stopped\n")
    assert chosen() == [(PERSON, choice)]
    assert not answer.cookies


def test_a_second_press_changes_nothing(client: Client) -> None:
    client.post(stop_path(), ONE_CLICK)
    before = Preference.objects.values().get()

    answer = client.post(stop_path(), ONE_CLICK)

    assert answer.status_code == 200
    assert Preference.objects.values().get() == before


def test_a_press_never_brings_letters_back_that_were_refused(client: Client) -> None:
    choose(PERSON, Choice.DUTY, at=timezone.now())

    client.post(stop_path(Standing.NEWS), ONE_CLICK)

    assert chosen() == [(PERSON, Choice.DUTY)]


def test_letters_that_are_a_duty_go_on(client: Client) -> None:
    answer = client.post(stop_path(Standing.DUTY), ONE_CLICK)

    assert answer.status_code == 200
    assert chosen() == []


def test_the_press_may_come_as_form_data_of_either_sort(client: Client) -> None:
    client.post(stop_path(), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    client.post(stop_path(Standing.NEWS, person=42), ONE_CLICK)  # multipart

    assert chosen() == [(41, Choice.OWED), (42, Choice.OWED)]


def test_a_press_with_a_forged_link_stops_nothing(client: Client) -> None:
    real = stop_token(PERSON, Standing.NEWS)
    person, _, signature = real.partition(":")

    answers = [
        client.post(f"/letters/stop/{token}/", ONE_CLICK).status_code
        for token in (f"{person}x:{signature}", f"42-news:{signature}", f"{real}x")
    ]

    assert answers == [404, 404, 404]
    assert chosen() == []


# --- Stop: the page -------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(client: Client, method: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        answer = getattr(client, method)(stop_path())

    assert answer.status_code in {200, 405}
    assert chosen() == []
    assert all(query["sql"].startswith("SELECT") for query in seen.captured_queries)


def test_the_page_offers_three_choices_each_in_a_line_and_says_what_holds_now(
    client: Client,
) -> None:
    choose(PERSON, Choice.OWED, at=timezone.now())

    page = words(client.get(stop_path()))

    assert page.count('type="radio"') == 3
    assert "Now: Only what I owe." in page
    assert "Reminders of what is due, until it is in. No news." in page
    assert re.search(r'value="owed"[^>]* checked', page)
    assert "csrfmiddlewaretoken" not in page


def test_a_choice_is_kept_and_the_page_says_what_is_kept() -> None:
    reader = Client(enforce_csrf_checks=True)

    answer = reader.post(stop_path(), {"choice": Choice.DUTY}, follow=True)

    assert "Kept. From now on you get: Only what I must have." in words(answer)
    assert chosen() == [(PERSON, Choice.DUTY)]


def test_a_choice_may_be_taken_back_by_the_same_link(client: Client) -> None:
    client.post(stop_path(), ONE_CLICK)

    client.post(stop_path(), {"choice": Choice.ALL})

    assert chosen() == [(PERSON, Choice.ALL)]


@pytest.mark.parametrize("sent", [{}, {"choice": "none"}, {"List-Unsubscribe": "Two-Clicks"}])
def test_no_choice_is_answered_in_a_sentence_and_keeps_nothing(
    client: Client, sent: dict[str, str]
) -> None:
    answer = client.post(stop_path(), sent)

    assert answer.status_code == 200
    assert "There is a problem" in words(answer) or "Choose" in words(answer)
    assert chosen() == []


def test_the_link_counts_and_not_who_is_signed_in_on_that_browser(client: Client) -> None:
    somebody_else = make.lead()
    client.force_login(somebody_else.user)

    client.post(stop_path(), ONE_CLICK)
    client.post(stop_path(Standing.REMINDER, person=42), {"choice": Choice.DUTY})

    assert chosen() == [(41, Choice.OWED), (42, Choice.DUTY)]


def test_the_pages_open_before_a_second_step_is_set_up(client: Client) -> None:
    client.force_login(make.team_member().user)
    letter = make.letter(at=timezone.now())

    answers = [
        client.get(why_path(letter)).status_code,
        client.get(stop_path()).status_code,
        client.post(stop_path(), ONE_CLICK).status_code,
    ]

    assert answers == [200, 200, 200]
    assert Notice.objects.count() == 1


def test_no_cache_keeps_these_pages(client: Client) -> None:
    letter = make.letter(at=timezone.now())

    for path in (why_path(letter), stop_path()):
        assert "no-store" in client.get(path)["Cache-Control"]
