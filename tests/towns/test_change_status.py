"""Pausing, resuming, closing and reopening a town."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Entry
from tests import make
from towns.actions.days import OutsideProgramme
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.actions.towns import (
    LaterChange,
    NoSuchMove,
    NotPlanned,
    SameStatus,
    add_town,
    change_status,
    take_back_status,
)
from towns.models import Town, TownStatus

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
Status = TownStatus.Status


def periods(town: Town) -> list[tuple[str, date, date | None]]:
    return list(town.statuses.order_by("starts_on").values_list("status", "starts_on", "ends_on"))


def test_a_pause_ends_the_period_before_it() -> None:
    office, town = make.team_member(), make.town()

    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    assert periods(town) == [
        (Status.ACTIVE, make.BEGINNING, date(2026, 11, 8)),
        (Status.PAUSED, date(2026, 11, 9), None),
    ]


def test_a_change_is_taken_back_on_its_own_day() -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    change_status(town, status=Status.ACTIVE, from_on=date(2026, 11, 9), by=office.user, at=AT)

    assert periods(town) == [(Status.ACTIVE, make.BEGINNING, None)]


def test_a_change_is_corrected_on_its_own_day() -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    change_status(town, status=Status.CLOSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    assert periods(town)[1] == (Status.CLOSED, date(2026, 11, 9), None)


@pytest.mark.parametrize(
    ("status", "from_on", "refusal"),
    [
        (Status.ACTIVE, date(2026, 11, 9), SameStatus),
        (Status.PREPARING, date(2026, 11, 9), NoSuchMove),
        (Status.PAUSED, date(2024, 11, 9), OutsideProgramme),
        (Status.PAUSED, date(2099, 11, 9), OutsideProgramme),
    ],
)
def test_impossible_changes_are_refused(
    status: str, from_on: date, refusal: type[Exception]
) -> None:
    office, town = make.team_member(), make.town()

    with pytest.raises(refusal):
        change_status(town, status=status, from_on=from_on, by=office.user, at=AT)

    assert periods(town) == [(Status.ACTIVE, make.BEGINNING, None)]


def test_a_change_before_a_later_one_is_refused() -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    with pytest.raises(LaterChange) as refusal:
        change_status(town, status=Status.CLOSED, from_on=date(2026, 11, 2), by=office.user, at=AT)

    assert str(refusal.value) == (
        "A later change is entered already: paused from Monday 9 November 2026. "
        "Choose that day or a later one, or take the later change back first: "
        "see “How it stood” on this page."
    )


def test_a_later_change_that_has_come_is_not_to_be_taken_back() -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 5), by=office.user, at=AT)

    with pytest.raises(LaterChange, match=r"Choose that day or a later one\.$"):
        change_status(town, status=Status.CLOSED, from_on=date(2026, 11, 2), by=office.user, at=AT)


def test_a_planned_change_is_taken_back() -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=office.user, at=AT)

    take_back_status(town, from_on=date(2026, 11, 9), by=office.user, at=AT)

    assert periods(town) == [(Status.ACTIVE, make.BEGINNING, None)]
    assert Entry.objects.filter(verb="town.status_taken_back").count() == 1


@pytest.mark.parametrize("from_on", [date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 16)])
def test_a_change_that_has_come_or_gone_is_not_taken_back(from_on: date) -> None:
    office, town = make.team_member(), make.town()
    change_status(town, status=Status.PAUSED, from_on=date(2026, 11, 6), by=office.user, at=AT)

    with pytest.raises(NotPlanned):
        take_back_status(town, from_on=from_on, by=office.user, at=AT)

    assert len(periods(town)) == 2


def test_the_day_on_which_a_town_opens_is_not_taken_back() -> None:
    office, town = make.team_member(), make.town()
    town.statuses.update(starts_on=date(2026, 12, 1))

    with pytest.raises(NotPlanned, match="the day on which the town opens"):
        take_back_status(town, from_on=date(2026, 12, 1), by=office.user, at=AT)


def test_a_lead_takes_no_change_back() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        take_back_status(lead.town, from_on=date(2026, 12, 1), by=lead.user, at=AT)


def test_a_lead_does_not_pause_a_town() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        change_status(
            lead.town, status=Status.PAUSED, from_on=date(2026, 11, 9), by=lead.user, at=AT
        )


def test_the_database_itself_refuses_two_statuses_on_one_day() -> None:
    town = make.town()

    with pytest.raises(IntegrityError, match="one_status_a_town_a_day"), transaction.atomic():
        TownStatus.objects.create(town=town, status=Status.PAUSED, starts_on=date(2026, 11, 9))


def test_a_town_opens_with_its_first_status() -> None:
    office, council = make.team_member(), make.council()

    town = add_town(
        "Kirriemuir",
        programme=make.programme(),
        council=council,
        from_on=date(2026, 12, 1),
        by=office.user,
        at=AT,
    )

    assert (town.slug, periods(town)) == (
        "kirriemuir",
        [(Status.PREPARING, date(2026, 12, 1), None)],
    )


def test_two_towns_of_one_name_are_refused() -> None:
    office, council = make.team_member(), make.council()

    def add(name: str) -> None:
        add_town(
            name,
            programme=make.programme(),
            council=council,
            from_on=date(2026, 12, 1),
            by=office.user,
            at=AT,
        )

    add("Kirriemuir")

    with pytest.raises(NameTaken, match=r"a town called kirriemuir already\.$"):
        add("kirriemuir")
    with pytest.raises(NameWithoutLetters):
        add("!?")
