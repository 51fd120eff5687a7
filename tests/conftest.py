"""What every test may ask for."""

import pytest
from django.urls import get_resolver

# They take half a minute and more: begun last, they would keep one core waiting for the other.
LONGEST = (
    "test_the_handbook_leads_from_nothing_to_a_renewed_portal_that_lost_no_request",
    "test_every_reader_is_answered_as_the_table_says",
    "test_a_row_that_is_not_there_answers_like_a_strangers",
    "test_a_year_of_the_demonstration",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, all others in the order that chance gave them."""
    items.sort(key=lambda item: item.name not in LONGEST)


@pytest.fixture(scope="session", autouse=True)
def addresses() -> None:
    """The addresses are made once, before a test changes a setting of which they are made."""
    assert get_resolver().url_patterns
