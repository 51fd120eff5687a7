"""Words are kept as they were said; what names their speaker only as the speaker chose."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from evidence.actions.quotes import (
    AgreedAsTheyAre,
    QuoteChanged,
    Words,
    add_quote,
    change_quote,
    remove_quote,
)
from evidence.models import Consent, Quote, Scope
from people.models import User
from tests import make
from towns.models import Town

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BY = Quote.Attribution
WORDS = Words("We mended it ourselves.", DAY, BY.ROLE, speaker_role="youth worker")


def test_the_lead_keeps_words_of_the_own_town_and_the_team_of_every_town() -> None:
    lead, team = make.lead(), make.team_member()
    assert lead.town

    for by in (lead.user, team.user):
        quote = add_quote(lead.town, WORDS, by=by, at=AT)
        assert (quote.text, quote.said_by, quote.added_by) == (WORDS.text, "youth worker", by)

    assert Entry.objects.filter(verb="quote.added").count() == 2


@pytest.mark.parametrize("holder", ["lead", "link_lead", "analyst", "steering_member"])
def test_nobody_else_keeps_any(holder: str) -> None:
    town = make.town("Ayr")
    by = getattr(make, holder)(make.town("Alloa") if holder == "lead" else town).user
    quote = make.quote(about=town)

    with pytest.raises(PermissionDenied):
        add_quote(town, WORDS, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        change_quote(quote, WORDS, seen_at=quote.changed_at, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        remove_quote(quote, by=by, at=AT)


@pytest.mark.parametrize(
    ("named", "said_by"),
    [
        ({"attribution": BY.NAME, "speaker_name": "Ann Bell"}, "Ann Bell"),
        (
            {
                "attribution": BY.NAME,
                "speaker_name": "Ann Bell",
                "speaker_role": "cook",
                "speaker_organisation": "Harbour Trust",
            },
            "Ann Bell, cook, Harbour Trust",
        ),
        (
            {"attribution": BY.ORGANISATION, "speaker_organisation": "Harbour Trust"},
            "Harbour Trust",
        ),
        ({"attribution": BY.ANONYMOUS}, "Somebody in the town"),
    ],
)
def test_speakers_are_named_as_they_chose(named: dict[str, Any], said_by: str) -> None:
    assert make.quote(**{"speaker_role": ""} | named).said_by == said_by


@pytest.mark.parametrize(
    "named",
    [
        {"attribution": BY.NAME, "speaker_role": "cook"},
        {"attribution": BY.ROLE, "speaker_role": "cook", "speaker_name": "Ann Bell"},
        {"attribution": BY.ROLE},
        {"attribution": BY.ORGANISATION, "speaker_role": "cook", "speaker_organisation": "Trust"},
        {"attribution": BY.ORGANISATION},
        {"attribution": BY.ANONYMOUS, "speaker_name": "Ann Bell"},
        {"attribution": BY.ANONYMOUS, "speaker_organisation": "Trust"},
        {"attribution": BY.ROLE, "speaker_role": "cook", "text": ""},
    ],
)
def test_no_row_keeps_what_its_speaker_did_not_choose(named: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make.quote(**{"speaker_role": ""} | named)


def test_words_change_until_somebody_agrees_to_them() -> None:
    lead = make.lead()
    assert lead.town
    quote = add_quote(lead.town, WORDS, by=lead.user, at=AT)
    other = Words("We mended it.", DAY, BY.ANONYMOUS)

    changed = change_quote(quote, other, seen_at=quote.changed_at, by=lead.user, at=AT)

    assert (changed.text, changed.speaker_role) == ("We mended it.", "")
    make.consent(to=changed, by=lead.user)
    for _ in range(2):
        with pytest.raises(AgreedAsTheyAre, match="agreed to these words as they are"):
            change_quote(changed, WORDS, seen_at=changed.changed_at, by=lead.user, at=AT)
        Consent.objects.update(withdrawn_at=AT, withdrawn_how="link")


def test_what_names_a_speaker_is_taken_away_also_from_words_that_were_agreed_to() -> None:
    lead = make.lead()
    named = {"attribution": BY.NAME, "speaker_name": "Ann Bell", "speaker_role": "cook"}
    quote = make.quote(about=lead.town, by=lead.user, **named)
    make.consent(to=quote, by=lead.user)
    less = Words(quote.text, quote.said_on, BY.ROLE, speaker_role="cook")
    more = Words(quote.text, quote.said_on, BY.ROLE, speaker_role="head cook")

    changed = change_quote(quote, less, seen_at=quote.changed_at, by=lead.user, at=AT)

    assert (changed.said_by, changed.speaker_name) == ("cook", "")
    with pytest.raises(AgreedAsTheyAre):
        change_quote(changed, more, seen_at=changed.changed_at, by=lead.user, at=AT)


def test_no_history_keeps_words_or_names() -> None:
    kept = {
        field.name
        for model in (Quote, Consent)
        for event in model.pgh_event_models.values()  # type: ignore[union-attr]
        for field in event._meta.concrete_fields
    }

    assert {"attribution", "scopes"} <= kept
    assert (
        kept
        & {
            "text",
            "speaker_name",
            "speaker_role",
            "speaker_organisation",
            "given_by",
            "token_hash",
        }
        == set()
    )


def test_what_another_changed_meanwhile_is_not_overwritten() -> None:
    lead, team = make.lead(), make.team_member()
    quote = make.quote(about=lead.town, by=lead.user)
    seen_at = quote.changed_at
    change_quote(quote, WORDS, seen_at=seen_at, by=team.user, at=AT)
    mine = Words("My own words.", DAY, BY.ANONYMOUS)

    with pytest.raises(QuoteChanged):
        change_quote(quote, mine, seen_at=seen_at, by=lead.user, at=AT)

    quote.refresh_from_db()
    assert quote.text == WORDS.text
    assert change_quote(quote, WORDS, seen_at=seen_at, by=lead.user, at=AT).text == WORDS.text


def test_what_was_taken_away_is_listed_no_more() -> None:
    lead = make.lead()
    quote = make.quote(about=lead.town, by=lead.user)

    make.consent(to=quote, by=lead.user)

    remove_quote(remove_quote(quote, by=lead.user, at=AT), by=lead.user, at=AT)

    assert not Quote.objects.kept().exists()
    assert not Quote.objects.usable(Scope.COHORT, on=timezone.localdate()).exists()
    assert Entry.objects.filter(verb="quote.removed").count() == 1


@pytest.fixture
def town() -> Town:
    return make.town("Ayr")


@pytest.fixture
def lead(client: Client, town: Town) -> User:
    """Who is signed in."""
    user = make.lead(town, name="Lead of Ayr").user
    client.force_login(user)
    return user


def typed(**fields: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "text": "We mended it ourselves.",
        "said_on_day": str(today.day),
        "said_on_month": str(today.month),
        "said_on_year": str(today.year),
        "attribution": "name",
        "speaker_name": "Ann Bell",
    } | fields


def test_a_quote_is_typed_and_only_what_names_the_speaker_is_kept(
    client: Client, lead: User, town: Town
) -> None:
    client.post(f"/towns/{town.slug}/quotes/new/", typed(attribution="anonymous"))
    client.post(f"/towns/{town.slug}/quotes/new/", typed())

    found = Quote.objects.order_by("pk").values_list("attribution", "speaker_name", "added_by")
    assert list(found) == [("anonymous", "", lead.pk), ("name", "Ann Bell", lead.pk)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Write what was said."),
        ({"text": "\u202e"}, "Write what was said."),
        ({"text": "x" * 1001}, "This is 1,001 characters long. Shorten it to 1,000 or fewer."),
        ({"speaker_name": ""}, "Write the name by which they want to be named."),
        ({"speaker_name": "x" * 121}, "This is 121 characters long."),
        ({"attribution": "role"}, "Write the role by which they want to be named."),
        ({"attribution": "organisation"}, "Write the organisation by which they want"),
        ({"attribution": ""}, "Choose how they want to be named."),
        ({"attribution": "shout"}, "Choose one of the list."),
        ({"said_on_day": "31", "said_on_month": "2"}, "February"),
        ({"said_on_year": "2999"}, "This must be today or earlier."),
        (
            {"said_on_day": "", "said_on_month": "", "said_on_year": ""},
            "Enter the day on which",
        ),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_is_lost(
    client: Client, lead: User, town: Town, fields: dict[str, str], words: str
) -> None:
    sent = typed(**fields)

    page = client.post(f"/towns/{town.slug}/quotes/new/", sent).content.decode()

    assert words in page
    assert sent["speaker_name"] in page
    assert sent["text"][-50:] in page
    assert not Quote.objects.exists()
    assert lead


def test_another_error_does_not_hide_that_somebody_else_changed_it(
    client: Client, lead: User, town: Town
) -> None:
    quote = make.quote(about=town, by=lead)
    page = f"/towns/{town.slug}/quotes/{quote.key}/change/"
    seen_at = quote.changed_at.isoformat()
    change_quote(quote, WORDS, seen_at=quote.changed_at, by=lead, at=AT)

    wrong = client.post(page, typed(seen_at=seen_at, said_on_day="x")).content.decode()
    again = client.post(page, typed(seen_at=seen_at)).content.decode()

    assert seen_at in wrong
    assert "Somebody else changed this quote meanwhile." in again
    quote.refresh_from_db()
    assert quote.text == WORDS.text


def test_a_changed_quote_asks_whoever_saw_an_older_one_and_then_takes_theirs(
    client: Client, lead: User, town: Town
) -> None:
    quote = make.quote(about=town, by=lead)
    page = f"/towns/{town.slug}/quotes/{quote.key}/change/"
    seen_at = quote.changed_at.isoformat()
    change_quote(quote, WORDS, seen_at=quote.changed_at, by=lead, at=AT)

    asked = client.post(page, typed(seen_at=seen_at, text="Mine.")).content.decode()
    quote.refresh_from_db()
    client.post(page, typed(seen_at=quote.changed_at.isoformat(), text="Mine."))

    assert "Somebody else changed this quote meanwhile." in asked
    assert WORDS.text in asked, "what stands there now"
    assert "Mine." in asked
    assert quote.changed_at.isoformat() in asked
    quote.refresh_from_db()
    assert quote.text == "Mine."


@pytest.mark.parametrize("query", ["?after=x", "?standing=x", "?standing=ask&after=", ""])
def test_lists_answer_whatever_is_asked(client: Client, lead: User, town: Town, query: str) -> None:
    assert client.get(f"/towns/{town.slug}/quotes/{query}").status_code == 200
    assert lead


def test_a_list_is_narrowed_by_what_was_agreed_and_comes_in_pages(
    client: Client, lead: User, town: Town
) -> None:
    asked = make.quote(about=town, by=lead, text="Nobody was asked.")
    cohort = make.quote(about=town, by=lead, text="For the cohort.")
    make.consent(to=cohort, by=lead, scopes=["cohort"])
    ended = make.quote(about=town, by=lead, text="It has ended.")
    long_ago = timezone.localdate() - timedelta(days=60)
    make.consent(
        to=ended,
        by=lead,
        given_on=long_ago,
        until=long_ago + timedelta(days=30),
        at=timezone.now() - timedelta(days=60),
    )
    make.quote(about=make.town("Alloa"), text="Of another town.")

    def listed(**query: str) -> list[str]:
        page = client.get(f"/towns/{town.slug}/quotes/", query)
        return [row.quote.text for row in page.context["page"].rows]

    assert listed() == [ended.text, cohort.text, asked.text]
    assert listed(standing="ask") == [asked.text]
    assert listed(standing="cohort") == [cohort.text]
    assert listed(standing="steering") == []
    assert listed(standing="ended") == [ended.text]
    for _ in range(30):
        make.quote(about=town, by=lead, said_on=make.BEGINNING - timedelta(days=1))
    first: Any = client.get(f"/towns/{town.slug}/quotes/").context
    assert (len(first["page"].rows), len(listed(after=first["page"].further))) == (30, 3)
