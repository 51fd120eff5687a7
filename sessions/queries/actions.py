"""Actions in lists, who may own one, and what of the reports may be raised at a session."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.dates import day_near, in_full
from people.models import Person, User
from reflections.models import Item
from reflections.models.items import Audience, Kind, at_least
from sessions.models import Action, CohortSession
from sessions.policies import may_plan_sessions
from sessions.queries.sessions import A_PAGE
from towns.models import Tenure, Town
from towns.readers import ForReader

SEES = "sees_session"  # what a statement adds to a row


@dataclass(frozen=True)
class ActionLine:
    """One action in a list, with the session and the words it came from if its reader sees them."""

    action: Action
    due: str
    is_late: bool
    source: str
    session: CohortSession | None
    may_change: bool

    @property
    def is_open(self) -> bool:
        """Nobody has said yet what happened."""
        return self.action.closed_at is None


@dataclass(frozen=True)
class ActionPage:
    """A page of a list; `further` is the key of its last action if more follow."""

    lines: Sequence[ActionLine]
    further: str = ""


def open_actions(
    user: User,
    *,
    on: date,
    mine: bool = False,
    town: Town | None = None,
    owner: Person | None = None,
    after: Action | None = None,
) -> ActionPage:
    """Open actions, due first: one's own, or all that one sees, of a town's people or of one."""
    if mine:  # which one always sees: see `ActionQuerySet.visible_to`
        found = Action.objects.open().filter(owner=user.person_id)
    else:
        found = Action.objects.visible_to(user, on=on).open()
    if owner is not None:
        found = found.filter(owner=owner)
    if town is not None:
        held = Tenure.objects.active(on=on).filter(
            Q(town=town) | Q(group__town=town), person=OuterRef("owner")
        )
        found = found.filter(Exists(held))
    if after is not None:
        found = found.filter(Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk))
    actions = list(with_places(found.order_by("due_on", "pk"), user=user, on=on)[: A_PAGE + 1])
    further = str(actions[A_PAGE - 1].key) if len(actions) > A_PAGE else ""
    return ActionPage(lines_of(actions[:A_PAGE], user=user, on=on), further)


def own_actions(user: User, *, on: date, most: int) -> list[ActionLine]:
    """The first of one's own open actions, due first; a page of them at most."""
    return lines_of(_OWN(user, on=on)[:most], user=user, on=on)


def with_places(actions: QuerySet[Action], *, user: User, on: date) -> QuerySet[Action]:
    """With what a line shows of each, and whether its session is theirs to see."""
    seen = CohortSession.objects.visible_to(user, on=on).filter(pk=OuterRef("session"))
    return with_people(actions).annotate(**{SEES: Exists(seen)})


_OWN = ForReader(
    lambda reader, on: with_places(
        Action.objects.open().filter(owner=reader.person_id).order_by("due_on", "pk"),
        user=reader,
        on=on,
    )[:A_PAGE]
)


def with_people(actions: QuerySet[Action]) -> QuerySet[Action]:
    """With whose each is, what session it came from, and who closed it."""
    return actions.select_related("owner", "session__kind", "closed_by__person")


def lines_of(
    actions: Iterable[Action], *, user: User, on: date, sees: Container[int] | None = None
) -> list[ActionLine]:
    """Lines of actions `with_places`; words of an item go no further than the item.

    Where it is known which sessions this person `sees`, they need only come `with_people`.
    """
    known = list(actions)
    may_plan = bool(known) and may_plan_sessions(user, on=on)
    items = {one.item_id for one in known if one.item_id and one.source}
    readable = Item.objects.visible_to(user, on=on).filter(pk__in=items) if items else []
    read = {one.pk for one in readable}
    return [
        ActionLine(
            action=one,
            due=_due(one.due_on, on=on),
            is_late=one.due_on < on,
            source=one.source if one.item_id is None or one.item_id in read else "",
            session=one.session if _sees(one, sees) else None,
            may_change=one.closed_at is None and (may_plan or one.owner_id == user.person_id),
        )
        for one in known
    ]


def people_in_post(*, on: date) -> QuerySet[Person]:
    """Who holds any post of the programme that day, by name."""
    held = Tenure.objects.active(on=on).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(held)).order_by("name", "pk")


def owners_visible_to(user: User, *, on: date) -> QuerySet[Person]:
    """Who owns an open action that this person sees."""
    open_here = Action.objects.visible_to(user, on=on).open().filter(owner=OuterRef("pk"))
    return Person.objects.filter(Exists(open_here)).order_by("name", "pk")


def may_be_raised(user: User, *, on: date) -> QuerySet[Item]:
    """Challenges that the whole cohort reads, and this person too."""
    challenges = Item.objects.visible_to(user, on=on).filter(kind=Kind.CHALLENGE, open_findings=0)
    return challenges.filter(audience__in=at_least(Audience.COHORT))


def _sees(action: Action, known: Container[int] | None) -> bool:
    return bool(getattr(action, SEES)) if known is None else action.session_id in known


def _due(day: date, *, on: date) -> str:
    near = day_near(day, on=on)
    return f"{in_full(day)}, {near}" if near else in_full(day)
