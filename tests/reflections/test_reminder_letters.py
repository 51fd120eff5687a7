"""What the reminders say, in whole, and why one is not sent after all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Part, Unneeded
from outbox.models import Notice
from reflections.actions.jots import release_jots
from reflections.actions.obligations import settle_obligations
from reflections.actions.reports import submit_nothing, submit_report
from reflections.models import Jot, Obligation, Report
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, planned, said, why_not
from towns.models import Absence, Holiday, Tenure, TownStatus

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def lead() -> make.Holder:
    """Of Ayr, since October; its report is due on Friday 6 November 2026."""
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa", since=OCTOBER)


def opened_and_planned(moment: datetime) -> None:
    settle_obligations(at=moment)
    planned(moment)


@pytest.mark.parametrize(
    ("planned_at", "sent_at", "kind", "golden"),
    [
        (at(26, month=10), at(26, month=10), "report_ready", "report_ready"),
        (at(3), at(3), "due_soon", "due_soon"),
        (at(3), at(5), "due_soon", "due_tomorrow"),
        (at(6), at(6), "due_today", "due_today"),
        (at(6), at(7, 8), "due_today", "due_today_within_the_grace"),
        (at(6), at(9), "due_today", "due_today_after_the_weekend"),
        (at(10), at(10), "late", "late_first"),
        (at(13), at(13), "late", "late_second"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_reminder_says_what_is_true_when_it_leaves(
    lead: make.Holder, planned_at: datetime, sent_at: datetime, kind: str, golden: str
) -> None:
    make.jot(by=lead)
    make.jot(by=lead)
    opened_and_planned(planned_at)

    assert as_file(part(f"reflections/{kind}", at=sent_at)) == golden_letter(golden)


@pytest.mark.parametrize("stage", ["report_ready", "due_soon", "due_today", "late", "late_again"])
def test_where_items_are_written_nothing_is_not_offered(lead: make.Holder, stage: str) -> None:
    days = {"report_ready": 1, "due_soon": 3, "due_today": 6, "late": 10, "late_again": 13}
    moment = at(days[stage])
    opened_and_planned(moment)
    make.item(of=Report.objects.get(town=lead.town, month=OCTOBER))

    text = part(f"reflections/{stage.removesuffix('_again')}", at=moment).text

    assert "1 item is written." in text
    assert "nothing" not in text


@pytest.mark.usefixtures("lead")
def test_where_nothing_waits_that_is_said() -> None:
    opened_and_planned(at(3))

    assert (
        "No jot waits for it, and nothing is written yet."
        in part("reflections/due_soon", at=at(3)).text
    )


def test_only_what_waits_for_this_report_and_this_reader_is_counted(lead: make.Holder) -> None:
    other = make.link_lead(lead.town)
    make.jot(by=lead)
    make.jot(by=lead, noticed_on=date(2026, 9, 30))
    make.jot(by=lead, noticed_on=date(2026, 11, 1))
    make.jot(by=lead, left_out_month=OCTOBER)
    make.jot(by=lead, left_out_month=date(2026, 9, 1))
    make.jot(by=lead, status=Jot.Status.DISCARDED)
    make.jot(by=lead, town=make.town())
    make.jot(by=other)
    make.jot(by=other, released_at=at(1))
    opened_and_planned(at(3))
    report = Report.objects.get(town=lead.town, month=OCTOBER)
    make.item(of=report)
    make.item(of=report)
    make.item(of=report, by=other.person)

    assert (
        "in 3 days. 2 items are written and 4 jots wait for it.\n"
        in part("reflections/due_soon", at=at(3)).text
    )


def test_jots_that_a_leaver_released_wait_for_the_successor() -> None:
    town = make.town("Ayr", slug="ayr")
    leaver = make.lead(town, name="Ailsa", since=OCTOBER, until=date(2026, 10, 30))
    make.lead(town, name="Bryce", since=date(2026, 10, 31))
    make.jot(by=leaver)
    opened_and_planned(at(3))
    release_jots(town=town, by=leaver.user, at=at(3))

    assert "1 jot waits for it." in part("reflections/due_soon", at=at(3)).text


def test_who_stands_in_is_told_why(lead: make.Holder) -> None:
    make.lead(
        lead.town, name="Cora", since=date(2026, 11, 2), until=date(2026, 11, 4), covering=True
    )
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 4)
    )
    opened_and_planned(at(3))

    assert part("reflections/due_soon", at=at(3)).reason == "you stand in as Project Lead in Ayr"


def test_what_was_handed_in_meanwhile_is_not_asked_for(lead: make.Holder) -> None:
    opened_and_planned(at(6))
    report = Report.objects.get(town=lead.town, month=OCTOBER)
    make.item(of=report)
    submit_report(report, by=lead.user, at=at(6, 10))

    assert why_not("reflections/due_today", at=at(6, 10)) == ("handed in on Friday 6 November 2026")


def test_nor_what_was_signed_as_nothing(lead: make.Holder) -> None:
    opened_and_planned(at(6))
    report = Report.objects.get(town=lead.town, month=OCTOBER)
    submit_nothing(report, note="", by=lead.user, at=at(6, 10))

    assert why_not("reflections/due_today", at=at(6, 10)) == (
        "signed as nothing this month on Friday 6 November 2026"
    )


def test_nor_a_month_excused_since(lead: make.Holder) -> None:
    opened_and_planned(at(6))
    TownStatus.objects.update(ends_on=date(2026, 10, 19))
    TownStatus.objects.create(town=lead.town, status="paused", starts_on=date(2026, 10, 20))

    assert why_not("reflections/due_today", at=at(6)) == "town paused since Tuesday 20 October 2026"


def test_nor_of_somebody_on_leave_since(lead: make.Holder) -> None:
    opened_and_planned(at(3))
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 4)
    )

    assert why_not("reflections/due_soon", at=at(3)) == (
        "on leave until Wednesday 4 November 2026, and nobody stands in"
    )


def test_nor_of_somebody_who_has_handed_the_post_on_since(lead: make.Holder) -> None:
    opened_and_planned(at(9))
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 8))
    make.lead(lead.town, name="Bryce", since=date(2026, 11, 9))

    assert why_not("reflections/due_today", at=at(9)) == "Bryce answers for this month now."


@pytest.mark.usefixtures("lead")
def test_nor_what_a_later_letter_says() -> None:
    opened_and_planned(at(3))

    assert why_not("reflections/due_soon", at=at(6)) == "A later letter takes its place."


@pytest.mark.usefixtures("lead")
def test_nor_a_month_of_a_town_that_was_taken_back() -> None:
    opened_and_planned(at(3))
    Notice.objects.update(about="towns.town:0")

    assert why_not("reflections/due_soon", at=at(3)) == "This month is not asked for any more."


def test_a_reminder_stays_wanted_where_its_day_moves_away(lead: make.Holder) -> None:
    holiday = Holiday.objects.create(
        council=lead.town.council, on=date(2026, 11, 4), name="By mistake"
    )
    opened_and_planned(at(3))
    holiday.delete()

    assert (
        "is due by the end of Monday 9 November 2026, in 6 days"
        in part("reflections/due_soon", at=at(3)).text
    )


def test_readers_of_one_batch_are_not_told_of_each_others_jots(lead: make.Holder) -> None:
    other = make.lead(make.town("Troon"), name="Bryce", since=OCTOBER)
    make.jot(by=other, town=lead.town)
    opened_and_planned(at(3))
    notices = list(Notice.objects.order_by("person"))

    texts = [one.text for one in said(notices, at=at(3)) if isinstance(one, Part)]

    assert len(texts) == 2
    assert all("No jot waits for it" in text for text in texts)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, ""),
        (1, "a learning moment that you wrote some months ago: is it still true?"),
        (2, "2 learning moments that you wrote some months ago: are they still true?"),
    ],
)
def test_when_a_report_is_ready_its_lead_hears_what_the_page_asks_besides(
    number: int, sentence: str
) -> None:
    lead = make.lead(make.town("Troon"), name="Bryce")
    other = make.lead(lead.town, name="Cora", covering=True)
    make.learning(by=other, months_ago=4, at=at(26, month=10))
    for _ in range(number):
        make.learning(by=lead, months_ago=4, at=at(26, month=10))
    settle_obligations(at=at(26, month=10))
    planned(at(26, month=10))

    notices = Notice.objects.filter(kind="reflections/report_ready", person=lead.person.pk)
    texts = [one.text for one in said(list(notices), at=at(26, month=10)) if isinstance(one, Part)]

    assert texts
    expected = f"It also asks about {sentence} One press answers." if sentence else ""
    assert all((expected in text) and ("still true" in text) == bool(number) for text in texts)


def test_as_many_statements_for_many_letters_as_for_one() -> None:
    def statements(number: int) -> int:
        notices = list(Notice.objects.order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=at(6))
        assert not any(isinstance(one, Unneeded) for one in found)
        return len(captured)

    for _ in range(20):
        make.jot(by=make.lead(since=OCTOBER))
    opened_and_planned(at(6))

    assert [statements(1), statements(20)] == [8, 8]


@pytest.mark.usefixtures("lead")
def test_writing_a_letter_changes_nothing() -> None:
    opened_and_planned(at(6))
    before = list(Obligation.objects.values())

    with CaptureQueriesContext(connection) as captured:
        part("reflections/due_today", at=at(6) + timedelta(minutes=1))

    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}
    assert list(Obligation.objects.values()) == before
