"""Each town's lead checks what a digest is to say of the town. Silence is shown, not assumed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from digests.actions.checking import (
    NotChecked,
    SectionChanged,
    approve_section,
    begin_check,
    remark_on_section,
)
from digests.actions.editing import add_passage
from digests.actions.freezing import begin_freeze
from digests.actions.publishing import publish
from digests.actions.steps import NotNow
from digests.content import Sort
from digests.models import Digest, Section
from digests.queries.parts import standing_of
from outbox.models import Notice
from tests import make
from tests.digests.quarters import AT, Quarter, again, checked, drafted, frozen
from towns.models import Holiday, Tenure

pytestmark = pytest.mark.django_db


def section(quarter: Quarter) -> Section:
    return quarter.digest.sections.select_related("town", "digest").get(town=quarter.town)


def promised(kind: str) -> list[int | None]:
    return list(
        Notice.objects.filter(kind=kind).order_by("person").values_list("person", flat=True)
    )


def test_each_lead_is_asked_once_with_three_working_days_to_answer() -> None:
    quarter = drafted()

    assert begin_check(quarter.digest, by=quarter.team.user, at=AT) == 1

    found = section(quarter)
    assert found.digest.state == Digest.State.CHECK
    assert (found.asked_at, found.answer_by) == (AT, date(2026, 10, 15))
    assert promised("digests/section_to_check") == [quarter.lead.person.pk]
    assert begin_check(quarter.digest, by=quarter.team.user, at=AT) == 0


def test_the_days_are_the_town_s_own_working_days() -> None:
    quarter = drafted()
    Holiday.objects.create(council=quarter.town.council, on=date(2026, 10, 14), name="Fair")

    begin_check(quarter.digest, by=quarter.team.user, at=AT)

    assert section(quarter).answer_by == date(2026, 10, 16)


def test_a_town_without_a_lead_is_not_asked_until_somebody_is_in_post() -> None:
    quarter = drafted()
    Tenure.objects.filter(pk=quarter.lead.tenure.pk).update(ends_on=AT.date() - timedelta(days=1))

    assert begin_check(quarter.digest, by=quarter.team.user, at=AT) == 0
    assert section(quarter).asked_at is None
    assert standing_of(section(quarter), has_lead=False) == "Nobody was in post to check this."

    make.lead(quarter.town, since=AT.date())
    assert begin_check(quarter.digest, by=quarter.team.user, at=AT) == 1


def test_a_lead_approves_what_was_seen_once_or_twice() -> None:
    quarter = checked(drafted())
    found = section(quarter)

    for _ in range(2):
        approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)

    found.refresh_from_db()
    assert found.is_approved
    assert (found.approved_by, found.approved_at) == (quarter.lead.user, AT)
    assert standing_of(found, has_lead=True) == (
        "Checked by the Project Lead on Monday 12 October 2026."
    )


def test_what_changed_while_it_was_read_is_not_approved() -> None:
    quarter = checked(drafted())
    found = section(quarter)
    add_passage(found, sort=Sort.TOPIC, text="More.", by=quarter.team.user, at=AT)

    with pytest.raises(SectionChanged, match="Read it once more"):
        approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)


def test_what_is_changed_after_an_approval_says_so() -> None:
    quarter = checked(drafted())
    found = section(quarter)
    approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)
    add_passage(found, sort=Sort.TOPIC, text="More.", by=quarter.team.user, at=AT)

    found.refresh_from_db()

    assert not found.is_approved
    said = standing_of(found, has_lead=True)
    assert said.endswith("on Monday 12 October 2026; changed by the Programme Team after that.")


def test_silence_is_said() -> None:
    quarter = checked(drafted())

    assert standing_of(section(quarter), has_lead=True) == (
        "The Project Lead was asked to check this, and has not answered."
    )


def test_a_lead_says_what_is_not_right_and_the_team_hears_of_it() -> None:
    quarter = checked(drafted())
    found = section(quarter)
    approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)

    remark_on_section(found, "It was two buses.", by=quarter.lead.user, at=AT)

    found.refresh_from_db()
    assert (found.remark, found.approved_at) == ("It was two buses.", None)
    assert promised("digests/section_remarked") == [quarter.team.person.pk]
    assert standing_of(found, has_lead=True) == "The Project Lead has not approved this."


def test_an_approval_settles_a_remark() -> None:
    quarter = checked(drafted())
    found = remark_on_section(section(quarter), "Two buses.", by=quarter.lead.user, at=AT)

    approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)

    found.refresh_from_db()
    assert (found.remark, found.is_approved) == ("", True)


@pytest.mark.parametrize("holder", ["link_lead", "steering_member", "lead elsewhere", "team"])
def test_nobody_but_the_town_s_lead_answers(holder: str) -> None:
    quarter = checked(drafted())
    by = {
        "link_lead": lambda: make.link_lead(quarter.town),
        "steering_member": lambda: make.steering_member(quarter.town),
        "lead elsewhere": lambda: make.lead(make.town("Alloa")),
        "team": lambda: quarter.team,
    }[holder]().user
    found = section(quarter)

    with pytest.raises(PermissionDenied):
        approve_section(found, seen_version=found.version, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        remark_on_section(found, "x", by=by, at=AT)


def test_a_lead_whose_tenure_ended_yesterday_is_refused() -> None:
    quarter = checked(drafted())
    Tenure.objects.filter(pk=quarter.lead.tenure.pk).update(ends_on=AT.date() - timedelta(days=1))
    found = section(quarter)

    with pytest.raises(PermissionDenied):
        approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)


def test_after_the_freezing_nobody_answers() -> None:
    quarter = frozen(drafted())
    found = section(quarter)

    with pytest.raises(NotChecked, match="it is frozen"):
        approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)


def test_a_frozen_digest_is_not_asked_about() -> None:
    quarter = frozen(drafted())

    with pytest.raises(NotNow):
        begin_check(quarter.digest, by=quarter.team.user, at=AT)


def test_only_the_team_asks() -> None:
    quarter = drafted()

    with pytest.raises(PermissionDenied):
        begin_check(quarter.digest, by=quarter.lead.user, at=AT)


def test_after_publication_a_lead_asks_for_a_correction_and_the_approval_stands() -> None:
    quarter = checked(drafted())
    found = section(quarter)
    approve_section(found, seen_version=found.version, by=quarter.lead.user, at=AT)
    begin_freeze(quarter.digest, by=quarter.team.user, at=AT)
    publish(again(quarter).digest, by=quarter.team.user, at=AT)

    remark_on_section(found, "It was two buses.", by=quarter.lead.user, at=AT)

    found.refresh_from_db()
    assert (found.remark, found.is_approved) == ("It was two buses.", True)
    assert promised("digests/section_remarked") == [quarter.team.person.pk]
