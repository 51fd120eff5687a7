"""What every test may ask for."""

import pytest
from django.urls import get_resolver


@pytest.fixture(scope="session", autouse=True)
def addresses() -> None:
    """The addresses are made once, before a test changes a setting of which they are made."""
    assert get_resolver().url_patterns
