"""Who held a Project Lead's post before somebody, and who follows them."""

from dataclasses import dataclass

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
    # Of two who begin on one day, the one with the handover follows.
    later = (tenure.starts_on, tenure.handover_until is not None)
    around = [(one, (one.starts_on, one.handover_until is not None)) for one in leads]
    before = [pair for pair in around if pair[1] < later]
    after = [pair for pair in around if pair[1] > later]
    return Neighbours(
        tenure,
        max(before, key=lambda pair: pair[1])[0] if before else None,
        min(after, key=lambda pair: pair[1])[0] if after else None,
    )


def _both_in_post(leaver: Tenure, successor: Tenure) -> str:
    """The days on which both are in post, in words; empty if there are none."""
    first, until = successor.starts_on, successor.handover_until
    last = min(until, leaver.ends_on or until) if until else None
    if last is None or last < first:
        return ""
    if first == last:
        return f"on {in_full(first)}"
    written = in_short(first) if first.year == last.year else f"{in_short(first)} {first.year}"
    return f"{written} to {in_short(last)} {last.year}"
