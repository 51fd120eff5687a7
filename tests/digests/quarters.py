"""A quarter of a small programme, and how its digest is brought from step to step."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from digests.actions.checking import begin_check
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish
from digests.models import Digest, Edition, Passage
from digests.queries.reading import Amended, changed_since, marked_by
from people.models import User
from reflections.models import Audience, Item, Kind, Obligation, Report
from tests import make
from tests.make import Holder
from towns.models import Town

QUARTER = date(2026, 7, 1)
JULY, AUGUST, SEPTEMBER = QUARTER, date(2026, 8, 1), date(2026, 9, 1)
AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)  # a Monday
LATER = AT + timedelta(days=4)


@dataclass(frozen=True)
class Quarter:
    """A town with its lead, the team, and a digest."""

    town: Town
    lead: Holder
    team: Holder
    digest: Digest


def submitted(lead: Holder, month: date = SEPTEMBER, *, at: datetime = AT) -> Report:
    """A report of the lead's town, handed over; its obligation is met."""
    report = make.report(
        about=lead.town,
        month=month,
        status=Report.Status.SUBMITTED,
        submitted_at=at - timedelta(days=5),
        submitted_by=lead.user,
    )
    Obligation.objects.filter(town=lead.town, month=month).update(
        state=Obligation.State.MET, met_with=Obligation.MetWith.REPORT, met_at=at
    )
    return report


def shared(of: Report, text: str = "", *, kind: str = Kind.LEARNING, **fields: Any) -> Item:  # noqa: ANN401 -- handed on
    """An item that its author shares with Steering Groups."""
    words: dict[str, Any] = {"text": text} if text else {}
    return make.item(of=of, kind=kind, audience=Audience.STEERING, **words | fields)


def drafted(text: str = "Buses came to the shore.", *, name: str = "Ayr") -> Quarter:
    """A draft of a quarter in which one town shared one item."""
    lead, team = make.lead(make.town(name)), make.team_member()
    shared(submitted(lead), text)
    return Quarter(lead.town, lead, team, begin_digest(QUARTER, by=team.user, at=AT))


def checked(quarter: Quarter) -> Quarter:
    """The same, with its town asked."""
    begin_check(quarter.digest, by=quarter.team.user, at=AT)
    return again(quarter)


def frozen(quarter: Quarter) -> Quarter:
    """The same, asked and frozen."""
    begin_freeze(checked(quarter).digest, by=quarter.team.user, at=AT)
    return again(quarter)


def published(quarter: Quarter | None = None) -> Quarter:
    """The same, published."""
    quarter = frozen(quarter or drafted())
    publish(quarter.digest, by=quarter.team.user, at=AT)
    return again(quarter)


def again(quarter: Quarter) -> Quarter:
    """The same as it stands now."""
    quarter.digest.refresh_from_db()
    return quarter


def passage(quarter: Quarter, **fields: object) -> Passage:
    """The one passage of the town's section."""
    return Passage.objects.get(section__digest=quarter.digest, section__town=quarter.town, **fields)


def texts(digest: Digest) -> list[str]:
    """What the sections of a digest say, in order."""
    rows = Passage.objects.filter(section__digest=digest).order_by("section__place", "position")
    return [one.text for one in rows]


def changed_for(user: User, edition: Edition, *, on: date) -> list[Amended]:
    """What the page of an edition tells somebody that was changed since they read it."""
    return changed_since(edition.digest, marked_by(user, edition), on=on)
