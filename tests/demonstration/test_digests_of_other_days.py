"""The demonstration's digests on another day, in a small programme, or in a larger one."""

from datetime import UTC, date, datetime

import pytest

from demonstration.filling import fill_demonstration
from digests.actions.gathering import gather_again
from digests.models import AskBack, Digest, Edition, Passage
from people.models import User

pytestmark = pytest.mark.django_db

NEWEST = date(2026, 7, 1)


def test_a_quarter_whose_day_has_not_come_is_with_the_towns() -> None:
    at = datetime(2026, 10, 15, 10, tzinfo=UTC)

    fill_demonstration(at=at)

    states = dict(Digest.objects.order_by("quarter").values_list("quarter", "state"))
    assert states == {
        date(2025, 7, 1): "published",
        date(2025, 10, 1): "published",
        date(2026, 1, 1): "published",
        date(2026, 4, 1): "published",
        NEWEST: "check",
    }
    assert AskBack.objects.filter(question__answered_at=None).count() == 1
    draft = Digest.objects.get(quarter=NEWEST)
    draft.state, draft.check_began_at = Digest.State.DRAFTING, None
    draft.save()
    passages = Passage.objects.count()
    gather_again(draft, by=User.objects.get(email="team@example.org"), at=at)
    assert Passage.objects.count() == passages


def test_few_months_have_few_digests_and_more_towns_have_theirs() -> None:
    fill_demonstration(at=datetime(2026, 11, 23, 10, tzinfo=UTC), towns=9, months=4)

    edition = Edition.objects.current().get()
    assert edition.digest.quarter == NEWEST
    assert edition.parts.count() == 10
