"""Who owes which month, and why nobody does when nobody does."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reflections.actions.obligations import settle_obligations
from reflections.models import Obligation, Report
from tests import make
from towns.models import Absence, Holiday, Role, Tenure, Town, TownStatus

pytestmark = pytest.mark.django_db

AT = datetime(2025, 4, 20, 9, tzinfo=UTC)
MARCH = date(2025, 3, 1)


def states(town: Town) -> dict[str, tuple[str, str]]:
    """Each month's state, with its reason or the name of the person who owes it."""
    rows = Obligation.objects.filter(town=town).select_related("holder__person").order_by("month")
    return {
        f"{row.month:%m}": (
            row.state,
            row.reason or (row.holder.person.name if row.holder else ""),
        )
        for row in rows
    }


def end_status(town: Town, ends_on: date) -> None:
    TownStatus.objects.filter(town=town, ends_on=None).update(ends_on=ends_on)


def test_a_lead_owes_every_month_so_far_and_the_reports_stand_open() -> None:
    lead = make.lead(name="Ailsa")

    settle_obligations(at=AT)

    assert states(lead.town) == {f"0{n}": ("owed", "Ailsa") for n in (1, 2, 3, 4)}
    assert Report.objects.filter(town=lead.town, status="open").count() == 4


def test_settling_twice_changes_nothing() -> None:
    make.lead()

    assert [settle_obligations(at=AT), settle_obligations(at=AT)] == [4, 0]


def test_obligations_begin_with_the_tenure_though_the_steering_group_met_before() -> None:
    town = make.town()
    make.steering_member(town)
    make.lead(town, name="Ailsa", since=date(2025, 3, 11))

    settle_obligations(at=AT)

    assert states(town) == {
        "01": ("excused", "before_start"),
        "02": ("excused", "before_start"),
        "03": ("owed", "Ailsa"),
        "04": ("owed", "Ailsa"),
    }


def test_a_handover_on_the_11th_makes_one_obligation_of_the_one_in_post_at_the_end() -> None:
    town = make.town()
    make.lead(town, name="Ailsa", until=date(2025, 3, 10))
    make.lead(town, name="Bryce", since=date(2025, 3, 11))

    settle_obligations(at=AT)

    assert states(town)["02"] == (
        "owed",
        "Bryce",
    )  # Ailsa has left: the debt is her successor's
    assert states(town)["03"] == ("owed", "Bryce")
    assert Obligation.objects.filter(town=town, month=MARCH).count() == 1


def test_an_overlap_marked_as_handover_is_owed_by_the_one_who_came_last() -> None:
    town = make.town()
    make.lead(town, name="Ailsa", until=date(2025, 4, 4))
    make.lead(town, name="Bryce", since=date(2025, 3, 20), handover_until=date(2025, 4, 4))

    settle_obligations(at=AT)

    assert states(town)["03"] == ("owed", "Bryce")


def test_a_vacant_post_is_excused_and_so_is_a_month_whose_holder_left_before_it_was_due() -> None:
    town = make.town()
    make.lead(town, name="Ailsa", until=date(2025, 3, 3))

    settle_obligations(at=AT)

    assert states(town) == {
        "01": ("owed", "Ailsa"),
        "02": ("excused", "vacant"),
        "03": ("excused", "vacant"),
        "04": ("excused", "vacant"),
    }


def test_cover_of_a_vacancy_owes_the_month() -> None:
    town = make.town()
    make.lead(town, name="Ailsa", until=date(2025, 2, 28))
    make.lead(town, name="Cora", since=date(2025, 3, 1), covering=True)

    settle_obligations(at=AT)

    assert states(town)["03"] == ("owed", "Cora")


def test_a_pause_excuses_the_months_that_end_in_it() -> None:
    lead = make.lead(name="Ailsa")
    end_status(lead.town, date(2025, 2, 9))
    TownStatus.objects.create(
        town=lead.town,
        status="paused",
        starts_on=date(2025, 2, 10),
        ends_on=date(2025, 3, 31),
    )
    TownStatus.objects.create(town=lead.town, status="active", starts_on=date(2025, 4, 1))

    settle_obligations(at=AT)

    assert [state for state, _ in states(lead.town).values()] == [
        "owed",
        "excused",
        "excused",
        "owed",
    ]
    assert states(lead.town)["02"] == ("excused", "paused")


def test_a_closed_town_owes_nothing_more() -> None:
    lead = make.lead(name="Ailsa")
    end_status(lead.town, date(2025, 2, 28))
    TownStatus.objects.create(town=lead.town, status="closed", starts_on=date(2025, 3, 1))

    settle_obligations(at=AT)

    assert states(lead.town)["03"] == ("excused", "closed")


def test_leave_without_cover_excuses_and_with_cover_moves_the_month() -> None:
    lead = make.lead(name="Ailsa")
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2025, 2, 20), ends_on=date(2025, 3, 12)
    )
    cover = make.lead(
        lead.town,
        name="Cora",
        covering=True,
        since=date(2025, 3, 25),
        until=date(2025, 5, 30),
    )
    Absence.objects.create(
        tenure=lead.tenure,
        starts_on=date(2025, 3, 25),
        ends_on=date(2025, 5, 30),
        cover=cover.tenure,
    )

    settle_obligations(at=AT)

    assert states(lead.town)["02"] == ("excused", "leave")
    assert states(lead.town)["03"] == ("owed", "Cora")


def test_leave_that_ends_before_the_report_is_due_excuses_nothing() -> None:
    lead = make.lead(name="Ailsa")
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2025, 3, 20), ends_on=date(2025, 4, 2)
    )

    settle_obligations(at=AT)

    assert states(lead.town)["03"] == ("owed", "Ailsa")


def test_a_met_month_stays_met_whatever_becomes_of_the_town() -> None:
    lead = make.lead()
    settle_obligations(at=AT)
    Obligation.objects.filter(month=MARCH).update(
        state="met", met_with="nothing", met_at=AT, reason=""
    )
    end_status(lead.town, date(2025, 2, 9))
    TownStatus.objects.create(town=lead.town, status="paused", starts_on=date(2025, 2, 10))

    settle_obligations(at=AT)

    assert states(lead.town)["03"][0] == "met"


def test_the_due_date_never_moves_by_itself() -> None:
    lead = make.lead()
    settle_obligations(at=AT)
    before = Obligation.objects.get(town=lead.town, month=MARCH).due_at
    Holiday.objects.create(council=lead.town.council, on=date(2025, 4, 3), name="Spring day")
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2025, 4, 1))

    settle_obligations(at=AT)

    assert Obligation.objects.get(town=lead.town, month=MARCH).due_at == before
    assert states(lead.town)["03"] == ("excused", "vacant")


@pytest.mark.parametrize(
    ("holidays", "month", "due"),
    [
        ([date(2026, 4, 3)], date(2026, 3, 1), date(2026, 4, 8)),
        ([date(2026, 4, 3), date(2026, 4, 6)], date(2026, 3, 1), date(2026, 4, 9)),
        ([date(2026, 8, 3)], date(2026, 7, 1), date(2026, 8, 10)),
        ([], date(2026, 7, 1), date(2026, 8, 7)),
    ],
)
def test_the_fifth_working_day_is_each_councils_own(
    holidays: list[date], month: date, due: date
) -> None:
    lead = make.lead()
    for day in holidays:
        Holiday.objects.create(council=lead.town.council, on=day, name="Closed")

    settle_obligations(at=datetime(2026, 8, 20, tzinfo=UTC))

    row = Obligation.objects.get(town=lead.town, month=month)
    assert timezone.localtime(row.due_at) == datetime(
        due.year, due.month, due.day, 23, 59, tzinfo=timezone.get_default_timezone()
    )
    assert timezone.localtime(row.grace_until).hour == 12


def test_seventy_towns_take_as_many_statements_as_three() -> None:
    counts = []
    for towns in (3, 67):
        for _ in range(towns):
            make.lead()
        with CaptureQueriesContext(connection) as statements:
            settle_obligations(at=AT)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_one_town_has_one_lead_a_day_unless_the_overlap_is_marked() -> None:
    town = make.town()
    make.lead(town, until=date(2025, 3, 31))

    with (
        pytest.raises(IntegrityError, match="one_project_lead_a_town_a_day"),
        transaction.atomic(),
    ):
        make.lead(town, since=date(2025, 3, 20))
    make.lead(town, since=date(2025, 3, 20), handover_until=date(2025, 3, 31))

    assert Tenure.objects.filter(town=town, role=Role.PROJECT_LEAD).count() == 2


def test_a_month_whose_holder_left_is_owed_by_the_one_in_post_when_it_is_due() -> None:
    town = make.town()
    make.lead(town, name="Ailsa", until=date(2025, 5, 2))
    make.lead(town, name="Brodie", since=date(2025, 5, 3))

    settle_obligations(at=datetime(2025, 5, 4, 9, tzinfo=UTC))

    assert states(town)["04"] == ("owed", "Brodie")
