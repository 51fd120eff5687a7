"""Who is to be reminded of which session at a moment, and who is spared: for the outbox's plan.

Reads only, for any moment, also one to come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from kit.dates import day_of
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of
from sessions.models import CohortSession, Invitation
from sessions.queries.telling import Place, revisions_of
from sessions.reminders import LOOKED_AHEAD, Stage, Step, step_at
from sessions.times import words_of
from sessions.words import counted
from towns.queries.hours import closed_days

APOLOGIES = "they sent apologies"


@dataclass(frozen=True)
class Reminding:
    """One invitation that has a stage at a moment."""

    invitation: Invitation
    session: CohortSession
    step: Step


def plan(at: datetime) -> Plan:
    """Who is reminded of which session at that moment, and who is spared: five statements."""
    due, spared = [], []
    for one in remindings(at=at):
        if _is_declined(one.invitation, one.session):
            title = str(one.session)
            who = one.invitation.person.name
            spared.append(Spared(one.step.stage.kind, who, f"{title}: {APOLOGIES}"))
        else:
            due.append(_due(one))
    return Plan(due, spared)


def remindings(*, at: datetime) -> list[Reminding]:
    """The invitations to sessions ahead that have a stage, unless their reader has just been told.

    Whoever hears of a session, or that it has moved, after a stage has begun, is not reminded too.
    """
    rows = (
        Invitation.objects.standing()
        .filter(
            session__state__in=CohortSession.DATED,
            session__begins_at__gt=at,
            session__begins_at__lte=at + LOOKED_AHEAD,
            person__user__is_active=True,
        )
        .select_related("session__kind", "person")
        .order_by("pk")
    )
    invitations = list(rows)
    closed = closed_days(sorted({one.person_id for one in invitations}), on=day_of(at))
    told = _told_at(invitations)
    found = []
    for one in invitations:
        day = one.session.on or day_of(at)
        step = step_at(
            at,
            day,
            working_days=one.session.kind.remind_days,
            closed=closed[one.person_id],
        )
        lately = told.get((one.person_id, one.session_id), one.invited_at)
        if step is not None and lately < step.since:
            found.append(Reminding(one, one.session, step))
    return found


def _told_at(invitations: list[Invitation]) -> Mapping[Place, datetime]:
    """When each of these people was last promised word of the session."""
    places = {(one.person_id, one.session_id) for one in invitations}
    abouts = {key_of(CohortSession(pk=number)) for _, number in places}
    found: dict[Place, datetime] = {}
    for place, revision in revisions_of(places, abouts):
        if revision.promised_at is not None:
            found[place] = max(revision.promised_at, found.get(place, revision.promised_at))
    return found


def _is_declined(invitation: Invitation, session: CohortSession) -> bool:
    is_to_now = invitation.reply_to == session.begins_at
    return is_to_now and invitation.reply == Invitation.Reply.APOLOGY


def occasion_of(stage: Stage, session: CohortSession) -> str:
    """A session that moves is another occasion."""
    return f"{stage} {session.begins_at:%Y-%m-%dT%H:%M}Z"


def _due(one: Reminding) -> Due:
    session, step = one.session, one.step
    promise = Promise(
        kind=step.stage.kind,
        person=one.invitation.person_id,
        about=key_of(session),
        occasion=occasion_of(step.stage, session),
        not_before=step.since,
        useful_until=step.until,
        facts={
            "stage": str(step.stage),
            "begins_at": session.begins_at.isoformat() if session.begins_at else None,
        },
    )
    title = str(session)
    days = counted(session.kind.remind_days)
    is_near = step.stage == Stage.TOMORROW
    near = "is on the next working day" if is_near else f"is in {days} working days or less"
    return Due(promise, f"{title}, {words_of(session)}, {near}", step.since)


def invitations_to(places: set[Place]) -> Mapping[Place, Invitation]:
    """The invitations that stand of these people to these sessions, not declined: one statement."""
    rows = (
        Invitation.objects.standing()
        .filter(
            session__in={number for _, number in places},
            person__in={person for person, _ in places},
            session__state__in=CohortSession.DATED,
        )
        .exclude(Q(reply=Invitation.Reply.APOLOGY, reply_to=F("session__begins_at")))
        .select_related("session__kind")
    )
    found = {(one.person_id, one.session_id): one for one in rows}
    return {place: found[place] for place in places if place in found}
