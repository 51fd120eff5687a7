"""The programme is filled once a module, within a transaction around those of its tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demonstration.filling import fill_demonstration
from tests.letters import world
from tests.letters.marks import Marks


@contextmanager
def filled(blocker: DjangoDbBlocker, *, months: int) -> Iterator[None]:
    """The demonstration programme; whatever is done to it within is taken back."""
    with blocker.unblock(), transaction.atomic():
        fill_demonstration(at=world.AT, months=months)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 -- pytest finds it by name
    """The demonstration programme, of its last months alone."""
    with filled(django_db_blocker, months=world.MONTHS):
        yield


@pytest.fixture(scope="module")
def marked(programme: None) -> Marks:  # noqa: ARG001 -- what is marked
    """The same stirred, with a mark in every field that people type."""
    world.stir()
    marks = Marks()
    marks.plant()
    world.lose_letters()
    return marks
