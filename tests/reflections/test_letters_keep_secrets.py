"""Whoever is written to by mistake reads nothing: the demonstration's margins, to everybody."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from outbox.actions.promising import promise_all
from outbox.kinds import Part
from outbox.models import Notice
from outbox.promises import Promise, key_of
from people.models import User
from reflections.models import Item, ItemEvent, Question, Reply, Report
from tests.letters.conftest import filled
from tests.letters.world import AT
from tests.reflections.posting import said

pytestmark = pytest.mark.django_db

MONTHS = 6
SAMPLE = 40  # characters by which a text is known


@pytest.fixture(scope="module")
def now(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:  # noqa: ARG001 -- pytest finds it by name
    """The demonstration stands as it would at this moment."""
    with filled(django_db_blocker, months=MONTHS):
        yield AT


def told(kind: str, promises: list[Promise], *, at: datetime) -> dict[tuple[int, str], Part]:
    """What everybody would be told, by reader and what it is about."""
    promise_all(promises, at=at)
    notices = list(Notice.objects.filter(kind=kind, promised_at=at).order_by("pk"))
    return {
        (notice.person or 0, f"{notice.about} {notice.occasion}"): part
        for notice, part in zip(notices, said(notices, at=at), strict=True)
        if isinstance(part, Part)
    }


def test_only_who_sees_a_question_is_told_of_it_and_never_of_a_sensitive_item(
    now: datetime,
) -> None:
    kind, on = "reflections/question_asked", timezone.localdate(now)
    Reply.objects.all().delete()
    questions = list(Question.objects.select_related("item").order_by("pk"))
    Item.objects.filter(pk=questions[0].item_id).update(sensitive=True, audience="team")
    users = list(User.objects.order_by("pk"))

    found = told(
        kind,
        [
            Promise(kind, user.person_id, key_of(one), "asked")
            for user in users
            for one in questions
        ],
        at=now,
    )

    seen = {
        (user.person_id, f"{key_of(one)} asked")
        for user in users
        for one in Question.objects.visible_to(user, on=on)
    }
    assert len(questions) > 4
    assert found.keys() == seen
    secret = [questions[0].text[:SAMPLE], questions[0].item.text[:SAMPLE]]
    assert not any(words in part.text for part in found.values() for words in secret)


def test_only_who_sees_a_turn_is_told_of_it(now: datetime) -> None:
    kind, on = "reflections/question_answered", timezone.localdate(now)
    turns = list(Reply.objects.select_related("question").order_by("pk"))
    users = list(User.objects.order_by("pk"))

    found = told(
        kind,
        [
            Promise(kind, user.person_id, key_of(one.question), f"{one.pk}", facts={"turn": one.pk})
            for user in users
            for one in turns
        ],
        at=now,
    )

    unspoken = {
        (user.person_id, f"{key_of(one.question)} {one.pk}")
        for user in users
        for one in Reply.objects.visible_to(user, on=on).select_related("question")
        if not Reply.objects.filter(question=one.question_id, by=user, at__gt=one.at).exists()
    }
    assert found.keys() == unspoken != set()


def test_only_who_sees_an_item_is_told_what_became_of_it(now: datetime) -> None:
    kind, on = "reflections/item_used", timezone.localdate(now)
    items = list(Item.objects.order_by("-report__month", "pk")[:30])
    events = ItemEvent.objects.bulk_create(
        ItemEvent(item=item, kind="raised", at=now, label=f"session {item.pk}") for item in items
    )
    users = list(User.objects.order_by("pk"))

    found = told(
        kind,
        [
            Promise(kind, user.person_id, key_of(one.item), "raised", facts={"event": one.pk})
            for user in users
            for one in events
        ],
        at=now,
    )

    seen = {
        (user.person_id, f"{key_of(one)} raised")
        for user in users
        for one in Item.objects.visible_to(user, on=on).filter(pk__in=[item.pk for item in items])
    }
    sensitive = [item.text[:SAMPLE] for item in items if item.sensitive]
    assert found.keys() == seen != set()
    assert not any(words in part.text for part in found.values() for words in sensitive)


def test_only_who_sees_a_report_is_thanked_for_it(now: datetime) -> None:
    kind, on = "reflections/thank_you", timezone.localdate(now)
    reports = list(Report.objects.handed_over().order_by("pk"))
    users = list(User.objects.order_by("pk"))

    found = told(
        kind,
        [Promise(kind, user.person_id, key_of(one), "in") for user in users for one in reports],
        at=now,
    )

    seen = {
        (user.person_id, f"{key_of(one)} in")
        for user in users
        for one in Report.objects.visible_to(user, on=on).handed_over()
    }
    assert found.keys() == seen != set()
