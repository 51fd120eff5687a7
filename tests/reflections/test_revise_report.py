"""A report that was handed over is revised: others read the last version until the next is in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from audit.models import Entry
from reflections.actions.items import save_draft
from reflections.actions.leaving_out import leave_out, put_in
from reflections.actions.reports import NothingWritten, submit_report
from reflections.actions.revisions import (
    NotRevising,
    NotSubmitted,
    give_up_revision,
    start_revision,
    submit_revision,
)
from reflections.actions.writing import AlreadySubmitted, locked
from reflections.entries import Content, EntryDraft
from reflections.models import Audience, Item, Jot, Kind, Obligation, Report
from reflections.queries.reports import last_version, read_in_version
from reflections.queries.versions import Piece, word_differences
from tests import make
from tests.reflections.writing import changed, typed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=3)
TODAY = LATER.date()


def handed_over(**fields: object) -> tuple[make.Holder, Report, Item]:
    """A report with one item, submitted."""
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="As it was", **fields)  # type: ignore[arg-type]
    submit_report(report, by=lead.user, at=AT)
    report.refresh_from_db()
    return lead, report, item


def write(report: Report, item: Item, text: str, *, by: make.Holder, **said: object) -> None:
    """Change an item's text."""
    item.refresh_from_db()
    content = Content(**{"kind": item.kind, "text": text, "audience": item.audience} | said)  # type: ignore[arg-type]
    entry = EntryDraft(key=item.key, content=content, version=item.version)
    saved = save_draft(report, [entry], by=by.user, at=LATER)
    assert not saved.conflicts


def test_a_revision_makes_a_new_version_and_leaves_the_month_as_it_was_met() -> None:
    lead, report, item = handed_over()
    start_revision(report, by=lead.user, at=LATER)
    write(report, item, "As it is", by=lead)

    submit_revision(report, by=lead.user, at=LATER)

    report.refresh_from_db()
    assert (report.status, report.submitted_at, report.revised_at) == (
        Report.Status.SUBMITTED,
        AT,
        LATER,
    )
    versions = list(report.versions.order_by("number"))
    assert [(row.number, row.items[0]["text"]) for row in versions] == [
        (1, "As it was"),
        (2, "As it is"),
    ]
    month = Obligation.objects.get(town=report.town, month=report.month)
    assert (month.state, month.met_at) == ("met", AT)
    assert "report.revised" in set(Entry.objects.values_list("verb", flat=True))


def test_meanwhile_the_others_read_the_last_version() -> None:
    lead, report, item = handed_over()
    team = make.team_member()
    start_revision(report, by=lead.user, at=LATER)
    write(report, item, "Not yet for others", by=lead)

    assert not Item.objects.visible_to(team.user, on=TODAY).exists()
    version = last_version(report)
    assert version is not None
    read = read_in_version(version, team.user, on=TODAY)
    assert [copy["text"] for copy in read] == ["As it was"]


def test_narrowing_in_a_revision_recalls_the_version_too() -> None:
    lead, report, item = handed_over(audience=Audience.COHORT)
    other, team = make.lead(), make.team_member()
    start_revision(report, by=lead.user, at=LATER)
    version = last_version(report)
    assert version is not None
    assert len(read_in_version(version, other.user, on=TODAY)) == 1

    write(report, item, "As it was", by=lead, audience=Audience.TEAM)

    assert read_in_version(version, other.user, on=TODAY) == []
    assert len(read_in_version(version, team.user, on=TODAY)) == 1


def test_a_quarantined_item_is_read_in_no_version() -> None:
    lead, report, item = handed_over()
    team = make.team_member()
    Item.objects.update(quarantined_at=LATER, quarantined_by=team.user)
    version = last_version(report)
    assert version is not None

    for holder in (lead, team):
        assert read_in_version(version, holder.user, on=TODAY) == []
    assert item.text == "As it was"


def test_giving_up_puts_everything_back_and_loses_no_new_word() -> None:
    lead, report, item = handed_over()
    kept = make.outcome()
    start_revision(report, by=lead.user, at=LATER)
    write(report, item, "Changed my mind", by=lead, outcomes=frozenset({kept.pk}))
    new = EntryDraft(key=uuid4(), content=Content(kind=Kind.LEARNING, text="Quite new"))
    save_draft(report, [new], by=lead.user, at=LATER)

    give_up_revision(report, by=lead.user, at=LATER)

    report.refresh_from_db()
    assert report.status == Report.Status.SUBMITTED
    assert [(row.text, list(row.outcomes.all())) for row in report.items.all()] == [
        ("As it was", [])
    ]
    assert [(jot.text, jot.status) for jot in Jot.objects.all()] == [("Quite new", "waiting")]
    assert report.versions.count() == 1


def test_an_item_taken_out_in_a_revision_keeps_its_row_and_comes_back() -> None:
    lead, report, item = handed_over()
    start_revision(report, by=lead.user, at=LATER)

    leave_out(report, item.key, by=lead.user, at=LATER)
    assert not Item.objects.visible_to(lead.user, on=TODAY).exists()
    with pytest.raises(NothingWritten):
        submit_revision(report, by=lead.user, at=LATER)

    put_in(report, item.key, kind="", by=lead.user, at=LATER)
    assert Item.objects.visible_to(lead.user, on=TODAY).get().text == "As it was"

    leave_out(report, item.key, by=lead.user, at=LATER)
    give_up_revision(report, by=lead.user, at=LATER)
    assert Item.objects.standing().get().text == "As it was"


def test_starting_twice_is_starting_once() -> None:
    lead, report, _ = handed_over()

    for _ in range(2):
        start_revision(report, by=lead.user, at=LATER)

    assert Entry.objects.filter(verb="report.revision_started").count() == 1


def test_what_is_not_handed_over_is_not_revised() -> None:
    lead = make.lead()

    with pytest.raises(NotSubmitted):
        start_revision(make.report(about=lead.town), by=lead.user, at=LATER)


def test_without_a_revision_there_is_none_to_end() -> None:
    lead, report, _ = handed_over()

    with pytest.raises(NotRevising):
        submit_revision(report, by=lead.user, at=LATER)
    with pytest.raises(NotRevising):
        give_up_revision(report, by=lead.user, at=LATER)


def test_only_the_lead_revises() -> None:
    _, report, _ = handed_over()
    others = [make.lead(), make.link_lead(report.town), make.team_member()]

    for deed in (start_revision, submit_revision, give_up_revision):
        for holder in others:
            with pytest.raises(PermissionDenied):
                deed(report, by=holder.user, at=LATER)


def test_words_that_were_added_and_taken_out_are_told_apart() -> None:
    assert word_differences("runs to the 12th of May", "runs to the 19th of May") == (
        Piece("runs to the ", ""),
        Piece("12th ", "removed"),
        Piece("19th ", "added"),
        Piece("of May", ""),
    )


def test_the_pages_lead_through_a_revision(client: Client) -> None:
    lead, report, item = handed_over()
    client.force_login(lead.user)
    url = report.get_absolute_url()
    assert "Revise the report" in client.get(f"{url}revise/").content.decode()
    client.post(f"{url}revise/")
    client.post(url, changed(item, "As it is now") | {"check": "1"})
    client.post(f"{url}check/", {"revision": "1"})

    page = client.get(f"{url}versions/").content.decode()

    assert "From version 1 to version 2" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_the_page_gives_a_revision_up_after_asking(client: Client) -> None:
    lead, report, item = handed_over()
    client.force_login(lead.user)
    url = report.get_absolute_url()
    client.post(f"{url}revise/")
    client.post(url, changed(item, "Never mind"))
    assert "Give up the revision" in client.get(f"{url}give-up/").content.decode()

    client.post(f"{url}give-up/")

    item.refresh_from_db()
    assert item.text == "As it was"


def test_in_a_revision_the_jots_wait_beside_the_report_until_they_are_put_in(
    client: Client,
) -> None:
    lead, report, _ = handed_over()
    jot = make.jot(by=lead, text="Came later")
    client.force_login(lead.user)
    url = report.get_absolute_url()
    client.post(f"{url}revise/")
    assert "Put in as a challenge" in client.get(url).content.decode()

    client.post(url, {"put_in": f"{jot.key}:challenge"})

    assert set(Item.objects.values_list("text", flat=True)) == {"As it was", "Came later"}


def test_versions_show_to_each_reader_only_what_they_read(client: Client) -> None:
    lead, report, item = handed_over(audience=Audience.TOWN)
    client.force_login(lead.user)
    url = report.get_absolute_url()
    client.post(f"{url}revise/")
    client.post(url, changed(item, "Still of the town", audience="town"))
    client.post(url, typed("For the team"))
    client.post(f"{url}check/", {"revision": "1"})

    team = make.team_member()
    make.second_step(team)
    client.force_login(team.user)
    page = client.get(f"{url}versions/").content.decode()

    assert "For the team" in page
    assert "Still of the town" not in page
    client.force_login(make.lead().user)
    assert client.get(f"{url}versions/").status_code == 404


def test_one_version_beside_itself_is_refused_and_the_choice_shown_again(client: Client) -> None:
    lead, report, _ = handed_over()
    client.force_login(lead.user)
    url = report.get_absolute_url()
    assert "This is the only version so far" in client.get(f"{url}versions/").content.decode()
    client.post(f"{url}revise/")
    client.post(url, typed("New"))
    client.post(f"{url}check/", {"revision": "1"})

    page = client.get(f"{url}versions/", {"from": "1", "to": "1"}).content.decode()

    assert "Choose two different versions." in page
    assert 'id="from" name="from"' in page
    assert "From version" not in page


def test_a_revision_that_changed_nothing_is_given_up_without_a_trace() -> None:
    lead, report, item = handed_over()
    start_revision(report, by=lead.user, at=LATER)

    give_up_revision(report, by=lead.user, at=LATER)

    before = item.version
    item.refresh_from_db()
    assert item.version == before


def test_a_report_under_revision_is_not_submitted_as_a_new_one() -> None:
    lead, report, _ = handed_over()
    start_revision(report, by=lead.user, at=LATER)

    with pytest.raises(AlreadySubmitted):
        submit_report(report, by=lead.user, at=LATER)

    assert report.versions.count() == 1


def test_a_report_that_is_gone_cannot_be_held() -> None:
    report = make.report()
    Report.objects.filter(pk=report.pk).delete()

    with pytest.raises(Report.DoesNotExist):
        locked(report)


def test_leaving_out_and_putting_in_what_is_not_there_changes_nothing() -> None:
    lead, report, item = handed_over()
    start_revision(report, by=lead.user, at=LATER)
    before = Entry.objects.count()

    leave_out(report, uuid4(), by=lead.user, at=LATER)
    put_in(report, uuid4(), kind=Kind.CHALLENGE, by=lead.user, at=LATER)

    assert Entry.objects.count() == before
    assert Item.objects.standing().get() == item


def test_what_the_other_lead_keeps_to_themselves_is_neither_left_out_nor_put_in() -> None:
    lead, report, _ = handed_over()
    theirs = make.item(of=report, by=make.person(), audience=Audience.ME)
    start_revision(report, by=lead.user, at=LATER)

    leave_out(report, theirs.key, by=lead.user, at=LATER)

    assert Item.objects.standing().filter(pk=theirs.pk).exists()


def test_a_jot_is_left_out_of_a_month_and_put_in_without_a_kind_it_only_waits() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    jot = make.jot(by=lead, text="Not sure what this is")

    leave_out(report, jot.key, by=lead.user, at=AT)
    jot.refresh_from_db()
    assert jot.left_out_month == report.month
    put_in(report, jot.key, kind="no such kind", by=lead.user, at=AT)

    jot = Jot.objects.get()
    assert (jot.left_out_month, jot.status) == (None, Jot.Status.WAITING)
    assert Item.objects.count() == 0
