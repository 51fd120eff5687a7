"""Who held a Project Lead's post before somebody, and who follows them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kit.dates import in_full, in_short
from towns.models import Role, Tenure


@dataclass(frozen=True)
class Neighbours:
    """The own posts before and after one Project Lead's, in the same town."""

    tenure: Tenure
    before: Tenure | None = None
    after: Tenure | None = None

    @property
    def to_words(self) -> str:
        """The days together with the one after, as in "28 November to 11 December 2026"."""
        return _both_in_post(self.tenure, self.after) if self.after else ""

    @property
    def from_words(self) -> str:
        """The same with the one before."""
        return _both_in_post(self.before, self.tenure) if self.before else ""


def neighbours_of(tenure: Tenure) -> Neighbours:
    """Of a Project Lead in their own post; nobody stands beside any other post: one statement."""
    if tenure.role != Role.PROJECT_LEAD or tenure.covering:
        return Neighbours(tenure)
    leads: QuerySet[Tenure] = (
        Tenure.objects.of_role(Role.PROJECT_LEAD)
        .filter(town=tenure.town, covering=False)
        .exclude(pk=tenure.pk)
        .select_related("person")
    )
    after = [one for one in leads if _turn(one) > _turn(tenure)]
    return Neighbours(tenure, _before(tenure, leads), min(after, key=_turn, default=None))


@dataclass(frozen=True)
class Handover:
    """The days, both included, on which two Project Leads of a town are in post together."""

    leaver: Tenure
    successor: Tenure
    first: date
    last: date


def handovers(successors: QuerySet[Tenure]) -> list[Handover]:
    """The handovers to these Project Leads, where there are days of both: two statements."""
    chosen = list(
        successors.filter(role=Role.PROJECT_LEAD, covering=False, handover_until__isnull=False)
        .select_related("person", "town")
        .order_by("starts_on", "pk")
    )
    in_town: defaultdict[int | None, list[Tenure]] = defaultdict(list)
    leads = Tenure.objects.of_role(Role.PROJECT_LEAD).filter(covering=False)
    towns = {one.town_id for one in chosen}
    for lead in leads.filter(town__in=towns).select_related("person", "town"):
        in_town[lead.town_id].append(lead)
    found = []
    for successor in chosen:
        leaver = _before(successor, in_town[successor.town_id])
        days = _days_of_both(leaver, successor) if leaver else None
        if leaver and days:
            found.append(Handover(leaver, successor, *days))
    return found


def _turn(lead: Tenure) -> tuple[date, bool]:
    """Their place in the line: of two who begin on one day, the one with the handover follows."""
    return lead.starts_on, lead.handover_until is not None


def _before(tenure: Tenure, leads: Sequence[Tenure] | QuerySet[Tenure]) -> Tenure | None:
    return max((one for one in leads if _turn(one) < _turn(tenure)), key=_turn, default=None)


def _days_of_both(leaver: Tenure, successor: Tenure) -> tuple[date, date] | None:
    """The first and the last day on which both are in post; none if there are none."""
    first, until = successor.starts_on, successor.handover_until
    last = min(until, leaver.ends_on or until) if until else None
    return (first, last) if last and last >= first else None


def _both_in_post(leaver: Tenure, successor: Tenure) -> str:
    """The days on which both are in post, in words; empty if there are none."""
    days = _days_of_both(leaver, successor)
    if days is None:
        return ""
    first, last = days
    if first == last:
        return f"on {in_full(first)}"
    written = in_short(first) if first.year == last.year else f"{in_short(first)} {first.year}"
    return f"{written} to {in_short(last)} {last.year}"
