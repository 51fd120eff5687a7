"""Addresses that nothing else has."""

from collections.abc import Collection

import pytest

from kit.slugs import free_slug
from sessions.models import Kind

pytestmark = pytest.mark.django_db


def slug(name: str, *, pages: Collection[str] = ("new",)) -> str:
    return free_slug(name, among=Kind.objects.all(), or_else="kind", pages=pages)


def kept(name: str) -> str:
    found = slug(name)
    Kind.objects.create(name=name, slug=found, position=Kind.objects.count() + 1)
    return found


def test_namesakes_are_told_apart_by_a_number() -> None:
    assert [kept("Site visit"), kept("Site  visit"), kept("site-visit")] == [
        "site-visit",
        "site-visit-2",
        "site-visit-3",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("New", "new-2"),  # the page that adds one is there
        ("…", "kind"),
        ("-_-", "kind"),
        ("Ünïcode & co", "unicode-co"),
    ],
)
def test_an_address_is_free_and_can_be_read(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_long_name_leaves_room_for_its_number() -> None:
    name = "very long name " * 20
    assert len(kept(name[:80])) <= 72
    assert slug(name).endswith("-2")
    assert len(slug(name)) <= 80


def test_pages_of_the_same_shape_are_kept_free() -> None:
    assert slug("Plan", pages={"plan", "plan-2"}) == "plan-3"
