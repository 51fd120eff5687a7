"""Setting an item aside at once, and putting it back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client

from audit.models import Entry
from reflections.actions.quarantine import put_back, quarantine
from reflections.actions.questions import ask
from reflections.models import Item, Question
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 15, tzinfo=UTC)
DANGER = "Something that should be said elsewhere"


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(name="Isla Fraser")


@pytest.fixture
def team() -> make.Holder:
    return make.second_step(make.team_member(name="Priya Nair"))


@pytest.fixture
def item(lead: make.Holder) -> Item:
    return make.item(of=make.submitted_report(about=lead.town, by=lead.user), text=DANGER)


def test_nobody_reads_a_set_aside_item_and_it_is_kept(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    ask(item, text="Are they safe?", by=team.user, at=AT)

    for at in (AT, LATER):
        quarantine(item, by=team.user, at=at)

    item.refresh_from_db()
    assert (item.text, item.quarantined_at, item.quarantined_by) == (DANGER, AT, team.user)
    for holder in (lead, team):
        assert not Item.objects.visible_to(holder.user, on=LATER.date()).exists()
        assert not Question.objects.visible_to(holder.user, on=LATER.date()).exists()
    assert [entry.verb for entry in Entry.objects.all()] == ["question.asked", "item.quarantined"]


def test_it_is_put_back_for_those_it_was_meant_for(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    quarantine(item, by=team.user, at=AT)

    for _ in range(2):
        put_back(item, by=team.user, at=LATER)

    assert Item.objects.visible_to(lead.user, on=LATER.date()).get() == item
    assert [entry.verb for entry in Entry.objects.all()] == ["item.quarantined", "item.put_back"]


def test_only_the_team_of_that_day_sets_aside_and_puts_back(item: Item, lead: make.Holder) -> None:
    for holder in (
        lead,
        make.link_lead(lead.town),
        make.administrator(),
        make.team_member(until=date(2026, 11, 5)),
    ):
        for deed in (quarantine, put_back):
            with pytest.raises(PermissionDenied):
                deed(item, by=holder.user, at=AT)


def test_the_database_knows_who_set_an_item_aside(item: Item) -> None:
    with pytest.raises(IntegrityError):
        Item.objects.filter(pk=item.pk).update(quarantined_at=AT)


def test_the_page_asks_first_and_then_does_it(
    client: Client, item: Item, team: make.Holder
) -> None:
    client.force_login(team.user)

    asked = client.get(f"/items/{item.key}/set-aside/")
    unchanged = Item.objects.get()
    answer = client.post(f"/items/{item.key}/set-aside/")
    page = client.get(item.report.get_absolute_url())

    assert ("Set this item aside?" in asked.text, unchanged.quarantined_at) == (True, None)
    assert answer["Location"] == item.report.get_absolute_url()
    assert DANGER not in page.text
    assert "1 item of this report is set aside" in page.text
    assert client.get(f"/items/{item.key}/set-aside/").status_code == 404


def test_what_was_set_aside_is_listed_without_its_text_and_put_back_there(
    client: Client, item: Item, team: make.Holder
) -> None:
    quarantine(item, by=team.user, at=AT)
    client.force_login(team.user)

    page = client.get(f"{item.report.get_absolute_url()}set-aside/")
    answer = client.post(f"/items/{item.key}/put-back/")

    assert "Challenge by Isla Fraser" in page.text
    assert "Set aside by Priya Nair on Friday 6 November 2026 at 9.30" in page.text
    assert DANGER not in page.text
    assert answer["Location"] == item.report.get_absolute_url()
    assert DANGER in client.get(item.report.get_absolute_url()).text
    assert client.post(f"/items/{item.key}/put-back/").status_code == 404


def test_readers_who_may_not_and_strangers_are_told_apart(
    client: Client, item: Item, lead: make.Holder
) -> None:
    aside = f"{item.report.get_absolute_url()}set-aside/"
    for user, status in {lead.user: 403, make.lead().user: 404}.items():
        client.force_login(user)

        assert client.get(f"/items/{item.key}/set-aside/").status_code == status
        assert client.post(f"/items/{item.key}/set-aside/").status_code == status
        assert client.get(aside).status_code == status
    item.refresh_from_db()
    assert item.quarantined_at is None
    quarantine(item, by=make.team_member().user, at=AT)
    client.force_login(lead.user)
    assert client.post(f"/items/{item.key}/put-back/").status_code == 403
