"""The register of organisations: one row each, whatever it is called today."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection

from audit.models import Entry
from people.actions import organisations
from people.actions.organisations import (
    add_alias,
    add_organisation,
    merge_organisations,
    part_organisations,
    place_organisation,
    rename_organisation,
)
from people.actions.persons import NameMissing
from people.models import Organisation, OrganisationName, User
from people.names import tidy
from people.queries import organisation_named
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


@pytest.fixture
def by() -> User:
    return make.team_member().user


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Paths   for\tAll ", "Paths for All"),
        ("Public Health Scotland \u2013 Housing", "Public Health Scotland - Housing"),
        ("Public Health Scotland \u2014 Housing", "Public Health Scotland - Housing"),
        ("Public Health Scotland- Housing", "Public Health Scotland - Housing"),
        ("Healthy\u2011n\u2011Happy", "Healthy-n-Happy"),
        ("Scotland\u2019s Towns Partnership", "Scotland's Towns Partnership"),
        ("Comunn na Ga\u0300idhlig", "Comunn na Gàidhlig"),
        ("\x07-", ""),
        ("\u202eSustrans \u200f- \u2067Angus", "Sustrans - Angus"),
    ],
)
def test_a_name_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_the_same_name_in_other_signs_is_the_same_organisation(by: User) -> None:
    first = add_organisation("Public Health Scotland - Housing", by=by, at=AT)

    again = add_organisation("PUBLIC HEALTH  Scotland \u2013 housing", by=by, at=AT)

    assert again == first
    assert Organisation.objects.count() == 1


def test_two_names_with_one_address_get_an_address_each(by: User) -> None:
    slugs = [add_organisation(name, by=by, at=AT).slug for name in ("A & B", "A B", "ــ")]

    assert slugs == ["a-b", "a-b-2", "organisation"]


def test_an_organisation_has_a_name(by: User) -> None:
    with pytest.raises(NameMissing):
        add_organisation(" \u2013 ", by=by, at=AT)


def test_a_new_name_keeps_the_old_one_with_its_last_day(by: User) -> None:
    sustrans = add_organisation("Sustrans", by=by, at=AT)

    rename_organisation(sustrans, name="Walk Wheel Cycle Trust", by=by, at=AT)

    rows = OrganisationName.objects.values_list("name", "is_alias", "until_on")
    assert list(rows) == [("Sustrans", False, date(2026, 11, 5))]
    assert organisation_named("sustrans") == sustrans
    assert add_organisation("Sustrans", by=by, at=AT) == sustrans


def test_a_name_taken_back_and_left_again_has_its_later_day(by: User) -> None:
    body = add_organisation("First", by=by, at=AT)
    rename_organisation(body, name="Second", by=by, at=AT)
    rename_organisation(body, name="First", by=by, at=AT.replace(day=10))

    rename_organisation(body, name="Third", by=by, at=AT.replace(day=20))

    rows = OrganisationName.objects.order_by("name").values_list("name", "until_on")
    assert list(rows) == [("First", date(2026, 11, 19)), ("Second", date(2026, 11, 9))]


def test_a_name_from_a_past_day_ends_the_one_before_on_the_day_before_it(by: User) -> None:
    sustrans = add_organisation("Sustrans", by=by, at=AT)

    rename_organisation(
        sustrans, name="Walk Wheel Cycle Trust", from_on=date(2025, 3, 10), by=by, at=AT
    )

    assert OrganisationName.objects.get().until_on == date(2025, 3, 9)


def test_a_name_is_not_entered_before_its_day(by: User) -> None:
    body = add_organisation("First", by=by, at=AT)

    with pytest.raises(organisations.NameNotInUse, match="7 November 2026 has not come yet"):
        rename_organisation(body, name="Second", from_on=date(2026, 11, 7), by=by, at=AT)

    body.refresh_from_db()
    assert body.name == "First"


def test_a_name_does_not_begin_before_the_one_it_follows(by: User) -> None:
    body = add_organisation("First", by=by, at=AT)
    rename_organisation(body, name="Second", from_on=date(2026, 5, 4), by=by, at=AT)

    with pytest.raises(
        organisations.NameNotInUse, match="“Second” came into use on Monday 4 May 2026"
    ):
        rename_organisation(body, name="Third", from_on=date(2026, 5, 3), by=by, at=AT)
    rename_organisation(body, name="Third", from_on=date(2026, 5, 4), by=by, at=AT)

    rows = OrganisationName.objects.order_by("name").values_list("name", "until_on")
    assert list(rows) == [("First", date(2026, 5, 3)), ("Second", date(2026, 5, 3))]


def test_a_team_is_part_of_its_body_and_taken_out_again(by: User) -> None:
    body = add_organisation("Public Health Scotland", by=by, at=AT)
    team = add_organisation("LIST", by=by, at=AT)

    placed = place_organisation(team, kind=Organisation.Kind.TEAM, parent=body, by=by, at=AT)
    taken_out = place_organisation(team, kind=Organisation.Kind.NETWORK, parent=None, by=by, at=AT)

    assert (placed.kind, placed.parent) == ("team", body)
    assert (taken_out.kind, taken_out.parent) == ("network", None)
    assert Entry.objects.filter(verb="organisation.placed").count() == 2


def test_a_part_of_a_merged_body_is_part_of_the_one_that_lives(by: User) -> None:
    typo, right, team = (add_organisation(name, by=by, at=AT) for name in "ABC")
    merge_organisations(typo, into=right, by=by, at=AT)

    placed = place_organisation(team, kind="team", parent=typo, by=by, at=AT)

    assert placed.parent == right


def test_no_organisation_is_part_of_itself(by: User) -> None:
    top, middle, bottom = (add_organisation(name, by=by, at=AT) for name in "ABC")
    place_organisation(middle, kind="team", parent=top, by=by, at=AT)
    place_organisation(bottom, kind="team", parent=middle, by=by, at=AT)

    with pytest.raises(organisations.PartOfItself, match="C is part of A already"):
        place_organisation(top, kind="body", parent=bottom, by=by, at=AT)
    with pytest.raises(organisations.PartOfItself, match="no part of itself"):
        place_organisation(top, kind="body", parent=top, by=by, at=AT)


def test_a_ring_made_by_a_merger_ends_the_climb(by: User) -> None:
    upper, lower, other = (add_organisation(name, by=by, at=AT) for name in "ABC")
    place_organisation(lower, kind="team", parent=upper, by=by, at=AT)
    merge_organisations(upper, into=lower, by=by, at=AT)

    placed = place_organisation(other, kind="team", parent=lower, by=by, at=AT)

    assert placed.parent == lower


def test_other_capitals_are_no_former_name(by: User) -> None:
    body = add_organisation("paths for all", by=by, at=AT)

    rename_organisation(body, name="Paths for All", by=by, at=AT)

    assert Organisation.objects.get().name == "Paths for All"
    assert not OrganisationName.objects.exists()


def test_no_organisation_takes_the_name_of_another(by: User) -> None:
    pas = add_organisation("PAS", by=by, at=AT)
    add_alias(pas, name="Planning Aid for Scotland", by=by, at=AT)
    other = add_organisation("Other", by=by, at=AT)

    with pytest.raises(organisations.NameTaken):
        rename_organisation(other, name="planning aid for scotland", by=by, at=AT)
    with pytest.raises(organisations.NameTaken, match=r"“pas” is in the register already\.$"):
        add_alias(other, name="pas", by=by, at=AT)
    with pytest.raises(organisations.NameTaken, match=r"already: it is PAS\."):
        add_alias(other, name="Planning Aid for Scotland", by=by, at=AT)


def test_an_alias_has_letters(by: User) -> None:
    with pytest.raises(NameMissing):
        add_alias(add_organisation("PAS", by=by, at=AT), name=" \u202e ", by=by, at=AT)


def test_no_organisation_takes_the_address_of_the_page_that_adds_one(by: User) -> None:
    assert add_organisation("New", by=by, at=AT).slug == "new-2"


def test_a_merger_points_and_is_found_by_either_name(by: User) -> None:
    typo = add_organisation("Path for All", by=by, at=AT)
    right = add_organisation("Paths for All", by=by, at=AT)

    merge_organisations(typo, into=right, by=by, at=AT)

    typo.refresh_from_db()
    assert (typo.merged_into, typo.merged_on) == (right, date(2026, 11, 6))
    assert organisation_named("path for all") == right
    assert add_organisation("Path for All", by=by, at=AT) == right


def test_a_merger_into_a_merged_one_points_to_the_one_that_lives(by: User) -> None:
    first, second, third = (add_organisation(name, by=by, at=AT) for name in "ABC")
    merge_organisations(second, into=third, by=by, at=AT)

    merged = merge_organisations(first, into=second, by=by, at=AT)

    assert merged.merged_into == third


def test_no_merger_goes_round_in_a_ring(by: User) -> None:
    first, second = (add_organisation(name, by=by, at=AT) for name in "AB")
    merge_organisations(first, into=second, by=by, at=AT)

    with pytest.raises(organisations.MergedIntoItself):
        merge_organisations(second, into=first, by=by, at=AT)
    with pytest.raises(organisations.AlreadyMerged):
        merge_organisations(first, into=second, by=by, at=AT)


def test_a_merger_is_taken_back(by: User) -> None:
    first, second = (add_organisation(name, by=by, at=AT) for name in "AB")
    merge_organisations(first, into=second, by=by, at=AT)

    parted = part_organisations(first, by=by, at=AT)

    assert (parted.merged_into, parted.merged_on) == (None, None)
    assert organisation_named("A") == first
    with pytest.raises(organisations.NotMerged):
        part_organisations(first, by=by, at=AT)


def test_one_whose_name_was_given_to_another_meanwhile_is_not_parted(by: User) -> None:
    first, second = (add_organisation(name, by=by, at=AT) for name in "AB")
    merge_organisations(first, into=second, by=by, at=AT)
    make.organisation("a")

    with pytest.raises(organisations.NameTaken, match=r"called “A” now\. Rename that one first"):
        part_organisations(first, by=by, at=AT)


def test_no_organisation_loses_its_name_or_takes_its_own_for_a_new_one(by: User) -> None:
    body = add_organisation("PAS", by=by, at=AT)

    with pytest.raises(NameMissing):
        rename_organisation(body, name=" \u2013 ", by=by, at=AT)
    rename_organisation(body, name=" PAS ", by=by, at=AT)

    assert (Organisation.objects.get().name, OrganisationName.objects.count()) == ("PAS", 0)
    assert [entry.verb for entry in Entry.objects.all()] == ["organisation.added"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_one_organisation_at_once_get_the_same() -> None:
    user, start = make.user(), Barrier(2)

    def add(name: str) -> int:
        start.wait()
        try:
            return add_organisation(name, by=user, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(add, ["Paths for All", "PATHS FOR ALL"]))

    assert made == [Organisation.objects.get().pk] * 2
