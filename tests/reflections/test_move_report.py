"""What was filed for the wrong month moves to the right one, whole or item by item."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from audit.models import Entry
from reflections.actions.moves import (
    MonthHasItems,
    NoSuchMonth,
    NothingChosen,
    UnderRevision,
    move_report,
)
from reflections.actions.reports import submit_nothing, submit_report
from reflections.actions.revisions import start_revision
from reflections.models import Obligation, Report
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def two_months() -> tuple[make.Holder, Report, Report]:
    """A lead with October, where it was written, and September, where it belongs."""
    lead = make.lead()
    return (
        lead,
        make.report(about=lead.town, month=OCTOBER),
        make.report(about=lead.town, month=SEPTEMBER),
    )


def states(lead: make.Holder) -> list[tuple[date, str]]:
    """How the two months stand."""
    rows = Obligation.objects.filter(town=lead.town, month__in=[SEPTEMBER, OCTOBER])
    return list(rows.order_by("month").values_list("month", "state"))


def test_an_empty_month_takes_the_submission_over_and_the_other_is_owed_again() -> None:
    lead, october, september = two_months()
    item = make.item(of=october)
    submit_report(october, by=lead.user, at=AT)

    move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    for row in (october, september, item):
        row.refresh_from_db()
    assert item.report == september
    assert (september.status, september.submitted_at) == (Report.Status.SUBMITTED, AT)
    assert (october.status, october.submitted_at) == (Report.Status.OPEN, None)
    assert states(lead) == [(SEPTEMBER, "met"), (OCTOBER, "owed")]
    assert [version.items[0]["key"] for version in september.versions.all()] == [str(item.key)]
    assert {"report.moved", "report.taken_in"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_nothing_moves_too() -> None:
    lead, october, september = two_months()
    submit_nothing(october, note="Away", by=lead.user, at=AT)

    move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    september.refresh_from_db()
    assert (september.nothing_to_report, september.note) == (True, "Away")
    assert states(lead) == [(SEPTEMBER, "met"), (OCTOBER, "owed")]


def test_a_nothing_beside_another_is_taken_back_and_the_other_stays() -> None:
    lead, october, september = two_months()
    for report in (september, october):
        submit_nothing(report, note="", by=lead.user, at=AT)

    move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    september.refresh_from_db()
    assert (september.nothing_to_report, september.versions.count()) == (True, 1)
    assert states(lead) == [(SEPTEMBER, "met"), (OCTOBER, "owed")]


def test_with_items_on_both_sides_one_chooses() -> None:
    lead, october, september = two_months()
    moves, stays = make.item(of=october), make.item(of=october)
    make.item(of=september)
    for report in (september, october):
        submit_report(report, by=lead.user, at=AT)
    with pytest.raises(MonthHasItems):
        move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    move_report(october, to=SEPTEMBER, keys=[moves.key], by=lead.user, at=LATER)

    assert list(october.items.all()) == [stays]
    assert september.items.count() == 2
    assert [report.versions.count() for report in (september, october)] == [2, 2]
    assert states(lead) == [(SEPTEMBER, "met"), (OCTOBER, "met")]


def test_a_draft_moves_into_an_open_month_and_stays_a_draft() -> None:
    lead, october, september = two_months()
    make.item(of=october)

    move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    september.refresh_from_db()
    assert (september.status, september.items.count()) == (Report.Status.OPEN, 1)
    assert states(lead) == [(SEPTEMBER, "owed"), (OCTOBER, "owed")]


def test_the_team_moves_what_was_handed_over_and_no_draft() -> None:
    lead, october, _ = two_months()
    team = make.team_member()
    make.item(of=october)
    with pytest.raises(PermissionDenied):
        move_report(october, to=SEPTEMBER, by=team.user, at=LATER)
    submit_report(october, by=lead.user, at=AT)

    move_report(october, to=SEPTEMBER, by=team.user, at=LATER)

    assert states(lead) == [(SEPTEMBER, "met"), (OCTOBER, "owed")]


def test_others_move_nothing() -> None:
    _, october, _ = two_months()
    make.item(of=october)

    for holder in (make.lead(), make.link_lead(october.town)):
        with pytest.raises(PermissionDenied):
            move_report(october, to=SEPTEMBER, by=holder.user, at=LATER)


def test_there_must_be_another_month_and_something_to_move() -> None:
    lead, october, _ = two_months()

    with pytest.raises(NothingChosen):
        move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)
    make.item(of=october)
    for month in (OCTOBER, date(2031, 1, 1)):
        with pytest.raises(NoSuchMonth):
            move_report(october, to=month, by=lead.user, at=LATER)


def test_a_report_under_revision_stays_where_it_is() -> None:
    lead, october, _ = two_months()
    make.item(of=october)
    submit_report(october, by=lead.user, at=AT)
    start_revision(october, by=lead.user, at=AT)

    with pytest.raises(UnderRevision):
        move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)


def test_the_page_compares_both_months_before_it_moves(client: Client) -> None:
    lead, october, september = two_months()
    item = make.item(of=october, text="Of September really")
    make.item(of=september, text="There before")
    client.force_login(lead.user)
    url = f"{october.get_absolute_url()}move/"
    assert f'href="{url}"' in client.get(october.get_absolute_url()).content.decode()
    assert "September 2026" in client.get(url).content.decode()

    page = client.get(url, {"to": "2026-09"}).content.decode()
    assert "Of September really" in page
    assert "There before" in page
    client.post(url, {"to": "2026-09", "choose": "1", "item": str(item.key)})

    item.refresh_from_db()
    assert item.report == september


def compared(client: Client, report: Report) -> str:
    """The page on which October and September stand beside each other."""
    url = f"{report.get_absolute_url()}move/"
    return " ".join(client.get(url, {"compare": "1", "to": "2026-09"}).text.split())


def test_a_nothing_is_called_so_with_who_signed_it_and_what_becomes_of_it(client: Client) -> None:
    lead, october, september = two_months()
    lead.person.name = "Isla Fraser"
    lead.person.save()
    submit_nothing(october, note="", by=lead.user, at=AT)
    client.force_login(lead.user)
    signed = "Nothing this month, signed by Isla Fraser on Thursday 5 November 2026."

    alone = compared(client, october)
    make.item(of=september)
    beside_items = compared(client, october)
    september.items.all().delete()
    submit_nothing(september, note="", by=lead.user, at=AT)
    beside_nothing = compared(client, october)

    taken_back = f"{signed} It is taken back, and October 2026 is open again."
    assert f"{signed} It moves to September 2026, and October 2026 is open again." in alone
    assert taken_back in beside_items
    assert taken_back in beside_nothing
    assert ["Take October 2026 back" in page for page in (alone, beside_items, beside_nothing)] == [
        False,
        True,
        True,
    ]
    assert f"{signed} September 2026 has its own and keeps it." in beside_nothing
    answer = client.post(f"{october.get_absolute_url()}move/", {"to": "2026-09"}, follow=True)
    assert "October 2026 is open again." in answer.text


def test_items_that_move_take_the_place_of_a_nothing_and_the_page_says_so(client: Client) -> None:
    lead, october, september = two_months()
    submit_nothing(september, note="", by=lead.user, at=AT)
    make.item(of=october)
    client.force_login(lead.user)

    page = compared(client, october)

    assert "All of it moves to September 2026." in page
    assert "What moves here takes its place." in page
    assert "that you may read" not in page


def test_no_month_chosen_is_said_by_the_field(client: Client) -> None:
    lead, october, _ = two_months()
    client.force_login(lead.user)
    url = f"{october.get_absolute_url()}move/"

    assert "Choose a month." not in client.get(url).text
    assert "Choose a month." in client.get(url, {"compare": "1"}).text


def test_the_page_is_for_those_who_may_move(client: Client) -> None:
    link = make.link_lead(make.lead().town)
    report = make.report(about=link.town)
    client.force_login(link.user)
    assert client.get(f"{report.get_absolute_url()}move/").status_code == 403
    client.force_login(make.lead().user)
    assert client.get(f"{report.get_absolute_url()}move/").status_code == 404


def test_a_month_that_nobody_was_asked_for_gives_its_report_away_all_the_same() -> None:
    lead, october, september = two_months()
    make.item(of=october)
    submit_report(october, by=lead.user, at=AT)
    Obligation.objects.filter(month=OCTOBER).delete()

    move_report(october, to=SEPTEMBER, by=lead.user, at=LATER)

    september.refresh_from_db()
    assert september.status == Report.Status.SUBMITTED
