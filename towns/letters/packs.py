"""Handover pack: what somebody who leaves a post of a town hands over, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kit.dates import day_of, in_full
from outbox.kinds import Kind, Part, Said, Unneeded
from outbox.models import Notice
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of, number_in
from towns.letters import ends
from towns.letters.wording import beginning_of, part, post_said
from towns.models import Tenure
from towns.queries.holdings import Holding, holdings
from towns.queries.packs import has_pack
from towns.queries.people import post_in_words

NAME = "towns/handover_pack"
AHEAD = timedelta(days=60)  # a last day that is set sooner is told of then


def plan(tenures: QuerySet[Tenure], *, at: datetime) -> Plan:
    """Which leavers are told of their pack: from 60 days before, until the last day is near.

    Then the letter that the post ends leads there.
    """
    today = day_of(at)
    ending = tenures.filter(
        starts_on__lte=today, ends_on__range=(today + ends.AHEAD, today + AHEAD)
    ).exclude(ends_on=today + ends.AHEAD)
    due, spared = [], []
    for holding in holdings(ending, at=at):
        tenure = holding.tenure
        ends_on = tenure.ends_on
        if ends_on is None or not has_pack(tenure):
            continue
        if why_not := _why_not(holding) or holding.why_no_account:
            who = f"{tenure.person.name}, {post_in_words(tenure)}"
            spared.append(Spared(NAME, who, why_not))
            continue
        since = beginning_of(ends_on - AHEAD)
        promise = Promise(
            NAME,
            tenure.person_id,
            key_of(tenure),
            ends_on.isoformat(),  # a day that moved is told anew
            not_before=since,
            useful_until=beginning_of(ends_on - ends.AHEAD),
        )
        why = f"{tenure.person.name} is {post_said(tenure)} until {in_full(ends_on)}"
        due.append(Due(promise, why, since))
    return Plan(due, spared)


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of its reader's own post now: five statements."""
    numbers = [number_in(notice.about) for notice in notices]
    found = {
        holding.tenure.pk: holding
        for holding in holdings(Tenure.objects.filter(pk__in=numbers), at=at)
    }
    return {notice.pk: _said(notice, found.get(number_in(notice.about)), at) for notice in notices}


RULE = "When a post of yours in a town has a last day: two months before, or once it is set."
KIND = Kind(NAME, "Handover pack", tell, rank=50, rule=RULE)


def _said(notice: Notice, holding: Holding | None, at: datetime) -> Said:
    if holding is None or holding.tenure.person_id != notice.person:
        return Unneeded("The post was taken back.")
    ends_on = holding.tenure.ends_on
    if ends_on is None:
        return Unneeded("The post has no last day any more.")
    if notice.occasion != ends_on.isoformat():
        return Unneeded(f"The last day has moved to {in_full(ends_on)}.")
    if ends_on <= day_of(at) + ends.AHEAD:
        return Unneeded("The letter that the post ends leads there.")
    if not has_pack(holding.tenure):
        return Unneeded("The post hands nothing over.")
    if why_not := _why_not(holding):
        return Unneeded(f"{why_not[:1].upper()}{why_not[1:]}.")
    return _words(holding, ends_on)


def _why_not(holding: Holding) -> str:
    """Why a holder is not told, account or not; empty if they are."""
    return "they hold the post on without a day between" if holding.goes_on else ""


def _words(holding: Holding, ends_on: date) -> Part:
    tenure = holding.tenure
    place = tenure.town.name if tenure.town else ""
    return part(
        "handover_pack",
        subject=f"Your handover pack for {place} is ready",
        tenure=tenure,
        last=in_full(ends_on),
    )
