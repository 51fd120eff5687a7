"""What was agreed of a quote is recorded, renewed and withdrawn; withdrawing never needs leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.actions.quotes import held_quote
from evidence.models import Consent, Quote, Scope
from evidence.notices import TAKEN_BACK, WITHDRAWN
from evidence.queries.keepers import leads_of, team
from kit.errors import DomainError
from kit.secrets import hash_of, new_secret
from outbox.actions.promising import promise_all
from outbox.promises import Promise, key_of
from people.models import User

LONGEST_YEARS = 10


class NotThen(DomainError):
    """A consent is not given on a day to come."""


class EndsWrongly(DomainError):
    """A consent that ended already, or has hardly an end."""


class QuoteGone(DomainError):
    """The quote was taken away."""


class NothingStands(DomainError):
    """No consent of the quote stands."""


@dataclass(frozen=True)
class Given:
    """Who agreed to which readers, in which way, from which day to which."""

    scopes: Sequence[Scope]
    given_by: str
    how: Consent.How
    given_on: date
    until: date


@transaction.atomic
def record_consent(quote: Quote, given: Given, *, by: User, at: datetime) -> tuple[Consent, str]:
    """Note what was agreed; a newer consent takes the place of the one that stood.

    Returns it with the secret part of the address by which it is withdrawn, which is kept nowhere.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        QuoteGone, NotThen, EndsWrongly: it cannot be so.
    """
    quote = held_quote(quote, by=by, at=at)
    _refuse(quote, given, today=timezone.localdate(at))
    quote.consents.standing().update(replaced_at=at, changed_at=at)
    token = new_secret()
    consent = Consent.objects.create(
        quote=quote,
        scopes=[scope for scope in Scope if scope in given.scopes],
        given_by=given.given_by,
        how=given.how,
        given_on=given.given_on,
        until=given.until,
        token_hash=hash_of(token),
        recorded_at=at,
        recorded_by=by,
    )
    facts: dict[str, str | int | bool | None] = {"scopes": " ".join(consent.scopes)}
    audit.actions.record("consent.recorded", about=consent, by=by, at=at, facts=facts)
    return consent, token


@transaction.atomic
def renew_link(quote: Quote, *, by: User, at: datetime) -> tuple[Consent, str]:
    """Another address by which the standing consent is withdrawn; the one before opens nothing.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        NothingStands: there is nothing to withdraw.
    """
    consent = _standing(held_quote(quote, by=by, at=at))
    token = new_secret()
    consent.token_hash = hash_of(token)
    consent.save()
    audit.actions.record("consent.link_renewed", about=consent, by=by, at=at)
    return consent, token


@transaction.atomic
def withdraw_consent(quote: Quote, *, by: User, at: datetime) -> Consent:
    """Note that the consent was withdrawn by telling somebody.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        NothingStands: it was withdrawn already, or never given.
    """
    consent = _standing(held_quote(quote, by=by, at=at))
    return _withdrawn(consent, how=Consent.Withdrawal.TOLD, by=by, at=at)


@transaction.atomic
def withdraw_by_link(consent: Consent, *, at: datetime) -> Consent:
    """Whoever holds the secret address withdraws what stands: that permits it. May be repeated.

    An address that was given with an earlier consent withdraws the one that replaced it.
    """
    quote = Quote.objects.select_for_update(no_key=True).get(pk=consent.quote_id)
    found = quote.consents.standing().first()
    if found is None:
        return quote.consents.latest("recorded_at", "pk")
    return _withdrawn(found, how=Consent.Withdrawal.LINK, by=None, at=at)


def _withdrawn(
    consent: Consent, *, how: Consent.Withdrawal, by: User | None, at: datetime
) -> Consent:
    consent.withdrawn_at, consent.withdrawn_how, consent.withdrawn_by = at, how, by
    consent.save()
    audit.actions.record("consent.withdrawn", about=consent, by=by, at=at)
    _tell(consent, by=by, at=at)
    return consent


def _tell(consent: Consent, *, by: User | None, at: datetime) -> None:
    """Whoever else keeps quotes of the town, or edits what quotes them, hears of it."""
    today, town = timezone.localdate(at), consent.quote.town_id
    told = leads_of({town}, on=today)[town] | team(on=today)
    about = key_of(consent)
    promises = [
        Promise(WITHDRAWN, person, about, TAKEN_BACK)
        for person in sorted(told - {by.person_id if by else 0})
    ]
    promise_all(promises, at=at)


def _standing(quote: Quote) -> Consent:
    found = quote.consents.standing().first()
    if found is None:
        raise NothingStands("No consent stands for this quote: nobody reads it by one.")
    return found


def _refuse(quote: Quote, given: Given, *, today: date) -> None:
    if quote.removed_at:
        raise QuoteGone("This quote was taken away meanwhile.")
    if given.given_on > today:
        raise NotThen("Consent is given today or earlier.")
    if given.until < today:
        raise EndsWrongly("A consent that ends before today opens nothing. Choose a later day.")
    if given.until.year - given.given_on.year > LONGEST_YEARS:
        raise EndsWrongly(f"A consent lasts {LONGEST_YEARS} years at most. Choose an earlier day.")
