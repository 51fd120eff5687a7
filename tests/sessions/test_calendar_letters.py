"""What calendars get: the same session under rising numbers, in order, and never more than due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from kit.dates import in_full
from kit.links import own_host
from outbox.actions.planning import plan
from outbox.models import Letter, Notice
from sessions.actions.inviting import AllInvited, invite_now, settle_invitations
from sessions.actions.replying import reply
from sessions.actions.scheduling import (
    About,
    add_session,
    cancel_session,
    change_session,
    move_session,
)
from sessions.models import CohortSession, Invitation, Kind
from sessions.times import When
from tests import make
from tests.sessions.posting import AT, LATER, PATHS, THURSDAY, Precision, add, sent
from tests.wire import arrived, text_of, unwrapped

pytestmark = pytest.mark.django_db

BEFORE = When(Precision.DAY, date(2027, 3, 25), time(10), 60)
AFTER = When(Precision.DAY, date(2027, 3, 30), time(10), 60)
NEXT_WEEK = When(Precision.DAY, date(2026, 12, 3), time(14), 90)
Going, Apology = Invitation.Reply.GOING, Invitation.Reply.APOLOGY


def answer(session: CohortSession, holder: make.Holder, said: str, *, at: datetime = AT) -> None:
    session.refresh_from_db()
    assert session.begins_at is not None
    to = session.begins_at.isoformat()
    invitation = Invitation.objects.get(session=session, person=holder.person)
    reply(invitation, said, to=to, by=holder.user, at=at)


def told() -> list[tuple[str, str]]:
    return [(one.state, one.reason) for one in Notice.objects.order_by("pk")]


def test_across_a_change_of_clocks_a_calendar_holds_the_right_instants() -> None:
    team, lead = make.team_member(), make.lead()
    Kind.objects.update(invite_weeks=52)
    made = add(BEFORE, by=team.user)
    sent(AT + LATER)
    move_session(made, AFTER, why="Easter.", by=team.user, at=AT + timedelta(days=1))
    sent(AT + timedelta(days=1) + LATER)
    cancel_session(made, why="Snow.", by=team.user, at=AT + timedelta(days=2))

    asked, moved, off = sent(AT + timedelta(days=2) + LATER)

    events = [one.event for one in (asked, moved, off)]
    assert [one.method for one in (asked, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {event.uid for event in events} == {f"{made.uid}@{own_host()}"}
    assert [event.sequence for event in events] == [0, 1, 2]
    assert [event.begins_at for event in events] == [
        datetime(2027, 3, 25, 10, tzinfo=UTC),
        datetime(2027, 3, 30, 9, tzinfo=UTC),
        datetime(2027, 3, 30, 9, tzinfo=UTC),
    ]
    assert {event.zone for event in events} == {"Europe/London"}
    assert [[one.address for one in event.attendees] for event in events] == [
        [f"mailto:{lead.user.email}"]
    ] * 3
    assert events[2].status == "CANCELLED"
    assert "It was to be on Thursday 25 March 2027, 10.00 to 11.00." in unwrapped(moved.letter)
    assert "> Snow." in text_of(off.letter)


def test_what_lies_far_ahead_is_told_some_weeks_before_as_it_stands_then() -> None:
    team, _ = make.team_member(), make.lead()
    made = add(BEFORE, by=team.user)
    assert sent(AT + LATER) == []
    move_session(made, AFTER, why="Easter.", by=team.user, at=AT + timedelta(days=1))
    assert sent(AT + timedelta(days=2)) == []

    [one] = sent(datetime(2027, 2, 2, 10, tzinfo=UTC))  # eight weeks before

    assert (one.method, one.event.sequence) == ("REQUEST", 1)
    assert one.subject.startswith("Invitation: Tuesday 30 March 2027, 10.00 to 11.00")
    move_session(made, BEFORE, why="", by=team.user, at=datetime(2027, 2, 3, 10, tzinfo=UTC))
    _, told_at_once = sent(datetime(2027, 2, 3, 11, tzinfo=UTC))
    assert told_at_once.subject.startswith("Moved: Thursday 25 March 2027")


def test_the_team_may_send_them_before_and_whoever_has_one_hears_of_changes_at_once() -> None:
    team, _ = make.team_member(), make.lead()
    made = add(BEFORE, by=team.user)
    with pytest.raises(PermissionDenied):
        invite_now(made, by=make.analyst().user, at=AT)

    invite_now(made, by=team.user, at=AT)
    [first] = sent(AT + LATER)
    with pytest.raises(AllInvited):
        invite_now(made, by=team.user, at=AT + timedelta(hours=1))
    move_session(made, AFTER, why="Easter.", by=team.user, at=AT + timedelta(days=1))
    _, moved = sent(AT + timedelta(days=1) + LATER)

    assert [one.event.sequence for one in (first, moved)] == [1, 2]
    assert moved.subject.startswith("Moved: Tuesday 30 March 2027")


def test_the_page_says_when_invitations_leave_and_sends_them(client: Client) -> None:
    team, _ = make.second_step(make.team_member()), make.lead()
    today = timezone.localdate()
    far = When(Precision.DAY, today + timedelta(weeks=20), time(10), 60)
    kind = Kind.objects.get(slug="fortnightly-session")
    made = add_session(PATHS, far, kind=kind, by=team.user, at=timezone.now())
    client.force_login(team.user)
    page = f"/sessions/{made.slug}/"

    waits = client.get(page).content.decode()
    done = client.post(f"{page}invite/", follow=True).content.decode()
    again = client.post(f"{page}invite/", follow=True).content.decode()

    assert f"on {in_full(today + timedelta(weeks=12))} or the working day after" in waits
    assert "The invitations leave now" in done
    assert "or the working day after" not in done
    assert "Everybody who is invited to this session has been told." in again
    told = Notice.objects.filter(kind="sessions/invited", occasion="seq:1")
    assert {one.person for one in told} == {one.person_id for one in made.invitations.all()}


def test_several_edits_within_minutes_are_one_letter_of_the_newest() -> None:
    team, _ = make.team_member(), make.lead()
    made = add(by=team.user)
    change_session(made, About(title="Benches"), by=team.user, at=AT + timedelta(minutes=1))
    move_session(made, NEXT_WEEK, why="", by=team.user, at=AT + timedelta(minutes=2))

    [one] = sent(AT + timedelta(minutes=10))

    assert (one.event.sequence, one.event.title) == (2, "Benches")
    assert one.subject == "Invitation: Thursday 3 December 2026, 14.00 to 15.30, Benches"
    assert sorted(state for state, _ in told()) == ["not_needed", "not_needed", "told"]


def test_what_is_cancelled_before_anything_left_is_told_to_nobody() -> None:
    team, _ = make.team_member(), make.lead()
    made = add(by=team.user)
    cancel_session(made, why="A mistake.", by=team.user, at=AT + timedelta(minutes=1))

    assert sent(AT + timedelta(hours=1)) == []

    assert told() == [
        ("not_needed", "A later letter about this session takes its place."),
        ("not_needed", "Their calendar never had this session."),
    ]


def test_a_request_that_is_tried_again_never_leaves_after_the_cancellation() -> None:
    team, lead = make.team_member(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    first = Letter.objects.get()
    # The mail server put it off after it was handed over; meanwhile the session is cancelled.
    Letter.objects.filter(pk=first.pk).update(state=Letter.State.READY, accepted_at=None)
    Notice.objects.update(state=Notice.State.BUNDLED, settled_at=None)
    cancel_session(made, why="Snow.", by=team.user, at=AT + timedelta(minutes=20))

    came = sent(AT + timedelta(minutes=30))

    assert [one.method for one in came] == ["REQUEST", "CANCEL"]
    first.refresh_from_db()
    assert (first.state, first.person) == (Letter.State.NOT_NEEDED, lead.person.pk)


def test_who_said_yes_to_the_old_time_is_told_so_and_asked_again() -> None:
    team, yes, no, silent = make.team_member(), make.lead(), make.lead(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    answer(made, yes, Going)
    answer(made, no, Apology)
    move_session(made, NEXT_WEEK, why="", by=team.user, at=AT + timedelta(hours=1))

    came = {one.to: unwrapped(one.letter) for one in sent(AT + timedelta(hours=2))[3:]}

    texts = {holder: came[_mailbox(holder)] for holder in (yes, no, silent)}
    assert "You said yes to the old time." in texts[yes]
    assert "You could not come at the old time." in texts[no]
    assert "old time" not in texts[silent]
    assert all("?reply=going" in text and "?reply=apology" in text for text in texts.values())
    assert Invitation.objects.get(person=yes.person).reply == Going


def _mailbox(holder: make.Holder) -> str:
    return f"{holder.person.name} <{holder.user.email}>"


def test_whoever_is_taken_out_reads_no_word_of_the_session_any_more() -> None:
    team, lead = make.team_member(), make.lead()
    add(
        by=team.user,
        about=About(title="Paths", text="Secret", join_link="https://meet.example.org"),
    )
    sent(AT + LATER)
    lead.tenure.ends_on = date(2026, 11, 17)
    lead.tenure.save()
    settle_invitations(at=AT + timedelta(hours=1))

    _, off = sent(AT + timedelta(hours=2))

    raw = off.letter.as_string()
    assert (off.method, off.event.sequence, off.event.title) == (
        "CANCEL",
        1,
        "A session of the cohort",
    )
    assert off.event.description == off.event.location == off.event.url == ""
    assert not [word for word in ("Paths", "Secret", "meet.example.org") if word in raw]
    assert "Thursday 26 November 2026, 10.00 to 11.00" in off.subject


def test_a_letter_waits_for_its_readers_hours_unless_the_session_is_near() -> None:
    team, _ = make.team_member(), make.lead()
    evening = datetime(2026, 11, 18, 20, tzinfo=UTC)
    add(by=team.user, at=evening)
    tomorrow = When(Precision.DAY, date(2026, 11, 19), time(10), 60)
    add(tomorrow, by=team.user, about=About(title="Soon"), at=evening)

    at_night = [one.event.title for one in sent(evening + LATER)]
    in_the_morning = [one.event.title for one in sent(datetime(2026, 11, 19, 8, 1, tzinfo=UTC))]

    assert at_night == ["Soon"]
    assert in_the_morning == ["Soon", "Paths"]


def test_a_session_moved_to_the_past_is_corrected_in_calendars_and_a_past_one_told_to_nobody() -> (
    None
):
    team, _ = make.team_member(), make.lead()
    made = add(by=team.user)
    sent(AT + LATER)
    past = When(Precision.DAY, date(2026, 11, 17), time(10))
    move_session(made, past, why="", is_sure=True, by=team.user, at=AT + timedelta(hours=1))

    came = sent(AT + timedelta(hours=2))
    change_session(made, PATHS, by=team.user, at=AT + timedelta(days=9))
    change_session(made, About(title="B"), by=team.user, at=AT + timedelta(days=9))

    assert [one.event.begins_at.day for one in came] == [26, 17]
    assert Notice.objects.count() == 2


def reminded(at: datetime) -> list[str]:
    plan(at=at)
    return [str(one["Subject"]) for one in arrived(at) if "Paths is" in str(one["Subject"])]


SOON = datetime(2026, 11, 19, 9, tzinfo=UTC)
NINE = datetime(2026, 11, 25, 9, 1, tzinfo=UTC)


def test_people_are_reminded_five_working_days_before_and_on_the_day_before_at_nine() -> None:
    team, lead = make.team_member(), make.lead()
    add(by=team.user)
    arrived(AT + LATER)

    assert reminded(SOON - timedelta(days=1)) == []
    assert reminded(SOON) == ["Paths is on Thursday 26 November 2026"]
    assert len(reminded(datetime(2026, 11, 25, 8, 30, tzinfo=UTC))) == 1
    assert reminded(NINE)[1:] == ["Paths is tomorrow"]
    assert reminded(NINE + timedelta(hours=2))[2:] == []
    assert lead.person.pk == Notice.objects.filter(kind="sessions/tomorrow").get().person


def test_how_many_days_before_is_what_its_kind_says() -> None:
    team, _ = make.team_member(), make.lead()
    Kind.objects.update(remind_days=3)
    add(by=team.user)
    arrived(AT + LATER)

    assert reminded(SOON + timedelta(days=1)) == []
    [_] = reminded(datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_of_a_session_on_monday_one_is_reminded_on_friday() -> None:
    team, _ = make.team_member(), make.lead()
    add(When(Precision.DAY, date(2026, 11, 30), time(10), 60), by=team.user)
    arrived(AT + LATER)
    friday = datetime(2026, 11, 27, 9, 1, tzinfo=UTC)

    assert reminded(friday) == ["Paths is on Monday 30 November 2026"]
    assert len(reminded(friday + timedelta(days=2))) == 1


def test_nobody_is_reminded_who_declined_of_what_is_cancelled_or_was_told_just_now() -> None:
    team, lead = make.team_member(), make.lead()
    declined = add(by=team.user)
    off = add(by=team.user)
    arrived(AT + LATER)
    answer(declined, lead, Apology)
    cancel_session(off, why="Snow.", by=team.user, at=AT + timedelta(hours=1))
    move = add(When(Precision.DAY, date(2026, 12, 15), time(10), 60), by=team.user)
    arrived(AT + timedelta(hours=2))
    at = datetime(2026, 11, 25, 8, tzinfo=UTC)
    today = When(Precision.DAY, date(2026, 11, 25), time(15), 60)
    move_session(move, today, why="", is_sure=True, by=team.user, at=at)

    assert reminded(SOON) == reminded(NINE) == reminded(NINE + timedelta(days=1)) == []


def test_a_reminder_that_waits_is_dropped_when_the_session_moves_or_one_declines() -> None:
    team, lead = make.team_member(), make.lead()
    moves, declined = add(by=team.user), add(THURSDAY, by=team.user)
    arrived(AT + LATER)
    plan(at=NINE)
    answer(declined, lead, Apology)
    move_session(moves, NEXT_WEEK, why="", by=team.user, at=NINE)

    assert reminded(NINE + timedelta(minutes=1)) == []

    reasons = Notice.objects.filter(kind="sessions/tomorrow").values_list("reason", flat=True)
    assert sorted(reasons) == [
        "The session has moved since.",
        "They are not invited any more, or sent apologies, or it is not on.",
    ]
