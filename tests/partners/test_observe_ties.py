"""What a report tells of ties when it is handed over, and what it no longer tells."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from partners.actions.ties import Seen, forget, observe
from partners.models import Baseline, Strength, Tie, TieObservation
from reflections.actions.items import save_draft
from reflections.actions.leaving_out import leave_out
from reflections.actions.moves import move_report
from reflections.actions.observing import observe_reported
from reflections.actions.reports import submit_report
from reflections.actions.revisions import start_revision, submit_revision
from reflections.entries import Content, EntryDraft
from reflections.models import Item, ItemObservation, Kind, Report
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
MONTH = date(2026, 10, 1)
Source = TieObservation.Source


def seen() -> list[tuple[str, date, int | None]]:
    """All that is observed by now: the organisation, the day, how close."""
    observe_reported(at=AT)
    rows = TieObservation.objects.order_by("tie__organisation__name", "on")
    return list(rows.values_list("tie__organisation__name", "on", "strength"))


def connected(report: Report, *names: str, **fields: object) -> Item:
    """A connection with organisations of these names."""
    item = make.item(of=report, kind=Kind.CONNECTION, **fields)  # type: ignore[arg-type]
    item.organisations.set([make.organisation(name) for name in names])
    return item


def revised(report: Report, item: Item, by: make.Holder, **said: object) -> None:
    """The report handed over once more, the item saying something else."""
    start_revision(report, by=by.user, at=AT)
    item.refresh_from_db()
    content = Content(**{"kind": item.kind, "text": item.text, "audience": item.audience} | said)  # type: ignore[arg-type]
    save_draft(
        report, [EntryDraft(key=item.key, content=content, version=item.version)], by=by.user, at=AT
    )
    submit_revision(report, by=by.user, at=AT)


def test_a_connection_is_one_observation_for_each_organisation_that_it_names() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed", "Bute Trust", strength=Strength.COORDINATE)
    jot = make.jot(by=lead, noticed_on=date(2026, 10, 9))
    type(jot).objects.filter(pk=jot.pk).update(item=item, status="used")
    alone = make.item(of=report, kind=Kind.CHALLENGE)
    alone.organisations.set(item.organisations.all())

    submit_report(report, by=lead.user, at=AT)

    assert [observe_reported(at=AT), observe_reported(at=AT)] == [1, 0]
    day = date(2026, 10, 9)
    assert seen() == [("Ayr Shed", day, 3), ("Bute Trust", day, 3)]
    assert set(Tie.objects.values_list("town", flat=True)) == {lead.town.pk}
    assert ItemObservation.objects.filter(item=item).count() == 2
    assert set(TieObservation.objects.values_list("source", "by")) == {
        (Source.CONNECTION, lead.user.pk)
    }


def test_what_is_written_after_the_month_was_seen_on_its_last_day() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed")
    Item.objects.filter(pk=item.pk).update(created_at=AT)

    submit_report(report, by=lead.user, at=AT)

    assert seen() == [("Ayr Shed", date(2026, 10, 31), None)]


def test_a_draft_tells_nothing() -> None:
    lead = make.lead()
    connected(make.report(about=lead.town), "Ayr Shed")

    assert seen() == []


def test_a_revision_corrects_what_was_seen_and_adds_nothing_twice() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed", "Bute Trust")
    submit_report(report, by=lead.user, at=AT)
    kept = item.organisations.get(name="Ayr Shed")
    observe_reported(at=AT)
    before = set(TieObservation.objects.values_list("pk", flat=True))

    revised(report, item, lead, organisations=frozenset({kept.pk}), strength=4)

    ((name, _, strength),) = seen()
    assert (name, strength) == ("Ayr Shed", 4)
    assert set(TieObservation.objects.values_list("pk", flat=True)) < before


def test_what_is_changed_in_a_revision_counts_when_that_is_in() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed")
    submit_report(report, by=lead.user, at=AT)
    start_revision(report, by=lead.user, at=AT)
    item.refresh_from_db()
    save_draft(
        report,
        [EntryDraft(key=item.key, content=Content(kind=Kind.LEARNING, text="x"), version=1)],
        by=lead.user,
        at=AT,
    )

    assert [name for name, _, _ in seen()] == ["Ayr Shed"]


def test_what_is_no_connection_any_more_tells_nothing_any_more() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed")
    submit_report(report, by=lead.user, at=AT)
    assert len(seen()) == 1

    organisations = frozenset(item.organisations.values_list("pk", flat=True))
    revised(report, item, lead, kind=Kind.LEARNING, organisations=organisations)

    assert seen() == []
    assert Tie.objects.count() == 1
    assert not ItemObservation.objects.exists()


def test_a_connection_taken_out_in_a_revision_is_forgotten_when_that_is_in() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=MONTH)
    item = connected(report, "Ayr Shed")
    make.item(of=report)
    submit_report(report, by=lead.user, at=AT)
    observe_reported(at=AT)

    start_revision(report, by=lead.user, at=AT)
    leave_out(report, item.key, by=lead.user, at=AT)
    assert len(seen()) == 1
    submit_revision(report, by=lead.user, at=AT)

    assert seen() == []


def test_an_item_moved_to_another_month_was_seen_in_that_month() -> None:
    lead = make.lead()
    for month in (MONTH, date(2026, 9, 1)):
        make.obligation(about=lead.town, month=month)
    report = make.report(about=lead.town, month=MONTH)
    make.report(about=lead.town, month=date(2026, 9, 1))
    item = connected(report, "Ayr Shed")
    Item.objects.filter(pk=item.pk).update(created_at=AT)
    submit_report(report, by=lead.user, at=AT)

    move_report(report, to=date(2026, 9, 1), by=lead.user, at=AT)

    assert seen() == [("Ayr Shed", date(2026, 9, 30), None)]


def test_an_item_that_goes_back_among_the_jots_takes_its_observation_with_it() -> None:
    lead = make.lead()
    for month in (MONTH, date(2026, 9, 1)):
        make.obligation(about=lead.town, month=month)
    report = make.report(about=lead.town, month=MONTH)
    other = make.report(about=lead.town, month=date(2026, 9, 1))
    item = connected(report, "Ayr Shed")
    make.item(of=other)
    submit_report(report, by=lead.user, at=AT)
    move_report(report, to=other.month, keys=[item.key], by=lead.user, at=AT)

    leave_out(other, item.key, by=lead.user, at=AT)

    assert seen() == []


@pytest.mark.parametrize("strength", [0, 5])
def test_strength_is_one_of_four(strength: int) -> None:
    lead = make.lead()
    one = Seen(uuid4(), make.organisation().pk, MONTH, strength)

    with pytest.raises(IntegrityError, match="strength_is_one_of_four"), transaction.atomic():
        observe(lead.town, Source.CONNECTION, [one], by=lead.user, at=AT)


def test_only_connections_have_strength() -> None:
    report = make.report(about=make.lead().town)

    with pytest.raises(IntegrityError, match="only_connections_have_strength"):
        make.item(of=report, kind=Kind.CHALLENGE, strength=2)


def test_to_observe_twice_is_to_correct() -> None:
    lead = make.lead()
    key, shed = uuid4(), make.organisation("Ayr Shed").pk

    observe(lead.town, Source.CONNECTION, [Seen(key, shed, MONTH, 1)], by=lead.user, at=AT)
    observe(lead.town, Source.CONNECTION, [Seen(key, shed, MONTH, 2)], by=lead.user, at=AT)

    assert seen() == [("Ayr Shed", MONTH, 2)]
    assert Tie.objects.count() == 1


def test_a_frozen_baseline_neither_grows_nor_changes_nor_goes() -> None:
    lead = make.lead()
    start = [Seen(uuid4(), make.organisation().pk, MONTH, 2)]
    (number,) = observe(lead.town, Source.BASELINE, start, by=lead.user, at=AT).values()
    Baseline.objects.create(town=lead.town, on=MONTH, frozen_at=AT, frozen_by=lead.user)
    another = [Seen(uuid4(), make.organisation().pk, MONTH, 2)]

    for deed in (
        lambda: observe(lead.town, Source.BASELINE, another, by=lead.user, at=AT),
        lambda: TieObservation.objects.filter(pk=number).update(strength=4),
        lambda: forget([number]),
    ):
        with pytest.raises(IntegrityError, match="a frozen baseline"), transaction.atomic():
            deed()
    observe(lead.town, Source.CONNECTION, another, by=lead.user, at=AT)
    assert TieObservation.objects.count() == 2
