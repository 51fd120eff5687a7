"""Posts that begin, are handed over and end; the week; letters that did not arrive."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from outbox.actions.planning import plan
from outbox.actions.suppressing import suppress
from outbox.models import Letter, Suppression
from people.actions.invitations import accept_invitation, open_invitation
from people.models import Person
from tests import make
from tests.letters.post import Deed, Scene, account, scene
from tests.letters.world import AT, TODAY
from towns.actions.posts import Post
from towns.actions.tenures import begin_tenure, end_tenure, hand_over
from towns.models import Group, Role, Tenure, Town


def _newcomer(name: str = "Ruaridh Salmond") -> Person:
    """Somebody who opened their account a moment ago."""
    person = Person.objects.create(name=name)
    email = "newcomer@example.org"
    open_invitation(person, email=email, purpose="Ayr", by=account("admin"), at=AT)
    token = re.search(r"invitation/([\w-]+)/", Letter.objects.latest("pk").text)
    assert token
    accept_invitation(token[1], at=AT)
    return person


def _begun(role: str, *, is_new: bool = True) -> Deed:
    """A post in Ayr, or of the programme, from yesterday on."""

    def deed() -> tuple[str, datetime]:
        town = Town.objects.select_related("programme").get(slug="ayr")
        group = Group.objects.get(town=town) if role == Role.STEERING else None
        person = _newcomer() if is_new else account("lead.dunoon").person
        post = Post(role, town.programme, town=None if group else town, group=group)
        if role in {Role.PROGRAMME_TEAM, Role.ADMINISTRATOR, Role.EVALUATOR}:
            post = Post(role, town.programme)
        begin_tenure(
            person,
            post,
            starts_on=TODAY - timedelta(days=1),
            ends_on=TODAY + timedelta(days=60) if role == Role.PROJECT_LEAD else None,
            covering=role == Role.PROJECT_LEAD,
            by=account("admin"),
            at=AT,
        )
        return person.user.email, AT

    return deed


def _tenure(address: str) -> Tenure:
    return Tenure.objects.active(on=TODAY).get(person=account(address).person)


def _ending(address: str, *, days: int = 10) -> Deed:
    def deed() -> tuple[str, datetime]:
        last = TODAY + timedelta(days=days)
        end_tenure(_tenure(address), ends_on=last, by=account("admin"), at=AT)
        plan(at=AT)
        return f"{address}@example.org", AT

    return deed


def _handed_over(*, to_successor: bool) -> Deed:
    def deed() -> tuple[str, datetime]:
        successor = _newcomer()
        hand_over(
            _tenure("lead.ayr"),
            successor,
            last_day=TODAY + timedelta(days=16),
            first_day=TODAY + timedelta(days=5),
            by=account("admin"),
            at=AT,
        )
        plan(at=AT)
        return successor.user.email if to_successor else "lead.ayr@example.org", AT

    return deed


def _week(address: str) -> Deed:
    def deed() -> tuple[str, datetime]:
        at = datetime(2026, 11, 9, 9, tzinfo=UTC)  # a Monday, soon after reports came in
        plan(at=at)
        return f"{address}@example.org", at

    return deed


def _unreached() -> tuple[str, datetime]:
    suppress(
        "lead.ayr@example.org",
        reason=Suppression.Reason.BOUNCE,
        evidence="550 5.1.1 The email account that you tried to reach does not exist.",
        at=AT - timedelta(hours=2),
    )
    plan(at=AT)
    return "team@example.org", AT


def _stopped(number: int) -> Deed:
    """So many letters were set aside two hours ago."""

    def deed() -> tuple[str, datetime]:
        for _ in range(number):
            make.letter(
                account("lead.ayr").person,
                kind="reflections/due_today",
                at=AT - timedelta(hours=2),
                to="lead.ayr@example.org",
                state=Letter.State.ASIDE,
                reason="It could not be written: ValueError.",
            )
        plan(at=AT)
        return "team@example.org", AT

    return deed


SCENES: Mapping[str, Scene] = {
    "towns-role_begun": scene("towns/role_begun", _begun(Role.PROJECT_LEAD)),
    "towns-role_ends": scene("towns/role_ends", _ending("lead.ayr")),
    "towns-handover_pack": scene("towns/handover_pack", _ending("lead.ayr", days=40)),
    "towns-handover": scene("towns/handover", _handed_over(to_successor=False)),
    "front-this_week": scene("front/this_week", _week("lead.ayr")),
    "front-undelivered": scene("front/undelivered", _unreached),
}
# The other letters of a kind, to be looked at.
FURTHER: Mapping[str, Scene] = {
    "front-this_week-team": scene("front/this_week", _week("team")),
    "front-this_week-link_lead": scene("front/this_week", _week("link.alloa")),
    "front-undelivered-letter": scene("front/undelivered", _stopped(1)),
    "front-undelivered-day": scene("front/undelivered", _stopped(12)),
    "towns-role_begun-not_new": scene("towns/role_begun", _begun(Role.PROJECT_LEAD, is_new=False)),
    "towns-role_ends-steering": scene("towns/role_ends", _ending("steering.ayr")),
    "towns-handover-successor": scene("towns/handover", _handed_over(to_successor=True)),
    **{
        f"towns-role_begun-{role}": scene("towns/role_begun", _begun(role))
        for role in (
            Role.LINK_LEAD,
            Role.ANALYST,
            Role.STEERING,
            Role.PROGRAMME_TEAM,
            Role.ADMINISTRATOR,
            Role.EVALUATOR,
        )
    },
}
