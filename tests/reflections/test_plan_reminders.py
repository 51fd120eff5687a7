"""Who is reminded of which report on a day, and who is spared. Asked of any day; stores nothing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.planning import Due, Plan, Spared, planners
from people.models import Person
from reflections.actions.obligations import settle_obligations
from reflections.models import Obligation, Report
from reflections.queries.reminding import plan
from tests import make
from towns.actions.holidays import load_default_holidays
from towns.models import Absence, Council, Holiday, Programme, TownStatus

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
EASTER_MONDAY = date(2026, 4, 6)
AUGUST_HOLIDAY = date(2026, 8, 3)
DUE_DAY = datetime(2026, 11, 6, 9, tzinfo=UTC)  # October's report


def scottish(*, besides: date | None = None, less: date | None = None) -> Council:
    """A council that closes on Scotland's days, one more, or one less."""
    council = make.council()
    load_default_holidays(council, years=[2025, 2026, 2027], by=None, at=DUE_DAY)
    if besides:
        Holiday.objects.create(council=council, on=besides, name="Closed")
    if less:
        council.holidays.filter(on=less).delete()
    return council


def lead_since(since: date, *, name: str = "Ailsa", council: Council | None = None) -> make.Holder:
    """A lead who owes nothing from before."""
    return make.lead(make.town("Ayr", council=council or scottish()), name=name, since=since)


def told(found: Plan) -> list[tuple[str, str]]:
    """Who hears of what."""
    names = dict(Person.objects.values_list("pk", "name"))
    return [(names[due.promise.person], due.promise.occasion) for due in found.due]


def spared_of_october(found: Plan) -> list[Spared]:
    return [one for one in found.spared if one.why.startswith("October 2026: ")]


def only(found: Plan) -> Due:
    assert len(found.due) == 1
    return found.due[0]


def on_leave(lead: make.Holder, first: date, last: date | None) -> Absence:
    return Absence.objects.create(tenure=lead.tenure, starts_on=first, ends_on=last)


def test_the_planner_is_known_to_the_outbox() -> None:
    assert planners()["reports"] is plan


@pytest.mark.parametrize(
    ("month", "at", "occasion", "since"),
    [
        # October 2026: the 25th is a Sunday, and the clocks go back on it.
        ("2026-10", "2026-10-23T06:59", None, None),
        ("2026-10", "2026-10-23T07:00", "report_ready", "2026-10-23T07:00"),
        ("2026-10", "2026-10-25T00:30", "report_ready", "2026-10-23T07:00"),
        ("2026-10", "2026-10-25T01:30", "report_ready", "2026-10-23T07:00"),
        ("2026-10", "2026-11-03T07:59", "report_ready", "2026-10-23T07:00"),
        ("2026-10", "2026-11-03T08:00", "due_soon", "2026-11-03T08:00"),
        ("2026-10", "2026-11-06T07:59", "due_soon", "2026-11-03T08:00"),
        ("2026-10", "2026-11-06T08:00", "due_today", "2026-11-06T08:00"),
        ("2026-10", "2026-11-09T12:00", "due_today", "2026-11-06T08:00"),
        ("2026-10", "2026-11-10T08:00", "late_first", "2026-11-10T08:00"),
        ("2026-10", "2026-11-13T08:00", "late_second", "2026-11-13T08:00"),
        ("2026-10", "2026-11-27T07:59", "late_second", "2026-11-13T08:00"),
        ("2026-10", "2026-11-27T08:00", None, None),
        # The 25th of April and of July 2026 is a Saturday.
        ("2026-04", "2026-04-24T06:59", None, None),
        ("2026-04", "2026-04-24T07:00", "report_ready", "2026-04-24T07:00"),
        ("2026-04", "2026-04-25T12:00", "report_ready", "2026-04-24T07:00"),
        ("2026-07", "2026-07-25T12:00", "report_ready", "2026-07-24T07:00"),
        # 29 March 2026: the clocks go forward between the invitation and the next stage.
        ("2026-03", "2026-03-25T08:00", "report_ready", "2026-03-25T08:00"),
        ("2026-03", "2026-03-29T00:59", "report_ready", "2026-03-25T08:00"),
        ("2026-03", "2026-03-29T01:01", "report_ready", "2026-03-25T08:00"),
        ("2026-03", "2026-04-02T07:00", "due_soon", "2026-04-02T07:00"),
        # 2 January: a holiday itself in 2026, on a Saturday and taken on the Monday in 2027.
        ("2025-12", "2025-12-24T08:00", "report_ready", "2025-12-24T08:00"),
        ("2025-12", "2026-01-02T12:00", "report_ready", "2025-12-24T08:00"),
        ("2025-12", "2026-01-06T08:00", "due_soon", "2026-01-06T08:00"),
        ("2025-12", "2026-01-09T08:00", "due_today", "2026-01-09T08:00"),
        ("2026-12", "2026-12-24T08:00", "report_ready", "2026-12-24T08:00"),
        ("2026-12", "2027-01-02T12:00", "report_ready", "2026-12-24T08:00"),
        ("2026-12", "2027-01-06T08:00", "due_soon", "2027-01-06T08:00"),
        ("2026-12", "2027-01-11T08:00", "due_today", "2027-01-11T08:00"),
    ],
)
@pytest.mark.parametrize("is_stored", [True, False], ids=["stored", "not opened yet"])
def test_only_the_latest_stage_of_a_month_is_due(
    month: str, at: str, occasion: str | None, since: str | None, *, is_stored: bool
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    lead_since(date.fromisoformat(f"{month}-01"))
    if is_stored:
        settle_obligations(at=moment)

    found = [due for due in plan(moment).due if due.promise.occasion.startswith(month)]

    assert [(due.promise.occasion, f"{due.since:%FT%R}") for due in found] == (
        [(f"{month} {occasion}", _utc(since))] if occasion and since else []
    )
    assert [due.promise.not_before for due in found] == [due.since for due in found]


def _utc(moment: str) -> str:
    """As it is printed where `since` is by the clocks of London."""
    local = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(LONDON)
    return f"{local:%FT%R}"


@pytest.mark.parametrize(
    ("month", "day", "national", "own"),
    [
        ("2026-03", date(2026, 4, 8), "due_today", "due_soon"),
        ("2026-03", date(2026, 4, 9), "due_today", "due_today"),
        ("2026-03", date(2026, 4, 10), "late_first", "due_today"),
        ("2026-07", date(2026, 8, 7), "due_soon", "due_today"),
        ("2026-07", date(2026, 8, 10), "due_today", "due_today"),
        ("2026-07", date(2026, 8, 11), "due_today", "late_first"),
        ("2026-07", date(2026, 8, 12), "late_first", "late_first"),
    ],
)
def test_two_towns_have_their_own_due_day_by_their_councils_holidays(
    month: str, day: date, national: str, own: str
) -> None:
    first = date.fromisoformat(f"{month}-01")
    lead_since(first, name="Ailsa")
    lead_since(first, name="Bryce", council=scottish(besides=EASTER_MONDAY, less=AUGUST_HOLIDAY))

    found = plan(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    assert [pair for pair in told(found) if pair[1].startswith(month)] == [
        ("Ailsa", f"{month} {national}"),
        ("Bryce", f"{month} {own}"),
    ]


def test_what_is_due_is_said_to_the_office_and_carries_keys_alone() -> None:
    lead = lead_since(date(2026, 10, 1))

    due = only(plan(DUE_DAY))

    assert due.why == ("The report of Ayr for October 2026 is due today, Friday 6 November 2026.")
    assert due.promise.kind == "reflections/due_today"
    assert due.promise.about == f"towns.town:{lead.town.pk}"
    assert due.promise.facts == {"month": "2026-10", "stage": "due_today"}
    assert due.promise.useful_until == datetime(2026, 11, 10, 8, tzinfo=UTC)


def test_both_letters_that_a_report_is_late_are_of_one_kind() -> None:
    lead_since(date(2026, 10, 1))

    found = [only(plan(DUE_DAY + timedelta(days=days))).promise for days in (4, 7)]

    assert [(one.kind, one.occasion) for one in found] == [
        ("reflections/late", "2026-10 late_first"),
        ("reflections/late", "2026-10 late_second"),
    ]


def test_after_the_second_letter_a_person_asks() -> None:
    lead_since(date(2026, 10, 1))

    settle_obligations(at=DUE_DAY)

    found = plan(datetime(2027, 4, 1, 9, tzinfo=UTC))

    assert [(one.kind, one.who, one.why) for one in spared_of_october(found)] == [
        (
            "reflections/late",
            "Ailsa, Project Lead in Ayr",
            "October 2026: two letters have gone; now a person asks",
        )
    ]


@pytest.mark.parametrize(
    ("met_with", "why"),
    [
        ("report", "October 2026: handed in on Thursday 5 November 2026"),
        ("nothing", "October 2026: signed as nothing this month on Thursday 5 November 2026"),
    ],
)
def test_who_has_handed_in_is_spared(met_with: str, why: str) -> None:
    lead_since(date(2026, 10, 1))
    settle_obligations(at=DUE_DAY)
    Obligation.objects.filter(month=date(2026, 10, 1)).update(
        state="met", met_with=met_with, met_at=datetime(2026, 11, 5, 16, tzinfo=UTC)
    )

    found = plan(DUE_DAY)

    assert found.due == []
    assert [(one.kind, one.who, one.why) for one in found.spared] == [
        ("reflections/due_today", "Ailsa, Project Lead in Ayr", why)
    ]


def test_a_vacant_post_is_spared_with_the_day_since_when() -> None:
    make.lead(make.town("Ayr"), name="Ailsa", since=date(2026, 9, 1), until=date(2026, 10, 9))

    assert [(one.who, one.why) for one in spared_of_october(plan(DUE_DAY))] == [
        (
            "The Project Lead in Ayr",
            "October 2026: post vacant since Saturday 10 October 2026",
        )
    ]


def test_a_post_filled_again_is_not_called_vacant_any_more() -> None:
    town = make.town("Ayr")
    make.lead(town, name="Ailsa", since=date(2026, 9, 1), until=date(2026, 10, 9))
    make.lead(town, name="Bryce", since=date(2026, 11, 4))

    found = plan(DUE_DAY)

    assert found.due == []
    assert [one.why for one in spared_of_october(found)] == [
        "October 2026: post vacant from Saturday 10 October 2026 to Tuesday 3 November 2026"
    ]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("paused", "October 2026: town paused since Monday 12 October 2026"),
        ("closed", "October 2026: town closed since Monday 12 October 2026"),
    ],
)
def test_a_paused_or_closed_town_is_spared(status: str, why: str) -> None:
    lead = lead_since(date(2026, 9, 1))
    TownStatus.objects.filter(town=lead.town).update(ends_on=date(2026, 10, 11))
    TownStatus.objects.create(town=lead.town, status=status, starts_on=date(2026, 10, 12))

    found = plan(DUE_DAY)

    assert found.due == []
    assert [one.why for one in spared_of_october(found)] == [why]


def test_months_before_the_first_lead_began_are_spared() -> None:
    lead_since(date(2026, 11, 2))

    found = plan(DUE_DAY)

    assert found.due == []
    assert [one.why for one in spared_of_october(found)] == [
        "October 2026: before the Project Lead started"
    ]


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (
            date(2026, 11, 4),
            "October 2026: on leave until Wednesday 4 November 2026, and nobody stands in",
        ),
        (None, "October 2026: on leave with no day of return, and nobody stands in"),
    ],
)
def test_a_lead_on_leave_without_cover_is_spared(last: date | None, why: str) -> None:
    lead = lead_since(date(2026, 10, 1))
    on_leave(lead, date(2026, 11, 2), last)

    found = plan(datetime(2026, 11, 3, 12, tzinfo=UTC))

    assert found.due == []
    assert [(one.kind, one.who, one.why) for one in found.spared] == [
        ("reflections/due_soon", "Ailsa, Project Lead in Ayr", why)
    ]


def test_who_comes_back_from_leave_is_told_the_latest_stage() -> None:
    lead = lead_since(date(2026, 10, 1))
    on_leave(lead, date(2026, 11, 2), date(2026, 11, 4))

    assert told(plan(datetime(2026, 11, 5, 12, tzinfo=UTC))) == [("Ailsa", "2026-10 due_soon")]


def test_leave_without_cover_until_after_the_due_day_excuses_the_month() -> None:
    lead = lead_since(date(2026, 10, 1))
    on_leave(lead, date(2026, 10, 26), date(2026, 11, 20))

    found = plan(DUE_DAY)

    assert found.due == []
    assert [one.why for one in spared_of_october(found)] == ["October 2026: on leave without cover"]


def cover_for(lead: make.Holder, name: str, first: date, last: date | None) -> make.Holder:
    return make.lead(lead.town, name=name, since=first, until=last, covering=True)


def test_who_stands_in_is_told_instead() -> None:
    lead = lead_since(date(2026, 10, 1))
    cover = cover_for(lead, "Cora", date(2026, 11, 2), date(2026, 11, 6))
    Absence.objects.filter(pk=on_leave(lead, date(2026, 11, 2), date(2026, 11, 6)).pk).update(
        cover=cover.tenure
    )

    due = only(plan(datetime(2026, 11, 3, 12, tzinfo=UTC)))

    assert due.promise.person == cover.person.pk
    assert due.why == (
        "The report of Ayr for October 2026 is due on Friday 6 November 2026. "
        "Cora stands in for Ailsa."
    )
    assert told(plan(datetime(2026, 11, 9, 12, tzinfo=UTC))) == [("Ailsa", "2026-10 due_today")]


def test_of_two_who_stand_in_the_one_named_is_told() -> None:
    lead = lead_since(date(2026, 10, 1))
    named = cover_for(lead, "Cora", date(2026, 11, 1), date(2026, 11, 6))
    cover_for(lead, "Dougie", date(2026, 11, 2), date(2026, 11, 6))
    absence = on_leave(lead, date(2026, 11, 2), date(2026, 11, 6))
    at = datetime(2026, 11, 3, 12, tzinfo=UTC)
    unnamed = told(plan(at))
    Absence.objects.filter(pk=absence.pk).update(cover=named.tenure)

    assert [unnamed, told(plan(at))] == [
        [("Dougie", "2026-10 due_soon")],
        [("Cora", "2026-10 due_soon")],
    ]


def test_who_stands_in_and_is_away_too_is_spared() -> None:
    lead = lead_since(date(2026, 10, 1))
    cover = cover_for(lead, "Cora", date(2026, 11, 2), date(2026, 11, 6))
    on_leave(lead, date(2026, 11, 2), date(2026, 11, 6))
    on_leave(cover, date(2026, 11, 3), date(2026, 11, 4))

    assert plan(datetime(2026, 11, 3, 12, tzinfo=UTC)).due == []


def test_a_new_lead_is_told_from_the_first_day_on_and_the_leaver_no_more() -> None:
    town = make.town("Ayr", council=scottish())
    make.lead(town, name="Ailsa", since=date(2026, 10, 1), until=date(2026, 11, 9))
    make.lead(town, name="Bryce", since=date(2026, 11, 10))

    days = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (3, 6, 9, 10, 13)]

    assert [told(plan(at)) for at in days] == [
        [("Ailsa", "2026-10 due_soon")],
        [("Ailsa", "2026-10 due_today")],
        [("Ailsa", "2026-10 due_today")],
        [("Bryce", "2026-10 late_first")],
        [("Bryce", "2026-10 late_second")],
    ]


def test_in_a_handover_the_one_who_owes_the_month_is_told() -> None:
    town = make.town("Ayr", council=scottish())
    make.lead(town, name="Ailsa", since=date(2026, 10, 1), until=date(2026, 11, 13))
    make.lead(town, name="Bryce", since=date(2026, 11, 2), handover_until=date(2026, 11, 13))

    assert told(plan(DUE_DAY)) == [("Ailsa", "2026-10 due_today")]


def test_who_takes_up_the_post_later_is_not_told_before() -> None:
    town = make.town("Ayr", council=scottish())
    make.lead(town, name="Ailsa", since=date(2026, 9, 1), until=date(2026, 10, 27))
    make.lead(town, name="Bryce", since=date(2026, 10, 28))

    before = plan(datetime(2026, 10, 26, 12, tzinfo=UTC))

    assert [pair for pair in told(before) if "10 report" in pair[1]] == []
    assert [one.why for one in spared_of_october(before)] == [
        "October 2026: takes up the post on Wednesday 28 October 2026"
    ]
    assert ("Bryce", "2026-10 report_ready") in told(plan(datetime(2026, 10, 28, 9, tzinfo=UTC)))


def test_a_month_left_behind_with_nobody_in_post_is_spared() -> None:
    make.lead(
        make.town("Ayr", council=scottish()),
        name="Ailsa",
        since=date(2026, 10, 1),
        until=date(2026, 11, 9),
    )

    found = plan(datetime(2026, 11, 10, 12, tzinfo=UTC))

    assert found.due == []
    assert [one.why for one in spared_of_october(found)] == [
        "October 2026: left the post on Monday 9 November 2026, and nobody followed"
    ]


def test_the_lead_of_one_town_who_stands_in_for_another_is_told_of_both() -> None:
    ayr = lead_since(date(2026, 10, 1), name="Ailsa")
    troon = make.lead(make.town("Troon", council=scottish()), name="Bryce", since=date(2026, 10, 1))
    make.tenure(
        ayr.person,
        "project_lead",
        town=troon.town,
        since=date(2026, 11, 2),
        until=date(2026, 11, 30),
        covering=True,
    )
    on_leave(troon, date(2026, 11, 2), date(2026, 11, 30))

    found = plan(DUE_DAY)

    assert told(found) == [("Ailsa", "2026-10 due_today"), ("Ailsa", "2026-10 due_today")]
    assert [due.promise.about for due in found.due] == [
        f"towns.town:{ayr.town.pk}",
        f"towns.town:{troon.town.pk}",
    ]


def test_a_due_date_once_stored_does_not_move_with_a_new_holiday() -> None:
    lead = lead_since(date(2026, 10, 1))
    settle_obligations(at=datetime(2026, 10, 2, tzinfo=UTC))
    Holiday.objects.create(council=lead.town.council, on=date(2026, 11, 4), name="Proclaimed")

    assert told(plan(DUE_DAY)) == [("Ailsa", "2026-10 due_today")]
    assert told(plan(datetime(2026, 11, 2, 12, tzinfo=UTC))) == [("Ailsa", "2026-10 due_soon")]


def test_where_leads_are_reminded_very_early_that_is_the_invitation_too() -> None:
    lead_since(date(2026, 10, 1))
    Programme.objects.update(report_soon_working_days=10)

    assert told(plan(datetime(2026, 10, 26, 12, tzinfo=UTC))) == [("Ailsa", "2026-10 due_soon")]


def test_planning_stores_nothing() -> None:
    lead_since(date(2026, 10, 1))

    with CaptureQueriesContext(connection) as captured:
        plan(DUE_DAY)

    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}
    assert (Obligation.objects.count(), Report.objects.count()) == (0, 0)


def test_as_many_statements_for_many_towns_as_for_few() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            plan(DUE_DAY)
        return len(captured)

    for _ in range(7):
        make.lead(since=date(2026, 10, 1))
    with_seven = statements()
    for _ in range(63):
        make.lead(since=date(2026, 10, 1))
    settle_obligations(at=DUE_DAY)

    assert [with_seven, statements()] == [6, 6]
