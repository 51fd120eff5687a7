"""An edition's letter: its way into the portal first, its reader's own towns, nothing empty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digests.letters import editions
from digests.letters.editions import tell_edition
from digests.notices import EDITION
from outbox.kinds import Part
from outbox.layout import Block, blocks
from outbox.models import Notice
from outbox.promises import key_of
from tests import make
from tests.digests.quarters import AT, Quarter, drafted, published, shared, submitted
from tests.make import Holder

pytestmark = pytest.mark.django_db


def notices(quarter: Quarter, *readers: Holder) -> list[Notice]:
    """Not stored."""
    about = key_of(quarter.digest)
    return [
        Notice(pk=number, kind=EDITION, person=one.person.pk, about=about)
        for number, one in enumerate(readers, 1)
    ]


def letter(quarter: Quarter, reader: Holder) -> list[Block]:
    (said,) = tell_edition(notices(quarter, reader), at=AT).values()
    assert isinstance(said, Part)
    return blocks(said.text)


def headings(found: list[Block]) -> list[str]:
    return [one.text for one in found if one.kind == "heading"]


def test_the_way_into_the_portal_stands_out_though_every_report_is_in() -> None:
    quarter = published()

    found = letter(quarter, make.steering_member(quarter.town))

    assert found[0].text == "1 of 1 report."
    assert (found[1].kind, found[1].text) == (
        "act",
        "Read it in the portal, ask a question, say that you have read it",
    )


def test_a_part_of_which_nothing_is_in_brief_is_not_headed() -> None:
    quarter = published()

    assert "Across the Project Towns" not in headings(
        letter(quarter, make.steering_member(quarter.town))
    )


def test_each_reader_gets_their_own_towns_and_of_many_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editions, "WHOLE_AT_MOST", 1)
    other = make.lead(make.town("Alloa"))
    shared(submitted(other))
    quarter = published(drafted())

    ayr, alloa = make.steering_member(quarter.town), make.steering_member(other.town)

    assert headings(letter(quarter, ayr))[0] == "Ayr"
    assert headings(letter(quarter, alloa))[0] == "Alloa"
    assert "1 more town stands in the portal." in [one.text for one in letter(quarter, ayr)]


def test_a_batch_asks_as_often_for_few_readers_as_for_many() -> None:
    quarter = published()
    readers = [make.steering_member() for _ in range(12)]
    tell_edition(notices(quarter, readers[0]), at=AT)
    counts = []
    for some in (readers[:1], readers):
        with CaptureQueriesContext(connection) as asked:
            assert len(tell_edition(notices(quarter, *some), at=AT)) == len(some)
        counts.append(len(asked))

    assert counts[0] == counts[1]
