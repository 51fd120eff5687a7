"""Who is invited says whether they come: on a page, by one tap, or by the link of a letter."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sessions.actions import replying
from sessions.actions.inviting import settle_invitations
from sessions.actions.replying import reply
from sessions.actions.scheduling import cancel_session, move_session
from sessions.models import CohortSession, Invitation
from sessions.queries.replies import replies_to
from sessions.times import When
from sessions.tokens import reply_of, reply_token
from tests import make
from tests.sessions.posting import AT, LATER, Precision, add
from tests.wire import arrived, text_of
from towns.models import Role

pytestmark = pytest.mark.django_db

Going, Apology = Invitation.Reply.GOING, Invitation.Reply.APOLOGY


def gathering() -> tuple[CohortSession, make.Holder, Invitation]:
    """A session next week, and the one lead who is invited."""
    lead = make.lead()
    made = make.session(
        on=timezone.localdate() + timedelta(days=7), roles=(Role.PROJECT_LEAD,), title="Paths"
    )
    settle_invitations(at=timezone.now())
    return made, lead, Invitation.objects.get()


def to(session: CohortSession) -> str:
    session.refresh_from_db()
    assert session.begins_at is not None
    return session.begins_at.isoformat()


def link(invitation: Invitation, *, days: int = 30) -> str:
    token = reply_token(invitation.key, until=timezone.now() + timedelta(days=days))
    return f"/sessions/reply/{token}/"


def test_a_reply_is_to_a_time_and_a_later_one_takes_its_place() -> None:
    made, lead, invitation = gathering()
    at = timezone.now()

    reply(invitation, Apology, deputy="Tom Boyd", to=to(made), by=lead.user, at=at)
    first = replies_to(made)
    reply(invitation, Going, to=to(made), by=lead.user, at=at)

    invitation.refresh_from_db()
    assert (invitation.reply, invitation.reply_to, invitation.replied_at, invitation.deputy) == (
        Going,
        made.begins_at,
        at,
        "",
    )
    assert first.apologies == [f"{lead.person.name} (Tom Boyd comes instead)"]
    assert (replies_to(made).yes, replies_to(made).apologies) == (1, [])


def test_what_cannot_be_replied_to_is_refused_in_words() -> None:
    made, lead, invitation = gathering()
    at = timezone.now()
    with pytest.raises(replying.DeputyOfWhoComes):
        reply(invitation, Going, deputy="Tom", to=to(made), by=lead.user, at=at)
    with pytest.raises(replying.MovedMeanwhile):
        reply(invitation, Going, to="2026-01-01T10:00:00+00:00", by=lead.user, at=at)
    with pytest.raises(PermissionDenied):
        reply(invitation, Going, to=to(made), by=make.lead().user, at=at)
    with pytest.raises(replying.NothingToReplyTo, match="is over"):
        reply(invitation, Going, to=to(made), by=lead.user, at=at + timedelta(days=9))
    invitation.ended_at = at
    invitation.save()
    with pytest.raises(replying.NothingToReplyTo, match="No post of yours"):
        reply(invitation, Going, to=to(made), by=lead.user, at=at)

    invitation.refresh_from_db()
    assert invitation.reply == ""


def test_the_table_refuses_a_reply_to_no_time_and_a_deputy_of_who_comes() -> None:
    gathering()
    wrong: list[dict[str, object]] = [
        {"reply": Going},
        {"reply": Going, "reply_to": AT, "replied_at": AT, "deputy": "Tom"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.update(**fields)


def test_one_tap_on_the_sessions_page_replies(client: Client) -> None:
    made, lead, invitation = gathering()
    client.force_login(lead.user)
    page = client.get(f"/sessions/{made.slug}/").content.decode()
    assert "You have not replied yet." in page
    assert page.count('name="reply"') == 2

    answer = client.post(
        f"/sessions/{made.slug}/reply/", {"reply": "apology", "to": to(made)}, follow=True
    )

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/sessions/{made.slug}/", 302)]
    assert "Kept: you cannot come, and nobody comes instead." in page
    assert "Say who comes instead" in page
    invitation.refresh_from_db()
    assert invitation.reply == Apology


def test_a_form_that_cannot_be_kept_keeps_what_was_typed(client: Client) -> None:
    made, lead, invitation = gathering()
    client.force_login(lead.user)
    url = f"/sessions/{made.slug}/reply/"
    cases: list[tuple[dict[str, str], str]] = [
        ({"deputy": "Tom Boyd", "to": to(made)}, "Choose whether you will be there."),
        ({"deputy": "Tom Boyd", "reply": "going", "to": to(made)}, "You come yourself"),
        ({"deputy": "Tom Boyd", "reply": "apology"}, "Look at the new time and reply once more."),
        ({"deputy": "Tom Boyd" * 20, "reply": "apology", "to": to(made)}, "Shorten it to 120"),
        ({"deputy": "Tom Boyd", "reply": "perhaps", "to": to(made)}, "Choose one of the two."),
    ]

    for typed, sentence in cases:
        answer = client.post(url, typed)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert sentence in page
        assert "Tom Boyd" in page
        assert f'name="to" value="{to(made)}"' in page
    invitation.refresh_from_db()
    assert invitation.reply == ""


def test_the_links_of_a_letter_open_without_signing_in_and_change_nothing_by_themselves() -> None:
    team, lead = make.team_member(), make.lead()
    day = timezone.localdate() + timedelta(days=7)
    at = datetime.combine(timezone.localdate(), AT.time(), UTC)
    made = add(When(Precision.DAY, day, AT.time(), 60), by=team.user, at=at)
    letter = arrived(at + timedelta(days=4))[0]
    yes, no = re.findall(r"http://localhost:8000(/sessions/reply/\S+)", text_of(letter))[:2]
    client = Client()

    pages = [client.get(url).content.decode() for url in (yes, no)]
    assert Invitation.objects.get().reply == ""
    answer = client.post(
        no, {"reply": "apology", "deputy": "Tom Boyd", "to": to(made)}, follow=True
    )

    assert [re.findall(r'value="(\w+)"[^>]*checked', page) for page in pages] == [
        ["going"],
        ["apology"],
    ]
    assert "Kept. You sent apologies. Tom Boyd comes instead." in answer.content.decode()
    found = Invitation.objects.get()
    assert (found.person, found.reply, found.deputy) == (lead.person, Apology, "Tom Boyd")


def test_a_link_that_opens_nothing_gets_a_sentence_and_a_way_on(client: Client) -> None:
    made, lead, invitation = gathering()
    whole = link(invitation)
    client.force_login(make.lead().user)
    others = client.get(whole)
    client.logout()
    forged = client.get(f"{whole[:-2]}x/")
    expired = client.post(link(invitation, days=-1), {"reply": "going", "to": to(made)})
    nobodys = client.get("/sessions/reply/no:such:secret/")
    lead.user.is_active = False
    lead.user.save()
    closed = client.get(whole)
    lead.user.is_active = True
    lead.user.save()
    lead.tenure.ends_on = timezone.localdate() - timedelta(days=1)
    lead.tenure.save()
    ended = client.get(whole)

    answers = [others, forged, expired, nobodys, closed, ended]
    assert [one.status_code for one in answers] == [403, 404, 410, 404, 404, 410]
    assert all('href="/sessions/"' in one.content.decode() for one in answers)
    assert not any("Paths" in one.content.decode() for one in answers)
    assert "was sent to somebody else" in others.content.decode()
    assert "has expired" in expired.content.decode()
    invitation.refresh_from_db()
    assert invitation.reply == ""


def test_a_cancelled_session_asks_for_no_reply(client: Client) -> None:
    made, lead, invitation = gathering()
    cancel_session(made, why="Snow.", by=make.team_member().user, at=timezone.now())
    client.force_login(lead.user)

    answers = [client.get(url) for url in (link(invitation), f"/sessions/{made.slug}/reply/")]

    assert [one.status_code for one in answers] == [410, 410]
    assert all("is cancelled." in one.content.decode() for one in answers)
    assert "Your reply" not in client.get(f"/sessions/{made.slug}/").content.decode()


def test_a_secret_names_one_invitation_until_a_moment_and_is_the_same_each_time() -> None:
    _, _, invitation = gathering()
    until = datetime(2026, 12, 3, 11, tzinfo=UTC)

    token = reply_token(invitation.key, until=until)

    assert token == reply_token(invitation.key, until=until)
    found = reply_of(token)
    assert found is not None
    assert (found.invitation, found.until) == (invitation.key, until)
    assert [reply_of(wrong) for wrong in ("", "x", token[1:], token.upper())] == [None] * 4


def test_those_who_plan_see_who_holds_it_and_hear_so_before_they_change_it(client: Client) -> None:
    team = make.second_step(make.team_member())
    yes, no = make.lead(), make.lead(name="Aileen Reid")
    made = make.session(on=AT.date() + timedelta(days=8), roles=(Role.PROJECT_LEAD,))
    settle_invitations(at=AT)
    assert replies_to(made).words == "Nobody holds this in their calendar yet."
    arrived(AT + LATER)
    for holder, answer, deputy in ((yes, Going, ""), (no, Apology, "Tom Boyd")):
        one = Invitation.objects.get(person=holder.person)
        reply(one, answer, deputy=deputy, to=to(made), by=holder.user, at=AT)

    said = "2 people hold this in their calendar; 1 said yes."
    assert replies_to(made).words == said
    client.force_login(team.user)
    pages = {
        name: client.get(f"/sessions/{made.slug}/{name}").content.decode()
        for name in ("", "change/", "move/", "cancel/")
    }
    assert [name for name, page in pages.items() if said not in page] == []
    assert "Aileen Reid (Tom Boyd comes instead)" in pages[""]
    client.force_login(yes.user)
    assert said not in client.get(f"/sessions/{made.slug}/").content.decode()


def test_a_yes_to_the_old_time_is_no_yes_to_the_new_one(client: Client) -> None:
    made, lead, invitation = gathering()
    reply(invitation, Going, to=to(made), by=lead.user, at=timezone.now())
    new = When(Precision.DAY, timezone.localdate() + timedelta(days=9), AT.time(), 60)
    move_session(made, new, why="", by=make.team_member().user, at=timezone.now())

    client.force_login(lead.user)
    page = client.get(f"/sessions/{made.slug}/").content.decode()

    assert "You said yes to the old time. Will you be there at the new one?" in page
    made.refresh_from_db()
    assert replies_to(made).yes == 0


def test_a_move_to_today_or_the_past_is_asked_about_once_more(client: Client) -> None:
    made, _, _ = gathering()
    client.force_login(make.second_step(make.team_member()).user)
    day = timezone.localdate()
    typed = {
        "precision": "day",
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
        "begins": "23.50",
        "minutes": "60",
        "why": "The hall is free.",
    }
    url = f"/sessions/{made.slug}/move/"
    assert "is_sure" not in client.get(url).content.decode()

    asked = client.post(url, typed).content.decode()
    done = client.post(url, typed | {"is_sure": "on"})

    assert "The new day is today." in asked
    assert 'name="is_sure"' in asked
    assert "The hall is free." in asked
    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.on) == (CohortSession.State.MOVED, day)


def test_home_shows_the_next_three_sessions_with_a_reply_in_one_tap(client: Client) -> None:
    lead, analyst = make.lead(), make.analyst()
    today = timezone.localdate()
    for number in range(1, 5):
        make.session(
            on=today + timedelta(days=number), roles=(Role.PROJECT_LEAD,), title=f"Paths {number}"
        )
    settle_invitations(at=timezone.now())
    client.force_login(analyst.user)
    assert "Your next sessions" not in client.get("/").content.decode()

    client.force_login(lead.user)
    page = client.get("/").content.decode()

    assert [number for number in range(1, 5) if f"Paths {number}" in page] == [1, 2, 3]
    assert page.count('value="going"') == 3
