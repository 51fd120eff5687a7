"""What becomes of an item: read, raised, answered, echoed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client

from audit.models import Entry
from reflections.actions.events import (
    mark_answered,
    mark_echoed,
    mark_raised,
    mark_read,
    mark_report_read,
)
from reflections.models import Audience, Item, ItemEvent, Report
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 15, tzinfo=UTC)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead()


@pytest.fixture
def report(lead: make.Holder) -> Report:
    return make.submitted_report(about=lead.town, by=lead.user)


def test_reading_is_noted_once_with_the_readers_name(report: Report) -> None:
    item, team = make.item(of=report), make.team_member(name="Priya Nair")

    first = mark_read(item, by=team.user, at=AT)
    again = mark_read(item, by=team.user, at=LATER)

    assert first == again
    assert [(one.kind, one.by, one.label, one.at) for one in ItemEvent.objects.all()] == [
        ("read", team.user, "Priya Nair", AT)
    ]
    assert [entry.verb for entry in Entry.objects.all()] == ["item.read"]


def test_only_the_team_of_that_day_marks_what_it_reads(report: Report) -> None:
    item = make.item(of=report)
    hidden = make.item(of=report, audience=Audience.TOWN)
    refused = [
        make.link_lead(report.town),
        make.administrator(),
        make.team_member(until=date(2026, 11, 5)),
        make.steering_member(report.town),
    ]

    for holder in refused:
        with pytest.raises(PermissionDenied):
            mark_read(item, by=holder.user, at=AT)
    with pytest.raises(PermissionDenied):
        mark_read(hidden, by=make.team_member().user, at=AT)


def test_a_whole_report_is_marked_but_for_what_is_sensitive_or_not_theirs(report: Report) -> None:
    team = make.team_member()
    plain, marked = make.item(of=report), make.item(of=report)
    make.item(of=report, audience=Audience.TOWN)
    sensitive = make.item(of=report, sensitive=True)
    sensitive.readers.add(team.person)
    mark_read(marked, by=team.user, at=AT)

    counts = [mark_report_read(report, by=team.user, at=LATER) for _ in range(2)]

    assert counts == [1, 0]
    assert set(ItemEvent.objects.values_list("item", flat=True)) == {plain.pk, marked.pk}
    assert [entry.facts for entry in Entry.objects.filter(verb="report.read")] == [{"items": 1}]


def test_a_report_of_which_nothing_is_read_cannot_be_marked(report: Report) -> None:
    make.item(of=report, audience=Audience.TOWN)

    with pytest.raises(PermissionDenied):
        mark_report_read(report, by=make.team_member().user, at=AT)


@pytest.mark.parametrize(
    ("mark", "kind"),
    [(mark_raised, "raised"), (mark_answered, "answered"), (mark_echoed, "echoed")],
)
def test_the_rooms_above_tell_what_became_of_an_item_once(
    report: Report, mark: Callable[..., ItemEvent], kind: str
) -> None:
    item = make.item(of=report)
    facts = {"label": "Fortnightly session", "address": "/sessions/x/", "by": None}

    events = [mark(item, **facts, at=at) for at in (AT, LATER)]

    assert events[0] == events[1]
    assert [(one.kind, one.label, one.address, one.at) for one in ItemEvent.objects.all()] == [
        (kind, "Fortnightly session", "/sessions/x/", AT)
    ]


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "javascript:x"]
)
def test_what_became_of_an_item_never_leads_out_of_the_portal(report: Report, address: str) -> None:
    with pytest.raises(ValueError, match="path of this portal"):
        mark_raised(make.item(of=report), label="x", address=address, by=None, at=AT)


def test_the_database_keeps_one_reading_of_each_by_each(report: Report) -> None:
    item, team = make.item(of=report), make.team_member()
    mark_read(item, by=team.user, at=AT)

    with pytest.raises(IntegrityError):
        ItemEvent.objects.create(item=item, kind="read", by=team.user, at=LATER, label="x")


def test_the_buttons_come_back_to_the_report(client: Client, report: Report) -> None:
    first, _second = make.item(of=report), make.item(of=report)
    client.force_login(make.second_step(make.team_member()).user)

    one = client.post(f"/items/{first.key}/read/")
    whole = client.post(f"{report.get_absolute_url()}read/")

    assert one["Location"] == f"{report.get_absolute_url()}#item-{first.key}"
    assert whole["Location"] == report.get_absolute_url()
    assert ItemEvent.objects.count() == 2


def test_a_visit_marks_nothing(client: Client, report: Report) -> None:
    item = make.item(of=report)
    client.force_login(make.second_step(make.team_member()).user)

    client.get(report.get_absolute_url())

    assert client.get(f"/items/{item.key}/read/").status_code == 405
    assert client.get(f"{report.get_absolute_url()}read/").status_code == 405
    assert not ItemEvent.objects.exists()


def test_strangers_and_readers_who_may_not_mark_are_told_apart(
    client: Client, report: Report, lead: make.Holder
) -> None:
    item = make.item(of=report)
    expected = {lead.user: 403, make.link_lead(report.town).user: 403, make.lead().user: 404}

    for user, status in expected.items():
        client.force_login(user)
        assert client.post(f"/items/{item.key}/read/").status_code == status
        assert client.post(f"{report.get_absolute_url()}read/").status_code == status

    assert not Item.objects.filter(events__isnull=False).exists()
