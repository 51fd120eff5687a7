"""A group renamed, ended and removed: nobody belongs to it after its last day."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from people.models import User
from tests import make
from towns.access import Thing, reached
from towns.actions.days import EndsBeforeStart
from towns.actions.group_days import AfterGroup
from towns.actions.groups import (
    GroupInUse,
    MembersStay,
    SeatHeld,
    SeatTaken,
    add_group,
    add_seat,
    change_group,
    end_seat,
    remove_group,
)
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.actions.posts import Post, SeatElsewhere
from towns.actions.tenures import begin_tenure, end_tenure
from towns.models import Group, Role, Seat, Tenure, Town

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
LAST = date(2026, 11, 30)
AFTER = date(2026, 12, 1)


@pytest.fixture
def by() -> User:
    return make.team_member().user


def seat_of(group: Group) -> Seat:
    return Seat.objects.create(
        group=group, organisation=make.organisation("NHS Fife"), starts_on=make.BEGINNING
    )


def post_in(group: Group) -> Post:
    return Post(Role.STEERING, group.programme, group=group)


def test_a_group_takes_another_name_and_keeps_its_address(by: User) -> None:
    group = make.group()

    changed = change_group(group, name=" Ayr\u202e  Board ", ends_on=None, by=by, at=AT)

    assert (changed.name, changed.slug) == ("Ayr Board", group.slug)
    assert [entry.verb for entry in Entry.objects.all()] == ["group.changed"]


def test_two_groups_do_not_share_a_name_but_a_name_given_up_is_free(by: User) -> None:
    programme = make.programme()
    first = add_group("Board", kind="programme", programme=programme, starts_on=LAST, by=by, at=AT)
    other = make.group()
    with pytest.raises(NameTaken, match=r"There is a group called board already\.$"):
        change_group(other, name="board", ends_on=None, by=by, at=AT)
    change_group(first, name="Old Board", ends_on=None, by=by, at=AT)

    second = add_group("Board", kind="programme", programme=programme, starts_on=LAST, by=by, at=AT)

    assert (first.slug, second.slug) == ("board", "board-2")


@pytest.mark.parametrize("name", ["\u202e", "- \u2013", " "])
def test_a_name_holds_letters(by: User, name: str) -> None:
    with pytest.raises(NameWithoutLetters, match=r"Enter a name that has letters or numbers\."):
        add_group(name, kind="programme", programme=make.programme(), starts_on=LAST, by=by, at=AT)


@pytest.mark.parametrize(
    ("name", "slug"), [("\u05d3\u05d5\u05d3", "group"), ("New", "new-2"), ("Group 7", "group-7")]
)
def test_any_letters_will_do(by: User, name: str, slug: str) -> None:
    group = add_group(
        name, kind="programme", programme=make.programme(), starts_on=LAST, by=by, at=AT
    )

    assert (group.name, group.slug) == (name, slug)


def test_a_group_does_not_end_before_it_began(by: User) -> None:
    with pytest.raises(EndsBeforeStart):
        change_group(make.group(), name="Board", ends_on=date(2024, 12, 31), by=by, at=AT)


def test_a_group_with_members_ends_with_them_or_not_at_all(by: User) -> None:
    member = make.steering_member(name="Ailsa Reid")
    group = member.tenure.group
    assert group is not None
    seat = seat_of(group)

    with pytest.raises(
        MembersStay, match="Ailsa Reid and the seat of NHS Fife would stay longer than Monday 30"
    ):
        change_group(group, name=group.name, ends_on=LAST, by=by, at=AT)
    change_group(group, name=group.name, ends_on=LAST, ends_memberships=True, by=by, at=AT)

    seat.refresh_from_db()
    member.tenure.refresh_from_db()
    assert (seat.ends_on, member.tenure.ends_on) == (LAST, LAST)
    assert Town.objects.filter(reached(member.user, Thing.TOWNS, on=LAST)).exists()
    assert not Town.objects.filter(reached(member.user, Thing.TOWNS, on=AFTER)).exists()
    assert not Group.objects.visible_to(member.user, on=AFTER).exists()


def test_a_membership_that_ends_earlier_keeps_its_day(by: User) -> None:
    member = make.steering_member(until=date(2026, 11, 10))
    group = member.tenure.group
    assert group is not None

    change_group(group, name=group.name, ends_on=LAST, by=by, at=AT)

    member.tenure.refresh_from_db()
    assert member.tenure.ends_on == date(2026, 11, 10)


def test_of_many_who_stay_the_first_are_named(by: User) -> None:
    group = make.group()
    for letter in "ABCDEFG":
        begin_tenure(make.person(letter), post_in(group), starts_on=LAST, by=by, at=AT)

    with pytest.raises(MembersStay, match=r"^A, B, C, D and 3 more would stay"):
        change_group(group, name=group.name, ends_on=LAST, by=by, at=AT)


def test_whoever_joins_after_the_last_day_is_taken_back_first(by: User) -> None:
    group = make.group()
    begin_tenure(make.person("Ailsa Reid"), post_in(group), starts_on=AFTER, by=by, at=AT)

    with pytest.raises(GroupInUse, match="Ailsa Reid joins on Tuesday 1 December 2026"):
        change_group(group, name="Board", ends_on=LAST, ends_memberships=True, by=by, at=AT)


def test_a_seat_that_begins_after_the_last_day_stands_in_the_way(by: User) -> None:
    group = make.group()
    add_seat(group, make.organisation("NHS Fife"), starts_on=AFTER, by=by, at=AT)

    with pytest.raises(GroupInUse, match="The seat of NHS Fife begins on Tuesday 1 December 2026"):
        change_group(group, name="Board", ends_on=LAST, ends_memberships=True, by=by, at=AT)


def test_nobody_joins_or_stays_beyond_the_last_day(by: User) -> None:
    group = change_group(make.group(), name="Board", ends_on=LAST, by=by, at=AT)
    person = make.person()

    with pytest.raises(AfterGroup, match=r"Board ends on Monday 30 November 2026\."):
        begin_tenure(person, post_in(group), starts_on=LAST, by=by, at=AT)
    tenure = begin_tenure(person, post_in(group), starts_on=LAST, ends_on=LAST, by=by, at=AT)
    with pytest.raises(AfterGroup):
        end_tenure(tenure, ends_on=AFTER, by=by, at=AT)
    with pytest.raises(AfterGroup):
        end_tenure(tenure, ends_on=None, by=by, at=AT)

    assert Tenure.objects.get(group=group).ends_on == LAST


def test_no_seat_outlasts_its_group(by: User) -> None:
    group = change_group(make.group(), name="Board", ends_on=LAST, by=by, at=AT)

    seat = add_seat(group, make.organisation(), starts_on=LAST, by=by, at=AT)

    assert seat.ends_on == LAST
    with pytest.raises(AfterGroup):
        end_seat(seat, ends_on=AFTER, by=by, at=AT)
    with pytest.raises(AfterGroup):
        add_seat(group, make.organisation(), starts_on=AFTER, by=by, at=AT)


def test_a_last_day_is_taken_back(by: User) -> None:
    group = change_group(make.group(), name="Board", ends_on=LAST, by=by, at=AT)

    reopened = change_group(group, name="Board", ends_on=None, by=by, at=AT)

    assert reopened.ends_on is None


def test_a_group_entered_by_mistake_goes_while_it_is_empty(by: User) -> None:
    mistake, seated = make.group(), make.group()
    seat_of(seated)
    member = make.steering_member(until=date(2026, 1, 1))
    held = member.tenure.group
    assert held is not None

    remove_group(mistake, by=by, at=AT)
    for group in (seated, held):
        with pytest.raises(GroupInUse, match=r"Give it a last day instead\."):
            remove_group(group, by=by, at=AT)

    assert set(Group.objects.all()) == {seated, held}
    assert [entry.verb for entry in Entry.objects.all()] == ["group.removed"]


def test_nobody_else_changes_a_group() -> None:
    group, user = make.group(), make.lead().user

    with pytest.raises(PermissionDenied):
        change_group(group, name="Board", ends_on=None, by=user, at=AT)
    with pytest.raises(PermissionDenied):
        remove_group(group, by=user, at=AT)


def test_an_organisation_has_one_seat_at_a_time(by: User) -> None:
    group, fife = make.group(), make.organisation("NHS Fife")
    seat = add_seat(group, fife, starts_on=date(2026, 1, 1), by=by, at=AT)

    with pytest.raises(SeatHeld, match=r"^NHS Fife has a seat here from "):
        add_seat(group, fife, starts_on=AFTER, by=by, at=AT)
    end_seat(seat, ends_on=LAST, by=by, at=AT)

    assert add_seat(group, fife, starts_on=AFTER, by=by, at=AT).starts_on == AFTER


def test_a_seat_does_not_end_under_who_sits_on_it(by: User) -> None:
    group = make.group()
    seat = seat_of(group)
    post = Post(Role.STEERING, group.programme, group=group, seat=seat)
    tenure = begin_tenure(make.person("Ailsa Reid"), post, starts_on=LAST, by=by, at=AT)

    with pytest.raises(SeatTaken, match="Ailsa Reid sits on this seat after"):
        end_seat(seat, ends_on=LAST, by=by, at=AT)
    end_tenure(tenure, ends_on=LAST, by=by, at=AT)

    assert end_seat(seat, ends_on=LAST, by=by, at=AT).ends_on == LAST


def test_nobody_sits_on_a_seat_before_it_exists(by: User) -> None:
    group = make.group()
    seat = add_seat(group, make.organisation(), starts_on=AFTER, by=by, at=AT)
    post = Post(Role.STEERING, group.programme, group=group, seat=seat)

    with pytest.raises(SeatElsewhere, match=r"^The seat exists "):
        begin_tenure(make.person(), post, starts_on=LAST, ends_on=LAST, by=by, at=AT)
