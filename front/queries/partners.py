"""Partners as everybody in post sees them: who they are, what they brought, where they are met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse

from kit.dates import in_full, month_name
from kit.words import listed
from people.likeness import like
from people.models import Organisation, OrganisationName, User
from reflections.models import Item, Kind, Report
from sessions.models import CohortSession, Contribution
from sessions.queries.sessions import Row as SessionRow
from sessions.queries.sessions import session_rows, with_partners
from towns.access import Thing, either, reached

A_PAGE = 30
FOUND = 20  # by a name, the likest first
SESSIONS_SHOWN = 20
NAMES = "other_names"  # what a statement adds to an organisation
STEPS = 10  # from one merger to the next


@dataclass(frozen=True)
class Wanted:
    """To what the directory is narrowed; `after` is the last name of the page before."""

    name: str = ""
    kind: str = ""
    has_come: bool = False
    after: str = ""

    @property
    def address(self) -> dict[str, str]:
        """The same as it stands in an address, but for the page."""
        told = {"name": self.name, "kind": self.kind, "came": "yes" if self.has_come else ""}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class Row:
    """One partner in the directory; `kind` only where it is not simply an organisation."""

    name: str
    url: str
    kind: str
    note: str


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
    parts: Sequence[Organisation]
    sessions: Sequence[SessionRow]
    met: Sequence[Met]
    has_more: bool


def partners_visible_to(user: User, *, on: date) -> QuerySet[Organisation]:
    """The register, to those who read it; to others, who brought something to what they see.

    A name stands in the register as soon as a lead types it, be it in a report that nobody else
    reads: groups see no more of it than their sessions tell.
    """
    came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
    partner = OuterRef("pk")
    theirs = came.filter(
        Q(organisation=partner)
        | Q(organisation__parent=partner)
        | Q(organisation__merged_into=partner)
    )
    return Organisation.objects.filter(
        either(
            (reached(user, Thing.ORGANISATIONS, on=on), Q()),
            (reached(user, Thing.PARTNERS, on=on), Q(Exists(theirs))),
        )
    )


def directory(user: User, wanted: Wanted, *, on: date) -> tuple[list[Row], str]:
    """Partners from A to Z, or the likest to a name; and the name after which the next page begins.

    One statement.
    """
    rows = partners_visible_to(user, on=on).filter(merged_into=None)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.has_come:
        came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
        began = came.filter(session__on__lte=on).exclude(
            session__state=CohortSession.State.CANCELLED
        )
        own = Q(organisation=OuterRef("pk")) | Q(organisation__merged_into=OuterRef("pk"))
        rows = rows.filter(Exists(began.filter(own)))
    rows = rows.select_related("parent").annotate(**{NAMES: _other_names()})
    if wanted.name:
        return [_row(one) for one in like(rows, wanted.name)[:FOUND]], ""
    ordered = rows.annotate(sorting=Lower("name")).order_by("sorting", "pk")
    found = list(ordered.filter(sorting__gt=Lower(Value(wanted.after)))[: A_PAGE + 1])
    return [_row(one) for one in found[:A_PAGE]], found[A_PAGE - 1].name if found[A_PAGE:] else ""


def partner_seen(user: User, slug: str, *, on: date) -> Organisation | None:
    """The partner at that address with what it is part of, and what it was merged into."""
    rows = partners_visible_to(user, on=on).select_related("parent", "merged_into")
    return rows.filter(slug=slug).first()


def partner_of(organisation: Organisation, user: User, *, on: date) -> Partner:
    """What a reader may know of a partner: five statements, one more for each merger on the way."""
    same = _same_as(organisation)
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
    names = OrganisationName.objects.filter(organisation__in=same)
    return Partner(
        organisation=organisation,
        names=[_name_in_words(one) for one in names.order_by("is_alias", "-until_on", "name")],
        parts=list(
            partners_visible_to(user, on=on)
            .filter(parent__in=same, merged_into=None)
            .order_by("name")
        ),
        sessions=session_rows(found[:SESSIONS_SHOWN]),
        met=_met(same, user, on=on),
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


def _same_as(organisation: Organisation) -> list[int]:
    """The numbers of the organisation and of all that were merged into it, step by step."""
    found, newest = [organisation.pk], [organisation.pk]
    for _ in range(STEPS):
        newest = list(
            Organisation.objects.filter(merged_into__in=newest).values_list("pk", flat=True)
        )
        if not newest:
            break
        found += newest
    return found


def _other_names() -> ArraySubquery:
    names = OrganisationName.objects.filter(organisation=OuterRef("pk"))
    facts = JSONObject(name="name", is_alias="is_alias")
    return ArraySubquery(names.order_by("is_alias", "-until_on", "name").values(facts=facts))


def _row(organisation: Organisation) -> Row:
    others = vars(organisation)[NAMES]
    former = [one["name"] for one in others if not one["is_alias"]]
    aliases = [one["name"] for one in others if one["is_alias"]]
    parts = [
        f"Of {organisation.parent}" if organisation.parent else "",
        f"Formerly {listed(former)}" if former else "",
        f"Also called {listed(aliases)}" if aliases else "",
    ]
    return Row(
        organisation.name,
        reverse("partners:partner", args=[organisation.slug]),
        "" if organisation.kind == Organisation.Kind.BODY else organisation.get_kind_display(),
        ". ".join(part for part in parts if part),
    )


def _name_in_words(name: OrganisationName) -> str:
    if name.until_on is None:
        return f"Also called {name.name}"
    return f"Called {name.name} until {in_full(name.until_on)}"
