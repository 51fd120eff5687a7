"""A post that has begun: its first day corrected, or taken back because it was a mistake."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from tests import make
from towns.actions.absences import begin_absence
from towns.actions.days import OutsideProgramme
from towns.actions.posts import BeforeTown, HandoverOutside, PostTaken
from towns.actions.tenures import (
    HangsOnAbsence,
    Mistake,
    OwnPost,
    correct_first_day,
    take_back_tenure,
)
from towns.models import Role, Tenure
from towns.policies import leads

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def test_the_first_day_is_corrected_and_what_it_was_is_kept() -> None:
    office, lead = make.team_member(), make.lead(since=date(2026, 11, 2))

    correct_first_day(lead.tenure, starts_on=date(2026, 10, 5), by=office.user, at=AT)

    assert leads(lead.user, lead.town, on=date(2026, 10, 5))
    assert not leads(lead.user, lead.town, on=date(2026, 10, 4))
    entry = Entry.objects.get(verb="tenure.first_day_corrected")
    assert entry.facts == {"was": "2026-11-02", "from": "2026-10-05"}


def test_a_first_day_among_the_days_before_needs_the_handover_with_it() -> None:
    office, town = make.team_member(), make.town()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))
    later = make.tenure(make.person(), Role.PROJECT_LEAD, town=town, since=date(2026, 11, 14))

    with pytest.raises(PostTaken):
        correct_first_day(later, starts_on=date(2026, 11, 9), by=office.user, at=AT)
    corrected = correct_first_day(
        later,
        starts_on=date(2026, 11, 9),
        handover_until=date(2026, 11, 13),
        by=office.user,
        at=AT,
    )

    assert corrected.handover_until == date(2026, 11, 13)


def test_the_one_who_leaves_cannot_be_made_to_begin_after_the_one_who_follows() -> None:
    office, town = make.team_member(), make.town()
    leaver = make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))
    make.tenure(
        make.person(),
        Role.PROJECT_LEAD,
        town=town,
        since=date(2026, 11, 2),
        handover_until=date(2026, 11, 13),
    )

    with pytest.raises(HandoverOutside, match="begins on Monday 9 November 2026"):
        correct_first_day(leaver, starts_on=date(2026, 11, 9), by=office.user, at=AT)


@pytest.mark.parametrize(
    ("starts_on", "refusal"),
    [(date(2024, 12, 31), OutsideProgramme), (date(2025, 2, 28), BeforeTown)],
)
def test_a_first_day_before_programme_or_town_is_refused(
    starts_on: date, refusal: type[Exception]
) -> None:
    office, lead = make.team_member(), make.lead(since=date(2026, 11, 2))
    lead.town.statuses.update(starts_on=date(2025, 3, 1))

    with pytest.raises(refusal):
        correct_first_day(lead.tenure, starts_on=starts_on, by=office.user, at=AT)


def test_an_absence_keeps_the_days_of_the_post_and_of_its_cover() -> None:
    office, lead, deputy = make.team_member(), make.lead(), make.person()
    absence = begin_absence(
        lead.tenure, starts_on=date(2026, 11, 2), cover=deputy, by=office.user, at=AT
    )
    assert absence.cover is not None

    for tenure in (lead.tenure, absence.cover):
        with pytest.raises(HangsOnAbsence):
            correct_first_day(tenure, starts_on=date(2026, 11, 3), by=office.user, at=AT)
        with pytest.raises(HangsOnAbsence):
            take_back_tenure(tenure, reason=Mistake.WRONG_PERSON, by=office.user, at=AT)


def test_a_post_entered_by_mistake_goes_though_it_has_begun() -> None:
    office, lead = make.team_member(), make.lead()

    take_back_tenure(lead.tenure, reason=Mistake.WRONG_PERSON, by=office.user, at=AT)

    assert not Tenure.objects.filter(pk=lead.tenure.pk).exists()
    entry = Entry.objects.get(verb="tenure.taken_back")
    assert (entry.about, entry.facts) == (
        f"towns.tenure:{lead.tenure.pk}",
        {"reason": "wrong_person", "from": "2025-01-01"},
    )
    history = apps.get_model("towns.TenureEvent").objects.filter(pgh_obj=lead.tenure.pk)
    assert list(history.order_by("pk").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]


def test_nobody_corrects_the_post_by_which_they_run_the_office() -> None:
    office = make.team_member()

    with pytest.raises(OwnPost):
        correct_first_day(office.tenure, starts_on=date(2026, 11, 9), by=office.user, at=AT)
    with pytest.raises(OwnPost):
        take_back_tenure(office.tenure, reason=Mistake.NEVER_BEGAN, by=office.user, at=AT)


def test_a_lead_corrects_nothing() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        correct_first_day(lead.tenure, starts_on=date(2026, 11, 9), by=lead.user, at=AT)
    with pytest.raises(PermissionDenied):
        take_back_tenure(lead.tenure, reason=Mistake.NEVER_BEGAN, by=lead.user, at=AT)
