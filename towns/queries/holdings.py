"""Posts as those see them who hold them: what went before, what goes on, whether they sign in."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from people.models import Invitation, User
from towns.models import Tenure
from towns.spans import DAY


@dataclass(frozen=True)
class Holding:
    """One tenure, with what else its person holds and held, and their way in.

    `opened_at` is when they opened their account by an invitation, if they did.
    """

    tenure: Tenure
    others: tuple[Tenure, ...]
    has_account: bool
    is_invited: bool
    opened_at: datetime | None

    @property
    def why_no_account(self) -> str:
        """Why no letter can reach them; empty if one can."""
        if self.has_account:
            return ""
        return "has not opened the account yet" if self.is_invited else "has no account"

    @property
    def went_before(self) -> bool:
        """They held the post, as they hold it now, until the day before or longer."""
        return any(
            other.covering == self.tenure.covering
            and other.starts_on < self.tenure.starts_on
            and (other.ends_on is None or other.ends_on + DAY >= self.tenure.starts_on)
            for other in self._same_post()
        )

    @property
    def goes_on(self) -> bool:
        """They hold the post on after this tenure, be it as cover, without a day between."""
        end = self.tenure.ends_on
        return end is None or any(
            other.starts_on <= end + DAY and (other.ends_on is None or other.ends_on > end)
            for other in self._same_post()
        )

    def holds_another(self, *, on: date) -> bool:
        """Whether they hold anything else on that day."""
        return any(
            other.starts_on <= on and (other.ends_on is None or other.ends_on >= on)
            for other in self.others
        )

    def _same_post(self) -> list[Tenure]:
        return [other for other in self.others if _post(other) == _post(self.tenure)]


def _post(tenure: Tenure) -> tuple[object, ...]:
    return tenure.role, tenure.town_id, tenure.group_id, tenure.programme_id


def holdings(tenures: QuerySet[Tenure], *, at: datetime) -> list[Holding]:
    """These tenures with person and place, as things stand at a moment: five statements."""
    chosen = list(
        tenures.select_related("person", "town", "group", "programme").order_by("starts_on", "pk")
    )
    persons = {tenure.person_id for tenure in chosen}
    held: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in Tenure.objects.filter(person__in=persons).order_by("starts_on", "pk"):
        held[tenure.person_id].append(tenure)
    accounts = set(
        User.objects.filter(person__in=persons, is_active=True).values_list("person", flat=True)
    )
    opened, invited = _invitations(persons, at=at)
    return [
        Holding(
            tenure,
            tuple(other for other in held[tenure.person_id] if other.pk != tenure.pk),
            has_account=tenure.person_id in accounts,
            is_invited=tenure.person_id in invited,
            opened_at=opened.get(tenure.person_id),
        )
        for tenure in chosen
    ]


def _invitations(
    persons: Collection[int], *, at: datetime
) -> tuple[dict[int, datetime], Collection[int]]:
    """When each person used an invitation, and who has one that still waits."""
    rows = Invitation.objects.filter(person__in=persons)
    used = rows.filter(accepted_at__lte=at).values_list("person").annotate(Max("accepted_at"))
    waiting = rows.waiting(on=timezone.localdate(at))
    return dict(used), set(waiting.values_list("person", flat=True))
