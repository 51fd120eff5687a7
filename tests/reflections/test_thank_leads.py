"""Whoever hands a report over gets a receipt: when it came in, how that counts, who reads it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Unneeded
from outbox.models import Notice
from reflections.actions.moves import move_report
from reflections.actions.obligations import settle_obligations
from reflections.actions.reports import submit_nothing, submit_report
from reflections.actions.writing import AlreadySubmitted
from reflections.models import Audience, Report
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, why_not
from towns.models import Tenure

pytestmark = pytest.mark.django_db

KIND = "reflections/thank_you"
OCTOBER = date(2026, 10, 1)
ON_TIME = datetime(2026, 11, 5, 16, 20, tzinfo=UTC)  # due on Friday 6 November 2026
LATE = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa", since=OCTOBER)


def owed(lead: make.Holder) -> Report:
    settle_obligations(at=datetime(2026, 11, 2, tzinfo=UTC))
    return Report.objects.get(town=lead.town, month=OCTOBER)


def handed_over(lead: make.Holder, audience: str = Audience.COHORT, *, at: datetime) -> Report:
    report = owed(lead)
    make.item(of=report, audience=audience)
    return submit_report(report, by=lead.user, at=at)


def test_a_report_on_time(lead: make.Holder) -> None:
    handed_over(lead, at=ON_TIME)

    assert as_file(part(KIND, at=ON_TIME)) == golden_letter("thank_you")


def test_a_late_one(lead: make.Holder) -> None:
    handed_over(lead, Audience.TOWN, at=LATE)

    assert as_file(part(KIND, at=LATE)) == golden_letter("thank_you_late")


def test_nothing_this_month(lead: make.Holder) -> None:
    submit_nothing(owed(lead), note="", by=lead.user, at=LATE)

    assert as_file(part(KIND, at=LATE)) == golden_letter("thank_you_nothing")


def test_items_that_nobody_else_reads(lead: make.Holder) -> None:
    handed_over(lead, Audience.ME, at=ON_TIME)

    assert (
        "Its items are read by their authors alone, as they chose." in part(KIND, at=ON_TIME).text
    )


def test_thanks_go_to_who_handed_it_over_and_once(lead: make.Holder) -> None:
    cover = make.lead(lead.town, name="Cora", since=OCTOBER, covering=True)
    report = owed(lead)
    make.item(of=report)

    submit_report(report, by=cover.user, at=ON_TIME)
    with pytest.raises(AlreadySubmitted):
        submit_report(report, by=lead.user, at=LATE)

    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.about) == (
        KIND,
        cover.person.pk,
        f"reflections.report:{report.pk}",
    )
    assert notice.not_before == ON_TIME


def test_a_refused_submission_thanks_nobody(lead: make.Holder) -> None:
    with pytest.raises(Exception, match="Write an item first"):
        submit_report(owed(lead), by=lead.user, at=ON_TIME)

    assert Notice.objects.count() == 0


def test_not_to_somebody_who_may_not_read_it_any_more(lead: make.Holder) -> None:
    handed_over(lead, at=ON_TIME)
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 6))

    assert why_not(KIND, at=LATE) == "They may not read it any more."


def test_not_for_a_report_that_is_open_again(lead: make.Holder) -> None:
    report = handed_over(lead, at=ON_TIME)
    move_report(report, to=date(2026, 11, 1), by=lead.user, at=ON_TIME)

    assert why_not(KIND, at=LATE) == "The report is open again."


def test_as_many_statements_for_many_letters_as_for_one() -> None:
    def statements(number: int) -> int:
        notices = list(Notice.objects.order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=ON_TIME)
        assert not any(isinstance(one, Unneeded) for one in found)
        return len(captured)

    for _ in range(12):
        handed_over(make.lead(since=OCTOBER), at=ON_TIME)

    assert [statements(1), statements(12)] == [6, 6]
