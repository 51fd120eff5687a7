"""Which open actions are handed over with a post, and to which partners they are promises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from kit.dates import day_near, in_full
from people.models import Organisation, OrganisationName, User
from reflections.models import Item
from sessions.models import Action, CohortSession, Contribution
from towns.models import Tenure
from towns.queries.packs import HANDED_OVER

MOST = 50


@dataclass(frozen=True, slots=True)
class ActionHanded:
    """One open action, with the partners whom it concerns."""

    text: str
    owner: str
    due: str
    is_late: bool
    session: CohortSession | None
    partners: tuple[str, ...]


def actions_handed(user: User, tenure: Tenure, *, on: date) -> list[ActionHanded]:
    """The leaver's open actions and those of the town's leads, due first: at most two statements.

    An action concerns the partners that its words name, and those that brought something to the
    session it came from: nothing else in the portal says what a partner was promised.
    """
    held = Tenure.objects.active(on=on).of_role(*HANDED_OVER).filter(town=tenure.town_id)
    brought = Contribution.objects.filter(session=OuterRef("session"), dropped_at=None)
    actions = list(
        Action.objects.visible_to(user, on=on)
        .open()
        .filter(Q(owner=tenure.person_id) | Exists(held.filter(person=OuterRef("owner"))))
        .select_related("owner", "session__kind")
        .annotate(brought_by=ArraySubquery(brought.order_by("pk").values("organisation__name")))
        .order_by("due_on", "pk")[:MOST]
    )
    names = _names_in(tenure) if actions else {}
    return [_handed(action, names, on=on) for action in actions]


def _names_in(tenure: Tenure) -> dict[str, str]:
    """Each name of the organisations that the town's reports name, and what they are called now."""
    of_town = Item.organisations.through.objects.filter(
        organisation=OuterRef("pk"), item__report__town=tenure.town_id
    )
    rows = Organisation.objects.filter(Exists(of_town)).annotate(
        others=ArraySubquery(
            OrganisationName.objects.filter(organisation=OuterRef("pk")).values("name")
        )
    )
    return {
        known: name
        for name, others in rows.values_list("name", "others")
        for known in (name, *others)
    }


def _handed(action: Action, names: dict[str, str], *, on: date) -> ActionHanded:
    near = day_near(action.due_on, on=on)
    brought: Iterable[str] = vars(action)["brought_by"]
    named = (name for known, name in names.items() if _stands_in(known, action.text))
    return ActionHanded(
        action.text,
        action.owner.name,
        f"{in_full(action.due_on)}, {near}" if near else in_full(action.due_on),
        action.due_on < on,
        action.session,
        tuple(dict.fromkeys((*brought, *named))),
    )


def _stands_in(name: str, text: str) -> bool:
    """Whether a text names it, as words of its own."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
