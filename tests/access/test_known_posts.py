"""Conditions made of posts that are known say the same as those that ask the database."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from people.http import AuthedRequest
from people.models import User
from tests import make
from towns.access import TABLE, Thing, reached, reads, remember, within
from towns.models import Group, Role, Town
from towns.models.tenures import GROUP_ROLES, TOWN_ROLES
from towns.policies import holds
from towns.posts import posts_of, posts_of_sender

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 6)


def holder_of(role: str, place: Town, group: Group) -> User:
    """Somebody in one post: in the town, in the group or in the programme."""
    account = make.user()
    make.tenure(
        account.person,
        role,
        town=place if role in TOWN_ROLES else None,
        group=group if role in GROUP_ROLES else None,
    )
    return account


def conditions(user: User, thing: Thing) -> tuple[Q, Q, Q]:
    return (
        within(user, thing, on=ON, town="pk"),
        within(user, thing, on=ON, town="town", group="pk"),
        reached(user, thing, on=ON),
    )


def rows(user: User, thing: Thing) -> list[set[int]]:
    """What each kind of condition lets through, alone and beside another that lets nothing."""
    towns, groups, everything = conditions(user, thing)
    nothing = Q(name="no such name")
    return [
        set(Town.objects.filter(towns).values_list("pk", flat=True)),
        set(Town.objects.filter(towns | nothing).values_list("pk", flat=True)),
        set(Town.objects.filter(towns & nothing).values_list("pk", flat=True)),
        set(Town.objects.filter(~towns).values_list("pk", flat=True)),
        set(Group.objects.filter(groups).values_list("pk", flat=True)),
        set(Town.objects.filter(everything).values_list("pk", flat=True)),
        set(Town.objects.filter(everything | nothing).values_list("pk", flat=True)),
    ]


@pytest.mark.parametrize("role", [*Role.values, "ended", "none"])
def test_both_ways_of_asking_let_the_same_rows_through(role: str) -> None:
    ayr, alloa = make.town("Ayr"), make.town("Alloa")
    places = (None, ayr, alloa)
    group = make.group(of=ayr)
    make.group(of=alloa)
    if role == "ended":
        user = make.lead(ayr, until=date(2026, 11, 5)).user
    elif role == "none":
        user = make.user()
    else:
        user = holder_of(role, ayr, group)
    asked = {thing: rows(user, thing) for thing in Thing}
    read = {thing: reads(user, thing, on=ON) for thing in Thing}
    held = {(one, place): holds(user, one, on=ON, town=place) for one in Role for place in places}

    posts = posts_of(user, on=ON)
    remember(user, posts.held, on=ON)

    assert {thing: rows(user, thing) for thing in Thing} == asked
    assert {thing: posts.reads(thing) for thing in Thing} == read
    assert {thing: reads(user, thing, on=ON) for thing in Thing} == read
    assert held == {
        (one, place): holds(user, one, on=ON, town=place) for one in Role for place in places
    }
    assert {thing: posts.reads_in(thing, ayr.pk) for thing in Thing} == {
        thing: ayr.pk in asked[thing][0] for thing in Thing
    }
    assert {thing: posts.reaches(thing) for thing in Thing} == {
        thing: bool(asked[thing][5]) for thing in Thing
    }


def test_what_is_known_of_one_day_is_not_taken_for_another() -> None:
    lead = make.lead(until=ON)
    remember(lead.user, posts_of(lead.user, on=ON).held, on=ON)

    tomorrow = Town.objects.filter(
        within(lead.user, Thing.DRAFT_REPORTS, on=date(2026, 11, 7), town="pk")
    )

    assert not tomorrow.exists()
    assert not holds(lead.user, Role.PROJECT_LEAD, on=date(2026, 11, 7))


def test_a_request_asks_once_what_its_sender_holds() -> None:
    lead = make.lead()
    request = AuthedRequest()
    request.user = lead.user

    with CaptureQueriesContext(connection) as seen:
        first, again = (posts_of_sender(request, on=ON) for _ in range(2))

    assert len(seen) == 1
    assert first is again
    assert first.of_role(Role.PROJECT_LEAD) == (lead.tenure,)


def test_every_thing_has_its_line_in_the_table() -> None:
    assert set(TABLE) == set(Thing)
