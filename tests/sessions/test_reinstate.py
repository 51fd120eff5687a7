"""What was cancelled takes place after all: calendars hold it again, and people are asked again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from kit.links import own_host
from sessions.actions.reinstating import reinstate_session
from sessions.actions.replying import reply
from sessions.actions.scheduling import About, LateMove, SlotTaken, add_session, cancel_session
from sessions.models import CohortSession, Invitation
from sessions.times import When
from tests import make
from tests.sessions.posting import AT, LATER, THURSDAY, Precision, add, sent
from tests.wire import unwrapped

pytestmark = pytest.mark.django_db

State = CohortSession.State


def says_yes(session: CohortSession, holder: make.Holder) -> None:
    session.refresh_from_db()
    assert session.begins_at is not None
    invitation = Invitation.objects.get(session=session, person=holder.person)
    to = session.begins_at.isoformat()
    reply(invitation, Invitation.Reply.GOING, to=to, by=holder.user, at=AT + LATER)


def test_who_heard_that_it_was_off_hears_that_it_is_on_and_is_asked_again() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    says_yes(made, lead)
    cancel_session(made, why="Snow.", by=team.user, at=AT + timedelta(hours=1))
    sent(AT + timedelta(hours=2))

    reinstate_session(made, by=team.user, at=AT + timedelta(hours=3))
    asked, off, again = sent(AT + timedelta(hours=4))

    assert [one.method for one in (asked, off, again)] == ["REQUEST", "CANCEL", "REQUEST"]
    assert {one.event.uid for one in (asked, off, again)} == {f"{made.uid}@{own_host()}"}
    assert [one.event.sequence for one in (asked, off, again)] == [0, 1, 2]
    assert again.event.begins_at == asked.event.begins_at
    assert again.subject.startswith("It takes place after all: Thursday 26 November 2026")
    assert "You heard that this session was off." in unwrapped(again.letter)
    assert "?reply=going" in unwrapped(again.letter)
    made.refresh_from_db()
    assert (made.state, made.cancelled_why) == (State.SCHEDULED, "")
    assert Invitation.objects.get(person=lead.person).reply == ""


def test_who_never_heard_that_it_was_off_keeps_what_they_said() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    says_yes(made, lead)
    at = AT + timedelta(hours=1)
    cancel_session(made, why="A slip of the thumb.", by=team.user, at=at)
    reinstate_session(made, by=team.user, at=at + timedelta(minutes=1))

    [_, last] = sent(at + timedelta(hours=1))

    assert last.method == "REQUEST"
    assert "was off" not in unwrapped(last.letter)
    assert "You said that you will be there" in unwrapped(last.letter)
    assert Invitation.objects.get(person=lead.person).reply == Invitation.Reply.GOING


def test_whoever_comes_back_into_post_is_invited_as_before() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    cancel_session(made, why="Snow.", by=team.user, at=AT + timedelta(hours=1))
    sent(AT + timedelta(hours=2))
    later = AT + timedelta(hours=3)
    reinstate_session(made, by=team.user, at=later)
    # As if they had been taken out by a post, not by the cancellation.
    Invitation.objects.filter(person=lead.person).update(invited_at=later)

    last = sent(later + timedelta(hours=1))[-1]

    assert last.subject.startswith("Invitation: ")


def test_ideas_and_rough_dates_come_back_as_such() -> None:
    team = make.team_member()
    month = When(Precision.MONTH, THURSDAY.on)
    for when, state in ((When(Precision.DAY), State.IDEA), (month, State.APPROXIMATE)):
        made = add(when, by=team.user)
        cancel_session(made, why="Not now.", by=team.user, at=AT)

        assert reinstate_session(made, by=team.user, at=AT).state == state


def test_what_stands_is_over_or_has_been_replaced_is_refused_in_a_sentence() -> None:
    team, series = make.team_member(), make.series()
    stands = add(by=team.user)
    off = add_session(
        About(), THURSDAY, kind=series.kind, roles=["lead"], series=series, by=team.user, at=AT
    )
    cancel_session(off, why="Snow.", by=team.user, at=AT)

    with pytest.raises(LateMove, match="It is not cancelled"):
        reinstate_session(stands, by=team.user, at=AT)
    with pytest.raises(LateMove, match="or its time has come"):
        reinstate_session(off, by=team.user, at=AT + timedelta(days=30))
    with pytest.raises(PermissionDenied):
        reinstate_session(off, by=make.lead().user, at=AT)
    add_session(
        About(), THURSDAY, kind=series.kind, roles=["lead"], series=series, by=team.user, at=AT
    )
    with pytest.raises(SlotTaken, match="another session on that day by now"):
        reinstate_session(off, by=team.user, at=AT)


def test_the_team_takes_a_cancellation_back_on_a_page_that_asks_first(client: Client) -> None:
    team = make.second_step(make.team_member())
    made = make.session(on=timezone.localdate() + timedelta(days=7))
    cancel_session(made, why="Snow.", by=team.user, at=timezone.now())
    client.force_login(team.user)
    page = f"/sessions/{made.slug}/reinstate/"

    assert page in client.get(f"/sessions/{made.slug}/").content.decode()
    asked = client.get(page)
    done = client.post(page, follow=True)
    again = client.post(page)

    assert "Take the cancellation back" in asked.content.decode()
    assert "It takes place after all." in done.content.decode()
    assert "Cancelled on" not in done.content.decode()
    assert "It is not cancelled" in again.content.decode()
