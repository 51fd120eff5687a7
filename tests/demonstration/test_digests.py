"""The demonstration's digests: four published, and everything that may happen to one of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demonstration.filling import fill_demonstration
from digests.actions.gathering import begin_due
from digests.actions.redacting import redact_taken_back
from digests.content import DEPTHS, Depth, Sort
from digests.models import AskBack, Correction, Edition, Passage, ReadMark, Telling
from outbox.models import Letter, Notice
from people.models import User
from reflections.actions.obligations import settle_obligations
from reflections.models import ItemEvent
from tests.digests.quarters import changed_for

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
PUBLISHED = [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 -- pytest finds it by name
    """The demonstration, filled once for the tests that only look at it; taken back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_demonstration(at=AT)
        yield
        transaction.set_rollback(True)


def current() -> list[Edition]:
    """What is read now, the oldest quarter first."""
    return list(Edition.objects.current().order_by("digest__quarter"))


@pytest.mark.usefixtures("filled")
def test_the_digests_of_four_quarters_show_every_case() -> None:
    oldest, corrected, asked, newest = current()
    assert [one.digest.quarter for one in (oldest, corrected, asked, newest)] == PUBLISHED
    assert [one.digest.editions.count() for one in (oldest, corrected, asked, newest)] == [
        2,
        2,
        1,
        1,
    ]
    told = {one.digest.quarter: one for one in Correction.objects.select_related("digest")}
    assert {quarter: one.sort for quarter, one in told.items()} == {
        PUBLISHED[0]: Correction.Sort.REDACTED,
        PUBLISHED[1]: Correction.Sort.CORRECTED,
    }
    amended = told[PUBLISHED[1]]
    assert ("Walk Wheel Cycle Trust" in amended.before, "Paths for All" in amended.after) == (
        True,
        True,
    )
    gone = [passage for row in oldest.parts.all() for passage in row.says.passages if passage.gone]
    assert [(one.sort, one.text) for one in gone] == [(Sort.QUOTE, "")]
    assert any(gap.endswith("post vacant") for gap in newest.says.gaps)
    standing = {row.says.name: row.says.standing for row in newest.parts.all()}
    assert standing["Dalkeith"] == "Nobody was in post to check this."
    assert standing["Clydebank"].endswith("and has not answered.")
    assert standing["Fraserburgh"].startswith("Checked by the Project Lead")
    _holds_what_a_digest_is_for(newest)


def _holds_what_a_digest_is_for(edition: Edition) -> None:
    words = edition.says.words
    assert 600 <= words[Depth.BRIEF] <= 1_000
    assert words[Depth.BRIEF] < words[Depth.PAGE] < words[Depth.FULL]
    found = [passage for row in edition.parts.all() for passage in row.says.passages]
    sorts = {one.sort for one in found}
    assert {Sort.CONNECTION, Sort.CHALLENGE, Sort.LEARNING, Sort.ANSWER, Sort.QUOTE} <= sorts
    assert {one.depth for one in found} == set(DEPTHS)
    assert any("Raised: " in one.note and "Answered on" in one.note for one in found)
    assert len({one.says.opening for one in current()} - {""}) == len(PUBLISHED)
    assert Passage.objects.filter(section__digest=edition.digest, depth=Passage.OUT).exists()


@pytest.mark.usefixtures("filled")
def test_what_a_group_asks_is_answered_in_the_next_edition_and_ayr_waits() -> None:
    *before, newest = current()
    waiting = AskBack.objects.filter(question__answered_at=None)
    printed = {
        one.digest.quarter: {
            passage.text
            for row in one.parts.all()
            for passage in row.says.passages
            if passage.sort == Sort.ANSWER
        }
        for one in current()
    }
    assert [(one.digest_id, one.group.slug) for one in waiting] == [
        (newest.digest_id, "ayr-steering-group")
    ]
    for one, after in zip(before, current()[1:], strict=True):
        answers = set(one.digest.ask_backs.values_list("question__answer", flat=True))
        assert printed[after.digest.quarter] == answers != set()


@pytest.mark.usefixtures("filled")
def test_the_chair_of_ayr_read_what_was_corrected_since_and_not_the_newest() -> None:
    chair = User.objects.get(email="steering.ayr@example.org")
    changed = {
        one.digest.quarter: changed_for(chair, one, on=AT.date())
        for one in current()
        if changed_for(chair, one, on=AT.date())
    }
    assert set(changed) == set(PUBLISHED[:2])
    assert [bool(one.before) for one in changed[PUBLISHED[1]]] == [True]
    marks = ReadMark.objects.filter(edition=current()[-1])
    assert marks.exists()
    assert not marks.filter(person=chair.person).exists()


@pytest.mark.usefixtures("filled")
def test_nothing_of_the_past_is_left_to_be_told_or_done() -> None:
    passages = Passage.objects.count()

    begun = begin_due(at=AT)
    redacted = redact_taken_back(at=AT)

    assert (begun, redacted, settle_obligations(at=AT)) == (0, 0, 0)
    assert Passage.objects.count() == passages
    assert not Telling.objects.filter(done_at=None).exists()
    assert ItemEvent.objects.filter(kind=ItemEvent.Kind.ECHOED).exists()
    ours = Notice.objects.filter(kind__startswith="digests/")
    assert set(ours.values_list("state", flat=True)) == {Notice.State.TOLD}
    assert not Letter.objects.exclude(state=Letter.State.ACCEPTED).exists()
