"""Being away, with and without somebody who stands in."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from tests import make
from towns.actions.absences import (
    AbsenceBegun,
    AlreadyAway,
    CoversThemselves,
    OutsidePost,
    begin_absence,
    cancel_absence,
    correct_absence,
    end_absence,
    take_back_absence,
)
from towns.actions.days import LastDayOutside
from towns.actions.tenures import Mistake
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
        (date(2026, 12, 7), date(2099, 11, 20), LastDayOutside),
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


def test_the_first_day_away_is_corrected_with_the_cover() -> None:
    office, lead, deputy = make.team_member(), make.lead(), make.person()
    absence = begin_absence(
        lead.tenure, starts_on=date(2026, 11, 2), cover=deputy, by=office.user, at=AT
    )

    corrected = correct_absence(
        absence, starts_on=date(2026, 10, 5), cover=deputy, by=office.user, at=AT
    )

    assert corrected.starts_on == date(2026, 10, 5)
    cover = Tenure.objects.get(person=deputy)
    assert (corrected.cover, cover.starts_on) == (cover, date(2026, 10, 5))
    assert Entry.objects.get(verb="absence.corrected").facts == {
        "was": "2026-11-02",
        "from": "2026-10-05",
    }


def test_another_stands_in_from_the_start_or_nobody_does() -> None:
    office, lead = make.team_member(), make.lead()
    wrong, right = make.person(), make.person()
    absence = begin_absence(
        lead.tenure, starts_on=date(2026, 11, 2), cover=wrong, by=office.user, at=AT
    )

    corrected = correct_absence(
        absence, starts_on=date(2026, 11, 2), cover=right, by=office.user, at=AT
    )

    assert corrected.cover is not None
    assert corrected.cover.person == right
    assert not Tenure.objects.filter(person=wrong).exists()

    corrected = correct_absence(
        absence, starts_on=date(2026, 11, 2), cover=None, by=office.user, at=AT
    )

    assert corrected.cover is None
    assert list(Tenure.objects.filter(town=lead.town)) == [lead.tenure]


def test_a_correction_is_refused_like_an_entry() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(lead.tenure, starts_on=date(2026, 11, 2), by=office.user, at=AT)

    with pytest.raises(OutsidePost):
        correct_absence(absence, starts_on=date(2024, 12, 1), cover=None, by=office.user, at=AT)
    with pytest.raises(CoversThemselves):
        correct_absence(absence, starts_on=MONDAY, cover=lead.person, by=office.user, at=AT)
    with pytest.raises(PermissionDenied):
        correct_absence(absence, starts_on=MONDAY, cover=None, by=lead.user, at=AT)


def test_an_absence_entered_by_mistake_goes_though_it_has_begun() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(
        lead.tenure, starts_on=date(2026, 11, 2), cover=make.person(), by=office.user, at=AT
    )

    take_back_absence(absence, reason=Mistake.WRONG_PERSON, by=office.user, at=AT)

    assert list(Absence.objects.all()) == []
    assert list(Tenure.objects.filter(town=lead.town)) == [lead.tenure]
    assert Entry.objects.get(verb="absence.taken_back").facts == {
        "reason": "wrong_person",
        "from": "2026-11-02",
    }


def test_a_lead_takes_no_absence_back() -> None:
    office, lead = make.team_member(), make.lead()
    absence = begin_absence(lead.tenure, starts_on=MONDAY, by=office.user, at=AT)

    with pytest.raises(PermissionDenied):
        take_back_absence(absence, reason=Mistake.WRONG_PERSON, by=lead.user, at=AT)
