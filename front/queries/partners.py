"""Partners as everybody in post sees them: who they are, what they brought, where they are met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, Left, Lower, Upper
from django.urls import reverse

from kit.dates import in_full, month_name
from kit.words import listed
from partners.queries.contacts import ContactRow, contacts_of
from people.likeness import Unaccented, like
from people.mergers import WithWholes, living_of, same_as
from people.models import Organisation, OrganisationName, User
from people.queries import sectors_in_order
from reflections.models import Item, Kind, Report
from sessions.models import CohortSession, Contribution
from sessions.queries.sessions import Row as SessionRow
from sessions.queries.sessions import session_rows, with_partners
from towns.access import Thing, either, reached

A_PAGE = 30
FOUND = 20  # by a name, the likest first
SESSIONS_SHOWN = 20
NAMES, WHOLE = "other_names", "name_of_parent"  # what a statement adds to an organisation
LETTERS = frozenset(ascii_uppercase)


_SORTING = Unaccented(Lower("name"))


@dataclass(frozen=True)
class Wanted:
    """To what the directory is narrowed.

    A page begins with a letter, or after the last name of the page before; else it is the first.
    """

    name: str = ""
    kind: str = ""
    sector: str = ""
    has_come: bool = False
    letter: str = ""
    after: str = ""

    @property
    def is_later(self) -> bool:
        """Whether a page other than the first is asked for."""
        return bool(self.letter or self.after)

    @property
    def address(self) -> dict[str, str]:
        """The same as it stands in an address, but for the page."""
        came = "yes" if self.has_come else ""
        told = {"name": self.name, "kind": self.kind, "sector": self.sector, "came": came}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class Row:
    """One partner in the directory; `kind` only where it is not simply an organisation."""

    name: str
    url: str
    kind: str
    note: str
    sector: str


@dataclass(frozen=True)
class Met:
    """A town in which connections with a partner were reported: how many, and when last."""

    town: str
    url: str
    words: str


@dataclass(frozen=True)
class Partner:
    """One partner's page. `has_more` says that it came to more sessions than are shown.

    What its teams brought stands with what it brought itself, each session once.
    """

    organisation: Organisation
    names: Sequence[str]
    absorbed: Sequence[str]
    parts: Sequence[Organisation]
    sessions: Sequence[SessionRow]
    met: Sequence[Met]
    contacts: Sequence[ContactRow]
    contacts_left: Sequence[ContactRow]
    has_more: bool


def partners_visible_to(user: User, *, on: date) -> QuerySet[Organisation]:
    """The register, to those who read it; to others, who brought something to what they see.

    Of one that was merged, what it is now; of a part, of what it is one: its page names that.

    A name stands in the register as soon as a lead types it, be it in a report that nobody else
    reads: groups see no more of it than their sessions tell.
    """
    came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
    theirs = came.values("organisation")
    told = Q(pk__in=theirs) | Q(merged_into=None, pk__in=WithWholes(theirs))
    return Organisation.objects.filter(
        either(
            (reached(user, Thing.ORGANISATIONS, on=on), Q()),
            (reached(user, Thing.PARTNERS, on=on), told),
        )
    )


def directory(user: User, wanted: Wanted, *, on: date) -> tuple[list[Row], str]:
    """Partners from A to Z, or the likest to a name; and the name after which the next page begins.

    One statement.
    """
    partners = _narrowed(user, wanted, on=on)
    parents = Organisation.objects.filter(pk=OuterRef("parent")).values("name")
    rows = partners.select_related("sector").annotate(
        **{NAMES: _other_names(), WHOLE: Subquery(parents)}
    )
    if wanted.name:
        register = partners_visible_to(user, on=on)
        return [_row(one) for one in like(rows, wanted.name, register=register, most=FOUND)], ""
    ordered = rows.annotate(sorting=_SORTING, small=Lower("name")).order_by("sorting", "small")
    found = list(_of_page(ordered, wanted)[: A_PAGE + 1])
    return [_row(one) for one in found[:A_PAGE]], found[A_PAGE - 1].name if found[A_PAGE:] else ""


@dataclass(frozen=True)
class Ways:
    """With which letters, whatever their accents, the partners' names begin; and all sectors.

    Of a sector the slug and the name.
    """

    letters: Sequence[str]
    sectors: Sequence[tuple[str, str]]


def ways_of(user: User, wanted: Wanted, *, on: date) -> Ways:
    """How to go on in the directory, of a list from A to Z also by letter: one statement."""
    ways = sectors_in_order().order_by().values_list("position", "name", "slug")
    if not wanted.name:
        first = Upper(Left(_SORTING, 1))
        begun = _narrowed(user, wanted, on=on).values_list(Value(0), first, Value(""))
        ways = ways.union(begun.distinct(), all=True)
    rows = sorted(ways)
    sectors = [(slug, name) for _, name, slug in rows if slug]
    return Ways([name for _, name, slug in rows if not slug and name in LETTERS], sectors)


def _narrowed(user: User, wanted: Wanted, *, on: date) -> QuerySet[Organisation]:
    """Those of the kind and the sector that are wanted which have come, if that is wanted."""
    rows = partners_visible_to(user, on=on).filter(merged_into=None)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.sector:
        rows = rows.filter(sector__slug=wanted.sector)
    if wanted.has_come:
        came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
        began = came.filter(session__on__lte=on).exclude(
            session__state=CohortSession.State.CANCELLED
        )
        rows = rows.filter(pk__in=living_of(began.values("organisation")))
    return rows


def _of_page(ordered: QuerySet[Organisation], wanted: Wanted) -> QuerySet[Organisation]:
    """Those from where the page begins."""
    if wanted.after:
        small = Lower(Value(wanted.after))
        sorting = Unaccented(small)
        onward = {"sorting__gt": sorting}, {"sorting": sorting, "small__gt": small}
        return ordered.filter(Q(**onward[0]) | Q(**onward[1]))
    from_letter = {"sorting__gte": wanted.letter.lower()}
    return ordered.filter(Q(**from_letter))


def partner_seen(user: User, slug: str, *, on: date) -> Organisation | None:
    """The partner at that address with what it is part of, and what it was merged into."""
    rows = partners_visible_to(user, on=on).select_related("parent", "merged_into", "sector")
    return rows.filter(slug=slug).first()


def partner_of(organisation: Organisation, user: User, *, on: date) -> Partner:
    """What a reader may know of a partner: six statements.

    Of what was merged into it, all that it brought counts; its name is told as far as a reader may
    know of it.
    """
    partners = partners_visible_to(user, on=on)
    known = {"is_told": Q(pk__in=partners.values("pk")), NAMES: _other_names()}
    rows = list(same_as(organisation).annotate(**known))
    same = [one.pk for one in rows]
    told = [one for one in rows if vars(one)["is_told"]]
    own = Q(organisation__in=same)
    team = Q(organisation__parent__in=same, organisation__kind=Organisation.Kind.TEAM)
    came = Contribution.objects.filter(own | team, dropped_at=None)
    sessions = (
        CohortSession.objects.visible_to(user, on=on)
        .filter(pk__in=came.values("session"), on__isnull=False)
        .exclude(state=CohortSession.State.CANCELLED)
    )
    newest = with_partners(sessions.select_related("kind")).order_by("-on", "-pk")
    found = list(newest[: SESSIONS_SHOWN + 1])
    contacts, contacts_left = contacts_of(same, user, on=on)
    return Partner(
        organisation=organisation,
        names=list(_names_in_words(told)),
        absorbed=_absorbed_in_words(one for one in told if one.pk != organisation.pk),
        parts=list(partners.filter(parent__in=same, merged_into=None).order_by("name")),
        sessions=session_rows(found[:SESSIONS_SHOWN]),
        met=_met(same, user, on=on),
        contacts=contacts,
        contacts_left=contacts_left,
        has_more=len(found) > SESSIONS_SHOWN,
    )


def _met(same: Sequence[int], user: User, *, on: date) -> list[Met]:
    """Where connections with it were reported, of what this reader may read: one statement."""
    rows = (
        Item.objects.visible_to(user, on=on)
        .standing()
        .filter(kind=Kind.CONNECTION, organisations__in=same)
        .filter(report__status=Report.Status.SUBMITTED)
        .order_by("report__town__name")
        .values_list("report__town__name", "report__town__slug")
        .annotate(number=Count("pk", distinct=True), last=Max("report__month"))
    )
    return [
        Met(town, reverse("towns:town", args=[slug]), _met_in_words(number, last))
        for town, slug, number, last in rows
    ]


def _met_in_words(number: int, last: date) -> str:
    reported = "1 connection reported" if number == 1 else f"{number} connections reported"
    return f"{reported}, the last in {month_name(last)}"


def _absorbed_in_words(rows: Iterable[Organisation]) -> list[str]:
    """The newest merger first."""
    merged = sorted(((one.merged_on, one.name) for one in rows if one.merged_on), reverse=True)
    return [f"Also known here as {name}, merged on {in_full(on)}" for on, name in merged]


def _other_names() -> ArraySubquery:
    names = OrganisationName.objects.filter(organisation=OuterRef("pk"))
    facts = JSONObject(name="name", is_alias="is_alias", until="until_on")
    return ArraySubquery(names.order_by("is_alias", "-until_on", "name").values(facts=facts))


def _row(organisation: Organisation) -> Row:
    others, whole = vars(organisation)[NAMES], vars(organisation)[WHOLE]
    former = [one["name"] for one in others if not one["is_alias"]]
    aliases = [one["name"] for one in others if one["is_alias"]]
    parts = [
        f"Of {whole}" if whole else "",
        f"Formerly {listed(former)}" if former else "",
        f"Also called {listed(aliases)}" if aliases else "",
    ]
    return Row(
        organisation.name,
        reverse("partners:partner", args=[organisation.slug]),
        "" if organisation.kind == Organisation.Kind.BODY else organisation.get_kind_display(),
        ". ".join(part for part in parts if part),
        organisation.sector.name if organisation.sector else "",
    )


def _names_in_words(organisations: Iterable[Organisation]) -> Iterator[str]:
    """Earlier names, the latest first, then other names; needs what `_other_names` adds."""
    others = [name for one in organisations for name in vars(one)[NAMES]]
    former = sorted((one for one in others if not one["is_alias"]), key=lambda one: one["name"])
    for one in sorted(former, key=lambda one: one["until"], reverse=True):
        yield f"Called {one['name']} until {in_full(date.fromisoformat(one['until']))}"
    for one in sorted(one["name"] for one in others if one["is_alias"]):
        yield f"Also called {one}"
