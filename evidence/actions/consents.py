"""What was agreed of a quote is recorded, renewed and withdrawn; withdrawing never needs leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.actions.quotes import QuoteChanged, held_quote
from evidence.models import Consent, Quote, Scope
from evidence.notices import TAKEN_BACK, WITHDRAWN
from kit.dates import in_full
from kit.errors import DomainError
from kit.secrets import hash_of, new_secret
from outbox.actions.promising import promise_all
from outbox.promises import Promise, key_of
from people.models import User
from towns.queries.holders import leads_of, team

LONGEST_YEARS = 10
LONGEST = timedelta(days=LONGEST_YEARS * 366)


class NotThen(DomainError):
    """A consent is not given on a day to come, nor before the words were said."""


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
def record_consent(
    quote: Quote, given: Given, *, seen_at: datetime, by: User, at: datetime
) -> tuple[Consent, str]:
    """Note what was agreed; a newer consent takes the place of the one that stood.

    `seen_at` is when the words that `by` saw had been written last: nobody agreed to others.
    Returns it with the secret part of the address by which it is withdrawn, which is kept nowhere.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        QuoteChanged: another wrote the quote anew meanwhile.
        QuoteGone, NotThen, EndsWrongly: it cannot be so.
    """
    quote = held_quote(quote, by=by, at=at)
    if quote.changed_at != seen_at:
        raise QuoteChanged(
            "Somebody else changed this quote meanwhile. Read it as it stands now, and press again "
            "only if that is what was agreed to."
        )
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
    """Another address by which the standing consent is withdrawn; those before open nothing.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        NothingStands: there is nothing to withdraw.
    """
    quote = held_quote(quote, by=by, at=at)
    consent = _standing(quote)
    token = new_secret()
    for other in quote.consents.exclude(pk=consent.pk):
        other.token_hash = hash_of(new_secret())
        other.save()
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
        return quote.consents.latest("pk")
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
    if given.given_on < quote.said_on:
        raise NotThen(f"Nobody can agree before it was said, on {in_full(quote.said_on)}.")
    if given.given_on > today:
        raise NotThen("Consent is given today or earlier.")
    if given.until < today:
        raise EndsWrongly("A consent that ends before today opens nothing. Choose a later day.")
    if given.until - given.given_on > LONGEST:
        raise EndsWrongly(f"A consent lasts {LONGEST_YEARS} years at most. Choose an earlier day.")
