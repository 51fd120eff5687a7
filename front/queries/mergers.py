"""What a merger touches: every row that names the organisation, as far as its reader may read them.

A merger changes none of these rows: from then on they count for the organisation that lives on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import (
    Count,
    DateField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse

from kit.dates import in_full, month_name
from partners.models import Contact, Tie, TieObservation
from people.mergers import same_as
from people.models import Organisation, OrganisationName, User
from reflections.models import Item
from sessions.models import Attendance, Contribution
from towns.access import Thing, within
from towns.models import Group, Seat
from towns.queries.people import organisations_visible_to, people_visible_to

EXAMPLES = 5

type Rows = Callable[[User, date], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of row that names organisations: which of them a person reads, and how they are told.

    `words`, `on` and `key` are fields of the row: what stands for it, its day, and what finds its
    page, of which `page` is the name.
    """

    one: str
    many: str
    rows: Rows
    words: Any
    key: str
    page: str
    on: str = ""


@dataclass(frozen=True)
class Example:
    """One of the rows."""

    words: str
    url: str


@dataclass(frozen=True)
class Touched:
    """How many rows of a kind name the organisation, and some of them."""

    words: str
    examples: Sequence[Example]
    more: int


def _names(user: User, on: date) -> QuerySet[OrganisationName]:
    register = organisations_visible_to(user, on=on)
    return OrganisationName.objects.filter(organisation__in=register.values("pk"))


def _organisations(user: User, on: date) -> QuerySet[Organisation]:
    return organisations_visible_to(user, on=on)


def _seats(user: User, on: date) -> QuerySet[Seat]:
    return Seat.objects.filter(group__in=Group.objects.visible_to(user, on=on).values("pk"))


def _items(user: User, on: date) -> QuerySet[Item]:
    return Item.objects.visible_to(user, on=on).standing()


def _ties(user: User, on: date) -> QuerySet[Tie]:
    """Those of which a readable item tells, or which their own town noted where reports are read.

    That there is a tie would else tell of an item that its author kept to few.
    """
    connection = TieObservation.Source.CONNECTION
    told = TieObservation.objects.filter(items__in=_items(user, on).values("pk")).values("tie")
    noted = TieObservation.objects.exclude(source=connection).filter(
        within(user, Thing.REPORTS, on=on, town="tie__town")
    )
    return Tie.objects.filter(Q(pk__in=told) | Q(pk__in=noted.values("tie")))


def _contacts(user: User, on: date) -> QuerySet[Contact]:
    return Contact.objects.filter(within(user, Thing.PEOPLE, on=on))


_OF_SESSION = Coalesce(NullIf("session__title", Value("")), "session__kind__name")
_SESSION = ("session__slug", "sessions:session", "session__on")
_OFFICE = "front:office_organisation"

# Every field that names an organisation, in the order of the page. A field without a line here
# would be left out of what is shown before a merger.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "people.OrganisationName.organisation": Kind(
            "other name", "other names", _names, "name", "organisation__slug", _OFFICE
        ),
        "people.Organisation.parent": Kind(
            "team or programme", "teams and programmes", _organisations, "name", "slug", _OFFICE
        ),
        "people.Organisation.merged_into": Kind(
            "organisation that was merged into it before",
            "organisations that were merged into it before",
            _organisations,
            "name",
            "slug",
            _OFFICE,
            "merged_on",
        ),
        "cohort_sessions.Contribution.organisation": Kind(
            "session to which it brought something",
            "sessions to which it brought something",
            lambda user, on: Contribution.objects.visible_to(user, on=on),
            _OF_SESSION,
            *_SESSION,
        ),
        "cohort_sessions.Attendance.organisation": Kind(
            "line in a session's register",
            "lines in sessions' registers",
            lambda user, on: Attendance.objects.visible_to(user, on=on),
            Coalesce(NullIf("name", Value("")), "person__name"),
            *_SESSION,
        ),
        "reflections.Item.organisations": Kind(
            "item of a report", "items of reports", _items, "report__town__name", "key",
            "reflections:margin", "report__month",
        ),
        "partners.Tie.organisation": Kind(
            "tie with a town", "ties with towns", _ties, "town__name", "town__slug", "towns:town"
        ),
        "partners.Contact.organisation": Kind(
            "contact", "contacts", _contacts, "name", "organisation__slug", "partners:partner"
        ),
        "people.Person.organisation": Kind(
            "person who works there",
            "people who work there",
            lambda user, on: people_visible_to(user, on=on),
            "name",
            "key",
            "front:office_person",
        ),
        "towns.Seat.organisation": Kind(
            "seat in a group", "seats in groups", _seats, "group__name", "group__slug",
            "front:office_group", "starts_on",
        ),
    }
)  # fmt: skip


def touched_by_merger(organisation: Organisation, user: User, *, on: date) -> list[Touched]:
    """How many rows of each kind name the organisation, or one merged into it: one statement.

    Rows that the reader may not read are neither shown nor counted: a number tells of them too.
    """
    same = same_as(organisation).values("pk")
    first, *others = (
        _asked(place, kind.rows(user, on).filter(**{f"{name.rsplit('.')[-1]}__in": same}), kind)
        for place, (name, kind) in enumerate(KINDS.items())
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in first.union(*others, all=True):
        found.setdefault(row[0], []).append(row)
    kinds = list(KINDS.values())
    return [_told(kinds[place], found[place]) for place in sorted(found)]


def sector_words(organisation: Organisation, into: Organisation) -> str:
    """In which sector both count from then on, where that is not told of both alike today."""
    before, after = organisation.sector, into.sector
    if before == after:
        return ""
    said = (
        f"{organisation} is in the sector {before} today"
        if before
        else (f"Of {organisation} no sector is said today")
    )
    return f"{said}; from then on it counts as {into} does: {after or 'no sector is said'}."


def _asked(place: int, rows: QuerySet[Any, Any], kind: Kind) -> QuerySet[Any, Any]:
    """A few of these rows, each with how many there are in all."""
    number = rows.model.objects.filter(pk__in=rows.values("pk"))
    day: Any = F(kind.on) if kind.on else Value(None)
    words = F(kind.words) if isinstance(kind.words, str) else kind.words
    facts = number.order_by().values_list(
        Value(place),
        Cast(words, TextField()),
        Cast(day, DateField()),
        Cast(kind.key, TextField()),
        Window(Count("*"), order_by=None),
    )
    newest = F(kind.on).desc(nulls_last=True) if kind.on else F("pk").asc()
    few: QuerySet[Any, Any] = facts.order_by(newest, "pk")[:EXAMPLES]
    return few


def _told(kind: Kind, rows: Sequence[tuple[Any, ...]]) -> Touched:
    total = rows[0][-1]
    return Touched(
        f"{total:,} {kind.one if total == 1 else kind.many}",
        list(_examples(kind, rows)),
        total - len(rows),
    )


def _examples(kind: Kind, rows: Sequence[tuple[Any, ...]]) -> Iterator[Example]:
    for _, words, day, key, _ in rows:
        of_month = kind.on.endswith("month")
        told = f"{words}, {month_name(day) if of_month else in_full(day)}" if day else words
        yield Example(told, reverse(kind.page, args=[key]))
