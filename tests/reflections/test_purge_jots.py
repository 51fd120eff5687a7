"""What was thrown away thirty days ago is deleted, and nothing of its words stays anywhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from audit.models import Entry
from outbox.models import Run
from reflections import tasks
from reflections.actions.jots import bring_back_jot, change_jot, discard_jot, keep_jot
from reflections.actions.leaving_out import leave_out
from reflections.actions.purging import purge_jots
from reflections.models import Item, Jot, Obligation
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 20, 2, 40, tzinfo=UTC)
MARK = "Heron on the weir"


def thrown_away(
    by: make.Holder,
    *,
    days: int,
    status: str = Jot.Status.DISCARDED,
    key: UUID | None = None,
) -> Jot:
    jot = make.jot(by=by, status=status, key=key or uuid4())
    Jot.objects.filter(pk=jot.pk).update(changed_at=AT - timedelta(days=days))
    return jot


def tables_that_hold(words: str) -> Iterator[str]:
    """Every table of the database in which some row holds these words."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT 1 FROM {name} AS row WHERE row::text LIKE %s", [f"%{words}%"])
            if cursor.fetchone():
                yield table


def test_only_what_was_thrown_away_long_ago_is_deleted() -> None:
    lead = make.lead()
    thrown_away(lead, days=30)
    kept = [
        thrown_away(lead, days=29),
        thrown_away(lead, days=90, status=Jot.Status.WAITING),
        thrown_away(lead, days=90, status=Jot.Status.USED),
    ]

    assert purge_jots(at=AT) == 1
    assert list(Jot.objects.order_by("pk")) == kept


def test_doing_it_twice_changes_nothing_more() -> None:
    thrown_away(make.lead(), days=40)

    assert [purge_jots(at=AT), purge_jots(at=AT)] == [1, 0]
    assert Entry.objects.count() == 1


def test_each_town_gets_one_entry_with_the_number_alone() -> None:
    ayr, troon = make.lead(), make.lead()
    for lead in (ayr, ayr, troon):
        thrown_away(lead, days=40)

    purge_jots(at=AT)

    entries = Entry.objects.order_by("pk").values_list("verb", "about", "actor_id", "at", "facts")
    assert list(entries) == [
        ("jots.purged", f"towns.town:{ayr.town.pk}", None, AT, {"jots": 2}),
        ("jots.purged", f"towns.town:{troon.town.pk}", None, AT, {"jots": 1}),
    ]


def test_nothing_of_a_jots_words_stays_in_any_table() -> None:
    lead = make.lead()
    now = datetime.now(UTC)
    jot = keep_jot(key=uuid4(), text=f"{MARK}, first", town=lead.town, by=lead.user, at=now)
    jot = change_jot(
        jot,
        text=f"{MARK}, changed",
        kind="",
        town=lead.town,
        month=jot.noticed_on.replace(day=1),
        seen_at=jot.changed_at,
        by=lead.user,
        at=now,
    )
    discard_jot(jot, by=lead.user, at=now)
    bring_back_jot(jot, by=lead.user, at=now)
    discard_jot(jot, by=lead.user, at=now)
    before = list(tables_that_hold(MARK))

    purge_jots(at=now + timedelta(days=31))

    assert before == ["reflections_jot"]
    assert list(tables_that_hold(MARK)) == []
    assert list(tables_that_hold(str(jot.key))) == ["reflections_jotevent"]


def test_nor_of_one_that_was_an_item_of_a_draft_for_a_while() -> None:
    lead = make.lead()
    now = datetime.now(UTC)
    report = make.report(about=lead.town)
    item, other = make.item(of=report, text=f"{MARK}, first"), make.item(of=report)
    item.text = f"{MARK}, changed"
    item.save()
    leave_out(report, item.key, by=lead.user, at=now)
    discard_jot(Jot.objects.get(key=item.key), by=lead.user, at=now)
    before = sorted(tables_that_hold(MARK))
    kept = history_of(other)

    purge_jots(at=now + timedelta(days=31))

    assert before == ["reflections_itemhistory", "reflections_jot"]
    assert list(tables_that_hold(MARK)) == []
    assert history_of(other) == kept != []


def test_the_history_of_what_stands_in_a_report_is_never_touched() -> None:
    lead = make.lead()
    item = make.item(of=make.report(about=lead.town))
    thrown_away(lead, days=40, key=item.key)
    kept = history_of(item)

    purge_jots(at=AT)

    assert history_of(item) == kept != []


def test_history_cannot_be_changed_but_here() -> None:
    make.item(of=make.report())

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        apps.get_model("reflections", "ItemHistory").objects.all().delete()


def history_of(item: Item) -> list[tuple[int, str]]:
    rows = apps.get_model("reflections", "ItemHistory").objects.filter(key=item.key)
    return list(rows.order_by("pgh_id").values_list("pgh_id", "text"))


def test_the_timetable_does_it_and_notes_how_it_went() -> None:
    jot = make.jot(by=make.lead(), status=Jot.Status.DISCARDED)
    Jot.objects.filter(pk=jot.pk).update(changed_at=datetime.now(UTC) - timedelta(days=31))

    tasks.purge_jots()

    assert Jot.objects.count() == 0
    assert Run.objects.values_list("job", "figures").get() == ("purge jots", {"new": 1})


def test_the_timetable_settles_what_is_owed_and_notes_how_it_went() -> None:
    make.lead(since=date(2026, 10, 1))

    tasks.settle_obligations()

    found = Run.objects.get()
    assert (found.job, found.figures) == (
        "settle obligations",
        {"new": Obligation.objects.count()},
    )
    assert Obligation.objects.exists()
