"""The letter of thanks for a report: when it came in, how that counts, who reads it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_of, moment_in_full, month_name
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from reflections.letters.wording import NOT_THEIRS, page_of, report_of, text_of
from reflections.queries.readers import readers_of
from reflections.queries.receipts import Received, receipts

OPEN_AGAIN = Unneeded("The report is open again.")


def thank(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each receipt says: six statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, number_in(notice.about)) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = receipts(readers, places.values(), on=on)
    return {
        number: _said(found[place]) if place in found else NOT_THEIRS
        for number, place in places.items()
    }


def _said(one: Received) -> Said:
    report = one.report
    if report.submitted_at is None:
        return OPEN_AGAIN
    text = text_of(
        "thank_you",
        town=report.town.name,
        month=month_name(report.month),
        is_nothing=report.nothing_to_report,
        received=moment_in_full(report.submitted_at),
        standing=one.standing,
        readers=one.readers,
        report_url=page_of("report", report.town, report.month),
    )
    named = report_of(report.town, report.month)
    return Part(f"{named} is in", text, f"you submitted {named}")
