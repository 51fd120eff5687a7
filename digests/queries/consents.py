"""The consent to a quote, as a column beside it: under which it may be read, or why it may not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from evidence.models import Consent, Quote
from kit.dates import in_full

type Facts = Mapping[str, Any]  # of one consent, as JSON


def newest_consent(quote: str) -> Subquery:
    """The facts of the newest consent to the quote that a column holds; null if there is none."""
    rows = Consent.objects.filter(quote=OuterRef(quote)).order_by("-pk")
    names = ("given_by", "given_on", "until", "withdrawn_at", "scopes")
    return Subquery(rows.values(facts=JSONObject(**{name: name for name in names}))[:1])


def why_unagreed(newest: Facts | None, *, on: date) -> str:
    """Why Steering Groups may not read a quote, in a sentence."""
    if newest is None:
        return "Nobody has agreed that others read this quote."
    if newest["withdrawn_at"]:
        return "The consent to this quote was withdrawn."
    until = date.fromisoformat(newest["until"])
    if until < on:
        return f"The consent to this quote ended on {in_full(until)}."
    readers = Consent(scopes=newest["scopes"]).readers
    return f"This quote may be read by {readers} alone, not by Steering Groups."


def why_not(quote: Quote, *, on: date) -> str:
    """The same of one quote: one statement."""
    facts = Quote.objects.filter(pk=quote.pk).values_list(newest_consent("pk"), flat=True)
    return why_unagreed(facts.first(), on=on)


def agreed_by(newest: Facts) -> str:
    """Under which consent a quote is used, in a sentence."""
    given, until = (date.fromisoformat(newest[name]) for name in ("given_on", "until"))
    readers = Consent(scopes=newest["scopes"]).readers
    return (
        f"Agreed by {newest['given_by']} on {in_full(given)}, for {readers}, "
        f"until {in_full(until)}."
    )
