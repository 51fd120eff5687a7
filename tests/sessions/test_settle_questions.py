"""What becomes of questions: asked, answered, carried over; after a cancelled session too."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from sessions.actions.answers import (
    NotAskedYet,
    QuestionChanged,
    answer_question,
    mark_asked,
)
from sessions.actions.carrying import NowhereToGo, carry_over
from sessions.actions.contributions import drop_contribution
from sessions.actions.questions import QuestionSettled, withdraw_question
from sessions.actions.scheduling import cancel_session
from sessions.models import BasketQuestion, CohortSession, Contribution
from tests import make

pytestmark = pytest.mark.django_db

State = BasketQuestion.State
AT = datetime(2026, 11, 18, 10, tzinfo=UTC)  # the sessions of `make` are on the 26th
AFTER = datetime(2026, 11, 26, 12, tzinfo=UTC)
LATER = date(2026, 12, 10)
BENCHES = "Who pays for the benches?"


def asked(
    session: CohortSession,
    *,
    by: make.Holder | None = None,
    text: str = BENCHES,
    contribution: Contribution | None = None,
) -> BasketQuestion:
    by = by or make.lead()
    return make.basket_question(
        of=session,
        by=by.user,
        town=by.tenure.town,
        text=text,
        contribution=contribution,
        asked_at=AT,
    )


def answer(question: BasketQuestion, text: str, *, by: make.Holder) -> BasketQuestion:
    question.refresh_from_db()
    seen_at = question.changed_at
    return answer_question(question, text, seen_at=seen_at, by=by.user, at=AFTER)


def test_a_question_is_asked_put_back_and_answered() -> None:
    team, question = make.team_member(), asked(make.session())

    with pytest.raises(NotAskedYet):
        mark_asked(question, by=team.user, at=AT)
    first = mark_asked(question, by=team.user, at=AFTER)
    again = mark_asked(question, by=team.user, at=AFTER + timedelta(hours=1))
    assert (first.state, again.settled_at, again.settled_by) == (State.ASKED, AFTER, team.user)
    back = mark_asked(question, is_asked=False, by=team.user, at=AFTER)
    assert (back.state, back.settled_at, back.settled_by) == (State.WAITING, None, None)
    mark_asked(question, by=team.user, at=AFTER)
    found = answer(question, "The council, from April.", by=team)

    assert (found.state, found.answer, found.settled_at, found.settled_by) == (
        State.ANSWERED,
        "The council, from April.",
        AFTER,
        team.user,
    )
    with pytest.raises(QuestionSettled, match="is answered by now"):
        mark_asked(question, by=team.user, at=AFTER)


def test_two_who_write_down_one_answer_do_not_overwrite_each_other() -> None:
    team, question = make.team_member(), asked(make.session())
    seen_at = question.changed_at
    answer(question, "The council.", by=team)

    with pytest.raises(QuestionChanged, match=r"reads now: “The council\.”"):
        answer_question(question, "Nobody.", seen_at=seen_at, by=team.user, at=AFTER)
    same = answer_question(question, "The council.", seen_at=seen_at, by=team.user, at=AFTER)

    assert same.answer == "The council."
    assert answer(question, "The council, from April.", by=team).answer.endswith("April.")


def test_a_question_that_goes_on_points_to_where_it_went() -> None:
    team, lead = make.team_member(), make.lead(make.town("Ayr"))
    now, later = make.session(), make.session(on=LATER)
    paths = make.organisation()
    here, there = make.contribution(to=now, by=paths), make.contribution(to=later, by=paths)
    question = asked(now, by=lead, contribution=here)

    [going_on] = carry_over([question], to=later, by=team.user, at=AFTER)

    question.refresh_from_db()
    assert (question.state, question.carried_to, question.settled_by) == (
        State.CARRIED,
        going_on,
        team.user,
    )
    assert (going_on.session, going_on.contribution, going_on.town, going_on.asked_by) == (
        later,
        there,
        lead.town,
        lead.user,
    )
    assert (going_on.text, going_on.asked_at, going_on.state) == (BENCHES, AT, State.WAITING)
    with pytest.raises(QuestionSettled, match="was carried over to the session on Thursday 10"):
        carry_over([question], to=later, by=team.user, at=AFTER)


def test_what_was_asked_there_already_is_not_doubled() -> None:
    team, lead = make.team_member(), make.lead()
    later = make.session(on=LATER)
    known = asked(later, by=lead)

    assert carry_over([asked(make.session(), by=lead)], to=later, by=team.user, at=AFTER) == [known]
    assert later.questions.count() == 1


def test_questions_go_on_together_or_not_at_all() -> None:
    team, session, later = make.team_member(), make.session(), make.session(on=LATER)
    lead = make.lead()
    waits, gone = asked(session, by=lead), asked(session, by=lead, text="Who mends them?")
    withdraw_question(gone, by=lead.user, at=AT)

    with pytest.raises(QuestionSettled):
        carry_over([waits, gone], to=later, by=team.user, at=AFTER)

    assert not later.questions.exists()


def test_questions_go_nowhere_where_others_read_them_or_nobody_will() -> None:
    team, session = make.team_member(), make.session(of=make.group(of=make.town("Ayr")))
    question = asked(session)
    wrong = [
        session,
        make.session(on=LATER),
        make.session(on=LATER, of=make.group(of=make.town("Alloa"))),
        make.session(on=None),
        make.session(on=LATER, state=CohortSession.State.CANCELLED),
    ]

    for to in wrong:
        with pytest.raises(NowhereToGo):
            carry_over([question], to=to, by=team.user, at=AFTER)


@pytest.mark.parametrize("holder", [make.lead, make.administrator])
def test_only_who_plans_settles(holder: Callable[[], make.Holder]) -> None:
    by, question, later = holder(), asked(make.session()), make.session(on=LATER)
    deeds: list[Callable[[], object]] = [
        lambda: mark_asked(question, by=by.user, at=AFTER),
        lambda: answer(question, "No.", by=by),
        lambda: carry_over([question], to=later, by=by.user, at=AFTER),
    ]

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


def test_when_a_session_is_cancelled_its_questions_go_on_with_their_partner() -> None:
    """A partner of several gets its own; what none of them returns for waits where it is."""
    team, lead = make.team_member(), make.lead()
    paths, pas, trust = (make.organisation() for _ in range(3))
    session = make.session()
    here = {one: make.contribution(to=session, by=one) for one in (paths, pas, trust)}
    drop_contribution(here[trust], by=team.user, at=AT)
    make.contribution(to=make.session(on=LATER, of=make.group()), by=pas)
    make.contribution(to=make.session(on=LATER, state=CohortSession.State.CANCELLED), by=pas)
    later, latest = make.session(on=LATER), make.session(on=LATER + timedelta(days=14))
    make.contribution(to=latest, by=paths)
    make.contribution(to=later, by=trust)
    for whom in (paths, pas, trust):
        asked(session, by=lead, contribution=here[whom], text=f"For {whom.pk}?")
    asked(session, by=lead)

    cancel_session(session, why="Snow.", by=team.user, at=AT)

    moved = {
        (one.text, one.carried_to.session if one.carried_to else None)
        for one in session.questions.all()
    }
    assert moved == {
        (f"For {paths.pk}?", latest),
        (f"For {pas.pk}?", None),
        (f"For {trust.pk}?", latest),  # it comes no more: any partner may answer
        (BENCHES, latest),
    }


@pytest.fixture
def was() -> CohortSession:
    return make.session(on=timezone.localdate() - timedelta(days=1))


def test_pages_settle_each_question_without_scripts(client: Client, was: CohortSession) -> None:
    ahead = make.session(on=timezone.localdate() + timedelta(days=7), title="Paths")
    first, second, third = (asked(was, text=f"{number}?") for number in ("One", "Two", "Three"))
    client.force_login(make.second_step(make.team_member()).user)
    page = f"/sessions/{was.slug}/"
    shown = client.get(page).content.decode()

    client.post(f"{page}questions/{first.key}/asked/")
    form = client.get(f"{page}questions/{second.key}/answer/").content.decode()
    typed = {"answer": "By April.", "seen_at": second.changed_at.isoformat()}
    client.post(f"{page}questions/{second.key}/answer/", typed)
    chosen = client.get(f"{page}questions/carry/?question={third.key}").content.decode()
    sent = {"questions": [str(third.key)], "to": str(ahead.key)}
    client.post(f"{page}questions/carry/", sent)

    assert "3 questions still wait." in shown
    assert "Two?" in form
    assert chosen.count("checked") == 2
    assert [one.state for one in was.questions.order_by("pk")] == [
        State.ASKED,
        State.ANSWERED,
        State.CARRIED,
    ]
    after = client.get(page).content.decode()
    assert "By April." in after
    assert f"/sessions/{ahead.slug}/#questions" in after
    client.post(f"{page}questions/{first.key}/asked/", {"asked": "no"})
    first.refresh_from_db()
    assert first.state == State.WAITING


def test_a_late_click_gets_a_sentence(client: Client, was: CohortSession) -> None:
    team = make.second_step(make.team_member())
    client.force_login(team.user)
    question = asked(was)
    page = f"/sessions/{was.slug}/"
    nowhere = client.get(f"{page}questions/carry/", follow=True).content.decode()
    seen_at = question.changed_at.isoformat()
    answer(question, "His.", by=make.team_member())
    ahead = make.session(on=timezone.localdate() + timedelta(days=7))

    late = client.post(f"{page}questions/{question.key}/asked/", follow=True).content.decode()
    typed = {"answer": "Mine.", "seen_at": seen_at}
    refused = client.post(f"{page}questions/{question.key}/answer/", typed).content.decode()
    sent = {"questions": [str(question.key)], "to": str(ahead.key)}
    none = client.post(f"{page}questions/carry/", sent, follow=True).content.decode()

    assert "No session ahead has a day yet." in nowhere
    assert "is answered by now" in late
    assert "It reads now" not in refused
    assert "reads now: “His.”" in refused
    assert "Mine." in refused
    assert "No question waits here." in none


def test_who_closes_or_cancels_is_told_what_waits(client: Client, was: CohortSession) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    asked(was)
    ahead = make.session(on=timezone.localdate() + timedelta(days=7))
    asked(ahead)

    closing = client.get(f"/sessions/{was.slug}/close/").content.decode()
    cancelled = client.post(f"/sessions/{ahead.slug}/cancel/", {"why": "Snow."}, follow=True)

    assert "1 question still waits" in closing
    assert f"/sessions/{was.slug}/questions/carry/" in closing
    assert "Cancelled. 1 question waits below" in cancelled.content.decode()
    assert f"/sessions/{ahead.slug}/questions/carry/" in cancelled.content.decode()
