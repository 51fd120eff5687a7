"""A session moves while its invitations leave and senders die: everybody ends at the right time."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from django.utils import timezone

from outbox import kinds
from sessions.actions.scheduling import About, add_session, move_session
from sessions.letters.kinds import KINDS
from sessions.models import CohortSession, Kind
from sessions.times import When
from tests import make
from tests.chaos.conftest import OpenStage
from tests.chaos.letters import addresses, hours
from tests.relay import Phase, Taken
from tests.sessions.readers import ReadEvent, by_icalendar
from towns.models import Role

INVITED = 200
DAY = CohortSession.Precision.DAY


def event_in(taken: Taken) -> ReadEvent:
    """What a calendar reads of a letter."""
    letter = BytesParser(EmailMessage, policy=default).parsebytes(taken.raw)
    part = next(one for one in letter.walk() if one.get_content_type() == "text/calendar")
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    [event] = by_icalendar(raw).events
    return event


def test_a_session_moves_while_its_invitations_leave_and_senders_die(
    open_stage: OpenStage, tell: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = open_stage()
    known = {kind.name: kind for kind in KINDS}
    monkeypatch.setattr(kinds, "_REGISTRY", kinds.Registry(known, addresses, hours))
    team = make.team_member()
    for _ in range(INVITED):
        make.tenure(make.user().person, Role.EVALUATOR)
    settled = timezone.now() - timedelta(minutes=10)  # what is done then may leave at once
    day = date(timezone.localdate().year + 1, 3, 25)  # before the clocks change
    Kind.objects.update(invite_weeks=52)  # so that the first letters leave now
    made = add_session(
        About(title="Paths"),
        When(DAY, day, time(10), 60),
        kind=Kind.objects.get(slug="fortnightly-session"),
        roles=[Role.EVALUATOR],
        by=team.user,
        at=settled,
    )
    worker, _ = stage.worker(), stage.beat()
    phases: tuple[Phase, ...] = ("DATA", "taken")
    for phase in phases:
        stage.relay.tell(phase, stage.kill_sender)

    stage.wait_for(60)
    stage.kill(worker)
    later = When(DAY, date(day.year, 4, 6), time(10), 60)
    moved = move_session(made, later, why="", by=team.user, at=settled + timedelta(minutes=1))
    stage.worker()
    stage.wait_until_settled()

    told: dict[str, list[ReadEvent]] = defaultdict(list)
    for taken in stage.relay.taken:
        told[taken.to].append(event_in(taken))
    ends_with = {to: max(events, key=lambda one: one.sequence) for to, events in told.items()}
    right = datetime(day.year, 4, 6, 9, tzinfo=UTC)
    assert len(told) == INVITED
    assert {one.begins_at for one in ends_with.values()} == {right}
    assert {one.uid for events in told.values() for one in events} == {ends_with.popitem()[1].uid}
    finals = [[one.sequence for one in events].count(moved.sequence) for events in told.values()]
    assert set(finals) == {1}
    assert all(events == sorted(events, key=lambda one: one.sequence) for events in told.values())
    stage.check(expected={to: len(events) for to, events in told.items()})
    overtaken = sum(len(events) == 1 for events in told.values())
    tell(
        f"{INVITED} invited, {stage.killed} kills, moved after 60 letters: {overtaken} got the new"
        f" time alone, {INVITED - overtaken} the old and then the new; each one final letter;"
        f" {stage.seconds():.0f} s"
    )
