"""Partners as everybody in post sees them: who they are, what they brought, where they are met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from kit.dates import in_full, month_name
from partners.queries.contacts import Contacts, contacts_of
from people.mergers import WithWholes, same_as
from people.models import Organisation, OrganisationName, User
from reflections.models import Item, Kind, Report
from sessions.models import CohortSession, Contribution
from sessions.queries.sessions import Row as SessionRow
from sessions.queries.sessions import session_rows, with_partners
from towns.access import Thing, either, reached

SESSIONS_SHOWN = 20
NAMES = "other_names"  # what a statement adds to an organisation


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
    contacts: Contacts
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


def partner_seen(user: User, slug: str, *, on: date) -> Organisation | None:
    """The partner at that address with what it is part of, and what it was merged into."""
    rows = partners_visible_to(user, on=on).select_related("parent", "merged_into", "sector")
    return rows.filter(slug=slug).first()


def partner_of(
    organisation: Organisation, user: User, *, on: date, contacts_page: int = 1
) -> Partner:
    """What a reader may know of a partner: six statements.

    Of what was merged into it, all that it brought counts; its name is told as far as a reader may
    know of it.
    """
    partners = partners_visible_to(user, on=on)
    known = {"is_told": Q(pk__in=partners.values("pk")), NAMES: other_names()}
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
    return Partner(
        organisation=organisation,
        names=list(_names_in_words(told)),
        absorbed=_absorbed_in_words(one for one in told if one.pk != organisation.pk),
        parts=list(partners.filter(parent__in=same, merged_into=None).order_by("name")),
        sessions=session_rows(found[:SESSIONS_SHOWN]),
        met=_met(same, user, on=on),
        contacts=contacts_of(same, user, on=on, page=contacts_page),
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


def other_names() -> ArraySubquery:
    """The other names of an outer row: the earlier ones first, of them the latest first."""
    names = OrganisationName.objects.filter(organisation=OuterRef("pk"))
    facts = JSONObject(name="name", is_alias="is_alias", until="until_on")
    return ArraySubquery(names.order_by("is_alias", "-until_on", "name").values(facts=facts))


def _names_in_words(organisations: Iterable[Organisation]) -> Iterator[str]:
    """Earlier names, the latest first, then other names; needs what `other_names` adds."""
    others = [name for one in organisations for name in vars(one)[NAMES]]
    former = sorted((one for one in others if not one["is_alias"]), key=lambda one: one["name"])
    for one in sorted(former, key=lambda one: one["until"], reverse=True):
        yield f"Called {one['name']} until {in_full(date.fromisoformat(one['until']))}"
    for one in sorted(one["name"] for one in others if one["is_alias"]):
        yield f"Also called {one}"
