"""Which questions a reader may ask back about a digest, and what their groups have asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from digests.models import AskBack, Digest
from towns.models import Group, Role
from towns.posts import Posts


@dataclass(frozen=True)
class Asking:
    """What stands below an edition for members of Steering Groups.

    `groups` may still ask; `asked` are the questions of the others: group, words, and
    whether a later digest has printed the answer.
    """

    groups: Sequence[Group]
    asked: Sequence[tuple[str, str, bool]]

    @property
    def is_shown(self) -> bool:
        """Whether the reader is of any Steering Group."""
        return bool(self.groups or self.asked)


def asking_of(digest: Digest, posts: Posts) -> Asking:
    """For whom somebody may ask about a digest: one statement, none for who is of no group."""
    groups = {one.group.pk: one.group for one in posts.of_role(Role.STEERING) if one.group}
    if not groups:
        return Asking((), ())
    rows = AskBack.objects.filter(digest=digest, group__in=groups).select_related("question")
    asked = {one.group_id: one.question for one in rows}
    return Asking(
        [group for number, group in groups.items() if number not in asked],
        [
            (str(groups[number]), one.text, one.published_at is not None)
            for number, one in asked.items()
        ],
    )
