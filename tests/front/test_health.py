"""What the machines that watch the portal are told."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings


@pytest.mark.django_db
def test_a_running_process_says_so_without_asking_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"up\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_database_and_broker_answer(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_a_broker_that_is_away_is_named(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"no answer from: broker\n")


@pytest.mark.django_db
def test_health_is_asked_without_tls_and_nothing_else_is(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    asked = [client.get(path).status_code for path in ("/healthz", "/readyz", "/privacy/")]

    assert asked == [200, 200, 301]


@pytest.mark.django_db
def test_machines_ask_by_any_name_and_nobody_else_does(client: Client) -> None:
    paths = ("/healthz", "/readyz", "/metrics", "/privacy/")

    asked = [client.get(path, HTTP_HOST="10.0.0.7:8000").status_code for path in paths]

    assert asked == [200, 200, 200, 400]


@pytest.mark.django_db
def test_health_is_only_looked_at(client: Client) -> None:
    assert [client.post(path).status_code for path in ("/healthz", "/readyz")] == [405, 405]
