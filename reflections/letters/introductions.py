"""The letters between two towns: one asks about what the other learned, and is answered.

An item is quoted only before who may read it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_of, month_name
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from reflections.letters.wording import (
    NOT_THEIRS,
    excerpt,
    headline,
    quotation,
    report_of,
    text_of,
    wrote_in,
)
from reflections.models import Introduction
from reflections.queries.addresses import address_of
from reflections.queries.heard import introductions_put, introductions_sent, items_seen
from reflections.queries.readers import readers_of

ANSWERED = Unneeded("It has been answered already.")


def tell_introductions(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice of another town's question says: five statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, number_in(notice.about)) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = introductions_put(readers, places.values(), on=on)
    items = items_seen(readers, {(who, one.item_id) for (who, _), one in found.items()}, on=on)
    said: dict[int, Said] = {}
    for number, place in places.items():
        one = found.get(place)
        if one is None:
            said[number] = NOT_THEIRS
        elif one.answered_at is not None:
            said[number] = ANSWERED
        else:
            said[number] = _asked(one, place[0], is_read=(place[0], one.item_id) in items)
    return said


def tell_introduction_answers(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice of an answer to one's question says: four statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, number_in(notice.about)) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = introductions_sent(readers, places.values(), on=on)
    return {
        number: _answered(found[place]) if place in found else NOT_THEIRS
        for number, place in places.items()
    }


def _asked(one: Introduction, reader: int, *, is_read: bool) -> Part:
    item, report = one.item, one.item.report
    is_own = item.author_id == reader
    text = text_of(
        "introduction",
        who=one.by.person.name,
        town=one.town.name,
        place=report.town.name,
        month=month_name(report.month),
        is_own=is_own,
        words=quotation(one.text),
        item=excerpt(item.text) if is_read else "",
        url=link_to(address_of("introduction", one.key)),
    )
    subject = f"{one.by.person.name}, {one.town.name}, asks about {_named(one)}"
    reason = wrote_in(report) if is_own else f"you are Project Lead in {report.town.name}"
    return Part(headline(subject), text, reason)


def _answered(one: Introduction) -> Part:
    who = one.answered_by.person.name if one.answered_by else one.item.report.town.name
    text = text_of(
        "introduction_answered",
        who=who,
        town=one.item.report.town.name,
        month=month_name(one.item.report.month),
        words=quotation(one.answer),
        url=link_to(address_of("introduction", one.key)),
    )
    reason = f"you asked about {_named(one)}"
    return Part(headline(f"{who} answers about {_named(one)}"), text, reason)


def _named(one: Introduction) -> str:
    return report_of(one.item.report.town, one.item.report.month)
