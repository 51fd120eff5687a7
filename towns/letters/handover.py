"""Handover: until when two Project Leads of a town may both write, and what is left to whom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kit.dates import day_of, in_full
from kit.words import span
from outbox.kinds import Kind, Part, Said, Unneeded
from outbox.models import Notice
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of, number_in
from towns.letters.wording import beginning_of, pack_url_of, part, post_said
from towns.models import Tenure
from towns.queries.handovers import Handover, handovers
from towns.queries.holdings import holdings
from towns.queries.people import post_in_words
from towns.spans import DAY

NAME = "towns/handover"
AHEAD = timedelta(days=14)


def plan(successors: QuerySet[Tenure], *, at: datetime) -> Plan:
    """Who of these, and of those before them, is told how they hand over: from 14 days before."""
    today = day_of(at)
    near = successors.filter(starts_on__lte=today + AHEAD, handover_until__gte=today)
    found = [handover for handover in handovers(near) if handover.last >= today]
    numbers = [tenure.pk for handover in found for tenure in _both(handover)]
    reached = {
        holding.tenure.pk: holding.why_no_account
        for holding in holdings(Tenure.objects.filter(pk__in=numbers), at=at)
    }
    due, spared = [], []
    for handover in found:
        for tenure in _both(handover):
            if why_not := reached.get(tenure.pk, ""):
                who = f"{tenure.person.name}, {post_in_words(handover.successor)}"
                spared.append(Spared(NAME, who, why_not))
            else:
                due.append(_due(handover, tenure))
    return Plan(due, spared)


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice tells the one who leaves, or the one who follows: two statements.

    Both hold a post in the town, so each may know who the other is, and their days.
    """
    numbers = [number_in(notice.about) for notice in notices]
    found = {
        handover.successor.pk: handover
        for handover in handovers(Tenure.objects.filter(pk__in=numbers))
    }
    return {notice.pk: _said(notice, found.get(number_in(notice.about)), at) for notice in notices}


RULE = "To both, from fourteen days before a post passes from one person to another."
KIND = Kind(NAME, "Handover", tell, rank=49, rule=RULE)


def _both(handover: Handover) -> Iterator[Tenure]:
    yield handover.leaver
    yield handover.successor


def _occasion(handover: Handover) -> str:
    """Days that moved are told anew."""
    return f"{handover.first.isoformat()}/{handover.last.isoformat()}"


def _due(handover: Handover, reader: Tenure) -> Due:
    since = beginning_of(handover.first - AHEAD)
    promise = Promise(
        NAME,
        reader.person_id,
        key_of(handover.successor),
        _occasion(handover),
        not_before=since,
        useful_until=beginning_of(handover.last + DAY),
    )
    why = (
        f"{handover.leaver.person.name} hands over to {handover.successor.person.name} "
        f"in {handover.successor.town}, {span(handover.first, handover.last)}"
    )
    return Due(promise, why, since)


def _said(notice: Notice, handover: Handover | None, at: datetime) -> Said:
    if handover is None:
        return Unneeded("The handover was taken back.")
    if notice.occasion != _occasion(handover):
        return Unneeded(f"Its days have moved: {span(handover.first, handover.last)}.")
    if handover.last < day_of(at):
        return Unneeded(f"The handover ended on {in_full(handover.last)}.")
    for reader in _both(handover):
        if reader.person_id == notice.person:
            return _words(handover, reader)
    return Unneeded("Somebody else hands over now.")


def _words(handover: Handover, reader: Tenure) -> Part:
    successor = handover.successor
    leaves = reader.pk == handover.leaver.pk
    other = successor if leaves else handover.leaver
    place = f"{other.person.name} in {successor.town}"
    return part(
        "handover_leaver" if leaves else "handover_successor",
        subject=f"Handing over to {place}" if leaves else f"Taking over from {place}",
        tenure=reader,
        reason="" if leaves else f"you follow {other.person.name} as {post_said(successor)}",
        other=other.person.name,
        pack_url="" if leaves else pack_url_of(handover.leaver),  # they are told of their own
        days=span(handover.first, handover.last),
        last=in_full(reader.ends_on) if reader.ends_on else "",
        alone_from=in_full(handover.last + DAY),
    )
