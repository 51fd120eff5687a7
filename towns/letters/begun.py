"""Role begun: what a new post lets its holder do; a welcome, if they are new to the portal."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.dates import day_of, in_full
from kit.words import span
from outbox.kinds import Kind, Part, Said, Unneeded
from outbox.models import Notice
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of, number_in
from people.models import Invitation
from towns.letters.wording import beginning_of, part, post_said
from towns.models import Tenure
from towns.queries.holdings import Holding, holdings
from towns.queries.people import post_in_words

NAME = "towns/role_begun"
TOLD_FOR = timedelta(days=14)


def plan(tenures: QuerySet[Tenure], *, at: datetime) -> Plan:
    """Who of these holders is told that their post began, or that they are welcome."""
    today = day_of(at)
    since = today - TOLD_FOR
    came = Invitation.objects.filter(
        person=OuterRef("person"), accepted_at__gt=at - TOLD_FOR, accepted_at__lte=at
    )
    recent = tenures.filter(Q(starts_on__gt=since) | Exists(came), starts_on__lte=today)
    due, spared = [], []
    for holding in holdings(recent, at=at):
        tenure = holding.tenure
        if why_not := _why_not(holding, at=at) or holding.why_no_account:
            if tenure.starts_on > since:
                who = f"{tenure.person.name}, {post_in_words(tenure)}"
                spared.append(Spared(NAME, who, why_not))
            continue
        began = _since(holding)
        promise = Promise(
            NAME,
            tenure.person_id,
            key_of(tenure),
            tenure.starts_on.isoformat(),
            not_before=began,
            useful_until=began + TOLD_FOR,
        )
        why = f"{tenure.person.name} is {post_said(tenure)} from {in_full(tenure.starts_on)}"
        due.append(Due(promise, why, began))
    return Plan(due, spared)


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of its reader's own post now: five statements."""
    numbers = [number_in(notice.about) for notice in notices]
    found = {
        holding.tenure.pk: holding
        for holding in holdings(Tenure.objects.filter(pk__in=numbers), at=at)
    }
    return {notice.pk: _said(notice, found.get(number_in(notice.about)), at) for notice in notices}


RULE = "When a post of yours begins, or when you have opened your account for it."
KIND = Kind(NAME, "Welcome, or role begun", tell, rank=5, rule=RULE)


def _said(notice: Notice, holding: Holding | None, at: datetime) -> Said:
    if holding is None or holding.tenure.person_id != notice.person:
        return Unneeded("The post was taken back.")
    tenure = holding.tenure
    if notice.occasion != tenure.starts_on.isoformat():
        return Unneeded(f"The first day has moved to {in_full(tenure.starts_on)}.")
    if why_not := _why_not(holding, at=at):
        return Unneeded(f"{why_not[:1].upper()}{why_not[1:]}.")
    return _words(holding, at=at)


def _words(holding: Holding, *, at: datetime) -> Part:
    tenure = holding.tenure
    is_new = _is_new(holding, at=at)
    greeting = "Welcome: you are" if is_new else "You are now"
    return part(
        "role_begun",
        subject=f"{greeting} {post_said(tenure)}",
        tenure=tenure,
        is_new=is_new,
        days=span(tenure.starts_on, tenure.ends_on),
    )


def _why_not(holding: Holding, *, at: datetime) -> str:
    """Why a holder is not told, account or not; empty if they are."""
    ends_on = holding.tenure.ends_on
    if ends_on and ends_on < day_of(at):
        return f"the post ended on {in_full(ends_on)}"
    if holding.went_before and not _is_new(holding, at=at):
        return "they held the post before, without a day between"
    return ""


def _is_new(holding: Holding, *, at: datetime) -> bool:
    """Whether they opened their account so lately that they are welcomed."""
    return holding.opened_at is not None and holding.opened_at > at - TOLD_FOR


def _since(holding: Holding) -> datetime:
    """From when on they can be told: they are in post, and have an account."""
    began = beginning_of(holding.tenure.starts_on)
    return max(began, holding.opened_at) if holding.opened_at else began
