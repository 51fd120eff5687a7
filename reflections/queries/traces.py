"""What somebody left behind in a town: asked before it is said that they never were in post."""

from datetime import date
from typing import Any

from people.models import Person
from reflections.models import Echo, Item, Jot, Reply, Report, ReportVersion
from towns.models import Town


def wrote_in(person: Person, town: Town, *, since: date, until: date | None) -> bool:
    """Whether the person wrote for the town on one of these days, be it only a note of their own.

    What they wrote is not told, nor of which kind it is.
    """

    def on(moment: str) -> dict[str, Any]:
        last = {f"{moment}__date__lte": until} if until else {}
        return {f"{moment}__date__gte": since} | last

    return (
        Jot.objects.filter(author=person, town=town, **on("received_at")).exists()
        or Item.objects.filter(author=person, report__town=town, **on("created_at")).exists()
        or Report.objects.filter(
            submitted_by__person=person, town=town, **on("submitted_at")
        ).exists()
        or ReportVersion.objects.filter(
            made_by__person=person, report__town=town, **on("made_at")
        ).exists()
        or Reply.objects.filter(
            by__person=person, question__item__report__town=town, **on("at")
        ).exists()
        or Echo.objects.filter(by__person=person, item__report__town=town, **on("at")).exists()
    )
