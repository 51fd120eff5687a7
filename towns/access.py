"""Who reads what: the one table. Every page, list, letter and export asks it.

`TABLE` says for each kind of thing how far each role reaches; `reached` and `within` turn a line of
it into a condition on rows, so that what may be read and what a list shows never differ. A request
asks once which posts its sender holds (`towns.posts`); from then on the same conditions are made of
what was found, without asking the database again in every statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum, auto
from functools import reduce
from operator import or_
from types import MappingProxyType

from django.db.models import Exists, F, Q
from django.db.models.lookups import Exact

from kit.prepared import Slot
from people.models import User
from towns.models.tenures import Role, Tenure


class Thing(StrEnum):
    """What can be read."""

    TOWNS = auto()  # that towns exist, who is in post, public facts
    JOTS = auto()  # one's own jots, kept for a town
    DRAFT_REPORTS = auto()  # a month's report before it is submitted
    REPORTS = auto()  # submitted reports and their items, by audience
    DATA_QUESTIONS = auto()  # items that ask something of the data
    COHORT_ITEMS = auto()  # items whose audience is the cohort
    HANDOVERS = auto()  # the packs of those who leave a post of a town
    OBLIGATIONS = auto()  # who owes what
    GROUPS = auto()  # members of a group
    PEOPLE = auto()  # everybody's tenures and addresses
    COHORT_LIST = auto()  # names and posts of the cohort
    ORGANISATIONS = auto()  # the register of organisations
    PARTNERS = auto()  # who they are, and the sessions to which they came
    CONTACTS = auto()  # whom to write to at partners, of a town's own and of the programme's
    TIES = auto()  # which towns know which organisations, as far as the cohort may know
    SESSIONS = auto()  # gatherings of the cohort, whoever is invited
    SESSION_PLANS = auto()  # also those that are no more than an idea, and groups' own
    QUOTES = auto()  # words that people said, and what they agreed to
    DIGESTS = auto()  # what was published of the quarters
    DIGEST_DRAFTS = auto()  # digests before they are published
    DIGEST_SECTIONS = auto()  # what a digest is to say of one's own town, to be checked
    OFFICE = auto()  # the Programme Team's own pages
    UNFOUND = auto()  # what was looked for in the library in vain
    LETTERS = auto()  # which letters left or wait, to whom and why, and how the jobs go
    LETTER_TEXTS = auto()  # what stood in them
    SUPPORT = auto()  # Django's admin, as support tool


class Reach(StrEnum):
    """How far a role reaches."""

    PLACE = auto()  # the town or group where the post is held
    EVERYWHERE = auto()


_PLACE, _EVERYWHERE = Reach.PLACE, Reach.EVERYWHERE
_NO_ROW = Q(pk__in=[])
_EVERY_ROW = ~_NO_ROW  # an empty Q would vanish beside others instead of being true
_REMEMBERED = "posts_remembered"

TABLE: Mapping[Thing, Mapping[str, Reach]] = MappingProxyType(
    {
        Thing.TOWNS: dict.fromkeys(Role, _EVERYWHERE),
        Thing.JOTS: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.ANALYST: _PLACE,
        },
        Thing.DRAFT_REPORTS: {Role.PROJECT_LEAD: _PLACE, Role.LINK_LEAD: _PLACE},
        Thing.REPORTS: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
        },
        Thing.DATA_QUESTIONS: {Role.ANALYST: _PLACE},
        Thing.COHORT_ITEMS: {
            Role.PROJECT_LEAD: _EVERYWHERE,
            Role.LINK_LEAD: _EVERYWHERE,
            Role.ANALYST: _EVERYWHERE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
        },
        # Who reads the town's reports, and no sooner: the leaver until their last day, who follows
        # from their first, which in a handover comes before. A pack holds what each reads anyway.
        Thing.HANDOVERS: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
        },
        Thing.OBLIGATIONS: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.GROUPS: {
            Role.STEERING: _PLACE,
            Role.PLANNING: _PLACE,
            Role.NATIONAL: _PLACE,
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.PEOPLE: {
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.COHORT_LIST: {
            Role.PROJECT_LEAD: _EVERYWHERE,
            Role.LINK_LEAD: _EVERYWHERE,
            Role.ANALYST: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.ORGANISATIONS: {
            Role.PROJECT_LEAD: _EVERYWHERE,
            Role.LINK_LEAD: _EVERYWHERE,
            Role.ANALYST: _EVERYWHERE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.EVALUATOR: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.PARTNERS: dict.fromkeys(Role, _EVERYWHERE),
        Thing.CONTACTS: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.ANALYST: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.TIES: {
            Role.PROJECT_LEAD: _EVERYWHERE,
            Role.LINK_LEAD: _EVERYWHERE,
            Role.ANALYST: _EVERYWHERE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.EVALUATOR: _EVERYWHERE,
        },
        Thing.SESSIONS: {
            Role.PROJECT_LEAD: _EVERYWHERE,
            Role.LINK_LEAD: _EVERYWHERE,
            Role.ANALYST: _EVERYWHERE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.SESSION_PLANS: {
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.QUOTES: {
            Role.PROJECT_LEAD: _PLACE,
            Role.LINK_LEAD: _PLACE,
            Role.PROGRAMME_TEAM: _EVERYWHERE,
        },
        Thing.DIGESTS: {role: _EVERYWHERE for role in Role if role != Role.PLANNING},
        Thing.DIGEST_DRAFTS: {Role.PROGRAMME_TEAM: _EVERYWHERE},
        Thing.DIGEST_SECTIONS: {Role.PROJECT_LEAD: _PLACE, Role.LINK_LEAD: _PLACE},
        Thing.OFFICE: {
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.UNFOUND: {Role.PROGRAMME_TEAM: _EVERYWHERE},
        Thing.LETTERS: {
            Role.PROGRAMME_TEAM: _EVERYWHERE,
            Role.ADMINISTRATOR: _EVERYWHERE,
        },
        Thing.LETTER_TEXTS: {Role.PROGRAMME_TEAM: _EVERYWHERE},
        Thing.SUPPORT: {Role.ADMINISTRATOR: _EVERYWHERE},
    }
)


def roles_reaching(thing: Thing, reach: Reach) -> list[str]:
    """The roles that reach exactly so far."""
    return [role for role, found in TABLE[thing].items() if found == reach]


def remember(user: User, held: Sequence[Tenure], *, on: date) -> None:
    """Keep with this account object what it was found to hold: for the one request it serves."""
    setattr(user, _REMEMBERED, (on, tuple(held)))


def remembered(user: User, *, on: date) -> tuple[Tenure, ...] | None:
    """What this account object was found to hold that day, if that was asked."""
    day, held = getattr(user, _REMEMBERED, (None, ()))
    return held if day == on else None


def reached(user: User, thing: Thing, *, on: date) -> Q:
    """True of every row, or of none: whether any post of this person reaches `thing` at all."""
    known = remembered(user, on=on)
    if known is not None:
        return _EVERY_ROW if any(tenure.role in TABLE[thing] for tenure in known) else _NO_ROW
    return Q(Exists(Tenure.objects.held_by(user, on=on).filter(role__in=list(TABLE[thing]))))


def within(
    user: User, thing: Thing, *, on: date, town: str = "town", group: str | None = None
) -> Q:
    """The rows of `thing` that this person reads on that day.

    `town` and `group` name the fields of the filtered rows that hold the town and the group.
    """
    known = remembered(user, on=on)
    if known is not None:
        return _within_known(known, thing, town=town, group=group)
    held = Tenure.objects.held_by(user, on=on)
    everywhere = held.filter(role__in=roles_reaching(thing, Reach.EVERYWHERE))
    in_place = held.filter(role__in=roles_reaching(thing, Reach.PLACE))
    readable = Q(Exists(everywhere)) | Q(
        **{f"{town}__in": in_place.filter(town__isnull=False).values("town")}
    )
    if group:
        own_groups = in_place.filter(group__isnull=False).values("group")
        readable |= Q(**{f"{group}__in": own_groups})
    return readable


def _within_known(known: Iterable[Tenure], thing: Thing, *, town: str, group: str | None) -> Q:
    """The same condition, made of posts that are known."""
    reaching = [tenure for tenure in known if tenure.role in TABLE[thing]]
    if any(TABLE[thing][tenure.role] == Reach.EVERYWHERE for tenure in reaching):
        return _EVERY_ROW
    readable = _one_of(town, (tenure.town_id for tenure in reaching))
    if group:
        readable |= _one_of(group, (tenure.group_id for tenure in reaching))
    return readable if reaching else _NO_ROW


def _one_of(name: str, numbers: Iterable[int | Slot | None]) -> Q:
    """Rows of one of these places. Numbers are known, or all of them are slots."""
    places = list(dict.fromkeys(number for number in numbers if number is not None))
    slots = [place for place in places if isinstance(place, Slot)]
    if slots:
        return reduce(or_, (Q(Exact(F(name), place)) for place in slots))
    return Q(**{f"{name}__in": sorted(place for place in places if isinstance(place, int))})


def held_in(user: User, *, on: date, role: str = "role", group: str = "group") -> Q:
    """Rows that name a role or a group in which this person holds a post on that day.

    `role` and `group` are the fields of the filtered rows that hold them.
    """
    known = remembered(user, on=on)
    if known is not None:
        roles = {tenure.role for tenure in known}
        in_groups = _one_of(group, (tenure.group_id for tenure in known))
        return Q(**{f"{role}__in": sorted(roles)}) | in_groups
    held = Tenure.objects.held_by(user, on=on)
    return Q(**{f"{role}__in": held.values("role")}) | Q(**{f"{group}__in": held.values("group")})


def is_every_row(reach: Q) -> bool:
    """Whether a reach is known to let every row through: no other condition need be asked."""
    return reach is _EVERY_ROW


def either(*branches: tuple[Q, Q]) -> Q:
    """The rows that one of these pairs lets through, each pair a reach and a condition within it.

    A reach that is known to let nothing through is left out, as is the asking of one that is known
    to let everything through: what is not asked costs nothing.
    """
    found = _NO_ROW
    for reach, condition in branches:
        if reach is not _NO_ROW:
            branch = condition if reach is _EVERY_ROW and condition else reach & condition
            found = branch if found is _NO_ROW else found | branch
    return found


def reads(user: User, thing: Thing, *, on: date) -> bool:
    """Whether any post of this person reaches `thing` everywhere on that day."""
    known = remembered(user, on=on)
    if known is not None:
        return any(TABLE[thing].get(tenure.role) == Reach.EVERYWHERE for tenure in known)
    roles = roles_reaching(thing, Reach.EVERYWHERE)
    return Tenure.objects.held_by(user, on=on).filter(role__in=roles).exists()
