"""What tests of the letters about posts ask: who is due one, who is spared, what it would say."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from outbox.actions.promising import promise_all
from outbox.kinds import Said, Unneeded, kind_of
from outbox.models import Notice
from outbox.planning import Plan
from people.models import Invitation, Person
from tests import make
from towns.actions.posts import Post
from towns.letters.kinds import plan
from towns.models import Role, Town

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)  # a Friday
TODAY = date(2026, 11, 6)
DAY = timedelta(days=1)
BEGUN, HANDOVER, ENDS = "towns/role_begun", "towns/handover", "towns/role_ends"
PACK = "towns/handover_pack"


def due(at: datetime, kind: str) -> list[tuple[int, str, datetime]]:
    """Who is due a letter of a kind at a moment, on which occasion, and since when."""
    return [
        (one.promise.person, one.promise.occasion, one.since)
        for one in plan(at).due
        if one.promise.kind == kind
    ]


def spared(found: Plan, kind: str) -> list[tuple[str, str]]:
    return [(one.who, one.why) for one in found.spared if one.kind == kind]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), timezone.get_default_timezone())


def told(kind: str, at: datetime) -> list[Said]:
    """What the waiting notices of a kind would say at a moment, in the order of promise."""
    notices = list(Notice.objects.filter(kind=kind).order_by("pk"))
    found = kind_of(kind)
    assert found
    assert found.compose
    said = found.compose(notices, at=at)
    return [said[notice.pk] for notice in notices]


def why_not(said: Said) -> str:
    assert isinstance(said, Unneeded)
    return said.why


def promised(at: datetime = AT) -> int:
    """How many notices are new once what is due by this room is promised."""
    return promise_all([one.promise for one in plan(at).due], at=at)


def lead_of(town: Town) -> Post:
    return Post(Role.PROJECT_LEAD, town.programme, town=town)


def invited(person: Person, *, used_at: datetime | None = None) -> Invitation:
    """An invitation a week old at most, waiting or used."""
    return Invitation.objects.create(
        person=person,
        email="somebody@example.org",
        token_hash=str(person.pk),
        expires_on=TODAY + 5 * DAY,
        accepted_at=used_at,
    )


FIRST, BOTH_UNTIL = date(2026, 11, 23), date(2026, 12, 4)


def handover(town: Town) -> tuple[make.Holder, make.Holder]:
    """The one who leaves and the one who follows, with twelve days of both."""
    leaver = make.lead(town, name="Morag Bell", until=BOTH_UNTIL)
    follower = make.lead(town, name="Isla Fraser", since=FIRST, handover_until=BOTH_UNTIL)
    return leaver, follower
