"""Quotes are added, changed until somebody has agreed to their words, and taken away."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.models import Quote
from evidence.policies import may_keep_quotes
from kit.errors import DomainError
from people.models import User
from towns.models import Town


class AgreedAsTheyAre(DomainError):
    """Somebody agreed to these words, and to no others."""


class QuoteChanged(DomainError):
    """Somebody else changed or took away the quote since it was read."""


@dataclass(frozen=True)
class Words:
    """What was said, and how the speaker wants to be named."""

    text: str
    said_on: date
    attribution: str
    speaker_name: str = ""
    speaker_role: str = ""
    speaker_organisation: str = ""


@transaction.atomic
def add_quote(town: Town, words: Words, *, by: User, at: datetime) -> Quote:
    """Keep words of somebody in a town. Nobody else reads them until somebody agrees.

    Raises:
        PermissionDenied: `by` neither leads the town nor is of the Programme Team.
    """
    _ask(by, town, at=at)
    quote = Quote.objects.create(town=town, added_at=at, added_by=by, **asdict(words))
    audit.actions.record("quote.added", about=quote, by=by, at=at)
    return quote


@transaction.atomic
def change_quote(quote: Quote, words: Words, *, seen_at: datetime, by: User, at: datetime) -> Quote:
    """Write a quote anew. `seen_at` is when what `by` saw of it had been written last.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
        AgreedAsTheyAre: somebody has agreed to the words, be it that this has ended since. How
            they are named may still be made less.
        QuoteChanged: another changed them meanwhile.
    """
    quote = held_quote(quote, by=by, at=at)
    if all(getattr(quote, name) == value for name, value in asdict(words).items()):
        return quote
    if quote.consents.exists() and not _only_names_less(quote, words):
        raise AgreedAsTheyAre(
            "Somebody agreed to these words as they are. What names the speaker can be taken away; "
            "add other words as another quote."
        )
    if quote.changed_at != seen_at:
        raise QuoteChanged(
            "Somebody else changed this quote meanwhile. Look at what stands there now, then press "
            "again to keep yours."
        )
    for name, value in asdict(words).items():
        setattr(quote, name, value)
    quote.save()
    audit.actions.record("quote.changed", about=quote, by=by, at=at)
    return quote


@transaction.atomic
def remove_quote(quote: Quote, *, by: User, at: datetime) -> Quote:
    """Take a quote away: it is listed no more, and nobody uses it. May be repeated.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
    """
    quote = held_quote(quote, by=by, at=at)
    if quote.removed_at is None:
        quote.removed_at, quote.removed_by = at, by
        quote.save()
        audit.actions.record("quote.removed", about=quote, by=by, at=at)
    return quote


def held_quote(quote: Quote, *, by: User, at: datetime) -> Quote:
    """The quote as it is now, held against whoever else changes it or its consent.

    Raises:
        PermissionDenied: `by` may not keep quotes of its town.
    """
    rows = Quote.objects.select_for_update(no_key=True, of=["self"]).select_related("town")
    found = rows.get(pk=quote.pk)
    _ask(by, found.town, at=at)
    return found


def _only_names_less(quote: Quote, words: Words) -> bool:
    """Whether all that changes is that less is kept of who said it."""
    named = ("speaker_name", "speaker_role", "speaker_organisation")
    is_same = (quote.text, quote.said_on) == (words.text, words.said_on)
    return is_same and all(getattr(words, one) in {"", getattr(quote, one)} for one in named)


def _ask(by: User, town: Town, *, at: datetime) -> None:
    if not may_keep_quotes(by, town, on=timezone.localdate(at)):
        raise PermissionDenied
