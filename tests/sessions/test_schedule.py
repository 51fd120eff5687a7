"""A session is thought of, dated, moved and cancelled, by those who plan."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kit.errors import DomainError
from people.models import User
from sessions.actions import contributions, scheduling
from sessions.actions.scheduling import (
    About,
    add_session,
    cancel_session,
    change_session,
    date_session,
    move_session,
)
from sessions.models import CohortSession, Kind, Series
from sessions.rhythm import TimeLeftOut, TimeTwice
from sessions.times import NoDay, NoTime, TooFarAhead, When
from tests import make
from towns.models import Role

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
State, Precision = CohortSession.State, CohortSession.Precision
THURSDAY = When(Precision.DAY, date(2026, 11, 26), time(10), 90)

PATHS = About(title="Paths", venue="Town Hall")


def add(when: When = THURSDAY, *, by: User, about: About = PATHS, **open_to: Any) -> CohortSession:  # noqa: ANN401 -- handed on as they are
    kind = Kind.objects.get(slug="fortnightly-session")
    return add_session(about, when, **{"kind": kind} | open_to, by=by, at=AT)


def test_a_session_is_added_with_day_time_and_whom_it_invites() -> None:
    team = make.team_member()

    made = add(by=team.user)

    found = CohortSession.objects.get()
    assert (found.slug, found.state, found.sequence) == (
        "2026-11-26-fortnightly-session",
        State.SCHEDULED,
        0,
    )
    assert found.begins_at == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 11, 26, 11, 30, tzinfo=UTC)
    assert sorted(made.invited.values_list("role", flat=True)) == sorted(made.kind.roles)


def test_two_of_a_kind_on_one_day_have_addresses_of_their_own() -> None:
    team = make.team_member()

    slugs = [add(by=team.user).slug for _ in range(3)]

    stem = "2026-11-26-fortnightly-session"
    assert slugs == [stem, f"{stem}-2", f"{stem}-3"]


@pytest.mark.parametrize(
    ("precision", "first"),
    [
        (Precision.WEEK, date(2027, 2, 8)),
        (Precision.THIRD, date(2027, 2, 1)),
        (Precision.MONTH, date(2027, 2, 1)),
        (Precision.SEASON, date(2026, 12, 1)),
    ],
)
def test_a_rough_date_keeps_the_first_day_of_what_is_meant(precision: str, first: date) -> None:
    team = make.team_member()
    day = date(2027, 2, 10)

    made = add(When(precision, day), by=team.user)

    assert (made.state, made.on, made.begins_at) == (State.APPROXIMATE, first, None)


def test_an_idea_becomes_rough_and_then_certain() -> None:
    team = make.team_member()
    made = add(When(Precision.DAY), by=team.user)
    assert (made.state, made.on) == (State.IDEA, None)

    rough = date_session(made, When(Precision.MONTH, date(2027, 2, 3)), by=team.user, at=AT)
    assert rough.state == State.APPROXIMATE
    certain = date_session(rough, THURSDAY, by=team.user, at=AT)

    assert (certain.state, certain.on, certain.sequence) == (State.SCHEDULED, THURSDAY.on, 2)


def test_a_moved_session_keeps_its_identity_and_its_wall_time_across_the_change_of_clocks() -> None:
    team = make.team_member()
    before = When(Precision.DAY, date(2027, 3, 25), time(10), 60)
    made = add(before, by=team.user)
    after = When(Precision.DAY, date(2027, 3, 30), time(10), 60)

    moved = move_session(made, after, why="Easter.", by=team.user, at=AT)

    assert (moved.uid, moved.slug) == (made.uid, made.slug)
    assert (moved.state, moved.sequence, moved.moved_why) == (State.MOVED, 1, "Easter.")
    assert moved.moved_from == datetime(2027, 3, 25, 10, tzinfo=UTC)
    assert moved.begins_at == datetime(2027, 3, 30, 9, tzinfo=UTC)


def test_a_session_is_called_off_for_a_reason_and_then_stays_where_it_is() -> None:
    team = make.team_member()
    made = add(by=team.user)
    with pytest.raises(scheduling.ReasonMissing):
        cancel_session(made, why="", by=team.user, at=AT)

    off = cancel_session(made, why="Snow.", by=team.user, at=AT)

    assert (off.state, off.cancelled_why, off.cancelled_at, off.sequence) == (
        State.CANCELLED,
        "Snow.",
        AT,
        1,
    )
    later = When(Precision.DAY, date(2026, 12, 3), time(10))
    deeds: list[Callable[[], object]] = [
        lambda: cancel_session(made, why="Again.", by=team.user, at=AT),
        lambda: move_session(made, later, why="", by=team.user, at=AT),
        lambda: change_session(made, About(), by=team.user, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(scheduling.LateMove):
            deed()


def test_what_it_is_about_is_changed_and_told_as_a_change_if_it_is_one() -> None:
    team = make.team_member()
    made = add(by=team.user)
    assert change_session(made, PATHS, by=team.user, at=AT).sequence == 0

    changed = change_session(made, About(title="Benches"), by=team.user, at=AT)

    assert (changed.title, changed.venue, changed.sequence) == ("Benches", "", 1)


@pytest.mark.parametrize(
    ("when", "refusal"),
    [
        (When(Precision.DAY, date(2027, 3, 28), time(1, 30)), TimeLeftOut),
        (When(Precision.DAY, date(2027, 10, 31), time(1, 30)), TimeTwice),
        (When(Precision.DAY, date(2026, 11, 26)), NoTime),
        (When(Precision.DAY, None, time(10)), NoDay),
        (When(Precision.WEEK, date(2026, 11, 26), time(10)), NoDay),
        (When(Precision.DAY, date(2062, 11, 26), time(10)), TooFarAhead),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_and_nothing_is_made(
    when: When, refusal: type[DomainError]
) -> None:
    team = make.team_member()

    with pytest.raises(refusal):
        add(when, by=team.user)

    assert not CohortSession.objects.exists()


def test_a_session_without_anybody_is_refused_and_a_group_is_somebody() -> None:
    team, kind = make.team_member(), Kind.objects.get(slug="steering-group-meeting")
    with pytest.raises(scheduling.NobodyInvited):
        add(by=team.user, kind=kind)
    group = make.group()

    made = add(by=team.user, kind=kind, group=group)

    assert [one.group for one in made.invited.all()] == [group]


def test_a_move_to_the_same_time_or_after_it_has_begun_is_refused() -> None:
    team = make.team_member()
    made = add(by=team.user)
    later = When(Precision.DAY, date(2026, 12, 3), time(10))

    with pytest.raises(scheduling.SameTime):
        move_session(made, THURSDAY, why="", by=team.user, at=AT)
    with pytest.raises(scheduling.LateMove):
        move_session(made, later, why="", by=team.user, at=AT + timedelta(days=5))


def test_a_series_has_one_session_a_day_unless_the_other_was_cancelled() -> None:
    team = make.team_member()
    series = Series.objects.create(
        kind=Kind.objects.get(slug="fortnightly-session"),
        name="Fortnightly",
        slug="fortnightly",
        frequency=Series.Frequency.WEEKS,
        every=2,
        starts_on=date(2026, 1, 8),
        begins=time(10),
        minutes=60,
    )
    made = add(series=series, by=team.user)
    with pytest.raises(scheduling.SlotTaken):
        add(series=series, by=team.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortSession.objects.create(
            kind=series.kind, series=series, on=THURSDAY.on, slug="another", precision="day"
        )

    cancel_session(made, why="Snow.", by=team.user, at=AT)

    assert add(series=series, by=team.user).on == THURSDAY.on


@pytest.mark.parametrize("holder", [make.lead, make.administrator, make.steering_member])
def test_only_the_programme_team_plans(holder: Callable[[], make.Holder]) -> None:
    made, paths, by = make.session(), make.organisation("Paths for All"), holder().user
    deeds: list[Callable[[], object]] = [
        lambda: add(by=by),
        lambda: change_session(made, About(), by=by, at=AT),
        lambda: move_session(made, THURSDAY, why="", by=by, at=AT),
        lambda: date_session(made, THURSDAY, by=by, at=AT),
        lambda: cancel_session(made, why="No.", by=by, at=AT),
        lambda: contributions.add_contribution(made, paths, topic="", by=by, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


def test_one_partner_of_a_joint_session_drops_out_and_comes_back() -> None:
    by, made = make.team_member().user, make.session()
    one, other = make.organisation("Academy"), make.organisation("Network")
    for partner in (one, other):
        contributions.add_contribution(made, partner, topic="Business", by=by, at=AT)
    with pytest.raises(contributions.PartnerKnown):
        contributions.add_contribution(made, one, topic="", by=by, at=AT)

    dropped = contributions.drop_contribution(
        made.contributions.get(organisation=one), by=by, at=AT
    )
    with pytest.raises(contributions.DroppedAlready):
        contributions.drop_contribution(dropped, by=by, at=AT)

    assert made.contributions.filter(dropped_at=None).get().organisation == other
    back = contributions.add_contribution(made, one, topic="Business", by=by, at=AT)
    assert (back.pk, back.dropped_at) == (dropped.pk, None)


def test_the_roles_of_a_kind_are_roles() -> None:
    known = set(Role.values)

    assert all(set(kind.roles) <= known for kind in Kind.objects.all())
    assert Kind.objects.count() == 7
