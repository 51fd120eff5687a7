"""Introductions: what stands in the draft, and what their two sides are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.utils.text import Truncator

from kit.dates import moment_near, month_name
from kit.prepared import Slot
from kit.words import listed
from people.models import User
from reflections.models import Audience, Introduction, Item, Kind
from reflections.models.introductions import put_to
from reflections.models.items import at_least
from reflections.queries.addresses import address_of
from reflections.queries.found import items_to_find, learning_to_find
from reflections.queries.news import News
from towns.access import TABLE, Thing
from towns.models import Town
from towns.posts import Posts

QUOTED = 400  # characters of a challenge that a draft begins with
NEW_FOR = timedelta(days=30)
SHOWN = 6


def challenges_of(user: User, posts: Posts, *, on: date) -> QuerySet[Item]:
    """The challenges of the towns for which somebody writes, as far as they read them."""
    towns = [tenure.town_id for tenure in posts.of_role(*TABLE[Thing.DRAFT_REPORTS])]
    rows = Item.objects.visible_to(user, on=on).filter(kind=Kind.CHALLENGE)
    return rows.filter(report__town__in=towns).select_related("report__town")


def town_that_asks(posts: Posts, item: Item, challenge: Item | None) -> Town:
    """In which town's name somebody asks: the challenge's, else one of theirs but the item's."""
    if challenge is not None and challenge.report.town_id != item.report.town_id:
        return challenge.report.town
    held = posts.of_role(*TABLE[Thing.DRAFT_REPORTS])
    return next(one.town for one in held if one.town and one.town_id != item.report.town_id)


def learning_before(key: UUID, user: User, *, on: date) -> Item | None:
    """A learning moment that this person may find, with its report and town: one statement.

    `waits` in `vars` is the key of what they asked about it and is not answered yet.
    """
    waits = Introduction.objects.open().filter(item=OuterRef("pk"), by=user)
    rows = learning_to_find(user, on=on).select_related("report__town", "author")
    return rows.annotate(waits=Subquery(waits.values("key"))).filter(key=key).first()


def challenge_before(key: UUID | None, user: User, posts: Posts, *, on: date) -> Item | None:
    """The challenge because of which somebody asks, with the names of its outcomes in `vars`."""
    if key is None:
        return None
    rows = challenges_of(user, posts, on=on).annotate(touches=_outcomes())
    return rows.filter(key=key).first()


def _outcomes() -> ArraySubquery:
    links = Item.outcomes.through.objects.filter(item=OuterRef("pk"))
    return ArraySubquery(links.order_by("outcome__position").values("outcome__name"))


@dataclass(frozen=True)
class Asker:
    """Who asks, and in which town's name."""

    user: User
    town: Town


def draft_of(item: Item, challenge: Item | None, asker: Asker, asked: Mapping[int, str]) -> str:
    """What somebody could write about a learning moment, to be changed before it is sent.

    `asked` are those who speak for it. Needs the challenge found by `challenge_before`.
    """
    place, is_author = asker.town.name, item.author_id in asked
    whose = "you wrote" if is_author else f"{item.report.town.name} wrote"
    lines = [
        f"Hello {listed(sorted(asked.values()))},",
        *([_challenge_said(challenge, asker)] if challenge else []),
        f"In {month_name(item.report.month)} {whose} of something that helps us in {place}.",
        "How did you go about it, and what would you do differently now?",
        "Could we talk for a quarter of an hour? Tell me when it suits you.",
        f"{asker.user.person.name}, {place}",
    ]
    return "\n\n".join(lines)


def _challenge_said(challenge: Item, asker: Asker) -> str:
    """The challenge in its own words where these may leave the town, else by its outcomes."""
    place = challenge.report.town.name
    if _may_be_quoted(challenge, asker.user):
        words = Truncator(" ".join(challenge.text.split())).chars(QUOTED)
        return f"In {place} this is hard just now: “{words}”"
    touched = listed(vars(challenge)["touches"])
    about = f" It touches {touched}." if touched else ""
    return f"In {place} we have a challenge just now.{about}"


def _may_be_quoted(challenge: Item, user: User) -> bool:
    """What the cohort is to read anyway; of one's own, what the Programme Team is to read too.

    Nothing that is sensitive, or of which the guard asks.
    """
    if challenge.sensitive or challenge.open_findings:
        return False
    is_own = challenge.author_id == user.person_id
    return challenge.audience in at_least(Audience.TEAM if is_own else Audience.COHORT)


def introduction_before(key: UUID, user: User, *, on: date) -> Introduction | None:
    """An introduction for one of its two sides: one statement.

    In `vars`: `is_put`, whether it is theirs to answer; `item_text`, if they read the item.
    """
    words = items_to_find(user, on=on).filter(pk=OuterRef("item")).values("text")[:1]
    is_put = ExpressionWrapper(put_to(user, on=on), output_field=BooleanField())
    rows = Introduction.objects.visible_to(user, on=on)
    rows = rows.annotate(item_text=Subquery(words), is_put=is_put)
    people = ("by__person", "answered_by__person", "town", "item__report__town")
    return rows.select_related(*people).filter(key=key).first()


def introductions_in(
    user: User, *, since: datetime | Slot, on: date, town: str = "pk"
) -> ArraySubquery:
    """What waits for this person in the town of an outer row, and what they were answered there.

    As one array; answers since then alone, a moment or its slot.
    """
    here = Q(item__report__town=OuterRef(town), answered_at=None)
    waiting = put_to(user, on=on) & here & ~Q(by=user.pk)
    answered = Q(by=user.pk, town=OuterRef(town), answered_at__gte=since)
    rows = Introduction.objects.filter(waiting | answered)
    fields = {
        "key": "key",
        "at": "sent_at",
        "answered_at": "answered_at",
        "asker": "by__person__name",
        "town": "town__name",
        "month": "item__report__month",
        "of": "item__report__town__name",
        "who": F("answered_by__person__name"),
    }
    return ArraySubquery(rows.order_by("-sent_at").values(row=JSONObject(**fields))[:SHOWN])


def news_of(rows: Iterable[Mapping[str, Any]], *, on: date) -> list[News]:
    """What `introductions_in` found, as lines: what waits for an answer first."""
    lines = [_line(row, on=on) for row in rows]
    return sorted(lines, key=lambda line: (bool(line.tag), line.at), reverse=True)


def _line(row: Mapping[str, Any], *, on: date) -> News:
    month, url = (
        month_name(date.fromisoformat(row["month"])),
        address_of("introduction", row["key"]),
    )
    if row["answered_at"] is None:
        at = datetime.fromisoformat(row["at"])
        title = f"A question from {row['town']} about {row['of']}, {month}"
        return News(at, title, f"{row['asker']}, {moment_near(at, on=on)}", url, "Unanswered")
    at = datetime.fromisoformat(row["answered_at"])
    title = f"{row['of']} answered your question about {month}"
    return News(at, title, f"{row['who']}, {moment_near(at, on=on)}", url)
