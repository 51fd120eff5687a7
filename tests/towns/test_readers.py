"""A query written once for all readers of the same posts lets each read their own, and no more."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import ProgrammingError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from people.models import User
from reflections.models import Audience, Item
from tests import make
from tests.make import Holder
from towns.access import remember
from towns.models import Role
from towns.readers import ForReader

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 5)


def _ordinary(reader: User, on: date) -> QuerySet[Item]:
    return Item.objects.visible_to(reader, on=on).order_by("pk")


def _told(holders: Iterable[Holder]) -> list[Item]:
    """An item for the town and one for the author alone, in a report of each town."""
    return [
        make.item(of=report, by=holder.person, audience=audience)
        for holder in holders
        for report in [make.submitted_report(about=holder.town, by=holder.user)]
        for audience in (Audience.TOWN, Audience.ME)
    ]


def _written_times() -> tuple[ForReader[Item], list[date]]:
    times: list[date] = []

    def build(reader: User, on: date) -> QuerySet[Item]:
        times.append(on)
        return _ordinary(reader, on)

    return ForReader(build), times


def test_readers_of_the_same_posts_share_a_statement_and_each_reads_their_own() -> None:
    one, other = make.lead(), make.lead()
    items = _told([one, other])
    mine, times = _written_times()

    assert mine(one.user, on=ON) == items[:2]
    assert mine(other.user, on=ON) == items[2:]
    assert times == [ON]


def test_a_reader_with_other_posts_gets_a_statement_of_their_own() -> None:
    lead, link = make.lead(), make.link_lead()
    team, steering = make.team_member(), make.steering_member(lead.town)
    _told([lead, link])
    mine, times = _written_times()

    for reader in (lead, link, team, steering):
        assert mine(reader.user, on=ON) == list(_ordinary(reader.user, ON))

    assert len(times) == 4


def test_all_posts_of_a_reader_count_in_whatever_order_they_began() -> None:
    first, second, third = make.lead(), make.lead(), make.lead()
    items = _told([first, second, third])
    make.tenure(first.person, Role.LINK_LEAD, town=third.town)
    make.tenure(third.person, Role.LINK_LEAD, town=second.town)
    mine, times = _written_times()

    assert mine(first.user, on=ON) == [*items[:2], items[4]]
    assert mine(third.user, on=ON) == [items[2], *items[4:]]
    assert mine(second.user, on=ON) == items[2:4]
    assert len(times) == 2


def test_who_holds_nothing_on_the_day_reads_nothing() -> None:
    lead = make.lead()
    _told([lead])
    gone = make.user()
    make.tenure(gone.person, Role.LINK_LEAD, town=lead.town, until=date(2026, 11, 4))
    mine, _ = _written_times()

    assert mine(gone, on=date(2026, 11, 4))
    assert mine(gone, on=ON) == []
    assert mine(make.user(), on=ON) == []


def test_what_is_one_readers_alone_cannot_be_written_into_a_statement() -> None:
    lead = make.lead()
    by_address = ForReader(lambda reader, _: Item.objects.filter(author__user__email=reader.email))

    with pytest.raises(ProgrammingError, match="Slot"):
        by_address(lead.user, on=ON)


def test_of_an_account_whose_posts_are_remembered_nothing_else_is_asked() -> None:
    lead = make.lead()
    items = _told([lead])
    mine, _ = _written_times()
    remember(lead.user, [lead.tenure], on=ON)

    with CaptureQueriesContext(connection) as statements:
        assert mine(lead.user, on=ON) == items

    assert len(statements) == 1
