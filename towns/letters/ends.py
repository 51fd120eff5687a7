"""Role ends in 14 days: until when its holder may read and write, and what is left to do."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kit.dates import day_near, day_of, in_full
from outbox.kinds import Kind, Part, Said, Unneeded
from outbox.models import Notice
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of, number_in
from towns.letters.wording import beginning_of, part, post_said
from towns.models import Tenure
from towns.models.tenures import TOWN_ROLES
from towns.queries.holdings import Holding, holdings
from towns.queries.people import post_in_words
from towns.spans import DAY

NAME = "towns/role_ends"
AHEAD = timedelta(days=14)


def plan(tenures: QuerySet[Tenure], *, at: datetime) -> Plan:
    """Who of these holders is told that their post ends: from 14 days before, on the day too."""
    today = day_of(at)
    ending = tenures.filter(starts_on__lte=today, ends_on__range=(today, today + AHEAD))
    due, spared = [], []
    for holding in holdings(ending, at=at):
        tenure = holding.tenure
        ends_on = tenure.ends_on or today  # each of them has one
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
            useful_until=beginning_of(ends_on + DAY),
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


RULE = "Fourteen days before the last day of a post of yours."
KIND = Kind(NAME, "Role ends soon", tell, rank=50, rule=RULE)


def _said(notice: Notice, holding: Holding | None, at: datetime) -> Said:
    if holding is None or holding.tenure.person_id != notice.person:
        return Unneeded("The post was taken back.")
    ends_on = holding.tenure.ends_on
    if ends_on is None:
        return Unneeded("The post has no last day any more.")
    if notice.occasion != ends_on.isoformat():
        return Unneeded(f"The last day has moved to {in_full(ends_on)}.")
    if ends_on < day_of(at):
        return Unneeded(f"The post ended on {in_full(ends_on)}.")
    if why_not := _why_not(holding):
        return Unneeded(f"{why_not[:1].upper()}{why_not[1:]}.")
    return _words(holding, ends_on, on=day_of(at))


def _why_not(holding: Holding) -> str:
    """Why a holder is not told, account or not; empty if they are."""
    tenure = holding.tenure
    if holding.goes_on:
        return "they hold the post on without a day between"
    if tenure.ends_on and tenure.ends_on - tenure.starts_on <= AHEAD:
        return "the last day stood in the letter with which it began"
    return ""


def _words(holding: Holding, ends_on: date, *, on: date) -> Part:
    tenure = holding.tenure
    near = day_near(ends_on, on=on)
    return part(
        "role_ends",
        subject=f"You are {post_said(tenure)} until {in_full(ends_on)}",
        tenure=tenure,
        last=in_full(ends_on),
        near=near,
        after=in_full(ends_on + DAY),
        keeps_another=holding.holds_another(on=ends_on + DAY),
        keeps_jots=tenure.role in TOWN_ROLES,
    )
