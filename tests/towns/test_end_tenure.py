"""Ending a post, handing it over, and taking back one that never began."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests import make
from towns.access import Thing, reads
from towns.actions.absences import begin_absence
from towns.actions.days import EndsBeforeStart
from towns.actions.posts import PostTaken
from towns.actions.tenures import (
    BeforeLeaver,
    TenureBegun,
    cancel_tenure,
    end_tenure,
    hand_over,
)
from towns.models import Absence, Role, Tenure, Town
from towns.policies import leads

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 13)


def test_access_ends_with_the_last_day() -> None:
    office, lead = make.team_member(), make.lead()

    end_tenure(lead.tenure, ends_on=FRIDAY, by=office.user, at=AT)

    assert leads(lead.user, lead.town, on=FRIDAY)
    assert not leads(lead.user, lead.town, on=date(2026, 11, 14))
    assert not Town.objects.visible_to(lead.user, on=date(2026, 11, 14)).exists()


def test_a_last_day_before_the_first_is_refused() -> None:
    office, lead = make.team_member(), make.lead(since=date(2026, 11, 2))

    with pytest.raises(EndsBeforeStart):
        end_tenure(lead.tenure, ends_on=date(2026, 11, 1), by=office.user, at=AT)


def test_nobody_ends_their_own_post() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        end_tenure(lead.tenure, ends_on=FRIDAY, by=lead.user, at=AT)


def test_one_of_the_team_whose_post_ended_yesterday_is_refused() -> None:
    office, lead = make.team_member(until=date(2026, 11, 5)), make.lead()

    with pytest.raises(PermissionDenied):
        end_tenure(lead.tenure, ends_on=FRIDAY, by=office.user, at=AT)
    assert not reads(office.user, Thing.OFFICE, on=date(2026, 11, 6))


def test_a_last_day_cannot_be_moved_into_the_successors_days() -> None:
    office, lead = make.team_member(), make.lead(until=FRIDAY)
    make.tenure(make.person(), Role.PROJECT_LEAD, town=lead.town, since=date(2026, 11, 14))

    with pytest.raises(PostTaken):
        end_tenure(lead.tenure, ends_on=date(2026, 11, 20), by=office.user, at=AT)


def test_absences_end_with_the_post() -> None:
    office, lead = make.team_member(), make.lead()
    across = begin_absence(lead.tenure, starts_on=date(2026, 11, 9), by=office.user, at=AT)
    across = Absence.objects.get(pk=across.pk)

    end_tenure(lead.tenure, ends_on=FRIDAY, by=office.user, at=AT)

    across.refresh_from_db()
    assert across.ends_on == FRIDAY


def test_absences_after_the_last_day_go() -> None:
    office, lead = make.team_member(), make.lead()
    begin_absence(lead.tenure, starts_on=date(2026, 12, 7), by=office.user, at=AT)

    end_tenure(lead.tenure, ends_on=FRIDAY, by=office.user, at=AT)

    assert list(Absence.objects.all()) == []


def test_a_handover_inside_a_month_makes_two_tenures_and_marks_the_overlap() -> None:
    office, lead, successor = make.team_member(), make.lead(), make.person()

    tenure = hand_over(
        lead.tenure,
        successor,
        last_day=date(2026, 11, 24),
        first_day=date(2026, 11, 11),
        by=office.user,
        at=AT,
    )

    lead.tenure.refresh_from_db()
    assert lead.tenure.ends_on == date(2026, 11, 24)
    assert (tenure.starts_on, tenure.handover_until) == (date(2026, 11, 11), date(2026, 11, 24))
    assert not tenure.covering


def test_a_handover_without_overlap_marks_nothing() -> None:
    office, lead = make.team_member(), make.lead()

    tenure = hand_over(
        lead.tenure,
        make.person(),
        last_day=date(2026, 11, 10),
        first_day=date(2026, 11, 11),
        by=office.user,
        at=AT,
    )

    assert tenure.handover_until is None


def test_a_handover_that_is_refused_leaves_the_leaver_in_post() -> None:
    office, lead = make.team_member(), make.lead()

    with pytest.raises(EndsBeforeStart):
        hand_over(
            lead.tenure,
            make.person(),
            last_day=date(2024, 11, 10),
            first_day=date(2026, 11, 11),
            by=office.user,
            at=AT,
        )

    lead.tenure.refresh_from_db()
    assert lead.tenure.ends_on is None


def test_a_successor_who_leaves_during_the_handover_can_be_ended() -> None:
    office, lead = make.team_member(), make.lead(until=date(2026, 11, 24))
    successor = make.tenure(
        make.person(),
        Role.PROJECT_LEAD,
        town=lead.town,
        since=date(2026, 11, 2),
        handover_until=date(2026, 11, 24),
    )

    end_tenure(successor, ends_on=date(2026, 11, 9), by=office.user, at=AT)

    successor.refresh_from_db()
    assert (successor.ends_on, successor.handover_until) == (date(2026, 11, 9), date(2026, 11, 9))


def test_a_post_that_has_not_begun_can_be_taken_back() -> None:
    office, lead = make.team_member(), make.lead(since=date(2026, 12, 1))

    cancel_tenure(lead.tenure, by=office.user, at=AT)

    assert not Tenure.objects.filter(pk=lead.tenure.pk).exists()


def test_a_post_that_has_begun_cannot_be_taken_back() -> None:
    office, lead = make.team_member(), make.lead()

    with pytest.raises(TenureBegun, match="Give it a last day instead"):
        cancel_tenure(lead.tenure, by=office.user, at=AT)


def test_nobody_takes_over_before_the_one_who_leaves_began() -> None:
    office, lead = make.team_member(), make.lead(since=date(2026, 11, 2), name="Isla Fraser")

    with pytest.raises(BeforeLeaver, match="Isla Fraser began on Monday 2 November 2026"):
        hand_over(
            lead.tenure,
            make.person(),
            last_day=FRIDAY,
            first_day=date(2026, 11, 1),
            by=office.user,
            at=AT,
        )

    lead.tenure.refresh_from_db()
    assert lead.tenure.ends_on is None
