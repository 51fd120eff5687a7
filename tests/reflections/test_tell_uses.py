"""Authors are told where their items went: raised, answered, echoed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.models import Notice
from reflections.actions.events import mark_answered, mark_echoed, mark_raised
from reflections.models import Item, ItemEvent
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, why_not
from towns.models import Tenure

pytestmark = pytest.mark.django_db

KIND = "reflections/item_used"
AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa")


@pytest.fixture
def item(lead: make.Holder) -> Item:
    report = make.submitted_report(about=lead.town, by=lead.user)
    return make.item(of=report, text="The bus goes once a day.")


def test_where_it_was_raised(item: Item) -> None:
    mark_raised(item, label="the session of 14 May", address="/towns/", by=None, at=AT)

    assert as_file(part(KIND, at=AT)) == golden_letter("item_used")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (mark_raised, "was raised at Moira"),
        (mark_answered, "was answered by Moira"),
        (mark_echoed, "came back: Moira"),
    ],
)
def test_what_became_of_it_is_said(item: Item, mark: Callable[..., ItemEvent], words: str) -> None:
    mark(item, label="Moira", address="", by=make.team_member().user, at=AT)

    found = part(KIND, at=AT)
    assert found.subject == f"Your October item {words}"
    assert found.text.endswith("/towns/ayr/reflections/2026-10/")


def test_a_sensitive_item_is_not_quoted(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(sensitive=True, audience="team")
    mark_raised(item, label="the session of 14 May", address="/towns/", by=None, at=AT)

    assert as_file(part(KIND, at=AT)) == golden_letter("item_used_sensitive")


def test_marking_twice_tells_once_and_what_one_does_oneself_is_not_told(
    item: Item, lead: make.Holder
) -> None:
    for _ in range(2):
        mark_raised(item, label="the session of 14 May", address="", by=None, at=AT)
    mark_answered(item, label="Ailsa", address="", by=lead.user, at=AT)

    notice = Notice.objects.get()
    event = ItemEvent.objects.get(kind="raised")
    assert (notice.person, notice.about, notice.occasion, notice.facts) == (
        lead.person.pk,
        f"reflections.item:{item.pk}",
        f"raised {event.pk}",
        {"event": event.pk},
    )


def test_who_may_not_read_it_any_more_is_told_nothing(item: Item, lead: make.Holder) -> None:
    mark_raised(item, label="the session of 14 May", address="", by=None, at=AT)
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 9))

    assert why_not(KIND, at=AT + timedelta(days=1)) == "They may not read it any more."


def test_an_event_that_is_gone_is_told_to_nobody(item: Item) -> None:
    mark_raised(item, label="the session of 14 May", address="", by=None, at=AT)
    ItemEvent.objects.all().delete()

    assert why_not(KIND, at=AT) == "They may not read it any more."


def test_as_many_statements_for_many_letters_as_for_one() -> None:
    def statements(number: int) -> int:
        notices = list(Notice.objects.order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=AT)
        assert len(found) == number
        return len(captured)

    for _ in range(12):
        lead = make.lead()
        item = make.item(of=make.submitted_report(about=lead.town, by=lead.user))
        mark_raised(item, label="the session of 14 May", address="", by=None, at=AT)

    assert [statements(1), statements(12)] == [4, 4]
