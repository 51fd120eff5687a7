"""What the machines that watch are told in figures."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from outbox.models import Letter
from tests import make

pytestmark = pytest.mark.django_db

type Figures = dict[tuple[str, tuple[str, ...]], float]


def figures(client: Client) -> Figures:
    """What /metrics tells: (name, values of its labels) → figure."""
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def letter(**fields: object) -> Letter:
    """A letter due for a minute."""
    at = timezone.now() - timedelta(minutes=1)
    return Letter.objects.create(
        **{"message_id": f"<{Letter.objects.count()}@example.org>", "lane": 1}
        | {"promised_at": at, "not_before": at}
        | fields
    )


def test_requests_are_counted_by_method_route_and_class_of_status(client: Client) -> None:
    name = "portal_request_seconds_count"
    before = figures(client)
    client.get("/privacy/")
    client.get("/privacy/?q=other")
    client.post("/privacy/")
    client.get("/nowhere/1/")
    client.get("/nowhere/2/")

    after = figures(client)

    grown = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == name}
    assert {key[1]: value for key, value in grown.items() if value} == {
        ("GET", "front:privacy", "2xx"): 2,
        ("POST", "front:privacy", "4xx"): 1,
        ("GET", "unknown", "4xx"): 2,
    }


def test_the_version_is_told(client: Client, settings: Settings) -> None:
    settings.REVISION = "abc123"

    told = re.search(r"portal_build_info\{(.*?)\}", client.get("/metrics").content.decode())

    assert told is not None
    assert 'revision="abc123"' in told.group(1)


def test_letters_that_wait_are_told_by_lane_and_age(client: Client) -> None:
    before = figures(client)
    letter()
    letter()

    after = figures(client)

    lanes = [key for key in after if key[0] == "portal_letters_waiting"]
    grown = {key[1][0]: after[key] - before[key] for key in lanes}
    assert sorted(grown.values(), reverse=True)[:2] == [2, 0]
    (lane,) = (lane for lane, more in grown.items() if more)
    assert 59 <= after["portal_oldest_letter_seconds", (lane,)] < 120


def test_letters_in_doubt_and_those_that_ended_are_told(client: Client) -> None:
    at = timezone.now()
    letter(state="failed")
    letter(
        state="data_open",
        to="a@example.org",
        lease_token="6f1f7e9e-32c1-4a2e-9d7e-3a1f0e6b1c01",
        lease_until=at - timedelta(minutes=5),
        data_opened_at=at - timedelta(minutes=7),
    )

    told = figures(client)

    assert told["portal_letters_in_doubt", ()] == 1
    assert told["portal_letters_30_days", ("failed",)] == 1


def test_nothing_personal_is_told(client: Client) -> None:
    lead = make.lead(name="Morag Bain")
    letter(to=lead.user.email, subject="Hello Morag", text="A secret word")
    client.get("/account/invitation/a-secret/")

    text = client.get("/metrics").content.decode()

    for word in ("Morag", lead.user.email, "secret", "account/invitation"):
        assert word not in text


def test_no_cache_keeps_the_figures_and_nobody_posts_to_them(client: Client) -> None:
    answer = client.get("/metrics")

    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/metrics").status_code == 405


def test_they_are_asked_without_tls(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/metrics").status_code == 200


def test_a_database_that_does_not_answer_is_told(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_letter RENAME TO gone")

    told = figures(client)

    assert told["portal_database_up", ()] == 0
    assert ("portal_letters_waiting", ("mail",)) not in told
