"""A draft is kept: entry by entry, once each, never over what somebody changed first."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from reflections.actions.items import Refusal, Saved, Why, save_draft
from reflections.actions.writing import AlreadySubmitted
from reflections.entries import Content, EntryDraft
from reflections.models import Audience, Item, Jot, Kind, Report
from reflections.queries.items import by_key
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 20, 10, 42, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def entry(text: str, *, key: UUID | None = None, **fields: object) -> EntryDraft:
    """An entry as a window sends it."""
    outside = {name: fields.pop(name) for name in ("version", "was") if name in fields}
    content = Content(**{"kind": Kind.CHALLENGE, "text": text} | fields)  # type: ignore[arg-type]
    return EntryDraft(key=key or uuid4(), content=content, **outside)  # type: ignore[arg-type]


def test_a_new_entry_becomes_an_item_of_the_report() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    outcome, body = make.outcome(), make.organisation()
    sent = entry(
        "The hall is cold.",
        audience=Audience.COHORT,
        outcomes=frozenset({outcome.pk}),
        organisations=frozenset({body.pk}),
    )

    saved = save_draft(report, [sent], by=lead.user, at=AT)

    item = Item.objects.get()
    assert (item.key, item.text, item.kind, item.audience) == (
        sent.key,
        "The hall is cold.",
        Kind.CHALLENGE,
        Audience.COHORT,
    )
    assert (item.version, item.author, item.changed_by, item.report) == (
        1,
        lead.person,
        lead.user,
        report,
    )
    assert (list(item.outcomes.all()), list(item.organisations.all())) == ([outcome], [body])
    assert [one.item.key for one in saved.kept] == [sent.key]
    report.refresh_from_db()
    assert (report.started_at, report.saved_at, report.status) == (AT, AT, Report.Status.OPEN)
    assert [found.verb for found in Entry.objects.all()] == ["report.saved"]


def test_the_same_entry_sent_twice_is_one_item_and_no_second_change() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    sent = entry("Once")

    for at in (AT, LATER):
        saved = save_draft(report, [sent], by=lead.user, at=at)

    assert (saved.conflicts, [one.item.version for one in saved.kept]) == ([], [1])
    assert Item.objects.count() == 1
    report.refresh_from_db()
    assert report.saved_at == AT


def test_a_change_raises_the_version_and_keeps_author_and_links() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Before")
    kept, gone, new = make.outcome(), make.outcome(), make.outcome()
    item.outcomes.set([kept, gone])

    sent = entry("After", key=item.key, version=1, outcomes=frozenset({kept.pk, new.pk}))
    save_draft(report, [sent], by=lead.user, at=AT)

    item.refresh_from_db()
    assert (item.text, item.version, item.author) == ("After", 2, lead.person)
    assert set(item.outcomes.all()) == {kept, new}


def test_a_stale_entry_is_a_conflict_and_nothing_is_written_over() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="First")
    save_draft(report, [entry("Second", key=item.key, version=1)], by=lead.user, at=AT)

    stale = entry("From the other window", key=item.key, version=1)
    saved = save_draft(report, [stale, entry("Another")], by=lead.user, at=LATER)

    assert [(found.draft, found.why) for found in saved.conflicts] == [(stale, Why.CHANGED)]
    theirs = saved.conflicts[0].saved
    assert theirs is not None
    assert (theirs.item.text, theirs.item.changed_by) == ("Second", lead.user)
    assert sorted(Item.objects.values_list("text", flat=True)) == ["Another", "Second"]


def test_a_stale_entry_that_nobody_touched_in_its_window_is_no_conflict() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="First")
    seen = by_key(Item.objects.all())[item.key].content
    save_draft(report, [entry("Second", key=item.key, version=1)], by=lead.user, at=AT)

    untouched = EntryDraft(key=item.key, content=seen, version=1, was=seen.digest)
    saved = save_draft(report, [untouched], by=lead.user, at=LATER)

    assert saved == Saved()
    item.refresh_from_db()
    assert item.text == "Second"


def test_an_entry_of_an_item_that_was_taken_out_meanwhile_is_a_conflict() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)

    saved = save_draft(report, [entry("Mine", version=3)], by=lead.user, at=AT)

    assert [(found.why, found.saved) for found in saved.conflicts] == [(Why.LEFT_OUT, None)]


def test_an_entry_of_an_item_that_was_moved_meanwhile_is_a_conflict() -> None:
    lead = make.lead()
    elsewhere = make.item(of=make.report(about=lead.town, month=date(2026, 9, 1)))
    report = make.report(about=lead.town)

    sent = entry("Mine", key=elsewhere.key, version=1)
    saved = save_draft(report, [sent], by=lead.user, at=AT)

    assert [found.why for found in saved.conflicts] == [Why.MOVED]


def test_an_item_that_the_team_set_aside_is_neither_changed_nor_shown() -> None:
    lead, team = make.lead(), make.team_member()
    report = make.report(about=lead.town)
    item = make.item(of=report, quarantined_at=AT, quarantined_by=team.user)

    saved = save_draft(report, [entry("Mine", key=item.key, version=1)], by=lead.user, at=AT)

    assert [(found.why, found.saved) for found in saved.conflicts] == [(Why.HELD, None)]


def test_a_key_of_another_towns_item_is_refused() -> None:
    lead = make.lead()
    foreign = make.item(of=make.report(about=make.lead().town))
    report = make.report(about=lead.town)

    with pytest.raises(PermissionDenied):
        save_draft(report, [entry("Mine", key=foreign.key)], by=lead.user, at=AT)


def test_what_the_other_lead_keeps_to_themselves_cannot_be_written_over() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 31))
    lead = make.lead(town, since=date(2026, 10, 10), handover_until=date(2026, 10, 31))
    report = make.report(about=town)
    item = make.item(of=report, by=leaver.person, audience=Audience.ME)

    saved = save_draft(report, [entry("Mine", key=item.key, version=1)], by=lead.user, at=AT)

    assert [(found.why, found.saved) for found in saved.conflicts] == [(Why.HELD, None)]


def test_in_a_handover_both_leads_write_the_one_report() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 31))
    lead = make.lead(town, since=date(2026, 10, 10), handover_until=date(2026, 10, 31))
    report = make.report(about=town)

    for holder in (leaver, lead):
        save_draft(report, [entry(holder.person.name)], by=holder.user, at=AT)

    assert {item.author for item in report.items.all()} == {leaver.person, lead.person}


def test_nobody_but_the_lead_writes() -> None:
    town = make.lead().town
    report = make.report(about=town)
    former = make.lead(until=date(2026, 10, 19))
    others = [
        (make.lead(), report),
        (make.link_lead(town), report),
        (make.team_member(), report),
        (former, make.report(about=former.town)),
    ]

    for holder, of in others:
        with pytest.raises(PermissionDenied):
            save_draft(of, [entry("Mine")], by=holder.user, at=AT)

    assert Item.objects.count() == 0


def test_a_report_that_was_handed_over_takes_no_draft() -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)

    with pytest.raises(AlreadySubmitted):
        save_draft(report, [entry("Late")], by=lead.user, at=AT)


def test_a_jot_that_is_taken_in_becomes_an_item_once() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    jot = make.jot(by=lead, text="On the bus")

    for at in (AT, LATER):
        save_draft(report, [entry("On the bus, at length", key=jot.key)], by=lead.user, at=at)

    item = Item.objects.get()
    jot.refresh_from_db()
    assert (jot.status, jot.item, item.key) == (Jot.Status.USED, item, jot.key)
    assert (jot.text, item.text) == ("On the bus, at length", "On the bus, at length")


def test_a_jot_that_was_left_by_a_leaver_keeps_its_author() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 10))
    lead = make.lead(town, since=date(2026, 10, 11))
    report = make.report(about=town)
    jot = make.jot(by=leaver, released_at=AT)

    save_draft(report, [entry("Of both", key=jot.key)], by=lead.user, at=AT)

    item = Item.objects.get()
    assert (item.author, item.changed_by) == (leaver.person, lead.user)


def test_a_key_of_a_strangers_jot_is_refused() -> None:
    lead = make.lead()
    jot = make.jot(by=make.lead())

    with pytest.raises(PermissionDenied):
        save_draft(make.report(about=lead.town), [entry("?", key=jot.key)], by=lead.user, at=AT)

    assert Item.objects.count() == 0


def test_a_jot_that_was_taken_back_or_went_to_another_town_keeps_its_key() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 10))
    lead = make.lead(town, since=date(2026, 10, 11))
    report = make.report(about=town)

    for jot in (make.jot(by=leaver), make.jot(by=lead, town=make.town())):
        saved = save_draft(report, [entry("Typed", key=jot.key)], by=lead.user, at=AT)

        found = [(one.why, one.saved, one.draft.content.text) for one in saved.conflicts]
        assert found == [(Why.ELSEWHERE, None, "Typed")]
        jot.refresh_from_db()
        assert jot.status == Jot.Status.WAITING
    assert Item.objects.count() == 0


def test_a_jot_without_a_kind_keeps_its_new_text_and_goes_on_waiting() -> None:
    lead = make.lead()
    jot = make.jot(by=lead)

    sent = entry("More of it", key=jot.key, kind="")
    save_draft(make.report(about=lead.town), [sent], by=lead.user, at=AT)

    jot.refresh_from_db()
    assert (jot.text, jot.status, Item.objects.count()) == ("More of it", Jot.Status.WAITING, 0)


def test_two_windows_on_a_jot_without_a_kind_meet_in_a_conflict_too() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    jot = make.jot(by=lead, text="First")
    was = Content(kind="", text="First").digest
    save_draft(report, [entry("One", key=jot.key, kind="", was=was)], by=lead.user, at=AT)

    sent = entry("Two", key=jot.key, kind="", was=was)
    saved = save_draft(report, [sent], by=lead.user, at=LATER)

    theirs = [found.saved.item.text for found in saved.conflicts if found.saved]
    assert theirs == ["One"]
    jot.refresh_from_db()
    assert jot.text == "One"


def test_an_empty_entry_is_no_item() -> None:
    lead = make.lead()

    saved = save_draft(make.report(about=lead.town), [entry("")], by=lead.user, at=AT)

    assert (saved, Item.objects.count(), Entry.objects.count()) == (Saved(), 0, 0)


def test_emptying_an_item_asks_to_leave_it_out_instead() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Stays")

    saved = save_draft(report, [entry("", key=item.key, version=1)], by=lead.user, at=AT)

    assert [refusal.name for refusal in saved.refusals.values()] == ["text"]
    item.refresh_from_db()
    assert item.text == "Stays"


def test_a_sensitive_item_goes_no_further_than_the_team_and_its_text_is_kept() -> None:
    lead = make.lead()
    sent = entry("Between us", sensitive=True, audience=Audience.COHORT)

    saved = save_draft(make.report(about=lead.town), [sent], by=lead.user, at=AT)

    assert saved.refusals == {
        sent.key: Refusal("audience", "A sensitive item goes no further than the Programme Team.")
    }
    assert list(Item.objects.values_list("text", "audience")) == [("Between us", Audience.TEAM)]


def test_only_its_author_keeps_an_item_to_themselves() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 31))
    lead = make.lead(town, since=date(2026, 10, 10), handover_until=date(2026, 10, 31))
    report = make.report(about=town)
    item = make.item(of=report, by=leaver.person)

    sent = entry("Mine now", key=item.key, version=1, audience=Audience.ME)
    saved = save_draft(report, [sent], by=lead.user, at=AT)

    assert [refusal.name for refusal in saved.refusals.values()] == ["audience"]
    item.refresh_from_db()
    assert item.audience == Audience.TEAM


def test_who_marks_the_item_of_another_as_sensitive_goes_on_reading_it() -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 31))
    lead = make.lead(town, since=date(2026, 10, 10), handover_until=date(2026, 10, 31))
    report = make.report(about=town)
    item = make.item(of=report, by=leaver.person)

    sent = entry("Careful", key=item.key, version=1, sensitive=True)
    save_draft(report, [sent], by=lead.user, at=AT)

    assert list(item.readers.all()) == [lead.person]


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_change_and_one_conflict() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="First")
    barrier, results = Barrier(2), []

    def press(text: str) -> None:
        try:
            barrier.wait()
            sent = entry(text, key=item.key, version=1)
            saved = save_draft(report, [sent], by=lead.user, at=AT)
            results.append((len(saved.kept), len(saved.conflicts)))
        finally:
            connection.close()

    windows = [Thread(target=press, args=(text,)) for text in ("One", "Two")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()

    assert sorted(results) == [(0, 1), (1, 0)]
    item.refresh_from_db()
    assert (item.version, item.text in {"One", "Two"}) == (2, True)


def test_many_entries_are_kept_in_as_many_statements_as_one() -> None:
    counts = []
    for number in (1, 20, 50):
        lead = make.lead()
        report = make.report(about=lead.town)
        items = [make.item(of=report) for _ in range(number)]
        sent = [entry("Changed", key=item.key, version=1) for item in items]
        with CaptureQueriesContext(connection) as found:
            save_draft(report, sent, by=lead.user, at=AT)
        counts.append(len(found))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 10


def test_an_untouched_entry_of_an_item_that_is_gone_is_no_conflict() -> None:
    lead = make.lead()
    sent = entry("As it was shown", version=3)
    sent = EntryDraft(key=sent.key, content=sent.content, version=3, was=sent.content.digest)

    saved = save_draft(make.report(about=lead.town), [sent], by=lead.user, at=AT)

    assert (saved, Item.objects.count()) == (Saved(), 0)


def test_a_new_entry_without_a_kind_is_asked_for_one() -> None:
    lead = make.lead()

    saved = save_draft(make.report(about=lead.town), [entry("What?", kind="")], by=lead.user, at=AT)

    assert [refusal.name for refusal in saved.refusals.values()] == ["kind"]
    assert Item.objects.count() == 0


def test_a_jot_without_a_kind_whose_words_did_not_change_is_not_written() -> None:
    lead = make.lead()
    jot = make.jot(by=lead, text="As it was")
    before = jot.changed_at

    sent = entry("As it was", key=jot.key, kind="")
    saved = save_draft(make.report(about=lead.town), [sent], by=lead.user, at=AT)

    jot.refresh_from_db()
    assert jot.changed_at == before
    assert list(saved.jots) == [jot.key]
