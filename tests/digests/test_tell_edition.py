"""What the letters of an edition say, and to whom they say no more."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from digests.actions.editing import save_opening
from digests.actions.publishing import withdraw
from digests.letters.editions import tell_edition, tell_withdrawal
from digests.notices import EDITION, WITHDRAWN
from outbox.kinds import Part, Said
from outbox.layout import blocks
from outbox.models import Notice
from outbox.promises import key_of
from people.models import Person
from tests import make
from tests.digests.quarters import AT, Quarter, drafted, published

pytestmark = pytest.mark.django_db
WHY = "It held the reports of the quarter before."


def notice(kind: str, about: str, to: Person) -> Notice:
    return Notice(pk=1, kind=kind, about=about, person=to.pk, promised_at=AT, not_before=AT)


def only(said: Mapping[int, Said]) -> Part:
    (part,) = said.values()
    assert isinstance(part, Part)
    return part


def withdrawn(quarter: Quarter) -> str:
    """What the notice of its withdrawal is about."""
    edition = quarter.digest.editions.get()
    withdraw(quarter.digest, WHY, by=quarter.team.user, at=AT)
    return key_of(edition)


def test_an_opening_that_looks_like_a_link_is_words_in_the_letter() -> None:
    quarter, reader = drafted(), make.steering_member()
    opening = "https://example.org/elsewhere"
    save_opening(quarter.digest, opening, version=1, by=quarter.team.user, at=AT)
    published(quarter)

    said = only(tell_edition([notice(EDITION, key_of(quarter.digest), reader.person)], at=AT)).text

    found = [block.kind for block in blocks(said) if any(opening in line for line in block.lines)]
    assert found == ["quotation"]


def test_a_reader_learns_why_an_edition_was_withdrawn() -> None:
    reader = make.steering_member()
    about = withdrawn(published())

    said = only(tell_withdrawal([notice(WITHDRAWN, about, reader.person)], at=AT))

    assert WHY in said.text


def test_who_reads_no_digests_any_more_learns_that_it_was_withdrawn_and_not_why() -> None:
    gone = make.steering_member(until=AT.date() - timedelta(days=1))
    about = withdrawn(published())

    said = only(tell_withdrawal([notice(WITHDRAWN, about, gone.person)], at=AT))

    assert "was withdrawn on Monday 12 October 2026" in said.text
    assert WHY not in said.text
    assert "https://" not in said.text
