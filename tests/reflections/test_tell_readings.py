"""Authors are told who has read their items: the next morning, once a reader, report and day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Part, Unneeded
from outbox.models import Notice
from reflections.actions.events import mark_read, mark_report_read
from reflections.actions.quarantine import quarantine
from reflections.models import Item, Report
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, why_not
from towns.models import Tenure

pytestmark = pytest.mark.django_db

KIND = "reflections/item_read"
AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)  # a Monday
NEXT_MORNING = datetime(2026, 11, 10, 8, tzinfo=UTC)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa")


@pytest.fixture
def report(lead: make.Holder) -> Report:
    return make.submitted_report(about=lead.town, by=lead.user)


@pytest.fixture
def team() -> make.Holder:
    return make.team_member(name="Priya Nair")


def items(report: Report, number: int) -> list[Item]:
    return [make.item(of=report) for _ in range(number)]


def subjects(*, at: datetime) -> list[str]:
    found = said(list(Notice.objects.filter(kind=KIND).order_by("pk")), at=at)
    return [one.subject for one in found if isinstance(one, Part)]


def test_all_that_somebody_reads_of_a_report_on_a_day_is_told_at_once(
    report: Report, team: make.Holder
) -> None:
    first, *_ = items(report, 3)
    mark_read(first, by=team.user, at=AT)
    mark_report_read(report, by=team.user, at=AT + timedelta(hours=1))
    mark_read(make.item(of=report), by=team.user, at=AT + timedelta(hours=6))

    assert Notice.objects.get().not_before == datetime(2026, 11, 10, tzinfo=UTC)
    assert as_file(part(KIND, at=NEXT_MORNING)) == golden_letter("item_read")


def test_one_item(report: Report, team: make.Holder) -> None:
    mark_read(make.item(of=report), by=team.user, at=AT)

    assert part(KIND, at=NEXT_MORNING).subject == (
        "Priya Nair read an item of yours in Ayr\N{RIGHT SINGLE QUOTATION MARK}s October report"
    )


def test_readers_days_and_authors_are_told_apart(
    report: Report, lead: make.Holder, team: make.Holder
) -> None:
    link = make.link_lead(lead.town)
    first, second, third = items(report, 3)
    make.item(of=report, by=link.person)
    mark_read(first, by=team.user, at=AT)
    mark_read(second, by=make.team_member(name="Struan Bell").user, at=AT)
    mark_read(third, by=team.user, at=AT + timedelta(days=1))
    mark_report_read(report, by=team.user, at=AT + timedelta(days=1))

    told = Notice.objects.order_by("pk").values_list("person", "facts__day")
    of_ayr = "in Ayr\N{RIGHT SINGLE QUOTATION MARK}s October report"
    assert sorted(told) == sorted(
        [
            (lead.person.pk, "2026-11-09"),
            (lead.person.pk, "2026-11-09"),
            (lead.person.pk, "2026-11-10"),
            (link.person.pk, "2026-11-10"),
        ]
    )
    assert subjects(at=NEXT_MORNING + timedelta(days=1)) == [
        f"Priya Nair read an item of yours {of_ayr}",
        f"Struan Bell read an item of yours {of_ayr}",
        f"Priya Nair read 2 items of yours {of_ayr}",
        f"Priya Nair read an item of yours {of_ayr}",
    ]


def test_reading_again_tells_nothing(report: Report, team: make.Holder) -> None:
    item = make.item(of=report)
    mark_read(item, by=team.user, at=AT)
    mark_read(item, by=team.user, at=AT + timedelta(days=1))
    mark_report_read(report, by=team.user, at=AT + timedelta(days=1))

    assert Notice.objects.count() == 1


def test_nobody_is_told_of_their_own_reading(report: Report, team: make.Holder) -> None:
    mark_read(make.item(of=report, by=team.person), by=team.user, at=AT)

    assert Notice.objects.count() == 0


def test_who_has_left_is_not_told(report: Report, lead: make.Holder, team: make.Holder) -> None:
    mark_read(make.item(of=report), by=team.user, at=AT)
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 9))

    assert why_not(KIND, at=NEXT_MORNING) == "None of these items is theirs to read any more."


def test_an_item_set_aside_is_not_told_of(report: Report, team: make.Holder) -> None:
    hidden, shown = items(report, 2)
    mark_report_read(report, by=team.user, at=AT)
    quarantine(hidden, by=team.user, at=AT)

    assert subjects(at=NEXT_MORNING) == [
        "Priya Nair read an item of yours in Ayr\N{RIGHT SINGLE QUOTATION MARK}s October report"
    ]
    assert shown.text not in part(KIND, at=NEXT_MORNING).text


def test_promising_takes_one_statement_whatever_is_read(team: make.Holder) -> None:
    def statements(number: int) -> int:
        lead = make.lead()
        link = make.link_lead(lead.town)
        report = make.submitted_report(about=lead.town, by=lead.user)
        for _ in range(number):
            make.item(of=report)
            make.item(of=report, by=link.person)
        with CaptureQueriesContext(connection) as captured:
            mark_report_read(report, by=team.user, at=AT)
        promises = [one for one in captured.captured_queries if "outbox_notice" in one["sql"]]
        return len(promises)

    assert [statements(1), statements(9)] == [1, 1]


def test_as_many_statements_for_many_letters_as_for_one(team: make.Holder) -> None:
    def statements(number: int) -> int:
        notices = list(Notice.objects.order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=NEXT_MORNING)
        assert not any(isinstance(one, Unneeded) for one in found)
        return len(captured)

    for _ in range(12):
        lead = make.lead()
        report = make.submitted_report(about=lead.town, by=lead.user)
        mark_read(make.item(of=report), by=team.user, at=AT)

    assert [statements(1), statements(12)] == [4, 4]
