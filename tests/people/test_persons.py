"""People of the programme: added, and called by another name."""

from datetime import UTC, datetime

import pytest
from django.apps import apps

from audit.models import Entry
from people.actions.persons import NameMissing, add_person, change_person
from people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def test_two_people_may_bear_one_name() -> None:
    by = make.team_member().user

    first = add_person("Mòrag  NicDhòmhnaill", by=by, at=AT)
    second = add_person("Mòrag NicDhòmhnaill", by=by, at=AT)

    assert first != second
    assert first.name == second.name == "Mòrag NicDhòmhnaill"


def test_a_person_keeps_identity_under_a_new_name_and_employer() -> None:
    person = make.person("Isla Fraser")
    council = make.organisation()

    change_person(person, name="Isla Bain", organisation=council, by=make.team_member().user, at=AT)

    person.refresh_from_db()
    assert (person.name, person.organisation) == ("Isla Bain", council)
    history = apps.get_model("people.PersonEvent").objects.filter(pgh_obj=person).order_by("pk")
    assert list(history.values_list("name", flat=True)) == ["Isla Fraser", "Isla Bain"]
    assert [entry.verb for entry in Entry.objects.all()] == ["person.changed"]


@pytest.mark.parametrize("name", ["", "  ", "\u2013", "\x07"])
def test_nobody_is_without_a_name(name: str) -> None:
    with pytest.raises(NameMissing):
        add_person(name, by=None, at=AT)
    assert not Person.objects.exists()


def test_nobody_loses_their_name() -> None:
    person = make.person("Isla Fraser")

    with pytest.raises(NameMissing):
        change_person(person, name=" \u2013 ", organisation=None, by=make.user(), at=AT)

    person.refresh_from_db()
    assert person.name == "Isla Fraser"
