"""A group's name, its last day and its removal on the office's pages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.front.pages import day, words
from towns.models import Group, Seat, Tenure

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def page(name: str, group: Group) -> str:
    return reverse(f"front:{name}", args=[group.slug])


def ended(group: Group, *, on: date) -> Group:
    group.ends_on = on
    group.save()
    return group


def test_a_group_with_members_asks_before_it_ends(team: Client) -> None:
    member, today = make.steering_member(name="Ailsa Reid"), timezone.localdate()
    group = member.tenure.group
    assert group is not None
    typed = {"name": "Ayr Board", **day("ends_on", today)}

    asked = team.post(page("office_group_edit", group), typed)
    unchanged = Group.objects.get(pk=group.pk).name
    answer = team.post(
        page("office_group_edit", group), {**typed, "ends_memberships": "on"}, follow=True
    )

    assert list(asked.context["form"].errors) == ["ends_memberships"]
    assert "Ailsa Reid would stay longer than" in words(asked)
    assert 'value="Ayr Board"' in words(asked)
    assert unchanged == group.name
    assert Tenure.objects.get(group=group).ends_on == today
    assert "Nobody belongs to it after that day." in words(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "taken"}, "There is a group called taken already."),
        ({"name": "\u202e"}, "Enter a name that has letters or numbers."),
        (
            {"name": "Board", **day("ends_on", date(2019, 1, 1))},
            "is before the first, Wednesday 1 January 2025.",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    team: Client, typed: dict[str, str], sentence: str
) -> None:
    group, other = make.group(), make.group()
    Group.objects.filter(pk=other.pk).update(name="Taken")

    answer = team.post(page("office_group_edit", group), typed)

    assert sentence in words(answer)
    assert answer.context["form"].non_field_errors() == []


def test_an_ended_group_is_listed_apart_and_takes_nobody(team: Client) -> None:
    group = ended(make.group(), on=timezone.localdate() - timedelta(days=1))

    listed = words(team.get(reverse("front:office_groups")))
    shown = words(team.get(page("office_group", group)))

    assert "Ended, or not begun" in listed
    assert group.name in listed
    assert "This group ended on" in shown
    assert "Add a member" not in shown


def test_whoever_joins_a_group_that_ends_leaves_with_it(team: Client) -> None:
    last = timezone.localdate() + timedelta(days=30)
    group = ended(make.group(), on=last)
    make.person("Ailsa Reid")

    shown = words(team.get(page("office_member", group)))
    team.post(
        page("office_member", group),
        {"person": "Ailsa Reid", "capacity": "member", **day("starts_on", timezone.localdate())},
    )

    assert ", and the membership with it." in shown
    assert Tenure.objects.get(group=group).ends_on == last


def test_a_group_entered_by_mistake_is_removed(team: Client) -> None:
    group = make.group()

    shown = words(team.get(page("office_group", group)))
    answer = team.post(page("office_group_remove", group), follow=True)

    assert "Entered by mistake: remove this group" in shown
    assert f"{group.name} has been removed." in words(answer)
    assert not Group.objects.exists()


def test_a_group_in_use_is_not_removed(team: Client) -> None:
    group = make.group()
    Seat.objects.create(group=group, organisation=make.organisation(), starts_on=make.BEGINNING)

    shown = words(team.get(page("office_group", group)))
    answer = team.post(page("office_group_remove", group), follow=True)

    assert "Entered by mistake" not in shown
    assert "Give it a last day instead." in words(answer)
    assert Group.objects.exists()
