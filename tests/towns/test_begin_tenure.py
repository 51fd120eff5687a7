"""Putting somebody in a post, and everything that forbids it."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from audit.models import Entry
from people.models import Person
from tests import make
from towns.actions.days import EndsBeforeStart, LastDayOutside, OutsideProgramme
from towns.actions.posts import (
    AlreadyHeld,
    BeforeTown,
    ChairTaken,
    HandoverOutside,
    PlaceContradicts,
    PlaceMissing,
    Post,
    PostTaken,
    SeatElsewhere,
)
from towns.actions.tenures import begin_tenure, change_handover
from towns.models import Group, Role, Seat, Tenure, Town

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def lead_of(town: Town) -> Post:
    return Post(Role.PROJECT_LEAD, town.programme, town=town)


def test_a_lead_begins_and_the_deed_is_kept() -> None:
    office, town, newcomer = make.team_member(), make.town("Ayr"), make.person("Isla Fraser")

    tenure = begin_tenure(
        newcomer, lead_of(town), starts_on=date(2026, 11, 11), by=office.user, at=AT
    )

    assert (tenure.person, tenure.role, tenure.town) == (newcomer, Role.PROJECT_LEAD, town)
    assert (tenure.starts_on, tenure.ends_on, tenure.covering) == (date(2026, 11, 11), None, False)
    entry = Entry.objects.get(verb="tenure.begun")
    assert (entry.about, entry.actor_id) == (f"towns.tenure:{tenure.pk}", office.user.pk)


def test_a_project_lead_may_not_put_anybody_in_post() -> None:
    lead = make.lead()

    with pytest.raises(PermissionDenied):
        begin_tenure(
            make.person(), lead_of(make.town()), starts_on=date(2026, 11, 11), by=lead.user, at=AT
        )


def test_a_second_lead_is_refused_by_name_and_date() -> None:
    office, town = make.team_member(), make.town("Ayr")
    make.tenure(make.person("Ruaridh Bain"), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))

    with pytest.raises(PostTaken) as refusal:
        begin_tenure(
            make.person(), lead_of(town), starts_on=date(2026, 11, 2), by=office.user, at=AT
        )

    assert str(refusal.value) == (
        "Ruaridh Bain is Project Lead of Ayr from Wednesday 1 January 2025 "
        "to Friday 13 November 2026. "
        "Begin on Saturday 14 November 2026, or mark the days that both are in post as handover "
        "until Friday 13 November 2026."
    )
    assert Tenure.objects.filter(town=town).count() == 1


def test_a_lead_without_a_last_day_has_to_end_first() -> None:
    office, lead = make.team_member(), make.lead(make.town("Ayr"))

    with pytest.raises(PostTaken, match="with no last day"):
        begin_tenure(
            make.person(), lead_of(lead.town), starts_on=date(2027, 1, 4), by=office.user, at=AT
        )


def test_two_weeks_of_handover_may_overlap() -> None:
    office, town = make.team_member(), make.town()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))

    tenure = begin_tenure(
        make.person(),
        lead_of(town),
        starts_on=date(2026, 11, 2),
        handover_until=date(2026, 11, 13),
        by=office.user,
        at=AT,
    )

    assert tenure.handover_until == date(2026, 11, 13)


def test_the_handover_cannot_be_taken_back_while_both_are_in_post() -> None:
    office, town = make.team_member(), make.town()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))
    newcomer = make.tenure(
        make.person(),
        Role.PROJECT_LEAD,
        town=town,
        since=date(2026, 11, 2),
        handover_until=date(2026, 11, 13),
    )

    with pytest.raises(PostTaken):
        change_handover(newcomer, handover_until=None, by=office.user, at=AT)


def test_a_handover_outside_the_tenure_is_refused() -> None:
    office, town = make.team_member(), make.town()

    with pytest.raises(HandoverOutside):
        begin_tenure(
            make.person(),
            lead_of(town),
            starts_on=date(2026, 11, 2),
            handover_until=date(2026, 11, 1),
            by=office.user,
            at=AT,
        )


def test_somebody_may_cover_while_the_holder_is_in_post() -> None:
    office, lead = make.team_member(), make.lead()

    cover = begin_tenure(
        make.person(),
        lead_of(lead.town),
        starts_on=date(2026, 11, 9),
        ends_on=date(2026, 12, 4),
        covering=True,
        by=office.user,
        at=AT,
    )

    assert cover.covering


def test_nobody_holds_the_same_post_twice_on_a_day() -> None:
    office, link = make.team_member(), make.link_lead(make.town(), name="Mairi Gunn")

    with pytest.raises(AlreadyHeld, match="Mairi Gunn already holds this post"):
        begin_tenure(
            link.person,
            Post(Role.LINK_LEAD, link.town.programme, town=link.town),
            starts_on=date(2026, 11, 9),
            by=office.user,
            at=AT,
        )


def test_a_link_lead_may_become_lead_of_the_same_town() -> None:
    office, link = make.team_member(), make.link_lead()

    tenure = begin_tenure(
        link.person, lead_of(link.town), starts_on=date(2026, 11, 9), by=office.user, at=AT
    )

    assert set(link.person.tenures.all()) == {link.tenure, tenure}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refusal"),
    [
        (date(2026, 11, 9), date(2026, 11, 8), EndsBeforeStart),
        (date(2024, 12, 31), None, OutsideProgramme),
        (date(2099, 1, 1), None, OutsideProgramme),
        (date(2026, 11, 9), date(2099, 1, 1), LastDayOutside),
    ],
)
def test_impossible_days_are_refused(
    starts_on: date, ends_on: date | None, refusal: type[Exception]
) -> None:
    office, town = make.team_member(), make.town()

    with pytest.raises(refusal):
        begin_tenure(
            make.person(),
            lead_of(town),
            starts_on=starts_on,
            ends_on=ends_on,
            by=office.user,
            at=AT,
        )


def test_a_far_off_day_passes_once_the_programme_says_when_it_ends() -> None:
    office, town = make.team_member(), make.town()
    town.programme.ends_on = date(2031, 3, 31)
    town.programme.save()

    tenure = begin_tenure(
        make.person(),
        lead_of(town),
        starts_on=date(2026, 11, 9),
        ends_on=date(2031, 3, 31),
        by=office.user,
        at=AT,
    )

    assert tenure.ends_on == date(2031, 3, 31)


def test_a_handover_in_a_far_off_year_is_refused() -> None:
    office, town = make.team_member(), make.town()

    with pytest.raises(HandoverOutside, match="Check the year"):
        begin_tenure(
            make.person(),
            lead_of(town),
            starts_on=date(2026, 11, 9),
            handover_until=date(2062, 11, 13),
            by=office.user,
            at=AT,
        )


def test_nobody_is_in_post_before_the_town_opened() -> None:
    office, town = make.team_member(), make.town("Ayr")
    town.statuses.update(starts_on=date(2026, 11, 9))

    with pytest.raises(BeforeTown, match="Ayr opened on Monday 9 November 2026"):
        begin_tenure(
            make.person(), lead_of(town), starts_on=date(2026, 11, 8), by=office.user, at=AT
        )


def test_a_handover_from_somebody_who_begins_later_is_refused() -> None:
    office, town = make.team_member(), make.town()
    make.tenure(
        make.person("Ruaridh Bain"),
        Role.PROJECT_LEAD,
        town=town,
        since=date(2026, 11, 2),
        until=date(2026, 11, 13),
    )

    with pytest.raises(HandoverOutside, match="Ruaridh Bain begins on Monday 2 November 2026"):
        begin_tenure(
            make.person(),
            lead_of(town),
            starts_on=date(2026, 10, 5),
            handover_until=date(2026, 11, 13),
            by=office.user,
            at=AT,
        )


@pytest.mark.parametrize(
    ("role", "place", "sentence"),
    [
        (
            Role.PROGRAMME_TEAM,
            "town",
            (
                "A member of the Programme Team is in post for the programme as a whole. "
                "Leave the town empty, or choose another role."
            ),
        ),
        (
            Role.EVALUATOR,
            "group",
            (
                "An Evaluator is in post for the programme as a whole. "
                "Leave the group empty, or choose another role."
            ),
        ),
        (
            Role.LINK_LEAD,
            "group",
            (
                "A Community Link Lead is in post in a town, not in a group. "
                "Choose the town, or another role."
            ),
        ),
        (
            Role.STEERING,
            "town",
            (
                "A Steering Group member belongs to a group, not to a town. "
                "Choose the group, or another role."
            ),
        ),
    ],
)
def test_a_role_and_a_place_that_contradict_each_other_are_refused(
    role: Role, place: str, sentence: str
) -> None:
    office, town = make.team_member(), make.town()
    places = {"town": {"town": town}, "group": {"group": make.group(of=town)}}
    post = Post(role, town.programme, **places[place])  # type: ignore[arg-type]

    with pytest.raises(PlaceContradicts) as refusal:
        begin_tenure(make.person(), post, starts_on=date(2026, 11, 9), by=office.user, at=AT)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.STEERING, Group.Kind.NATIONAL),
        (Role.PLANNING, Group.Kind.STEERING),
        (Role.NATIONAL, Group.Kind.PLANNING),
    ],
)
def test_a_member_of_one_kind_of_group_does_not_join_another(role: Role, kind: str) -> None:
    office, group = make.team_member(), make.group(kind=kind)
    post = Post(role, group.programme, group=group)

    with pytest.raises(PlaceContradicts, match=f"does not belong to {group.name}\\."):
        begin_tenure(make.person(), post, starts_on=date(2026, 11, 9), by=office.user, at=AT)


def test_a_town_role_without_a_town_is_refused() -> None:
    office = make.team_member()

    with pytest.raises(PlaceMissing, match="Choose the town"):
        begin_tenure(
            make.person(),
            Post(Role.ANALYST, make.programme()),
            starts_on=date(2026, 11, 9),
            by=office.user,
            at=AT,
        )


def test_a_group_has_one_chair_a_day() -> None:
    office, group = make.team_member(), make.group()
    chair = Post(Role.STEERING, group.programme, group=group, capacity=Tenure.Capacity.CHAIR)
    begin_tenure(
        make.person("Ailsa Reid"), chair, starts_on=date(2026, 1, 5), by=office.user, at=AT
    )

    with pytest.raises(ChairTaken, match="Ailsa Reid chairs"):
        begin_tenure(make.person(), chair, starts_on=date(2026, 11, 9), by=office.user, at=AT)


def test_a_seat_of_another_group_is_refused() -> None:
    office, group = make.team_member(), make.group()
    elsewhere = Seat.objects.create(
        group=make.group(kind=Group.Kind.PLANNING),
        organisation=make.organisation(),
        starts_on=make.BEGINNING,
    )

    with pytest.raises(SeatElsewhere):
        begin_tenure(
            make.person(),
            Post(Role.STEERING, group.programme, group=group, seat=elsewhere),
            starts_on=date(2026, 11, 9),
            by=office.user,
            at=AT,
        )


def test_the_database_itself_refuses_two_leads_on_one_day() -> None:
    lead = make.lead()

    with pytest.raises(IntegrityError, match="one_project_lead_a_town_a_day"), transaction.atomic():
        make.tenure(make.person(), Role.PROJECT_LEAD, town=lead.town, since=date(2026, 11, 9))


def test_a_tenure_that_ends_within_its_handover_can_be_stored() -> None:
    town = make.town()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 11, 13))

    short = make.tenure(
        make.person(),
        Role.PROJECT_LEAD,
        town=town,
        since=date(2026, 11, 2),
        until=date(2026, 11, 13),
        handover_until=date(2026, 11, 13),
    )

    assert short.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_begun_at_once_one_wins_and_the_other_is_told() -> None:
    office, town = make.team_member(), make.town()
    newcomers = [make.person("Isla Fraser"), make.person("Callum Orr")]
    start, outcomes = Barrier(2), []

    def begin(person: Person) -> None:
        start.wait()
        try:
            begin_tenure(person, lead_of(town), starts_on=date(2026, 11, 9), by=office.user, at=AT)
            outcomes.append("begun")
        except PostTaken:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=begin, args=[person]) for person in newcomers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["begun", "told"]
    assert Tenure.objects.filter(town=town).count() == 1


def test_a_group_s_role_without_a_group_is_refused() -> None:
    office = make.team_member()
    post = Post(Role.STEERING, make.programme())

    with pytest.raises(PlaceMissing, match=r"belongs to a group\. Choose the group"):
        begin_tenure(make.person(), post, starts_on=date(2026, 11, 9), by=office.user, at=AT)


@pytest.mark.parametrize(("role", "covering"), [(Role.ANALYST, False), (Role.PROJECT_LEAD, True)])
def test_only_a_leads_own_post_is_handed_over(role: Role, *, covering: bool) -> None:
    office, town = make.team_member(), make.town()

    with pytest.raises(HandoverOutside, match="Only a Project Lead's own post"):
        begin_tenure(
            make.person(),
            Post(role, town.programme, town=town),
            starts_on=date(2026, 11, 9),
            covering=covering,
            handover_until=date(2026, 11, 13),
            by=office.user,
            at=AT,
        )


def test_without_a_last_day_of_the_programme_a_post_years_ahead_is_a_slip() -> None:
    office, town = make.team_member(), make.town()
    town.programme.ends_on = None
    town.programme.save()

    with pytest.raises(OutsideProgramme, match="more than three years ahead"):
        begin_tenure(
            make.person(), lead_of(town), starts_on=date(2029, 11, 9), by=office.user, at=AT
        )


def test_a_post_does_not_begin_long_after_the_programme() -> None:
    office, town = make.team_member(), make.town()
    town.programme.ends_on = date(2027, 3, 31)
    town.programme.save()

    with pytest.raises(OutsideProgramme, match="is more than a year after that"):
        begin_tenure(
            make.person(), lead_of(town), starts_on=date(2028, 4, 3), by=office.user, at=AT
        )
