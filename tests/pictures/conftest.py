"""Pictures are taken of the same portal, in the same windows, as journeys are made in."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from demonstration.filling import MONTHS
from tests.journeys.conftest import browser_type_launch_args, portal, signed_in, window
from tests.letters.conftest import filled

__all__ = ["browser_type_launch_args", "portal", "signed_in", "window"]


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 -- pytest finds it by name
    """The whole demonstration programme. Its rows are asked for beside Playwright's loop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with filled(django_db_blocker, months=MONTHS):
            yield
        connections.close_all()  # those of the loop, which nobody else would close
