"""Everything that changes a person.

Who may do so is asked by the callers: posts are known above this room.
"""

from datetime import datetime

from django.db import transaction

import audit.actions
from kit.errors import DomainError
from people.models import Organisation, Person, User
from people.names import tidy


class NameMissing(DomainError):
    """There is nothing to call the person or the organisation by."""


@transaction.atomic
def add_person(
    name: str, *, organisation: Organisation | None = None, by: User | None, at: datetime
) -> Person:
    """Add somebody in or around the programme. Two people may bear one name.

    Raises:
        NameMissing: the name is empty.
    """
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the person's name.")
    person = Person.objects.create(name=name, organisation=organisation)
    audit.actions.record("person.added", about=person, by=by, at=at)
    return person


@transaction.atomic
def change_person(
    person: Person, *, name: str, organisation: Organisation | None, by: User, at: datetime
) -> Person:
    """Call a person by another name, or note that they belong to another organisation.

    Raises:
        NameMissing: the name is empty.
    """
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the person's name.")
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    person.name = name
    person.organisation = organisation
    person.save()
    audit.actions.record("person.changed", about=person, by=by, at=at)
    return person
