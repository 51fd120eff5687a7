"""The receipts of many reports at once, as the letter of thanks tells them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from people.models import User
from reflections.models import Item, Obligation, Report
from reflections.queries.check import readers_in_words, standing_in_words
from reflections.queries.readers import seen


@dataclass(frozen=True)
class Received:
    """A report that came in: how that counts, and who reads it, in words; empty if nobody else."""

    report: Report
    standing: str
    readers: str


def receipts(
    readers: Mapping[int, User], wanted: Iterable[tuple[int, int]], *, on: date
) -> dict[tuple[int, int], Received]:
    """Of each pair of a person and a report that the person sees, what came in: four statements."""
    pairs = seen(readers, wanted, lambda user: Report.objects.visible_to(user, on=on))
    numbers = {report for _, report in pairs}
    reports = Report.objects.filter(pk__in=numbers).select_related("town").in_bulk()
    months = Q(pk=None)
    for report in reports.values():
        months |= Q(town=report.town_id, month=report.month)
    standing = {
        (row.town_id, row.month): standing_in_words(row)
        for row in Obligation.objects.filter(months)
    }
    audiences: defaultdict[int, set[str]] = defaultdict(set)
    for number, audience in (
        Item.objects.standing()
        .filter(report__in=numbers)
        .values_list("report", "audience")
        .distinct()
    ):
        audiences[number].add(audience)
    return {
        (person, number): Received(
            reports[number],
            standing.get((reports[number].town_id, reports[number].month), ""),
            readers_in_words(audiences[number]) if audiences[number] else "the Programme Team",
        )
        for person, number in pairs
    }
