"""What two people do at the same moment is refused in a sentence to one of them."""

import pytest
from django.db import IntegrityError

from kit.errors import DomainError
from kit.uniqueness import unless_taken
from sessions.models import Kind

pytestmark = pytest.mark.django_db
TAKEN = DomainError("There is one already.")


def add(**told: object) -> None:
    Kind.objects.create(**{"name": "Visit", "slug": "visit", "position": 90} | told)


def test_a_namesake_that_came_first_is_told_and_the_rest_of_the_deed_can_go_on() -> None:
    add()

    with pytest.raises(DomainError, match="one already"), unless_taken(TAKEN):
        add(slug="visit-2")

    assert Kind.objects.filter(name="Visit").count() == 1


def test_other_rules_of_the_database_are_not_mistaken_for_it() -> None:
    with pytest.raises(IntegrityError, match="kind_lasts_minutes"), unless_taken(TAKEN):
        add(minutes=1)
