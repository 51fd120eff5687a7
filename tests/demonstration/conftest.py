"""What tests of the demonstration share."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def demo(settings: Settings) -> Settings:
    """The settings of a demonstration."""
    settings.DEMO = True
    settings.PLAIN_HTTP = True
    settings.BASE_URL = "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.ROOT_URLCONF = "tests.demonstration.urls"
    return settings


@pytest.fixture
def client() -> Client:
    """A browser on the machine of the demonstration."""
    return Client(headers={"host": "localhost"})
