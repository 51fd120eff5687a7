"""Who gets an edition: members of Steering Groups and national leaders, each with their towns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from digests.models import Digest, Edition, ReadMark, Telling
from digests.notices import EDITION
from kit.words import listed
from outbox.models import Notice
from outbox.promises import key_of
from sessions.models import CohortSession, Invited
from towns.access import TABLE, Thing
from towns.models import Role, Tenure

RECEIVING = (Role.STEERING, Role.NATIONAL)


@dataclass(frozen=True)
class Recipients:
    """Persons who get digests: the slugs of their towns, and why they get them, in words."""

    towns: Mapping[int, tuple[str, ...]]
    reasons: Mapping[int, str]


def recipients_among(persons: Collection[int], *, on: date, any_role: bool = False) -> Recipients:
    """Those of these persons who get digests that day: one statement.

    With `any_role`, all who may read them.
    """
    roles = list(TABLE[Thing.DIGESTS]) if any_role else RECEIVING
    towns: dict[int, list[str]] = {}
    groups: dict[int, list[str]] = {}
    rows = Tenure.objects.active(on=on).of_role(*roles).filter(person__in=persons)
    for person, slug, group, role in rows.order_by(
        "group__town__name", "group__name", "pk"
    ).values_list("person", "group__town__slug", "group__name", "role"):
        towns.setdefault(person, []).extend([slug] if slug else [])
        groups.setdefault(person, []).append(_post(role, group))
    return Recipients(
        {person: tuple(dict.fromkeys(slugs)) for person, slugs in towns.items()},
        {person: f"you are {listed(list(dict.fromkeys(held)))}" for person, held in groups.items()},
    )


def recipients_after(number: int, *, on: date, at_most: int) -> list[int]:
    """The next persons with an account who get digests that day, by their numbers."""
    held = Tenure.objects.active(on=on).of_role(*RECEIVING)
    return _next(
        held.filter(person__user__is_active=True).values_list("person", flat=True), number, at_most
    )


def recipients_number(*, on: date) -> int:
    """How many persons with an account get digests that day: one statement."""
    held = Tenure.objects.active(on=on).of_role(*RECEIVING).filter(person__user__is_active=True)
    number: int = held.aggregate(number=Count("person", distinct=True))["number"]
    return number


def readers_before(edition: Edition, number: int, *, at_most: int) -> list[int]:
    """The next persons who said that they had read an earlier edition of the same digest."""
    marks = ReadMark.objects.filter(
        edition__digest=edition.digest_id, edition__number__lt=edition.number
    )
    return _next(marks.values_list("person", flat=True), number, at_most)


def told_of(edition: Edition, number: int, *, at_most: int) -> list[int]:
    """The next persons who were told of a digest by letter, or said that they had read it."""
    about = key_of(Digest(pk=edition.digest_id))
    states = (Notice.State.TOLD, Notice.State.BUNDLED)
    told = Notice.objects.filter(kind=EDITION, about=about, state__in=states, person__gt=number)
    marks = ReadMark.objects.filter(edition__digest=edition.digest_id)
    letters = told.order_by("person").values_list("person", flat=True).distinct()[:at_most]
    said = _next(marks.values_list("person", flat=True), number, at_most)
    return sorted({one for one in letters if one is not None} | set(said))[:at_most]


def next_gathering(*, at: datetime) -> CohortSession | None:
    """The next session with a day to which Steering Groups are invited: two statements."""
    invited = Invited.objects.filter(role=Role.STEERING).values("session")
    rows = CohortSession.objects.filter(
        pk__in=invited, begins_at__gt=at, state__in=CohortSession.DATED, group=None
    )
    found = rows.select_related("kind").prefetch_related("invited")
    return found.order_by("begins_at", "pk").first()


def tellings_open() -> list[Telling]:
    """What is still to be told, the oldest first: one statement."""
    rows = Telling.objects.filter(done_at=None).select_related("edition__digest")
    return list(rows.order_by("began_at", "pk"))


def _next(persons: QuerySet[Any, int], number: int, at_most: int) -> list[int]:
    found = persons.filter(person__gt=number).order_by("person").distinct()[:at_most]
    return list(found)


def _post(role: str, group: str | None) -> str:
    """As in "a member of the Ayr Steering Group"."""
    return f"a member of {group}" if group else f"{Role(role).label}"
