"""The programme is filled once a module, within a transaction around those of its tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.letters import world
from tests.letters.marks import Marks


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 -- pytest finds it by name
    """The demonstration programme; whatever a module does to it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def marked(programme: None) -> Marks:  # noqa: ARG001 -- what is marked
    """The same stirred, with a mark in every field that people type."""
    world.stir()
    marks = Marks()
    marks.plant()
    return marks
