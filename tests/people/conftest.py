"""What tests of signing in share."""

import random

import pytest
from django.test import Client


def somewhere() -> str:
    """An internet address of its own, so that no test uses up the attempts of another."""
    return f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"


@pytest.fixture
def client() -> Client:
    """A browser at an address of its own."""
    return Client(REMOTE_ADDR=somewhere())


@pytest.fixture
def other_client() -> Client:
    """Another browser, elsewhere."""
    return Client(REMOTE_ADDR=somewhere())
