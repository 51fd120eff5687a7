"""Nobody belongs to a group after its last day: access through it would go on."""

from datetime import date

from kit.dates import in_full
from kit.errors import DomainError
from towns.models import Group


class AfterGroup(DomainError):
    """The group ends before that."""


def refuse_after_group(group: Group, ends_on: date | None) -> None:
    """A membership or a seat lasts no longer than its group, which must be locked: it is reread.

    Raises:
        AfterGroup: the last day lies after the group's, or there is none.
    """
    last = Group.objects.values_list("ends_on", flat=True).get(pk=group.pk)
    if last is not None and (ends_on is None or ends_on > last):
        raise AfterGroup(
            f"{group.name} ends on {in_full(last)}. Enter a last day that is not after it."
        )
