"""Letters about posts of several kinds, and of many people."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from outbox.kinds import Part
from outbox.models import Notice
from tests import make
from tests.towns.told import (
    AT,
    DAY,
    FIRST,
    HANDOVER,
    TODAY,
    handover,
    midnight,
    promised,
)
from tests.wire import arrived, text_of
from towns.letters.kinds import KINDS, plan
from towns.models import Role

pytestmark = pytest.mark.django_db


def test_one_who_is_told_several_things_gets_one_letter() -> None:
    lead = make.lead(make.town("Ayr"), until=date(2026, 11, 20))
    make.tenure(lead.person, Role.LINK_LEAD, town=make.town("Dunoon"), since=TODAY)
    promised()

    [letter] = arrived(AT)

    assert letter["Subject"] == "You are now Community Link Lead in Dunoon, and 1 more"
    assert "You are Project Lead in Ayr until Friday 20 November 2026\n----" in text_of(letter)


def test_thirty_holders_take_as_many_statements_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    at = midnight(FIRST)

    def add(number: int) -> None:
        for _ in range(number):
            town = make.town()
            handover(town)
            make.link_lead(town, since=FIRST, until=FIRST + DAY)
            make.analyst(town, until=FIRST)
            make.link_lead(town, until=FIRST + 30 * DAY)

    add(1)
    promised(at)
    for _ in range(2):
        with django_assert_num_queries(22):
            found = plan(at)
        for kind in KINDS:
            notices = list(Notice.objects.filter(kind=kind.name))
            assert kind.compose
            with django_assert_num_queries(2 if kind.name == HANDOVER else 5):
                said = kind.compose(notices, at=at)
            assert all(isinstance(one, Part) for one in said.values())
        add(29)
        promised(at)
    assert len({one.promise.person for one in found.due}) > 60
