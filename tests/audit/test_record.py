"""An entry of the audit trail says by itself what was done."""

import pytest
from django.utils import timezone

import audit.actions
from audit.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def test_an_entry_is_read_as_its_deed_and_what_it_was_about() -> None:
    town = make.town()

    audit.actions.record("town.paused", about=town, by=make.user(), at=timezone.now())

    assert str(Entry.objects.get()) == f"town.paused {Entry.objects.get().about}"
