"""Lists of sessions, and one of them, as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from kit.prepared import Prepared, slot
from people.models import OrganisationName, User
from sessions.models import CohortSession, Contribution, Kind
from sessions.times import words_of
from towns.access import Thing, held_in, is_every_row, reached, remembered
from towns.models import Role

A_PAGE = 30
PARTNERS, THEN, OPEN_LINKS = "partner_names", "name_then", "open_links"  # what statements add


@dataclass(frozen=True)
class Row:
    """One session in a list."""

    session: CohortSession
    address: str
    when: str
    partners: Sequence[str]

    @property
    def title(self) -> str:
        """What it is called: its topic, or else its kind."""
        return str(self.session)

    @property
    def month(self) -> date | None:
        """The month under which it is listed; none without a date."""
        return self.session.on.replace(day=1) if self.session.on else None


@dataclass(frozen=True)
class Page:
    """A page of a list; `further` is the key of its last session if more follow."""

    rows: Sequence[Row]
    further: str = ""


def sessions_to_come(
    user: User, *, on: date, kind: Kind | None = None, after: CohortSession | None = None
) -> Page:
    """From today on, the next first; those without a date at the end."""
    found = CohortSession.objects.visible_to(user, on=on).filter(Q(on__gte=on) | Q(on=None))
    if after is not None and after.on is not None:
        found = found.filter(Q(on__gt=after.on) | Q(on=after.on, pk__gt=after.pk) | Q(on=None))
    elif after is not None:
        found = found.filter(on=None, pk__gt=after.pk)
    return _page(found.order_by(F("on").asc(nulls_last=True), "pk"), kind)


def sessions_past(
    user: User, *, on: date, kind: Kind | None = None, after: CohortSession | None = None
) -> Page:
    """Those whose time has begun before today, the latest first."""
    found = CohortSession.objects.visible_to(user, on=on).filter(on__lt=on)
    if after is not None and after.on is not None:
        found = found.filter(Q(on__lt=after.on) | Q(on=after.on, pk__lt=after.pk))
    return _page(found.order_by("-on", "-pk"), kind)


def kinds_in_use() -> QuerySet[Kind]:
    """The kinds that new sessions have, and to which a list may be narrowed; for everybody."""
    return Kind.objects.filter(is_used=True).order_by("position", "pk")


def session_seen(user: User, slug: str, *, on: date) -> CohortSession | None:
    """The session at that address with its kind; none if this person does not see it."""
    if is_every_row(reached(user, Thing.SESSION_PLANS, on=on)):
        return next(iter(_BY_SLUG(slug=slug)), None)
    found = CohortSession.objects.visible_to(user, on=on).select_related("kind")
    return found.filter(slug=slug).first()


_BY_SLUG = Prepared(
    lambda: CohortSession.objects.filter(slug=slot("slug", CharField())).select_related("kind")
)


def session_rows(sessions: Iterable[CohortSession]) -> list[Row]:
    """Rows of sessions that come with their kinds and `with_partners`."""
    home = reverse("sessions:sessions")
    return [
        Row(
            session,
            f"{home}{session.slug}/",
            words_of(session),
            [name_in_words(one["name"], one["then"]) for one in getattr(session, PARTNERS)],
        )
        for session in sessions
    ]


def with_partners(sessions: QuerySet[CohortSession]) -> QuerySet[CohortSession]:
    """The same sessions, each with the names of those who contribute, in the order of entry.

    What a partner was called on the session's day stands beside what it is called now. All of it
    comes with the sessions' own statement.
    """
    return sessions.annotate(**{PARTNERS: _partners()})


@cache
def _partners() -> ArraySubquery:
    """The partners of a session as facts. Made once: that takes longer than asking for them."""
    contributions = Contribution.objects.filter(session=OuterRef("pk"), dropped_at=None)
    names = contributions.order_by("pk").values(
        names=JSONObject(name="organisation__name", then=name_then(OuterRef("session__on")))
    )
    return ArraySubquery(names)


def name_then(day: OuterRef, *, organisation: str = "organisation") -> Subquery:
    """What the organisation of a row was called that day, if not what it is called now."""
    former = OrganisationName.objects.filter(organisation=OuterRef(organisation), until_on__gte=day)
    return Subquery(former.order_by("until_on").values("name")[:1])


def name_in_words(name: str, then: str | None) -> str:
    """What an organisation was called on a day, and what it is called now if that differs."""
    return f"{then} (now {name})" if then else name


@dataclass(frozen=True)
class Brought:
    """What one partner brings, under its name of that day."""

    contribution: Contribution
    name: str
    open_links: int


def contributions_to(session: CohortSession) -> list[Brought]:
    """What partners bring to a session, in the order of entry; those who dropped out too."""
    found = session.contributions.select_related("organisation").order_by("pk")
    facts = {
        THEN: name_then(OuterRef("session__on")),
        OPEN_LINKS: Count("links", filter=Q(links__revoked_at=None)),
    }
    return [
        Brought(
            one,
            name_in_words(one.organisation.name, getattr(one, THEN)),
            getattr(one, OPEN_LINKS),
        )
        for one in found.annotate(**facts)
    ]


def invited_to(session: CohortSession) -> list[str]:
    """The groups and the roles to which a session is open, in the order of the programme."""
    order = {role: number for number, role in enumerate(Role)}
    invited = sorted(
        session.invited.all(), key=lambda one: order.get(Role(one.role), -1) if one.role else -1
    )
    return [str(one) for one in invited]


def is_invited(user: User, session: CohortSession, *, on: date) -> bool:
    """Whether one of this person's posts is among those to which the session is open.

    Where a request has asked for both already, nothing is asked again.
    """
    known = remembered(user, on=on)
    if known is not None:
        roles = {tenure.role for tenure in known}
        groups = {tenure.group_id for tenure in known if tenure.group_id is not None}
        return any(one.role in roles or one.group_id in groups for one in session.invited.all())
    return session.invited.filter(held_in(user, on=on)).exists()


def _page(found: QuerySet[CohortSession], kind: Kind | None) -> Page:
    if kind is not None:
        found = found.filter(kind=kind)
    sessions = list(with_partners(found.select_related("kind"))[: A_PAGE + 1])
    further = str(sessions[A_PAGE - 1].key) if len(sessions) > A_PAGE else ""
    return Page(session_rows(sessions[:A_PAGE]), further)
