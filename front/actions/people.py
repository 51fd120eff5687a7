"""People invited, and what is known of them, changed by the office."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import people.actions.invitations
import people.actions.organisations
import people.actions.persons
from front.actions.posts import begin_tenure, hand_over
from people.models import Invitation, Organisation, Person, User
from towns.actions.posts import Post, post_of
from towns.models import Tenure
from towns.policies import may_run_office


@transaction.atomic
def invite_person(
    name: str,
    *,
    email: str,
    organisation: str = "",
    post: Post,
    by: User,
    at: datetime,
    **days: Any,  # noqa: ANN401 -- the days of `towns.actions.tenures.begin_tenure`
) -> Person:
    """Add a person, put them in a post and write to them how to open their account: all or none.

    Raises:
        PermissionDenied: `by` does not run the office.
        Whatever `begin_tenure` and `open_invitation` refuse.
    """
    _ask(by, at)
    person = people.actions.persons.add_person(
        name, organisation=_organisation(organisation, by=by, at=at), by=by, at=at
    )
    begin_tenure(person, post, by=by, at=at, **days)
    invite(person, email=email, purpose=str(post), by=by, at=at)
    return person


@transaction.atomic
def hand_over_to_newcomer(
    tenure: Tenure,
    name: str,
    *,
    email: str,
    last_day: date,
    first_day: date,
    by: User,
    at: datetime,
) -> Tenure:
    """Add the successor, hand the post over and write to them how to open their account.

    Raises:
        PermissionDenied: `by` does not run the office.
        Whatever `hand_over` and `open_invitation` refuse; then nothing happens.
    """
    _ask(by, at)
    newcomer = people.actions.persons.add_person(name, by=by, at=at)
    begun = hand_over(tenure, newcomer, last_day=last_day, first_day=first_day, by=by, at=at)
    invite(newcomer, email=email, purpose=str(post_of(tenure)), by=by, at=at)
    return begun


def invite(person: Person, *, email: str, purpose: str, by: User, at: datetime) -> Invitation:
    """Write to a person who is known already how to open their account; an older letter ends.

    Raises:
        PermissionDenied: `by` does not run the office.
        AlreadySignsIn, AddressInUse: there is an account.
    """
    _ask(by, at)
    return people.actions.invitations.open_invitation(
        person, email=email, purpose=purpose, by=by, at=at
    )


def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Take an invitation back.

    Raises:
        PermissionDenied: `by` does not run the office.
        InvitationUsed: the account is open already.
    """
    _ask(by, at)
    return people.actions.invitations.withdraw_invitation(invitation, by=by, at=at)


@transaction.atomic
def change_person(
    person: Person, *, name: str, organisation: str, by: User, at: datetime
) -> Person:
    """Correct a person's name, or note where they work now; a new organisation is added.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameMissing: the name is empty.
    """
    _ask(by, at)
    return people.actions.persons.change_person(
        person, name=name, organisation=_organisation(organisation, by=by, at=at), by=by, at=at
    )


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied


def _organisation(name: str, *, by: User, at: datetime) -> Organisation | None:
    if not name.strip():
        return None
    return people.actions.organisations.add_organisation(name, by=by, at=at)
