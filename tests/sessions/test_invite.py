"""Who holds an invited post is invited by name; who comes later is added, who leaves taken out."""

from datetime import date, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from outbox.models import Notice
from sessions.actions.inviting import settle_invitations
from sessions.actions.scheduling import cancel_session, date_session, move_session
from sessions.models import CohortSession, Invitation
from sessions.times import When
from tests import make
from tests.sessions.posting import AT, THURSDAY, Precision, add
from towns.models import Role

pytestmark = pytest.mark.django_db

SESSION_DAY = date(2026, 11, 26)


def invited(session: CohortSession) -> set[int]:
    return set(session.invitations.standing().values_list("person", flat=True))


def promised(session: CohortSession) -> list[tuple[str, int | None, str]]:
    rows = Notice.objects.filter(about=f"cohort_sessions.cohortsession:{session.pk}")
    return list(rows.order_by("pk").values_list("kind", "person", "occasion"))


def test_whoever_holds_an_invited_post_today_and_on_the_day_is_invited() -> None:
    team, lead = make.team_member(), make.lead()
    make.lead(until=SESSION_DAY - timedelta(days=1))  # leaves before
    make.lead(since=SESSION_DAY)  # does not see it yet
    make.analyst()
    blocked = make.lead()
    blocked.user.is_active = False
    blocked.user.save()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=make.town())  # no account

    made = add(by=team.user)

    assert invited(made) == {lead.person.pk}
    assert promised(made) == [("sessions/invited", lead.person.pk, "seq:0")]


def test_a_meeting_of_a_group_invites_its_members_alone() -> None:
    member, other, team = make.steering_member(), make.steering_member(), make.team_member()
    made = make.session(on=SESSION_DAY, of=member.tenure.group)

    settle_invitations(at=AT)

    assert invited(made) == {member.person.pk}
    assert other.person.pk != team.person.pk


def test_nobody_is_invited_before_there_is_a_day() -> None:
    team, lead = make.team_member(), make.lead()
    rough = add(When(Precision.MONTH, date(2027, 2, 1)), by=team.user)
    assert (invited(rough), promised(rough)) == (set(), [])

    dated = date_session(rough, THURSDAY, by=team.user, at=AT)

    assert invited(dated) == {lead.person.pk}
    assert promised(dated) == [("sessions/invited", lead.person.pk, "seq:1")]


def test_who_comes_later_is_invited_and_who_leaves_is_taken_out_under_a_higher_number() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    newcomer = make.lead()
    lead.tenure.ends_on = date(2026, 11, 20)
    lead.tenure.save()

    counts = [settle_invitations(at=AT), settle_invitations(at=AT)]

    assert counts == [2, 0]
    assert invited(made) == {newcomer.person.pk}
    assert Invitation.objects.get(person=lead.person).ended_at == AT
    made.refresh_from_db()
    assert made.sequence == 1
    assert promised(made)[1:] == [
        ("sessions/invited", newcomer.person.pk, "seq:1"),
        ("sessions/cancelled", lead.person.pk, "seq:1"),
    ]


def test_who_comes_back_is_asked_anew_under_a_number_above_their_cancellation() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    lead.tenure.ends_on = date(2026, 11, 20)
    lead.tenure.save()
    settle_invitations(at=AT)
    lead.tenure.ends_on = None
    lead.tenure.save()

    settle_invitations(at=AT + timedelta(hours=1))

    found = Invitation.objects.get()
    assert (found.ended_at, found.reply, found.invited_at) == (None, "", AT + timedelta(hours=1))
    assert promised(made)[-1] == ("sessions/invited", lead.person.pk, "seq:2")


def test_a_session_that_is_over_or_cancelled_invites_nobody() -> None:
    team = make.team_member()
    past = add(by=team.user)
    off = add(by=team.user)
    cancel_session(off, why="Snow.", by=team.user, at=AT)
    make.lead()

    assert settle_invitations(at=AT + timedelta(days=9)) == 0
    assert settle_invitations(at=AT) == 1
    assert (len(invited(past)), invited(off)) == (1, set())


def test_a_move_beyond_a_post_takes_its_holder_out() -> None:
    team, lead = make.team_member(), make.lead(until=SESSION_DAY)
    made = add(by=team.user)

    later = When(Precision.DAY, date(2026, 12, 3), time(10))
    move_session(made, later, why="", by=team.user, at=AT)

    assert invited(made) == set()
    assert promised(made)[-1] == ("sessions/cancelled", lead.person.pk, "seq:1")


def test_inviting_costs_the_same_statements_for_three_people_and_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    team = make.team_member()
    for _ in range(30):
        make.lead()

    with django_assert_max_num_queries(24):
        add(by=team.user)
    for _ in range(5):
        make.session(on=SESSION_DAY, roles=(Role.ADMINISTRATOR,))
    with django_assert_max_num_queries(4):
        settle_invitations(at=AT)
