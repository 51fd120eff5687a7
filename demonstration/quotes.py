"""Fills in what people said in the towns, and what they agreed may be done with their words."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from demonstration.days import day_of as day_told
from demonstration.programme import read_texts
from evidence.actions.consents import Given, record_consent, withdraw_by_link, withdraw_consent
from evidence.actions.quotes import Words, add_quote
from evidence.models import Consent, Quote, Scope
from kit.dates import day_of
from kit.periods import month_of, shift
from people.models import User
from towns.models import Role, Tenure, Town

NOON = time(12)
THOUGHT = timedelta(days=9)  # before somebody takes a consent back

type Row = Mapping[str, Any]


def fill_quotes(*, now: datetime) -> None:
    """Each quote, by whoever led its town then, else by the Programme Team."""
    for row in read_texts("quotes")["quote"]:
        _fill(row, now=now)


def _fill(row: Row, *, now: datetime) -> None:
    town, at = Town.objects.get(slug=row["town"]), _said_at(row, now=now)
    words = Words(
        row["text"],
        day_of(at),
        row["attribution"],
        speaker_name=row.get("name", ""),
        speaker_role=row.get("role", ""),
        speaker_organisation=row.get("organisation", ""),
    )
    quote = add_quote(town, words, by=keeper_of(town, at=at), at=at)
    if "given" in row:
        _agree(quote, row, at=at + timedelta(days=row["given"]))


def _said_at(row: Row, *, now: datetime) -> datetime:
    if "days" in row:
        return now - timedelta(days=row["days"])
    said_on = day_told(row["said"], today=day_of(now))
    if said_on is None:
        raise ValueError(row)
    return datetime.combine(said_on, NOON, timezone.get_default_timezone())


def _agree(quote: Quote, row: Row, *, at: datetime) -> None:
    by, day = keeper_of(quote.town, at=at), day_of(at)
    given = Given(
        scopes=[Scope(one) for one in row["readers"]],
        given_by=row["by"],
        how=Consent.How(row["how"]),
        given_on=day,
        until=shift(month_of(day), row["months"]) + timedelta(days=min(day.day, 28) - 1),
    )
    consent, _ = record_consent(quote, given, seen_at=quote.changed_at, by=by, at=at)
    if row.get("ends") == "link":
        withdraw_by_link(consent, at=at + THOUGHT)
    elif row.get("ends") == "told":
        withdraw_consent(quote, by=keeper_of(quote.town, at=at + THOUGHT), at=at + THOUGHT)


def keeper_of(town: Town, *, at: datetime) -> User:
    """Who led the town that day and has an account, else one of the Programme Team."""
    held = Tenure.objects.active(on=day_of(at)).filter(person__user__isnull=False)
    leads = held.of_role(Role.PROJECT_LEAD).filter(town=town).order_by("covering", "pk")
    found = leads.first() or held.of_role(Role.PROGRAMME_TEAM).order_by("pk")[0]
    return found.person.user
