"""Who has read an edition, as they said: counted for the team, named to a group's own chair."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from digests.models import Digest, ReadMark, Telling
from towns.models import Role, Tenure
from towns.posts import Posts


@dataclass(frozen=True)
class GroupRead:
    """One group: how many of its members have read it, and who, for its chair alone."""

    name: str
    read: int
    members: int
    names: Sequence[str] = ()


def groups_that_read(digest: Digest, posts: Posts, *, on: date) -> list[GroupRead]:
    """Each Steering Group with its members of today: two statements.

    For who is no more than a member of a group, none; for its chair, that one with names.
    """
    chaired = {
        one.group_id
        for one in posts.of_role(Role.STEERING)
        if one.capacity == Tenure.Capacity.CHAIR
    }
    is_team = bool(posts.of_role(Role.PROGRAMME_TEAM))
    held = Tenure.objects.active(on=on).of_role(Role.STEERING, Role.NATIONAL)
    if not is_team:
        held = held.filter(group__in=chaired)
    marks = (
        ReadMark.objects.standing().filter(edition__digest=digest).values_list("person", flat=True)
    )
    read = set(marks)
    groups: defaultdict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for group, name, person, who in held.order_by("group__name", "person__name").values_list(
        "group", "group__name", "person", "person__name"
    ):
        groups[name or "", group or 0][person] = who
    return [
        GroupRead(
            name,
            sum(person in read for person in members),
            len(members),
            [who for person, who in members.items() if person in read] if group in chaired else (),
        )
        for (name, group), members in groups.items()
    ]


def telling_in_words(digest: Digest) -> list[str]:
    """How far the telling of a digest has come, the newest first: one statement."""
    rows = Telling.objects.filter(edition__digest=digest).order_by("-began_at")
    return [in_words(one) for one in rows]


def in_words(telling: Telling) -> str:
    """As in "An edition was published: 12,000 letters promised so far"."""
    letters = "1 letter" if telling.told == 1 else f"{telling.told:,} letters"
    far = "" if telling.done_at else " so far"
    return f"{telling.get_sort_display()}: {letters} promised{far}"
