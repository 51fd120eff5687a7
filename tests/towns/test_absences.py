"""Being away, with and without somebody who stands in."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests import make
from towns.actions.absences import (
    AbsenceBegun,
    AlreadyAway,
    CoversThemselves,
    OutsidePost,
    begin_absence,
    cancel_absence,
    end_absence,
)
from towns.models import Absence, Role, Tenure
from towns.policies import leads

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 12, 4)


def test_whoever_stands_in_leads_for_those_days() -> None:
    office, lead, deputy = make.team_member(), make.lead(), make.user()

    absence = begin_absence(
        lead.tenure, starts_on=MONDAY, ends_on=FRIDAY, cover=deputy.person, by=office.user, at=AT
    )

    assert absence.cover is not None
    assert (absence.cover.role, absence.cover.town, absence.cover.covering) == (
        Role.PROJECT_LEAD,
        lead.town,
        True,
    )
    assert not leads(deputy, lead.town, on=date(2026, 11, 8))
    assert leads(deputy, lead.town, on=FRIDAY)
    assert not leads(deputy, lead.town, on=date(2026, 12, 5))


def test_without_cover_nobody_stands_in() -> None:
    office, lead = make.team_member(), make.lead()

    absence = begin_absence(lead.tenure, starts_on=MONDAY, by=office.user, at=AT)

    assert (absence.ends_on, absence.cover) == (None, None)
    assert Tenure.objects.filter(town=lead.town).count() == 1


def test_an_open_absence_ends_with_the_post() -> None:
    office, lead = make.team_member(), make.lead(until=FRIDAY)

    absence = begin_absence(lead.tenure, starts_on=MONDAY, by=office.user, at=AT)

    assert absence.ends_on == FRIDAY


def test_coming_back_early_ends_the_cover_too() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(
        lead.tenure, starts_on=MONDAY, ends_on=FRIDAY, cover=make.person(), by=office.user, at=AT
    )

    end_absence(absence, ends_on=date(2026, 11, 20), by=office.user, at=AT)

    absence.refresh_from_db()
    assert absence.cover is not None
    assert (absence.ends_on, absence.cover.ends_on) == (date(2026, 11, 20), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refusal"),
    [
        (date(2024, 12, 30), None, OutsidePost),
        (date(2026, 11, 16), date(2026, 11, 20), AlreadyAway),
    ],
)
def test_impossible_absences_are_refused(
    starts_on: date, ends_on: date | None, refusal: type[Exception]
) -> None:
    office, lead = make.team_member(), make.lead()
    begin_absence(lead.tenure, starts_on=MONDAY, ends_on=FRIDAY, by=office.user, at=AT)

    with pytest.raises(refusal):
        begin_absence(lead.tenure, starts_on=starts_on, ends_on=ends_on, by=office.user, at=AT)


def test_nobody_covers_themselves() -> None:
    office, lead = make.team_member(), make.lead()

    with pytest.raises(CoversThemselves):
        begin_absence(lead.tenure, starts_on=MONDAY, cover=lead.person, by=office.user, at=AT)


def test_a_lead_does_not_enter_absences() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        begin_absence(lead.tenure, starts_on=MONDAY, by=lead.user, at=AT)


def test_an_absence_to_come_can_be_taken_back_with_its_cover() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(
        lead.tenure, starts_on=MONDAY, ends_on=FRIDAY, cover=make.person(), by=office.user, at=AT
    )

    cancel_absence(absence, by=office.user, at=AT)

    assert list(Absence.objects.all()) == []
    assert list(Tenure.objects.filter(town=lead.town)) == [lead.tenure]


def test_an_absence_that_has_begun_is_ended_instead() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(lead.tenure, starts_on=date(2026, 11, 6), by=office.user, at=AT)

    with pytest.raises(AbsenceBegun):
        cancel_absence(absence, by=office.user, at=AT)
