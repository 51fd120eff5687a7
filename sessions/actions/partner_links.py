"""A partner's secret address is made and revoked; whoever holds it tells and answers by it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.secrets import hash_of, new_secret
from kit.text import settled_line
from people.models import User
from sessions.actions.answers import QuestionChanged, keep_answer
from sessions.actions.questions import held
from sessions.models import BasketQuestion, CohortSession, Contribution, PartnerLink
from sessions.policies import may_plan_sessions
from sessions.queries.partner import (
    is_over,
    may_answer,
    page_shut,
    questions_for,
    questions_open,
)

MOST_LINKS = 10


class LinkKnown(DomainError):
    """A live link of this partner has that name."""


class TooManyLinks(DomainError):
    """So many people of one partner do not come."""


class PageShut(DomainError):
    """The link was revoked or has expired, or the session leaves nothing to say."""


class PartChanged(DomainError):
    """Somebody else wrote what the partner brings, since it was read."""


@transaction.atomic
def make_link(
    contribution: Contribution, name: str, *, by: User, at: datetime
) -> tuple[PartnerLink, str]:
    """Make an address for a partner. Its secret part is returned this once and kept nowhere.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        LinkKnown, TooManyLinks, PageShut: it cannot be so.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    contribution = _held_contribution(contribution)
    name, token = settled_line(name), new_secret()
    made = PartnerLink(
        contribution=contribution, name=name, token_hash=hash_of(token), made_at=at, made_by=by
    )
    if why := page_shut(made, at=at):
        raise PageShut(why)
    live = list(contribution.links.live())
    if any(one.name.casefold() == name.casefold() for one in live):
        raise LinkKnown("There is an open link of this name. Revoke it first, or name another.")
    if len(live) >= MOST_LINKS:
        raise TooManyLinks(f"{MOST_LINKS} links are open. Revoke one that is not used.")
    made.save()
    audit.actions.record("partner_link.made", about=made, by=by, at=at)
    return made, token


@transaction.atomic
def revoke_link(link: PartnerLink, *, by: User, at: datetime) -> PartnerLink:
    """Close an address for ever; others go on. May be repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    link = PartnerLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = at, by
        link.save()
        audit.actions.record("partner_link.revoked", about=link, by=by, at=at)
    return link


@transaction.atomic
def tell_part(
    link: PartnerLink, *, topic: str, comes: str, needs: str, seen_at: datetime, at: datetime
) -> Contribution:
    """A partner says what it brings, who comes and what they need. The link is what permits it.

    `seen_at` is when what its reader saw had been written last.

    Raises:
        PageShut: the link opens nothing any more, or the session is over or cancelled.
        PartChanged: another has written it meanwhile.
    """
    found = _opened(link, at=at)
    session = found.session
    if session.state == CohortSession.State.CANCELLED or is_over(session, at=at):
        raise PageShut("The session is over or cancelled: there is nothing to prepare any more.")
    told = {"topic": settled_line(topic), "comes": settled_line(comes), "needs": needs}
    if all(getattr(found, field) == value for field, value in told.items()):
        return found
    if found.changed_at != seen_at:
        raise PartChanged(
            "Somebody else wrote here meanwhile. Look at what stands on your page now, then press "
            "again to keep yours."
        )
    for field, value in told.items():
        setattr(found, field, value)
    found.save()
    facts: dict[str, str | int | bool | None] = {"link": link.pk}
    audit.actions.record("partner.told", about=found, by=None, at=at, facts=facts)
    return found


@transaction.atomic
def answer_by_link(
    link: PartnerLink, question: BasketQuestion, answer: str, *, seen_at: datetime, at: datetime
) -> BasketQuestion:
    """A partner answers a question, or writes its own answer anew. The link is what permits it.

    Raises:
        PageShut: the link opens nothing any more, or the question is not this partner's to answer.
        QuestionSettled, QuestionChanged: it was settled, or changed, meanwhile.
    """
    contribution = _opened(link, at=at)
    [found] = held([question])
    is_theirs = questions_for(contribution).filter(pk=found.pk).exists()
    if not is_theirs or not questions_open(contribution.session, at=at):
        raise PageShut("This question is not for your page. Nothing was changed.")
    if contribution.session.state == CohortSession.State.CANCELLED:
        raise PageShut("The session is cancelled. Nothing was changed.")
    if found.state == BasketQuestion.State.ANSWERED and not may_answer(found, contribution):
        raise QuestionChanged(f"Somebody else has answered this meanwhile: “{found.answer}”")
    return keep_answer(found, answer, seen_at=seen_at, partner=contribution, link=link.pk, at=at)


def _opened(link: PartnerLink, *, at: datetime) -> Contribution:
    """What a link opens, held against whoever changes it, as long as it opens."""
    rows = PartnerLink.objects.select_for_update(no_key=True, of=["self"])
    found = rows.get(pk=link.pk)
    found.contribution = _held_contribution(found.contribution)
    if why := page_shut(found, at=at):
        raise PageShut(why)
    return found.contribution


def _held_contribution(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("session__kind", "organisation").get(pk=contribution.pk)
