"""The letters about what became of one's items: read by somebody, raised, answered, echoed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_of, in_full, month_name
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from reflections.letters.wording import (
    NOT_THEIRS,
    excerpt,
    headline,
    page_of,
    report_of,
    text_of,
    wrote_in,
)
from reflections.models import ItemEvent
from reflections.queries.heard import events_seen, readings_of
from reflections.queries.readers import readers_of

NOT_THERE = Unneeded("None of these items is theirs to read any more.")
BECAME = {
    ItemEvent.Kind.RAISED: "was raised at",
    ItemEvent.Kind.ANSWERED: "was answered by",
    ItemEvent.Kind.ECHOED: "came back:",
}


def tell_readings(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of one reader's day with one report: four statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, number_in(notice.about)) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = readings_of(readers, {report for _, report in places.values()}, on=on)
    said: dict[int, Said] = {}
    for notice in notices:
        events = [
            event
            for event in found.get(places[notice.pk], [])
            if event.by_id == notice.facts["by"]
            and day_of(event.at).isoformat() == notice.facts["day"]
        ]
        said[notice.pk] = _readings(events) if events else NOT_THERE
    return said


def _readings(events: Sequence[ItemEvent]) -> Part:
    report = events[0].item.report
    number = "an item of yours" if len(events) == 1 else f"{len(events)} items of yours"
    named = report_of(report.town, report.month)
    text = text_of(
        "item_read",
        who=events[0].label,
        them="it" if len(events) == 1 else "them",
        day=in_full(day_of(events[0].at)),
        url=page_of("report", report.town, report.month),
    )
    return Part(headline(f"{events[0].label} read {number} in {named}"), text, wrote_in(report))


def tell_uses(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of where an item went: four statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, int(notice.facts["event"])) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = events_seen(readers, places.values(), on=on)
    return {
        number: _use(found[place]) if place in found else NOT_THEIRS
        for number, place in places.items()
    }


def _use(event: ItemEvent) -> Part:
    item, report = event.item, event.item.report
    became = f"{BECAME[ItemEvent.Kind(event.kind)]} {event.label}"
    text = text_of(
        "item_used",
        town=report.town.name,
        month=month_name(report.month),
        kind=item.get_kind_display().lower(),
        became=became,
        item="" if item.sensitive else excerpt(item.text),
        url=link_to(event.address or report.get_absolute_url()),
    )
    return Part(headline(f"Your {report.month:%B} item {became}"), text, wrote_in(report))
