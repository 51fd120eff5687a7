"""A month is handed over once: on time, within the grace or late, by receipt."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client

from audit.models import Entry
from people.models import User
from reflections.actions.reports import (
    NothingWritten,
    SomethingWritten,
    submit_nothing,
    submit_report,
)
from reflections.actions.writing import AlreadySubmitted
from reflections.models import Item, Jot, Obligation, Report, ReportVersion
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 6, 23, 59, tzinfo=UTC)
GRACE = datetime(2026, 11, 7, 12, 0, tzinfo=UTC)


def owed(holder: make.Holder) -> Report:
    """A report of October that is owed, due on 6 November, with grace until noon of the next."""
    make.obligation(about=holder.town, month=date(2026, 10, 1), due_at=DUE, grace_until=GRACE)
    return make.report(about=holder.town)


def state_of(report: Report) -> tuple[str, str, datetime | None, bool]:
    """How the month stands."""
    row = Obligation.objects.get(town=report.town, month=report.month)
    return row.state, row.met_with, row.met_at, row.was_late


def test_submitting_hands_the_report_over_and_meets_the_month() -> None:
    lead = make.lead()
    report = owed(lead)
    item = make.item(of=report, text="As it was handed over")
    item.outcomes.set([make.outcome("Active travel")])

    submit_report(report, by=lead.user, at=AT)

    report.refresh_from_db()
    assert (report.status, report.submitted_by, report.submitted_at) == (
        Report.Status.SUBMITTED,
        lead.user,
        AT,
    )
    assert state_of(report) == ("met", "report", AT, False)
    version = ReportVersion.objects.get()
    assert (version.number, version.made_at, version.made_by) == (1, AT, lead.user)
    copy = version.items[0]
    assert (copy["key"], copy["text"]) == (str(item.key), "As it was handed over")
    assert [named["name"] for named in copy["outcomes"]] == ["Active travel"]
    assert [entry.verb for entry in Entry.objects.all()] == ["report.submitted"]


@pytest.mark.parametrize(
    ("received_at", "was_late"),
    [
        (datetime(2026, 10, 20, 9, 0, tzinfo=UTC), False),
        (DUE, False),
        (datetime(2026, 11, 7, 0, 3, tzinfo=UTC), False),
        (GRACE, False),
        (datetime(2026, 11, 7, 12, 1, tzinfo=UTC), True),
        (datetime(2027, 1, 20, 9, 0, tzinfo=UTC), True),
    ],
    ids=["early", "due", "pressed at 23.58, received at 0.03", "grace", "late", "very late"],
)
def test_the_receipt_says_whether_it_is_on_time(received_at: datetime, *, was_late: bool) -> None:
    lead = make.lead()
    report = owed(lead)
    make.item(of=report)

    submit_report(report, by=lead.user, at=received_at)

    assert state_of(report) == ("met", "report", received_at, was_late)


def test_an_excused_month_that_is_written_all_the_same_is_met() -> None:
    lead = make.lead()
    report = owed(lead)
    Obligation.objects.update(state="excused", reason="vacant", holder=None)
    make.item(of=report)

    submit_report(report, by=lead.user, at=AT)

    assert state_of(report) == ("met", "report", AT, False)


def test_a_report_without_items_is_refused() -> None:
    lead = make.lead()
    report = owed(lead)

    with pytest.raises(NothingWritten):
        submit_report(report, by=lead.user, at=AT)

    assert state_of(report)[0] == "owed"


def test_a_report_is_submitted_once() -> None:
    lead = make.lead()
    report = owed(lead)
    make.item(of=report)
    submit_report(report, by=lead.user, at=AT)

    with pytest.raises(AlreadySubmitted):
        submit_report(report, by=lead.user, at=AT)

    assert ReportVersion.objects.count() == 1


def test_nobody_but_the_lead_of_that_day_submits() -> None:
    lead = make.lead(until=date(2026, 11, 5))
    report = owed(lead)
    make.item(of=report)
    others: list[User] = [
        lead.user,
        make.lead().user,
        make.link_lead(lead.town).user,
        make.team_member().user,
    ]

    for user in others:
        with pytest.raises(PermissionDenied):
            submit_report(report, by=user, at=AT)


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_make_one_submission() -> None:
    lead = make.lead()
    report = owed(lead)
    make.item(of=report)
    barrier, results = Barrier(8), []

    def press() -> None:
        try:
            barrier.wait()
            submit_report(report, by=lead.user, at=AT)
            results.append("submitted")
        except AlreadySubmitted:
            results.append("refused")
        finally:
            connection.close()

    presses = [Thread(target=press) for _ in range(8)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert sorted(results) == ["refused"] * 7 + ["submitted"]
    assert (ReportVersion.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_report_cannot_stand_as_submitted_without_who_and_when() -> None:
    report = make.report(about=make.lead().town)
    report.status = Report.Status.SUBMITTED

    with pytest.raises(IntegrityError), transaction.atomic():
        report.save()


def test_nothing_is_signed_and_counts_as_on_time() -> None:
    lead = make.lead()
    report = owed(lead)

    submit_nothing(report, note="Two weeks of leave.", by=lead.user, at=AT)

    report.refresh_from_db()
    assert (report.nothing_to_report, report.note, report.submitted_by) == (
        True,
        "Two weeks of leave.",
        lead.user,
    )
    assert state_of(report) == ("met", "nothing", AT, False)
    assert [entry.verb for entry in Entry.objects.all()] == ["report.nothing_signed"]


def test_nothing_is_refused_where_something_is_written() -> None:
    lead = make.lead()
    report = owed(lead)
    make.item(of=report)

    with pytest.raises(SomethingWritten):
        submit_nothing(report, note="", by=lead.user, at=AT)


def test_nothing_may_leave_what_is_written_among_the_jots() -> None:
    lead = make.lead()
    report = owed(lead)
    item = make.item(of=report, text="For another month")

    submit_nothing(report, note="", leave_items=True, by=lead.user, at=AT)

    assert Item.objects.count() == 0
    assert list(Jot.objects.values_list("key", "text", "status")) == [
        (item.key, "For another month", "waiting")
    ]


def test_a_submitted_month_cannot_be_signed_as_nothing() -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)

    with pytest.raises(AlreadySubmitted):
        submit_nothing(report, note="", by=lead.user, at=AT)


def test_from_home_nothing_this_month_takes_one_page_and_one_button(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    url = f"{report.get_absolute_url()}nothing/"
    assert "Sign: nothing this month" in client.get(url).content.decode()

    answer = client.post(url, {"note": ""})

    assert answer.headers["Location"] == f"{report.get_absolute_url()}submitted/"
    assert "Nothing this month, signed" in client.get(answer.headers["Location"]).content.decode()


def test_the_check_shows_what_will_be_handed_over_and_hands_it_over(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Ask Mrs Reid", open_findings=1, audience="cohort")
    jot = make.jot(by=lead, text="Not taken in")
    client.force_login(lead.user)
    url = f"{report.get_absolute_url()}check/"

    page = client.get(url).content.decode()
    assert "Ask Mrs Reid" in page
    assert "Could someone in the town tell who this is?" in page
    assert "1 jot is not in this report" in page
    assert jot.text not in page
    assert f"/items/{item.key}/" in page

    answer = client.post(url, {"submit": "1"})
    receipt = client.get(answer.headers["Location"]).content.decode()
    assert "Report submitted" in receipt
    assert "the Programme Team and the cohort" in receipt
    again = client.post(url, {"submit": "1"})
    assert again.headers["Location"] == answer.headers["Location"]
    assert ReportVersion.objects.count() == 1


def test_the_check_of_an_empty_report_says_so(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    url = f"{report.get_absolute_url()}check/"

    assert "Nothing is written yet" in client.get(url).content.decode()
    assert "Write an item first" in client.post(url, {"submit": "1"}).content.decode()


def test_the_pages_of_handing_over_are_the_leads(client: Client) -> None:
    link = make.link_lead(make.lead().town)
    report = make.report(about=link.town)
    pages = [f"{report.get_absolute_url()}{page}/" for page in ("check", "nothing")]
    client.force_login(link.user)
    assert [client.get(page).status_code for page in pages] == [403, 403]
    client.force_login(make.lead().user)
    assert [client.get(page).status_code for page in pages] == [404, 404]
