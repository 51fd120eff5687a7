"""A sensitive item is shown to those named, one opening at a time, and each opening is kept."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from audit.models import Entry
from reflections.actions.events import open_sensitive
from reflections.actions.questions import ask
from reflections.models import Item
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
SECRET = "A disclosure that few may read"


@pytest.fixture
def lead() -> make.Holder:
    return make.lead()


@pytest.fixture
def named() -> make.Holder:
    return make.second_step(make.team_member())


@pytest.fixture
def item(lead: make.Holder, named: make.Holder) -> Item:
    report = make.submitted_report(about=lead.town, by=lead.user)
    made = make.item(of=report, sensitive=True, text=SECRET)
    made.readers.add(named.person)
    return made


def openings() -> list[tuple[str, int | None]]:
    return [
        (entry.about, entry.actor_id) for entry in Entry.objects.filter(verb="item.sensitive_read")
    ]


def test_the_author_reads_their_own_without_more_ado(
    client: Client, item: Item, lead: make.Holder
) -> None:
    client.force_login(lead.user)

    assert SECRET in client.get(item.report.get_absolute_url()).text
    open_sensitive(item, by=lead.user, at=AT)
    assert openings() == []


def test_a_named_reader_opens_it_once_and_that_is_kept(
    client: Client, item: Item, named: make.Holder
) -> None:
    client.force_login(named.user)
    page = item.report.get_absolute_url()
    ask(item, text="Is somebody told?", by=named.user, at=AT)

    before = client.get(page).text
    answer = client.post(f"/items/{item.key}/open/")
    opened, closed_again = client.get(page).text, client.get(page).text

    assert answer["Location"] == f"{page}#item-{item.key}"
    assert [SECRET in text for text in (before, opened, closed_again)] == [False, True, False]
    assert ["Is somebody told?" in text for text in (before, opened)] == [False, True]
    assert openings() == [(f"reflections.item:{item.pk}", named.user.pk)]


def test_its_own_page_keeps_it_shut_too(client: Client, item: Item, named: make.Holder) -> None:
    client.force_login(named.user)
    page = f"/items/{item.key}/"

    before = client.get(page).text
    answer = client.post(f"/items/{item.key}/open/", {"from_item": "1"})

    assert answer["Location"] == page
    assert [SECRET in text for text in (before, client.get(page).text)] == [False, True]


def test_nobody_else_learns_that_it_is_there(client: Client, item: Item, lead: make.Holder) -> None:
    for holder in (make.second_step(make.team_member()), make.link_lead(lead.town)):
        client.force_login(holder.user)

        page = client.get(item.report.get_absolute_url())

        assert ("Sensitive" in page.text, SECRET in page.text) == (False, False)
        assert client.post(f"/items/{item.key}/open/").status_code == 404
        with pytest.raises(PermissionDenied):
            open_sensitive(item, by=holder.user, at=AT)
    assert openings() == []


def test_of_what_is_not_sensitive_no_opening_is_kept(item: Item, named: make.Holder) -> None:
    plain = make.item(of=item.report)

    open_sensitive(plain, by=named.user, at=AT)

    assert openings() == []


def test_a_visit_opens_nothing(client: Client, item: Item, named: make.Holder) -> None:
    client.force_login(named.user)

    assert client.get(f"/items/{item.key}/open/").status_code == 405
    assert openings() == []
