"""What is taken out of a report comes back as it was: who may read it, its tags, the answers."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from reflections.actions.leaving_out import leave_out, put_in
from reflections.actions.reports import submit_nothing
from reflections.models import Audience, GuardAnswer, Item, Jot, Kind, Report
from reflections.queries.items import by_key
from tests import make
from tests.reflections.writing import changed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 20, 10, 42, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)


def private(report: Report, by: make.Holder) -> Item:
    """An item that says everything an item can say."""
    item = make.item(
        of=report,
        by=by.person,
        text="Mrs Reid wept",
        audience=Audience.ME,
        sensitive=True,
        asks_data=True,
    )
    item.outcomes.set([make.outcome(), make.outcome()])
    item.organisations.set([make.organisation()])
    item.readers.set([make.team_member().person])
    finding = by_key(Item.objects.filter(pk=item.pk))[item.key].findings[0]
    GuardAnswer.objects.create(
        item=item,
        rule=finding.rule,
        fragment_digest=finding.digest,
        answer=GuardAnswer.Answer.TEAM_ONLY,
        answered_by=by.user,
        answered_at=AT,
    )
    return item


def test_an_item_that_is_left_out_comes_back_as_it_was() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = private(report, lead)

    for is_asking in (True, False):  # an item from the start, then a jot that was taken in
        Item.objects.update(asks_data=is_asking)
        before = by_key(Item.objects.all())[item.key]
        leave_out(report, item.key, by=lead.user, at=AT)
        assert Item.objects.count() == 0
        put_in(report, item.key, kind="", by=lead.user, at=AT)

        after = by_key(Item.objects.all())[item.key]
        assert (after.content, after.answers) == (before.content, before.answers)
        assert (after.item.open_findings, after.item.author) == (0, lead.person)


def test_items_left_among_the_jots_of_a_nothing_keep_what_they_said(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = private(report, lead)
    client.force_login(lead.user)

    submit_nothing(report, note="", leave_items=True, by=lead.user, at=AT)
    next_month = make.report(about=lead.town, month=NOVEMBER)
    editor = client.get(next_month.get_absolute_url()).context["editor"]

    entry = next(entry for entry in editor.entries() if entry.key == str(item.key))
    assert (entry.audience, entry.sensitive, entry.asks_data) == (Audience.ME, True, True)
    assert (len(entry.outcomes), len(entry.organisations), len(entry.readers)) == (2, 1, 1)


def test_a_private_item_left_by_a_leaver_goes_no_further_than_the_town(client: Client) -> None:
    town = make.town()
    leaver = make.lead(town, until=date(2026, 10, 31))
    lead = make.lead(town, since=date(2026, 10, 10), handover_until=date(2026, 10, 31))
    report, other = make.report(about=town), make.report(about=town, month=NOVEMBER)
    item = make.item(of=report, by=leaver.person, audience=Audience.ME)
    leave_out(report, item.key, by=leaver.user, at=AT)
    Jot.objects.update(released_at=AT)
    client.force_login(lead.user)

    editor = client.get(other.get_absolute_url()).context["editor"]
    put_in(report, item.key, kind="", by=lead.user, at=AT)

    shown = next(entry for entry in editor.entries() if entry.key == str(item.key))
    assert shown.audience == Audience.TOWN
    assert Item.objects.get().audience == Audience.TOWN


def test_a_plain_jot_is_put_in_for_the_team() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    jot = make.jot(by=lead, kind=Kind.CHALLENGE)
    leave_out(report, jot.key, by=lead.user, at=AT)

    put_in(report, jot.key, kind="", by=lead.user, at=AT)

    assert Item.objects.get().audience == Audience.TEAM


def test_an_item_without_answers_is_asked_again_of_its_changed_words(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Later", audience=Audience.TOWN)
    client.force_login(lead.user)
    url = report.get_absolute_url()

    client.post(url, changed(item, "Ask Mrs Reid", audience="town") | {"leave_out": str(item.key)})
    client.post(url, {"put_in": f"{item.key}:challenge"})

    item = Item.objects.get()
    assert (item.audience, item.open_findings) == (Audience.TOWN, 1)
