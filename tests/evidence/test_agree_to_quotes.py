"""A quote is used only as its speaker agreed, and as long; taking it back never needs leave."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from evidence.actions import consents
from evidence.actions.consents import (
    EndsWrongly,
    Given,
    NothingStands,
    NotThen,
    QuoteGone,
    renew_link,
    withdraw_by_link,
    withdraw_consent,
)
from evidence.actions.quotes import Words, change_quote, remove_quote
from evidence.models import Consent, Quote, Scope
from evidence.queries.quotes import consent_of_token, ledger_of, stands_in_words
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)
UNTIL = date(2028, 11, 23)
How = Consent.How


def given(**fields: Any) -> Given:  # noqa: ANN401 -- handed on as they are
    told: dict[str, Any] = {
        "scopes": [Scope.COHORT],
        "given_by": "the speaker",
        "how": How.SPOKEN,
        "given_on": DAY,
        "until": UNTIL,
    }
    return Given(**told | fields)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(name="Lead of Ayr")


@pytest.fixture
def quote(lead: make.Holder) -> Quote:
    return make.quote(about=lead.town, by=lead.user)


def record_consent(quote: Quote, told: Given, *, by: User, at: datetime) -> tuple[Consent, str]:
    """By somebody who sees the quote as it stands."""
    quote.refresh_from_db()
    return consents.record_consent(quote, told, seen_at=quote.changed_at, by=by, at=at)


def stands(quote: Quote, *, on: date) -> str:
    return stands_in_words(quote.consents.last(), on=on)


def usable(scope: Scope, *, on: date = DAY) -> bool:
    return Quote.objects.usable(scope, on=on).exists()


def test_nobody_reads_a_quote_before_somebody_agrees_nor_others_than_agreed(
    quote: Quote, lead: make.Holder
) -> None:
    assert not usable(Scope.COHORT)

    record_consent(quote, given(), by=lead.user, at=AT)

    assert (usable(Scope.COHORT), usable(Scope.STEERING)) == (True, False)
    assert stands(quote, on=DAY) == "For the cohort, until Thursday 23 November 2028."


def test_a_consent_holds_from_its_first_day_to_its_last(quote: Quote, lead: make.Holder) -> None:
    record_consent(quote, given(given_on=date(2026, 11, 20)), by=lead.user, at=AT)

    days = [date(2026, 11, 19), date(2026, 11, 20), UNTIL, UNTIL + timedelta(days=1)]
    assert [usable(Scope.COHORT, on=day) for day in days] == [False, True, True, False]
    assert "ended on" in stands(quote, on=UNTIL + timedelta(days=1))


def test_a_newer_consent_takes_the_place_of_the_one_that_stood(
    quote: Quote, lead: make.Holder
) -> None:
    record_consent(quote, given(scopes=[Scope.COHORT, Scope.STEERING]), by=lead.user, at=AT)
    record_consent(quote, given(how=How.MAIL), by=lead.user, at=LATER)

    assert (usable(Scope.COHORT), usable(Scope.STEERING)) == (True, False)
    lines = ledger_of(quote, on=DAY)
    assert [(line.consent.readers, line.ended) for line in lines] == [
        ("the cohort", ""),
        ("the cohort and Steering Groups", "Replaced on Thursday 26 November 2026."),
    ]
    assert lines[0].words == (
        "For the cohort: agreed by e-mail on Monday 23 November 2026 by the speaker, until "
        "Thursday 23 November 2028."
    )


def test_whoever_was_told_withdraws_it_and_nobody_reads_it_from_then_on(
    quote: Quote, lead: make.Holder
) -> None:
    record_consent(quote, given(), by=lead.user, at=AT)

    withdraw_consent(quote, by=lead.user, at=LATER)

    assert not usable(Scope.COHORT)
    [line] = ledger_of(quote, on=DAY)
    assert line.ended == "Withdrawn on Thursday 26 November 2026, told to Lead of Ayr."
    with pytest.raises(NothingStands):
        withdraw_consent(quote, by=lead.user, at=LATER)
    with pytest.raises(NothingStands):
        renew_link(quote, by=lead.user, at=LATER)


def test_the_link_withdraws_what_stands_also_if_it_came_with_an_earlier_consent(
    quote: Quote, lead: make.Holder
) -> None:
    earlier, _ = record_consent(quote, given(), by=lead.user, at=AT)
    record_consent(quote, given(scopes=[Scope.STEERING]), by=lead.user, at=AT)

    found = withdraw_by_link(earlier, at=LATER)
    again = withdraw_by_link(earlier, at=LATER + timedelta(days=1))

    assert (found.withdrawn_how, found.withdrawn_by) == (Consent.Withdrawal.LINK, None)
    assert (again.pk, again.withdrawn_at) == (found.pk, LATER)
    assert not usable(Scope.STEERING)
    assert ledger_of(quote, on=DAY)[0].ended == (
        "Withdrawn on Thursday 26 November 2026 by the link."
    )


def test_another_link_shuts_the_one_before(quote: Quote, lead: make.Holder) -> None:
    consent, first = record_consent(quote, given(), by=lead.user, at=AT)

    _, second = renew_link(quote, by=lead.user, at=LATER)

    assert consent_of_token(first) is None
    assert consent_of_token(second) == consent
    record_consent(quote, given(), by=lead.user, at=LATER)
    renew_link(quote, by=lead.user, at=LATER)
    assert consent_of_token(second) is None, "nor does that of a consent that was replaced"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"given_on": DAY + timedelta(days=1)}, NotThen),
        ({"given_on": make.BEGINNING - timedelta(days=1)}, NotThen),
        ({"given_on": date(2025, 6, 1), "until": DAY - timedelta(days=1)}, EndsWrongly),
        ({"until": date(2037, 1, 1)}, EndsWrongly),
    ],
)
def test_what_cannot_have_been_agreed_is_refused(
    quote: Quote, lead: make.Holder, fields: dict[str, date], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_consent(quote, given(**fields), by=lead.user, at=AT)

    assert not Consent.objects.exists()


def test_nothing_is_agreed_of_a_quote_that_was_taken_away(quote: Quote, lead: make.Holder) -> None:
    remove_quote(quote, by=lead.user, at=AT)

    with pytest.raises(QuoteGone):
        record_consent(quote, given(), by=lead.user, at=AT)


def test_only_who_keeps_quotes_of_the_town_records_and_withdraws(
    quote: Quote, lead: make.Holder
) -> None:
    record_consent(quote, given(), by=lead.user, at=AT)
    for by in (make.link_lead(lead.town).user, make.lead().user, make.administrator().user):
        with pytest.raises(PermissionDenied):
            record_consent(quote, given(), by=by, at=AT)
        with pytest.raises(PermissionDenied):
            withdraw_consent(quote, by=by, at=AT)
        with pytest.raises(PermissionDenied):
            renew_link(quote, by=by, at=AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": []},
        {"scopes": ["everybody"]},
        {"given_by": ""},
        {"until": DAY - timedelta(days=1)},
        {"withdrawn_at": LATER},
        {"withdrawn_at": LATER, "withdrawn_how": "told"},
        {"withdrawn_how": "link"},
        {"withdrawn_at": LATER, "withdrawn_how": "link", "replaced_at": LATER},
    ],
)
def test_no_row_says_what_cannot_be(
    quote: Quote, lead: make.Holder, changes: dict[str, object]
) -> None:
    record_consent(quote, given(), by=lead.user, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(**changes)


def test_a_quote_has_one_consent_that_stands(quote: Quote, lead: make.Holder) -> None:
    first, _ = record_consent(quote, given(), by=lead.user, at=AT)
    record_consent(quote, given(), by=lead.user, at=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=first.pk).update(replaced_at=None)


def typed(quote: Quote, **fields: str | list[str]) -> dict[str, Any]:
    today = timezone.localdate()
    days = {
        f"{name}_{part}": str(number)
        for name, year in (("given_on", today.year), ("until", today.year + 2))
        for part, number in (("day", min(today.day, 28)), ("month", today.month), ("year", year))
    }
    return (
        {
            "scopes": ["steering"],
            "given_by": "her mother",
            "how": "form",
            "seen_at": quote.changed_at.isoformat(),
        }
        | days
        | fields
    )


@pytest.fixture
def signed_in(client: Client, lead: make.Holder) -> User:
    client.force_login(lead.user)
    return lead.user


def page_of(quote: Quote, part: str = "") -> str:
    return f"/towns/{quote.town.slug}/quotes/{quote.key}/{part}"


def link_in(client: Client, quote: Quote) -> str:
    """Records a consent and returns the path of the link that is shown once."""
    shown = client.post(page_of(quote, "consent/"), typed(quote))
    return "/consent/" + str(shown.context["link"]).partition("/consent/")[2]


def test_what_was_agreed_is_recorded_and_the_link_is_shown_once(
    client: Client, signed_in: User, quote: Quote
) -> None:
    path = link_in(client, quote)

    consent = Consent.objects.get()
    assert (consent.scopes, consent.given_by, consent.how) == (["steering"], "her mother", "form")
    assert consent_of_token(path.split("/")[2]) == consent
    page = client.get(page_of(quote)).content.decode()
    assert path not in page
    assert "agreed on a signed form" in page
    assert "Ask again" in page
    assert signed_in


def test_the_speaker_takes_it_back_without_an_account(
    client: Client, signed_in: User, quote: Quote
) -> None:
    path = link_in(client, quote)
    stranger = Client(enforce_csrf_checks=True)

    shown = stranger.get(path)
    assert quote.text in shown.content.decode()
    assert Consent.objects.standing().exists(), "looking changes nothing"
    taken = stranger.post(path)
    later = stranger.get(path)

    assert (shown.status_code, taken.status_code, later.status_code) == (200, 200, 410)
    for answer in (taken, later):
        assert "Nobody may use these words" in answer.content.decode()
        assert quote.text not in answer.content.decode()
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "by the link" in client.get(page_of(quote)).content.decode()
    link_again = link_in(client, quote)
    client.post(page_of(quote, "remove/"))
    gone = stranger.get(link_again)
    assert (gone.status_code, quote.text in gone.content.decode()) == (410, False)
    assert stranger.get("/consent/nothing/").status_code == 404
    assert signed_in


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scopes": []}, "Choose who may read it."),
        ({"scopes": ["everybody"]}, "Choose of the list."),
        ({"given_by": ""}, "Say who agreed."),
        ({"given_by": "\u202e"}, "Say who agreed."),
        ({"how": ""}, "Choose how it was agreed."),
        ({"given_on_year": "2999"}, "This is before the day"),
        ({"given_on_year": "2999", "until_year": "3000"}, "Consent is given today or earlier."),
        ({"given_on_year": "2001", "until_year": "2002"}, "Nobody can agree before it was said"),
        ({"given_on_year": "2025", "until_year": "2025"}, "ends before today"),
        ({"until_year": "2999"}, "lasts 10 years at most"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "Enter the last day."),
    ],
)
def test_what_was_not_agreed_so_is_refused_beside_its_field(
    client: Client, signed_in: User, quote: Quote, fields: dict[str, Any], words: str
) -> None:
    sent = typed(quote, **fields)

    page = client.post(page_of(quote, "consent/"), sent).content.decode()

    assert words in page
    assert str(sent["given_by"]) in page
    assert not Consent.objects.exists()
    assert signed_in


def test_withdrawing_and_another_link_by_their_buttons(
    client: Client, signed_in: User, quote: Quote
) -> None:
    first = link_in(client, quote)
    second = client.post(page_of(quote, "link/")).context["link"]
    asked = client.get(page_of(quote, "withdraw/")).content.decode()
    client.post(page_of(quote, "withdraw/"))
    late = client.post(page_of(quote, "link/"), follow=True).content.decode()

    assert client.get(first).status_code == 404
    assert str(second).endswith("/")
    assert "Was the consent withdrawn?" in asked
    assert not Consent.objects.standing().exists()
    assert "No consent stands for this quote" in late
    assert signed_in


def test_nobody_has_agreed_to_words_that_changed_meanwhile(
    client: Client, signed_in: User, quote: Quote
) -> None:
    sent = typed(quote)
    other = Words("Other words.", quote.said_on, quote.attribution, speaker_role="cook")
    change_quote(quote, other, seen_at=quote.changed_at, by=signed_in, at=AT)

    asked = client.post(page_of(quote, "consent/"), sent).content.decode()
    quote.refresh_from_db()

    assert "Read it as it stands now" in asked
    assert "Other words." in asked
    assert not Consent.objects.exists()
    client.post(page_of(quote, "consent/"), typed(quote))
    assert Consent.objects.count() == 1
