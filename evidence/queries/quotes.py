"""Quotes as lists and their pages show them, with what was agreed of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from evidence.models import Consent, Quote, Scope
from kit.dates import in_full
from kit.secrets import hash_of
from people.models import User
from towns.models import Town

A_PAGE = 30
STANDING = "standing_consents"


class Standing(StrEnum):
    """How a quote stands, as a list may be narrowed to it."""

    ASK = "ask"
    COHORT = "cohort"
    STEERING = "steering"
    ENDED = "ended"


NARROWED = {
    Standing.ASK: "Nobody has agreed",
    Standing.COHORT: "May be read by the cohort",
    Standing.STEERING: "May be read by Steering Groups",
    Standing.ENDED: "Consent ended or withdrawn",
}


@dataclass(frozen=True)
class QuoteRow:
    """A quote in a list."""

    quote: Quote
    address: str
    words: str
    tag: str
    tag_words: str


@dataclass(frozen=True)
class QuotePage:
    """One page of a list; `further` is the key of its last quote if more follow."""

    rows: Sequence[QuoteRow]
    further: str


@dataclass(frozen=True)
class ConsentLine:
    """One consent in the ledger of a quote: what was agreed, and how it ended if it did."""

    consent: Consent
    words: str
    ended: str


def quotes_page(
    user: User,
    *,
    on: date,
    town: Town | None = None,
    standing: Standing | None = None,
    after: Quote | None = None,
) -> QuotePage:
    """Quotes that this person sees, the newest first: two statements."""
    found = Quote.objects.visible_to(user, on=on).kept()
    if town is not None:
        found = found.filter(town=town)
    if standing is not None:
        found = found.filter(_narrowed(standing, on=on))
    if after is not None:
        found = found.filter(
            Q(said_on__lt=after.said_on) | Q(said_on=after.said_on, pk__lt=after.pk)
        )
    quotes = list(_with_consents(found).order_by("-said_on", "-pk")[: A_PAGE + 1])
    further = str(quotes[A_PAGE - 1].key) if len(quotes) > A_PAGE else ""
    return QuotePage([_row(one, on=on) for one in quotes[:A_PAGE]], further)


def _narrowed(standing: Standing, *, on: date) -> Q:
    theirs = Consent.objects.filter(quote=OuterRef("pk"))
    holding = theirs.holding(on=on)
    if standing == Standing.ASK:
        return ~Q(Exists(theirs))
    if standing == Standing.ENDED:
        return Exists(theirs) & ~Exists(holding)
    return Q(Exists(holding.filter(scopes__contains=[Scope(standing)])))


def _with_consents(found: QuerySet[Quote]) -> QuerySet[Quote]:
    consents = Consent.objects.order_by("-pk")
    return found.select_related("town").prefetch_related(
        Prefetch("consents", queryset=consents, to_attr=STANDING)
    )


def _row(quote: Quote, *, on: date) -> QuoteRow:
    consents: list[Consent] = getattr(quote, STANDING)
    tag, tag_words, words = _stands(consents[0] if consents else None, on=on)
    address = reverse("evidence:quote", args=[quote.town.slug, quote.key])
    return QuoteRow(quote, address, words, tag, tag_words)


def _stands(newest: Consent | None, *, on: date) -> tuple[str, str, str]:
    """A tag, its words, and the sentence beside it."""
    if newest is None:
        return "owed", "Ask first", "Nobody has agreed to anything yet."
    if newest.withdrawn_at:
        day = in_full(timezone.localdate(newest.withdrawn_at))
        return "late", "Withdrawn", f"Withdrawn on {day}."
    if newest.until < on:
        return "ended", "Ended", f"The consent ended on {in_full(newest.until)}."
    return "met", "Agreed", f"For {newest.readers}, until {in_full(newest.until)}."


def stands_in_words(newest: Consent | None, *, on: date) -> str:
    """Whether anybody may read a quote on a day, in a sentence, by its newest consent."""
    return _stands(newest, on=on)[2]


def ledger_of(quote: Quote, *, on: date) -> list[ConsentLine]:
    """Every consent of a quote, the newest first: one statement."""
    found = quote.consents.select_related("recorded_by__person", "withdrawn_by__person")
    return [_line(one, on=on) for one in found.order_by("-pk")]


def _line(consent: Consent, *, on: date) -> ConsentLine:
    how = Consent.How(consent.how).label.lower()
    words = (
        f"For {consent.readers}: agreed {how} on {in_full(consent.given_on)} by "
        f"{consent.given_by}, until {in_full(consent.until)}."
    )
    return ConsentLine(consent, words, _ended(consent, on=on))


def _ended(consent: Consent, *, on: date) -> str:
    if consent.withdrawn_at:
        day = in_full(timezone.localdate(consent.withdrawn_at))
        by = f", told to {consent.withdrawn_by.person}" if consent.withdrawn_by else " by the link"
        return f"Withdrawn on {day}{by}."
    if consent.replaced_at:
        return f"Replaced on {in_full(timezone.localdate(consent.replaced_at))}."
    return f"Ended on {in_full(consent.until)}." if consent.until < on else ""


def consent_of_token(token: str) -> Consent | None:
    """The consent that a secret address is about."""
    rows = Consent.objects.select_related("quote__town")
    return rows.filter(token_hash=hash_of(token)).first()


def may_be_withdrawn(consent: Consent, *, on: date) -> Consent | None:
    """What whoever holds the address of a consent can withdraw: the one that stands now."""
    if consent.quote.removed_at:
        return None
    return consent.quote.consents.standing().filter(until__gte=on).first()


def request_for(quote: Quote, *, sender: str) -> str:
    """A text by which somebody is asked to agree, to be sent by one's own mail or read aloud."""
    return (
        f"Hello,\n\n"
        f"you said this in {quote.town} on {in_full(quote.said_on)}:\n\n"
        f"“{quote.text}”\n\n"
        "I would like others to read it. May we use your words?\n\n"
        "- With the cohort: the people of all Project Towns who learn together.\n"
        "- With Steering Groups: the directors who decide in each town. They read it in a summary "
        "of the quarter.\n\n"
        f"You would be named like this: {quote.said_by}. Tell me if you want to be named "
        "otherwise, or not at all.\n\n"
        "It holds for two years, unless you say otherwise. You may say no, and you may take it "
        "back at any time: I send you a link for that.\n\n"
        "Until you agree, only the town's Project Lead and Community Link Lead and the Programme "
        "Team read your words.\n\n"
        f"{sender}\n"
    )
